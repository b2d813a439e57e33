#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "apps/cli/school/school_shared.h"
#include "report/text/text.h"
#include "school/care/backup.h"
#include "school/care/doctor.h"
#include "school/care/move.h"

namespace firstchair::cli {
namespace {

std::int64_t now() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

std::string counted(const school::Backup& backup) {
  return fmt::format("{} {}, {} rows, {} recordings{}", backup.schools,
                     backup.schools == 1 ? "school" : "schools", backup.rows, backup.sounds,
                     backup.sounds_missing > 0 ? fmt::format(" ({} of them are gone)", backup.sounds_missing)
                                               : std::string());
}

}  // namespace

Result<int> school_health(const SchoolOptions& options) {
  const auto told =
      server::ask_watch(options.watch, options.watch_port > 0 ? options.watch_port : 9464, "/readyz");
  if (!told) return told.error();
  fmt::print("{}", report::plain(told->second.substr(0, told->second.find('\n'))) + "\n");
  return told->first == 200 ? 0 : 3;
}

Result<int> school_doctor(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  const std::string place = sounds_of(options, *database);
  const school::Sounds sounds(place);
  const char* key = std::getenv("FIRSTCHAIR_S3_KEY_FILE");
  const auto found = school::examine({.database = *database,
                                      .sounds = &sounds,
                                      .sounds_place = place,
                                      .erased = erased_of(*database),
                                      .key_file = key != nullptr ? key : "",
                                      .school = options.school,
                                      .now_s = now()});
  if (!found) return found.error();
  int wrong = 0;
  for (const school::Finding& one : *found) {
    using Kind = school::Finding::Kind;
    fmt::print("{} {}\n",
               one.kind == Kind::well      ? "  well "
               : one.kind == Kind::warning ? "  look "
                                           : "  wrong",
               report::plain(one.what));
    wrong += one.kind == Kind::wrong ? 1 : 0;
  }
  if (wrong == 0) return 0;
  return Error{ErrorCode::malformed, "school doctor", fmt::format("{} wrong", wrong), {}};
}

Result<int> school_backup(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  const school::Sounds sounds(sounds_of(options, *database));
  const auto made = school::make_backup({.database = *database,
                                         .folder = options.folder,
                                         .sounds = options.without_sound ? nullptr : &sounds,
                                         .at_s = now()});
  if (!made) return made.error();
  fmt::print("Backup in {}: {}.\n", report::plain(options.folder), counted(*made));
  // The log says that there is one, so that doctor and metrics know how old it is.
  auto store = school::SchoolStore::open({.database = *database, .create = false});
  if (!store) return store.error();
  const Result<Done> noted =
      store->note(options.school, {.role = school::Role::owner, .at_s = now()},
                  std::string(school::kBackupVerb), fmt::format("school {}", options.school),
                  fmt::format("{} rows, {} recordings", made->rows, made->sounds));
  if (!noted) return noted.error();
  return 0;
}

Result<int> school_restore(const SchoolOptions& options) {
  if (options.check_only) {
    const auto checked = school::check_backup(options.folder, options.scratch);
    if (!checked) return checked.error();
    fmt::print("The backup is whole: {}.\n", counted(*checked));
    return 0;
  }
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  const school::Sounds sounds(sounds_of(options, *database));
  const auto restored =
      school::restore_backup(options.folder, *database, options.without_sound ? nullptr : &sounds);
  if (!restored) return restored.error();
  fmt::print("Put up as {}: {}.\n", report::plain(*database), counted(*restored));
  return 0;
}

Result<int> school_move(const SchoolOptions& options) {
  const auto moved = school::move_schools(
      options.from, options.to, [](std::int64_t school, const std::string& table, std::int64_t rows) {
        if (rows > 0) fmt::print("  school {}: {} {}\n", school, rows, table);
        std::fflush(stdout);
      });
  if (!moved) return moved.error();
  for (const school::Moved& one : *moved)
    fmt::print("School {} is there: {} rows{}, every table compared.\n", one.school, one.rows,
               one.before > 0 ? fmt::format(" ({} from an earlier run)", one.before) : std::string());
  return 0;
}

}  // namespace firstchair::cli
