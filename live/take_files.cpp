#include "live/take_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "io/files/files.h"

namespace firstchair::live {
namespace {

std::string_view next_field(std::string_view& line) {
  const std::size_t comma = line.find(',');
  const std::string_view field = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  return field;
}

template <class T, class Read>
bool number(std::string_view field, T& value, Read read) {
  const std::string text(field);  // strtod wants an end
  char* end = nullptr;
  value = static_cast<T>(read(text.c_str(), &end));
  return !text.empty() && end == text.c_str() + text.size();
}

bool flag(std::string_view field, bool& value) {
  value = field == "1";
  return field == "1" || field == "0";
}

}  // namespace

std::string line_of(const Hit& hit) {
  std::array<char, 160> text{};
  const std::string_view voice = id_of(hit.voice);
  std::snprintf(text.data(), text.size(), "%" PRId64 ",%.*s,%.9g,%.9g,%.9g,%.9g,%d,%d", hit.frame,
                static_cast<int>(voice.size()), voice.data(), static_cast<double>(hit.voice_probability),
                static_cast<double>(hit.level_db), static_cast<double>(hit.strength),
                static_cast<double>(hit.sigma_ms), hit.timed, hit.unison);
  return text.data();
}

std::optional<Hit> hit_from_line(std::string_view line) {
  Hit hit;
  const auto whole = [](const char* text, char** end) { return std::strtoll(text, end, 10); };
  const auto real = [](const char* text, char** end) { return std::strtof(text, end); };
  if (!number(next_field(line), hit.frame, whole)) return {};
  const auto voice = voice_from_id(next_field(line));
  if (!voice) return {};
  hit.voice = *voice;
  for (float* value : {&hit.voice_probability, &hit.level_db, &hit.strength, &hit.sigma_ms})
    if (!number(next_field(line), *value, real)) return {};
  if (!flag(next_field(line), hit.timed) || !flag(next_field(line), hit.unison) || !line.empty()) return {};
  return hit;
}

std::optional<std::size_t> settle_hits(const std::string& path) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(path, 1u << 30);
  if (!bytes) return {};
  const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  if (!text.starts_with(kHitsHeader)) return {};
  std::size_t whole = kHitsHeader.size(), hits = 0;
  for (std::size_t end; (end = text.find('\n', whole)) != std::string_view::npos; whole = end + 1, ++hits)
    if (!hit_from_line(text.substr(whole, end - whole))) break;
  if (whole < text.size() && ::truncate(path.c_str(), static_cast<off_t>(whole)) != 0) return {};
  return hits;
}

std::string take_file(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}

std::string part_file(const std::string& folder, std::string_view name) {
  return take_file(folder, name) + std::string(kPart);
}

bool sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool done = ::fsync(fd) == 0;
  ::close(fd);
  return done;
}

}  // namespace firstchair::live
