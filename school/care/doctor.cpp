#include "school/care/doctor.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "school/sql/schema.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;

constexpr std::int64_t kMostSkew = 2, kMostWaiting = 300, kMostBackupAge = 26 * 3600;
constexpr std::size_t kMostNamed = 5;

class Findings {
 public:
  void add(Kind kind, std::string what) { all_.push_back({kind, std::move(what)}); }
  void well(std::string what) { add(Kind::well, std::move(what)); }
  void warn(std::string what) { add(Kind::warning, std::move(what)); }
  void wrong(std::string what) { add(Kind::wrong, std::move(what)); }
  // False: it could not be asked, and that is told.
  template <class T>
  bool asked(const char* what, const Result<T>& result) {
    if (!result) wrong(fmt::format("{}: {}", what, result.error().line()));
    return static_cast<bool>(result);
  }
  std::vector<Finding> all_;
};

void look_at_file(const std::string& file, Findings& found) {
  struct stat facts{};
  if (::stat(file.c_str(), &facts) != 0) return;
  if ((facts.st_mode & 0077) != 0)
    found.warn(fmt::format("file: others on this machine may read {}; chmod 600 keeps it to its user", file));
  else
    found.well("file: it is its user's alone");
}

void look_at_postgres(sql::Connection& connection, Findings& found) {
  const auto open = connection.ask(
      "SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
      "AND EXISTS"
      " (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'school') AND NOT "
      "(relrowsecurity AND"
      " relforcerowsecurity) ORDER BY relname",
      {});
  if (found.asked("row security", open)) {
    std::string names;
    for (const sql::Row& row : *open) names += " " + row.text(0);
    if (names.empty())
      found.well("row security: forced on every table");
    else
      found.wrong("row security: not forced on" + names);
  }
  const auto role = connection.ask(
      "SELECT (rolsuper OR rolbypassrls)::int, (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND "
      "relnamespace ="
      " 'public'::regnamespace) FROM pg_roles r WHERE rolname = current_user",
      {});
  if (!found.asked("role", role) || role->empty()) return;
  if (role->front().integer(0) != 0)
    found.wrong(
        "role: it sees every school's rows; serve as one that may not (--app-role of school migrate)");
  else if (role->front().integer(1) > 0)
    found.wrong("role: it owns tables; serve as one that owns nothing");
  else
    found.well("role: it owns nothing and sees one school at a time");
}

void look_at_clock(sql::Connection& connection, std::int64_t now_s, Findings& found) {
  const sql::Transaction transaction(connection, 0, false);
  const auto theirs = connection.ask(fmt::format("SELECT {}", connection.now_s()), {});
  if (!found.asked("clock", theirs)) return;
  const std::int64_t ahead = theirs->front().integer(0) - now_s;
  const std::string told = fmt::format("clock: the database's is {} s ahead of this machine's", ahead);
  found.add(std::abs(ahead) > kMostSkew ? Kind::warning : Kind::well, told);
}

void look_at_sound(sql::Connection& connection, const DoctorWish& wish, Findings& found) {
  if (wish.sounds_place.empty() || wish.sounds == nullptr) {
    found.warn("sound: none is kept (--sound)");
    return;
  }
  const auto blobs = wish.sounds->blobs();
  if (!found.asked("sound", blobs)) return;
  if (const Result<Done> probed = (*blobs)->probe(); !found.asked("sound", probed)) return;
  found.well("sound: what is written there comes back");
  const sql::Transaction transaction(connection, wish.school, false);
  const auto kept = connection.ask("SELECT DISTINCT sound FROM submissions WHERE school = $1 AND sound <> ''",
                                   {wish.school});
  if (!found.asked("sound", kept)) return;
  std::set<std::string> known;
  std::size_t missing = 0;
  for (const sql::Row& row : *kept) {
    known.insert(row.text(0));
    const auto there = (*blobs)->has(wish.school, row.text(0));
    if (!found.asked("sound", there)) return;
    if (!*there && ++missing <= kMostNamed) found.wrong("sound: gone is " + row.text(0));
  }
  if (missing > kMostNamed) found.wrong(fmt::format("sound: gone are {} more", missing - kMostNamed));
  if (missing == 0) found.well(fmt::format("sound: all {} that the database names are there", known.size()));
  if (BlobStore::is_remote(wish.sounds_place)) return;
  // Left behind by a server that ended between the two: harmless, and nobody's any more.
  std::size_t orphans = 0;
  std::error_code failed;
  for (const fs::directory_entry& one :
       fs::recursive_directory_iterator(fmt::format("{}/{}", wish.sounds_place, wish.school), failed))
    orphans += one.is_regular_file(failed) && !known.contains(one.path().filename().string()) ? 1U : 0U;
  if (orphans > 0) found.warn(fmt::format("sound: {} that nothing names", orphans));
}

void look_at_store(SchoolStore& store, const DoctorWish& wish, Findings& found) {
  if (const auto broken = store.first_broken(wish.school); found.asked("log", broken)) {
    if (*broken == 0)
      found.well("log: whole");
    else
      found.wrong(fmt::format("log: line {} is not as it was written", *broken));
  }
  if (const auto queue = store.queue(kHearJob); found.asked("jobs", queue)) {
    const std::string told = fmt::format("jobs: {} wait, {} are worked at, the oldest is {} s old",
                                         queue->waiting, queue->running, queue->oldest_s);
    found.add(queue->oldest_s > kMostWaiting ? Kind::wrong : Kind::well, told);
  }
  if (const auto backup = store.newest_backup(wish.school); found.asked("backup", backup)) {
    if (!*backup)
      found.warn("backup: none was made that the log knows of");
    else
      found.add(wish.now_s - **backup > kMostBackupAge ? Kind::warning : Kind::well,
                fmt::format("backup: the newest is {} h old", (wish.now_s - **backup) / 3600));
  }
}

}  // namespace

Result<std::vector<Finding>> examine(const DoctorWish& wish) {
  Findings found;
  const bool postgres = sql::is_postgres(wish.database);
  Result<SchoolStore> store = SchoolStore::open({.database = wish.database, .create = false});
  if (!store) return store.error();
  const auto facts = store->facts(wish.school);
  if (!facts) return facts.error();
  found.well(fmt::format("schema: step {}", sql::steps().size()));
  const auto connection =
      postgres ? sql::connect_postgres(wish.database) : sql::connect_sqlite(wish.database, false);
  if (!connection) return connection.error();
  if (postgres)
    look_at_postgres(**connection, found);
  else
    look_at_file(wish.database, found);
  look_at_clock(**connection, wish.now_s, found);
  look_at_store(*store, wish, found);
  look_at_sound(**connection, wish, found);
  return std::move(found.all_);
}

}  // namespace firstchair::school
