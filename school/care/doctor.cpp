#include "school/care/doctor.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "school/care/backup.h"
#include "school/keeping.h"
#include "school/sql/schema.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;
using Kind = Finding::Kind;

constexpr std::int64_t kMostSkew = 2, kMostWaiting = 300, kMostBackupAge = 26 * 3600, kMostErrand = 3600;
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

// Names and passwords' hashes, recordings, keys: only whoever serves needs to read them.
void look_at_rights(const char* what, const std::string& path, Findings& found) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return;
  const bool folder = S_ISDIR(facts.st_mode);
  if ((facts.st_mode & 0077) != 0)
    found.warn(fmt::format("{}: others on this machine may read {}; chmod {} keeps it to its user", what,
                           path, folder ? "700" : "600"));
  else
    found.well(fmt::format("{}: it is its user's alone", what));
}

void look_at_list(const DoctorWish& wish, Findings& found) {
  if (wish.erased.empty()) return;
  const auto list = ErasedList(wish.erased).read();
  if (!found.asked("list of who was erased", list)) return;
  struct stat facts{};
  const bool there = ::stat(wish.erased.c_str(), &facts) == 0;
  const std::string place = there ? wish.erased : fs::path(wish.erased).parent_path().string();
  if (::access(place.empty() ? "." : place.c_str(), W_OK) != 0) {
    found.wrong(
        fmt::format("list of who was erased: {} cannot be written, so nobody can be erased", wish.erased));
    return;
  }
  found.well(fmt::format("list of who was erased: {} on it", list->size()));
  look_at_rights("list of who was erased", wish.erased, found);
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
  if (const int left = wish.sounds->sweep() + sweep_beside(wish.database); left > 0)
    found.warn(fmt::format("sound: what {} killed {} had left on {} way is removed", left,
                           left == 1 ? "process" : "processes", left == 1 ? "its" : "their"));
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
  // An export is a file among the sounds.
  const auto exported =
      connection.ask("SELECT hash FROM exports WHERE school = $1 AND hash <> ''", {wish.school});
  const auto dropped = connection.ask("SELECT hash FROM sounds_to_drop WHERE school = $1", {wish.school});
  if (!found.asked("sound", exported) || !found.asked("sound", dropped)) return;
  if (missing == 0) found.well(fmt::format("sound: all {} that the database names are there", known.size()));
  if (!dropped->empty()) found.warn(fmt::format("sound: {} wait to be removed", dropped->size()));
  if (BlobStore::is_remote(wish.sounds_place)) return;
  look_at_rights("sound", wish.sounds_place, found);
  for (const auto* more : {&exported, &dropped})
    for (const sql::Row& row : **more) known.insert(row.text(0));
  // Left behind by a server that ended between the two: harmless, and nobody's any more.
  std::size_t orphans = 0;
  std::error_code failed;
  for (const fs::directory_entry& one :
       fs::recursive_directory_iterator(fmt::format("{}/{}", wish.sounds_place, wish.school), failed))
    orphans += one.is_regular_file(failed) && !known.contains(one.path().filename().string()) ? 1U : 0U;
  if (orphans > 0) found.warn(fmt::format("sound: {} that nothing names", orphans));
}

void look_at_jobs(SchoolStore& store, Findings& found) {
  // Hearing is waited for; the others may take their time.
  struct Waits {
    const char* kind;
    const char* name;
    std::int64_t most_s;
  };
  for (const Waits& one : {Waits{kHearJob, "jobs", kMostWaiting}, Waits{kExportJob, "exports", kMostErrand},
                           Waits{kEraseJob, "erasures", kMostErrand}}) {
    const auto queue = store.queue(one.kind);
    if (!found.asked(one.name, queue)) continue;
    found.add(queue->oldest_s > one.most_s ? Kind::wrong : Kind::well,
              fmt::format("{}: {} wait, {} are worked at, the oldest is {} s old", one.name, queue->waiting,
                          queue->running, queue->oldest_s));
  }
}

void look_at_days(SchoolStore& store, const DoctorWish& wish, Findings& found) {
  const auto job = store.job_of(wish.school, kRetainJob, 0);
  const auto over = store.overdue(wish.school, wish.now_s - kRetainGraceS);
  if (!found.asked("retention", job) || !found.asked("retention", over)) return;
  if (over->all() > 0)
    found.wrong(fmt::format(
        "retention: {} {} over for more than a day{}", text_of(*over), over->all() == 1 ? "is" : "are",
        over->all() == over->log_lines ? "; only the owner of the tables may shorten the log (school retain)"
                                       : ""));
  else
    found.well("retention: nothing is over for more than a day");
  if (!*job)
    found.warn("retention: nothing takes away what is over; school serve plans it, or school retain does it");
  else if (!(*job)->error.empty())
    found.wrong("retention: the last try failed: " + (*job)->error);
}

void look_at_store(SchoolStore& store, const DoctorWish& wish, Findings& found) {
  if (const auto broken = store.first_broken(wish.school); found.asked("log", broken)) {
    if (*broken == 0)
      found.well("log: whole");
    else
      found.wrong(fmt::format("log: line {} is not as it was written", *broken));
  }
  look_at_jobs(store, found);
  look_at_days(store, wish, found);
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
    look_at_rights("file", wish.database, found);
  look_at_list(wish, found);
  if (!wish.key_file.empty()) look_at_rights("key of the object store", wish.key_file, found);
  look_at_clock(**connection, wish.now_s, found);
  look_at_store(*store, wish, found);
  look_at_sound(**connection, wish, found);
  return std::move(found.all_);
}

}  // namespace firstchair::school
