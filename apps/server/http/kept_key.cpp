#include "apps/server/http/kept_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <random>

#include "io/files/folders.h"
#include "io/files/new_file.h"

namespace firstchair::server {
namespace {

bool is_key(std::string_view text) {
  return text.size() == kKeyLetters && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Of a file that is the user's alone.
std::optional<std::string> read_key(const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct stat status{};
  std::array<char, 2 * kKeyLetters> text{};
  const bool own = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
                   (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  const ssize_t got = own ? ::read(fd, text.data(), text.size()) : -1;
  ::close(fd);
  if (got != static_cast<ssize_t>(kKeyLetters) + 1 || text[kKeyLetters] != '\n') return std::nullopt;
  std::string key(text.data(), kKeyLetters);
  if (!is_key(key)) return std::nullopt;
  return key;
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
  std::error_code failed;  // NewFile tells, should it matter
  const fs::file_status there = fs::symlink_status(file, failed);
  if (!fresh) {
    if (std::optional<std::string> key = read_key(file)) return std::move(*key);
  }
  const fs::path folder = fs::path(file).parent_path();
  if (!folder.empty()) fs::create_directories(folder, failed);
  // A link, or a pipe, is not written through: it goes, and a file takes its place.
  if (fs::exists(there) && !fs::is_regular_file(there)) fs::remove(file, failed);
  const bool replace = fresh || fs::exists(there);
  std::string key = drawn_key();
  Result<io::NewFile> kept = io::NewFile::make(file, replace);
  Result<Done> placed = kept ? Result<Done>(Done{}) : Result<Done>(kept.error());
  if (kept) {
    ::fchmod(kept->descriptor(), S_IRUSR | S_IWUSR);
    kept->write(key + "\n");
    placed = kept->place();
  }
  if (placed) return key;
  // Another server that starts at the same time was first.
  std::optional<std::string> other = replace ? std::nullopt : read_key(file);
  if (!other) return placed.error();
  return std::move(*other);
}

}  // namespace firstchair::server
