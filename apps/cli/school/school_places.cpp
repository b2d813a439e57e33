#include "apps/cli/school/school_places.h"

#include <filesystem>

#include "io/files/folders.h"

namespace firstchair::cli {

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

std::string sounds_of(const std::string& database) {
  return database.starts_with("postgres") ? io::data_folder() + "/school-sound" : database + ".sound";
}

std::string erased_of(const std::string& database) {
  return database.starts_with("postgres") ? io::data_folder() + "/school-erased" : database + ".erased";
}

}  // namespace firstchair::cli
