#include "apps/server/http/page_files.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include "io/files/files.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPacked = ".br";
constexpr std::size_t kMost = std::size_t{32} << 20;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTypes{
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".wasm", "application/wasm"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".json", "application/json"}}};

std::string type_of(const fs::path& file) {
  for (const auto& [ending, type] : kTypes) {
    if (file.extension() == ending) return std::string(type);
  }
  return "application/octet-stream";
}

// FNV-1a: tells one build of a file from another.
std::string tag_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return fmt::format("\"{:016x}\"", hash);
}

}  // namespace

Result<PageFiles> PageFiles::read(const std::string& folder, const std::string& first) {
  PageFiles page;
  std::size_t total = 0;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (!at->is_regular_file(failed)) continue;
    Result<std::vector<std::uint8_t>> bytes = io::read_file(at->path().string(), kMost);
    if (!bytes) return bytes.error();
    total += bytes->size();
    if (total > kMost)
      return Error{ErrorCode::too_large, folder, "not a page of firstchair", "Build it with ./run serve"};
    File file{.type = type_of(at->path()), .bytes = {bytes->begin(), bytes->end()}, .tag = {}};
    file.tag = tag_of(file.bytes);
    page.files_.emplace("/" + at->path().filename().string(), std::move(file));
  }
  // What is packed stands beside what it packs, and is nothing by itself.
  for (auto at = page.files_.begin(); at != page.files_.end();) {
    const std::string& name = at->first;
    const auto whole = name.ends_with(kPacked)
                           ? page.files_.find(name.substr(0, name.size() - kPacked.size()))
                           : page.files_.end();
    if (whole != page.files_.end()) whole->second.brotli = std::move(at->second.bytes);
    at = name.ends_with(kPacked) ? page.files_.erase(at) : std::next(at);
  }
  const auto index = page.files_.find("/" + first);
  if (index == page.files_.end())
    return Error{ErrorCode::not_found, folder, "the page is not built", "Build it with ./run serve"};
  page.files_.emplace("/", index->second);
  return page;
}

Response PageFiles::answer(const std::string& path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return json_error(404, "no such page");
  const File& file = found->second;
  return {.type = file.type,
          .body = file.bytes,
          .tag = file.tag,
          .allow = {},
          .brotli = file.brotli.empty() ? nullptr : &file.brotli};
}

}  // namespace firstchair::server
