#include "hearing/kit_sound_files.h"

#include <filesystem>

#include "engine/ear/file_weights.h"
#include "engine/ear/kit_sound_learn.h"
#include "io/files/files.h"
#include "kits/kit_sound_json.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::hearing {
namespace {

constexpr std::string_view kEnding = ".sound.json";

Result<ear::KitSound> read_file(const std::string& file) {
  constexpr std::size_t kLargest = 1 << 20;  // read_kit_sound knows the bound; this one spares a huge file
  Result<std::vector<std::uint8_t>> bytes = io::read_file(file, kLargest);
  if (!bytes && bytes.error().code == ErrorCode::too_large) {
    return Error{ErrorCode::too_large, file, "too large for a kit's sound",
                 "Name what firstchair kit learn NAME --strike DRUMS has made"};
  }
  if (!bytes) return bytes.error();
  Result<ear::KitSound> kit =
      kits::read_kit_sound({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!kit) kit.error().place = file + (kit.error().place.empty() ? "" : ": " + kit.error().place);
  return kit;
}

Result<Done> check_name(const std::string& name) {
  if (midi::is_kit_id(name)) return Done{};
  return Error{ErrorCode::usage, name, "not a name for a kit", "Use small letters, digits and hyphens"};
}

}  // namespace

Result<ear::KitSound> find_kit_sound(const std::string& name, const std::string& folder) {
  if (is_file_name(name)) return read_file(name);
  const std::string file = folder + "/" + name + std::string(kEnding);
  std::error_code failed;
  if (!folder.empty() && midi::is_kit_id(name) && std::filesystem::exists(file, failed))
    return read_file(file);
  std::string names;
  for (const std::string& own : own_kit_sounds(folder)) names += (names.empty() ? "" : ", ") + own;
  return Error{ErrorCode::not_found, name, "no kit's sound of that name",
               names.empty() ? "Make one: firstchair kit learn NAME --strike DRUMS" : "There are " + names};
}

Result<ear::KitSound> find_kit_sound_of_this_ear(const std::string& name, const std::string& folder) {
  Result<ear::KitSound> kit = find_kit_sound(name, folder);
  if (!kit) return kit;
  if (const Result<Done> made = ear::check_ear(*kit, ear::file_ear_weights_name()); !made)
    return made.error();
  return kit;
}

std::vector<std::string> own_kit_sounds(const std::string& folder) {
  return ids_in(folder, kEnding);
}

Result<Done> can_keep_kit_sound(const std::string& name, bool force, const std::string& folder) {
  if (const Result<Done> named = check_name(name); !named) return named;
  return can_keep_kit_file(name + std::string(kEnding), force, folder);
}

Result<std::string> keep_kit_sound(const ear::KitSound& kit, bool force, const std::string& folder) {
  if (const Result<Done> named = check_name(kit.name); !named) return named.error();
  return keep_kit_file(kit.name + std::string(kEnding), kits::write_kit_sound(kit), force, folder);
}

}  // namespace firstchair::hearing
