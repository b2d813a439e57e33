#include "hearing/kit_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "io/files/files.h"
#include "io/files/folders.h"
#include "io/files/new_file.h"
#include "midi/kit/kit_json.h"

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;

Result<midi::KitProfile> read_file(const std::string& file) {
  constexpr std::size_t kLargest = 1 << 20;  // read_kit knows the bound; this one spares a huge file
  Result<std::vector<std::uint8_t>> bytes = io::read_file(file, kLargest);
  if (!bytes) return bytes.error();
  Result<midi::KitProfile> kit =
      midi::read_kit({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!kit) kit.error().place = file + (kit.error().place.empty() ? "" : ": " + kit.error().place);
  return kit;
}

}  // namespace

bool is_file_name(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".json");
}

std::string kit_folder() {
  const std::string data = io::data_folder();
  return data.empty() ? data : data + "/kits";
}

Result<midi::KitProfile> find_kit(const std::string& name, const std::string& folder) {
  if (is_file_name(name)) return read_file(name);
  if (const midi::KitProfile* kit = midi::builtin_kit(name)) return *kit;
  const std::string file = folder + "/" + name + ".json";
  std::error_code failed;
  if (!folder.empty() && midi::is_kit_id(name) && fs::exists(file, failed)) return read_file(file);
  std::string names;
  for (const midi::KitProfile& kit : midi::builtin_kits()) names += (names.empty() ? "" : ", ") + kit.id;
  for (const std::string& own : own_kits(folder)) names += ", " + own;
  return Error{ErrorCode::not_found, name, "no kit profile of that name", "There are " + names};
}

std::vector<std::string> own_kits(const std::string& folder) {
  return ids_in(folder, ".json");
}

std::vector<std::string> ids_in(const std::string& folder, std::string_view ending) {
  std::vector<std::string> ids;
  std::error_code failed;
  if (folder.empty()) return ids;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (!name.ends_with(ending)) continue;
    const std::string id = name.substr(0, name.size() - ending.size());
    if (midi::is_kit_id(id)) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

namespace {

Result<Done> make_folder(const std::string& folder) {
  if (folder.empty())
    return Error{ErrorCode::usage, {}, "there is no home folder to keep kits in", "Set XDG_DATA_HOME"};
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorCode::unwritable, folder, "cannot be made (" + failed.message() + ")",
                 "Change its permissions"};
  }
  return Done{};
}

}  // namespace

Result<Done> can_keep_kit_file(const std::string& name, bool force, const std::string& folder) {
  if (Result<Done> made = make_folder(folder); !made) return made;
  const Result<io::NewFile> file = io::NewFile::make(folder + "/" + name, force);
  if (!file) return file.error();
  return Done{};
}

Result<std::string> keep_kit_file(const std::string& name, const std::string& text, bool force,
                                  const std::string& folder) {
  if (const Result<Done> made = make_folder(folder); !made) return made.error();
  const std::string file = folder + "/" + name;
  if (Result<Done> done = io::write_file(file, text, force); !done) return done.error();
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
  return file;
}

Result<std::string> keep_kit(const midi::KitProfile& kit, bool force, const std::string& folder) {
  if (!midi::is_kit_id(kit.id))
    return Error{ErrorCode::usage, kit.id, "not a name for a kit", "Use small letters, digits and hyphens"};
  if (midi::builtin_kit(kit.id) != nullptr)
    return Error{ErrorCode::usage, kit.id, "a built-in kit has this name", "Choose another"};
  return keep_kit_file(kit.id + ".json", midi::write_kit(kit), force, folder);
}

}  // namespace firstchair::hearing
