// Checking a book and copying it.
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <set>

#include "store/book_state.h"
#include "store/chart_text.h"
#include "store/descriptor_vfs.h"
#include "store/judgement_text.h"
#include "store/packing.h"
#include "store/recording.h"

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;
using sqlite::Statement;

constexpr int kAtMost = 100;    // lines about the file itself
constexpr mode_t kMode = 0666;  // of a backup, less what the program's mask takes

// What SQLite finds wrong with the file: pages, indices, references.
void check_file(const sqlite::Database& database, std::vector<Damage>& damage) {
  Statement pages(database, fmt::format("PRAGMA integrity_check({})", kAtMost));
  pages.with();
  while (pages.row()) {
    std::string line = pages.text(0);
    if (line == "ok") continue;
    for (char& c : line) {
      if (c == '\n') c = ' ';
    }
    damage.push_back({0, "the file: " + line});
  }
  if (!pages.ok()) damage.push_back({0, "the file: its pages cannot be walked through"});
  Statement references(database, "PRAGMA foreign_key_check");
  references.with();
  while (references.row())
    damage.push_back({0, fmt::format("the file: a row of {} speaks of one of {} that is gone",
                                     references.text(0), references.text(2))});
  if (!references.ok()) damage.push_back({0, "the file: its references cannot be followed"});
}

void check_charts(const sqlite::Database& database, std::vector<Damage>& damage) {
  Statement charts(database, "SELECT id, text, hash FROM charts ORDER BY id");
  charts.with();
  while (charts.row()) {
    const std::string text = charts.text(1);
    if (hex(packing::fingerprint(text)) != charts.text(2) || !read_chart_text(text))
      damage.push_back({0, fmt::format("chart {} is damaged", charts.integer(0))});
  }
  if (!charts.ok()) damage.push_back({0, "the charts cannot be read through"});
}

// Every verdict, also those of older engines.
void check_verdicts(const sqlite::Database& database, std::int64_t take, std::vector<Damage>& damage) {
  Statement rows(database, "SELECT engine, verdict, verdict_hash FROM judgements WHERE take = ? ORDER BY id");
  rows.with(take);
  int count = 0;
  for (; rows.row(); ++count) {
    if (hex(packing::fingerprint(rows.text(1))) != rows.text(2))
      damage.push_back({take, "its verdict by firstchair " + rows.text(0) + " is damaged"});
  }
  if (!rows.ok() || count == 0) damage.push_back({take, "its verdict cannot be read"});
}

// Its name as the file has it: reading a take leaves one that leads elsewhere out.
void check_recording(const sqlite::Database& database, const std::string& folder, std::int64_t take,
                     std::vector<Damage>& damage) {
  Statement row(database, "SELECT audio FROM takes WHERE id = ?");
  if (!row.with(take).row() || row.text(0).empty()) return;
  const std::string name = row.text(0);
  if (!is_recording_name(name)) {
    damage.push_back({take, "the name of its recording leads out of the book's folders"});
  } else if (const Recording found = find_recording(folder, name); found == Recording::not_ours) {
    damage.push_back({take, "its recording " + name + " is a link or no file"});
  } else if (found == Recording::gone) {
    damage.push_back({take, "its recording " + name + " is gone"});
  }
}

// SQLite speaks of a broken page only where it is met: ids are gathered with whatever order still works.
std::set<std::int64_t> take_ids(const sqlite::Database& database, std::vector<Damage>& damage) {
  std::set<std::int64_t> ids;
  bool ok = true;
  for (const char* sql : {"SELECT id FROM takes NOT INDEXED", "SELECT take FROM strokes",
                          "SELECT DISTINCT take FROM judgements NOT INDEXED"}) {
    Statement rows(database, sql);
    rows.with();
    while (rows.row()) ids.insert(rows.integer(0));
    ok = ok && rows.ok();
  }
  if (!ok) damage.push_back({0, "the list of takes breaks off; takes beyond it are not looked at"});
  return ids;
}

Error unwritable(const std::string& file, int error) {
  return {ErrorCode::unwritable, file, std::string("cannot be written (") + std::strerror(error) + ")",
          "Choose another place"};
}

// What was made in the folder is on the disk from here on.
void sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

// No signal but one that cannot be held back comes while it lives.
class Undisturbed {
 public:
  Undisturbed() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~Undisturbed() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Result<std::vector<Damage>> Book::check() const {
  const sqlite::Database& database = state_->database;
  std::vector<Damage> damage;
  check_file(database, damage);
  check_charts(database, damage);
  for (const std::int64_t id : take_ids(database, damage)) {
    const std::size_t before = damage.size();
    check_verdicts(database, id, damage);
    const Result<BookTake> take = load(id);
    if (!take && damage.size() == before) {
      std::string what = take.error().what;
      const std::string prefix = fmt::format("take {}: ", id);
      if (what.starts_with(prefix)) what.erase(0, prefix.size());
      if (take.error().code == ErrorCode::not_found) what = "only parts of it are left";
      damage.push_back({id, what == "the book is damaged" ? "it lies on a damaged page" : what});
    }
    if (take) check_recording(database, folder(), id, damage);
  }
  return damage;
}

Result<Done> Book::backup(const std::string& to) const {
  std::error_code failed;
  if (fs::exists(to, failed))
    return Error{ErrorCode::usage, to, "already there", "Choose another name for the backup"};
  // Whoever ends the program meanwhile is heard when the copy has its name or is gone. Until then it has no
  // name, so that nothing is left of it whatever ends the program; only a file system without such files
  // needs one.
  const Undisturbed undisturbed;
  const std::string folder = fs::path(to).parent_path().string();
  std::string beside;
  int fd = ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
  if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    beside = to + ".part-" + std::to_string(::getpid());
    fd = ::open(beside.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    if (fd < 0) beside.clear();
  }
  if (fd < 0) return unwritable(to, errno);
  Result<Done> done = copy_into(fd, to);
  // link() refuses an existing name in one step.
  const std::string itself = "/proc/self/fd/" + std::to_string(fd);
  if (done && (::fsync(fd) != 0 ||
               (beside.empty() ? ::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW)
                               : ::link(beside.c_str(), to.c_str())) != 0))
    done = unwritable(to, errno);
  ::close(fd);
  if (!beside.empty()) ::unlink(beside.c_str());
  if (done) sync_folder(fs::absolute(to, failed).parent_path().string());
  return done;
}

// In one step: with a write-ahead log a reader sees one state of the book throughout and holds nobody up.
Result<Done> Book::copy_into(int fd, const std::string& to) const {
  Result<sqlite::Database> copy = sqlite::Database::open(std::to_string(fd), true, 0, descriptor_vfs());
  if (!copy || !copy->run("PRAGMA journal_mode = OFF")) return unwritable(to, EIO);
  sqlite3_backup* backup = sqlite3_backup_init(copy->get(), "main", state_->database.get(), "main");
  const int code = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
  if (backup != nullptr) sqlite3_backup_finish(backup);
  if (code == SQLITE_DONE) {
    // It is one file, without a log beside it: versions 1 of reading and writing (SQLite's file
    // format, 1.3.3).
    constexpr char kWithoutLog[2] = {1, 1};
    constexpr off_t kVersions = 18;
    if (::pwrite(fd, kWithoutLog, sizeof kWithoutLog, kVersions) == sizeof kWithoutLog) return Done{};
    return unwritable(to, errno);
  }
  if ((code & 0xFF) == SQLITE_CORRUPT) return sqlite::error_of(code, file(), {});
  Error error = sqlite::error_of(code, to, {});
  if (error.code == ErrorCode::unwritable && code != SQLITE_BUSY)
    error = {ErrorCode::unwritable, to, "the backup cannot be written", "Make room or choose another place"};
  return error;
}

}  // namespace firstchair::store
