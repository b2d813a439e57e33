#include "io/sound/soundfont.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

// Debian's and Ubuntu's, all MIT; the smallest that sounds well first.
constexpr const char* kInstalled[] = {
    "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3", "/usr/share/sounds/sf3/MuseScore_General_Full.sf3",
    "/usr/share/sounds/sf3/MuseScore_General.sf3",      "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/sounds/sf3/FluidR3Mono_GM.sf3",
};

std::uint64_t number(const char* bytes) {
  std::uint64_t value = 0;
  for (int k = 3; k >= 0; --k) value = value << 8 | static_cast<unsigned char>(bytes[k]);
  return value;
}

// A soundfont has three lists: what it is, its samples, its instruments.
bool has_its_lists(std::ifstream& file, std::uint64_t end) {
  constexpr const char* kLists[] = {"INFO", "sdta", "pdta"};
  std::uint64_t at = 12;
  const auto is_at = [&](std::uint64_t place, const char* list, std::uint64_t& size) {
    std::array<char, 12> head{};
    file.clear();
    file.seekg(static_cast<std::streamoff>(place));
    if (place + head.size() > end || !file.read(head.data(), head.size()) ||
        std::memcmp(head.data(), "LIST", 4) != 0 || std::memcmp(head.data() + 8, list, 4) != 0)
      return false;
    size = 8 + number(head.data() + 4);
    return true;
  };
  for (const char* list : kLists) {
    std::uint64_t size = 0;
    // A list of odd length is followed by a byte of padding, or, as some write it, by none.
    if (!is_at(at, list, size) && !is_at(++at, list, size)) return false;
    at += size;
  }
  return at <= end;
}

}  // namespace

Result<std::string> find_soundfont(const std::string& asked) {
  return find_soundfont(asked, kInstalled);
}

Result<std::string> find_soundfont(const std::string& asked, std::span<const char* const> installed) {
  std::error_code failed;
  std::string path = asked;
  if (path.empty()) {
    for (const char* file : installed)
      if (fs::is_regular_file(file, failed)) {
        path = file;
        break;
      }
    if (path.empty())
      return Error{
          ErrorCode::not_found, {}, "no soundfont: apt install fluid-soundfont-gm, or --soundfont FILE", {}};
  }
  if (fs::is_directory(path, failed))
    return Error{ErrorCode::unreadable, path, "a folder, not a soundfont", "Name an .sf2 or .sf3 file"};
  if (!fs::exists(path, failed))
    return Error{ErrorCode::not_found, path, "no such soundfont", "Name an .sf2 or .sf3 file"};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::unreadable, path, "cannot be read", "Check its permissions"};
  std::array<char, 12> head{};
  file.read(head.data(), head.size());
  const std::uintmax_t there = fs::file_size(path, failed);
  if (failed || there == 0) return Error{ErrorCode::malformed, path, "empty", "Fetch the soundfont again"};
  const Error other{ErrorCode::malformed, path, "not a soundfont", "Name an .sf2 or .sf3 file"};
  if (file.gcount() < static_cast<std::streamsize>(head.size()) || std::memcmp(head.data(), "RIFF", 4) != 0 ||
      std::memcmp(head.data() + 8, "sfbk", 4) != 0)
    return other;
  const std::uint64_t said = 8 + number(head.data() + 4);
  if (said > there)
    return Error{ErrorCode::malformed, path,
                 "cut short: " + std::to_string(there) + " bytes of " + std::to_string(said),
                 "Fetch the soundfont again"};
  if (!has_its_lists(file, said)) return other;
  return path;
}

}  // namespace firstchair::io
