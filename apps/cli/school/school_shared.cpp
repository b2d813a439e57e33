#include "apps/cli/school/school_shared.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <mutex>

#include "io/files/folders.h"

namespace firstchair::cli {
namespace {

constexpr int kWatchPort = 9464;

struct LogFile {
  std::FILE* file;
  std::mutex mutex;
};

}  // namespace

Result<std::string> database_of(const SchoolOptions& options) {
  if (!options.database.empty()) return options.database;
  const std::string folder = io::data_folder();
  if (folder.empty())
    return Error{ErrorCode::unwritable, "--database", "there is no home folder to keep a school in",
                 "Name a file with --database"};
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  return folder + "/school.sqlite";
}

std::string sounds_of(const SchoolOptions& options, const std::string& database) {
  if (!options.sound.empty()) return options.sound;
  return database.starts_with("postgres") ? io::data_folder() + "/school-sound" : database + ".sound";
}

std::string erased_of(const std::string& database) {
  return database.starts_with("postgres") ? io::data_folder() + "/school-erased" : database + ".erased";
}

Result<school::SchoolStore> opened(const SchoolOptions& options, bool create) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  return school::SchoolStore::open({.database = *database, .create = create});
}

Result<std::unique_ptr<server::WatchDoor>> open_watch(const SchoolOptions& options,
                                                      server::WatchDoor::Answer answer) {
  if (options.watch_port == 0) return std::unique_ptr<server::WatchDoor>();
  const bool named = options.watch_port > 0;
  auto door =
      server::WatchDoor::open(options.watch, named ? options.watch_port : kWatchPort, std::move(answer));
  if (!door && named) return door;
  if (!door) {
    fmt::print("Port {} is taken: no /healthz, /readyz and /metrics here (--watch-port names another).\n",
               kWatchPort);
    return std::unique_ptr<server::WatchDoor>();
  }
  fmt::print("Health and metrics: http://{}:{}/healthz, /readyz, /metrics\n", options.watch, (*door)->port());
  return door;
}

Result<std::function<void(const std::string&)>> open_log(const SchoolOptions& options) {
  using Write = std::function<void(const std::string&)>;
  if (options.log.empty()) return Write();
  std::FILE* file = options.log == "-" ? stderr : std::fopen(options.log.c_str(), "ae");
  if (file == nullptr)
    return Error{ErrorCode::unwritable, "--log " + options.log, "this file cannot be written",
                 "Name another"};
  const auto log = std::make_shared<LogFile>();
  log->file = file;
  return Write([log](const std::string& line) {
    const std::lock_guard lock(log->mutex);
    std::fwrite(line.data(), 1, line.size(), log->file);
    std::fflush(log->file);
  });
}

}  // namespace firstchair::cli
