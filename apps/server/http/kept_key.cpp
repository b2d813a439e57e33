#include "apps/server/http/kept_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>

#include "apps/server/http/own_file.h"
#include "io/files/folders.h"

namespace firstchair::server {
namespace {

bool is_key(std::string_view text) {
  return text.size() == kKeyLetters && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<std::string> read_key(const std::string& file) {
  std::optional<std::string> text = read_own_file(file, kKeyLetters + 1);
  if (!text || text->size() != kKeyLetters + 1 || text->back() != '\n') return std::nullopt;
  text->pop_back();
  if (!is_key(*text)) return std::nullopt;
  return text;
}

}  // namespace

std::string drawn_key() {
  std::random_device source;  // getrandom() on Linux
  std::string key;
  for (int i = 0; i < 4; ++i) key += fmt::format("{:08x}", source());
  return key;
}

std::string default_key_file() {
  const std::string folder = io::config_folder();
  return folder.empty() ? folder : folder + "/serve.key";
}

Result<std::string> kept_key(const std::string& file, bool fresh) {
  namespace fs = std::filesystem;
  std::error_code failed;  // writing tells, should it matter
  const fs::file_status there = fs::symlink_status(file, failed);
  if (!fresh) {
    if (std::optional<std::string> key = read_key(file)) return std::move(*key);
  }
  const bool replace = fresh || fs::exists(there);
  std::string key = drawn_key();
  const Result<Done> placed = write_own_file(file, key + "\n", replace);
  if (placed) return key;
  // Another server that starts at the same time was first.
  std::optional<std::string> other = replace ? std::nullopt : read_key(file);
  if (!other) return placed.error();
  return std::move(*other);
}

}  // namespace firstchair::server
