#include "school/sounds.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

bool is_hash(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<std::string> hash_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> block(1 << 20);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<unsigned long long>(file.gcount()));
  }
  if (!file.eof()) return Error{ErrorCode::unreadable, path, "the sound cannot be read", {}};
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace

std::string Sounds::place(std::int64_t school, const std::string& hash) const {
  return fmt::format("{}/{}/{}/{}", folder_, school, hash.substr(0, 2), hash);
}

Result<std::string> Sounds::keep(std::int64_t school, const std::string& path) const {
  Result<std::string> hash = hash_of_file(path);
  if (!hash) return hash;
  const fs::path to = place(school, *hash);
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (failed) return Error{ErrorCode::unwritable, to.string(), "the sound cannot be kept here", {}};
  if (fs::exists(to, failed)) {
    fs::remove(path, failed);
    return hash;
  }
  fs::rename(path, to, failed);
  if (!failed) return hash;
  // On another file system: copied beside its place first, so that nobody sees half of it.
  const fs::path half = to.string() + ".half";
  fs::copy_file(path, half, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(half, to, failed);
  if (failed) {
    std::error_code ignored;
    fs::remove(half, ignored);
    return Error{ErrorCode::unwritable, to.string(), "there is no room for the sound", {}};
  }
  fs::remove(path, failed);
  return hash;
}

std::string Sounds::file(std::int64_t school, const std::string& hash) const {
  if (folder_.empty() || !is_hash(hash)) return {};
  std::error_code failed;
  std::string path = place(school, hash);
  return fs::is_regular_file(path, failed) ? path : std::string();
}

void Sounds::drop(std::int64_t school, const std::string& hash) const {
  std::error_code ignored;
  if (const std::string path = file(school, hash); !path.empty()) fs::remove(path, ignored);
}

}  // namespace firstchair::school
