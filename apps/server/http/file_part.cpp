#include "apps/server/http/file_part.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace firstchair::server {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<FilePart> part_of(std::string_view range, std::uint64_t size, std::uint64_t most) {
  constexpr std::string_view kUnit = "bytes=";
  if (!range.starts_with(kUnit)) return std::nullopt;
  range.remove_prefix(kUnit.size());
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view from = range.substr(0, dash), to = range.substr(dash + 1);
  if (from.empty()) {
    const auto last = number(to);
    if (!last) return std::nullopt;
    const std::uint64_t begin = size - std::min(size, *last);
    return FilePart{begin, std::min(size, begin + most)};
  }
  const auto begin = number(from), last = to.empty() ? std::optional(size) : number(to);
  if (!begin || !last || (!to.empty() && *last < *begin)) return std::nullopt;
  if (*begin >= size) return FilePart{size, size};
  const std::uint64_t wanted = std::min(size - 1, *last) - *begin + 1;
  return FilePart{*begin, *begin + std::min(wanted, most)};
}

std::string read_part(const std::string& path, const FilePart& part) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(part.begin));
  std::string bytes(static_cast<std::size_t>(part.end - part.begin), 0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

}  // namespace firstchair::server
