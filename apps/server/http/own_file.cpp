#include "apps/server/http/own_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "io/files/new_file.h"

namespace firstchair::server {

namespace fs = std::filesystem;

std::optional<std::string> read_own_file(const std::string& file, std::size_t most) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct stat status{};
  const bool own = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
                   (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  std::string text(most + 1, 0);
  const ssize_t got = own ? ::read(fd, text.data(), text.size()) : -1;
  ::close(fd);
  if (got < 0 || static_cast<std::size_t>(got) > most) return std::nullopt;
  text.resize(static_cast<std::size_t>(got));
  return text;
}

Result<Done> write_own_file(const std::string& file, std::string_view text, bool replace) {
  std::error_code failed;  // NewFile tells, should it matter
  const fs::path folder = fs::path(file).parent_path();
  if (!folder.empty()) fs::create_directories(folder, failed);
  const fs::file_status there = fs::symlink_status(file, failed);
  if (fs::exists(there) && !fs::is_regular_file(there)) fs::remove(file, failed);
  Result<io::NewFile> kept = io::NewFile::make(file, replace);
  if (!kept) return kept.error();
  ::fchmod(kept->descriptor(), S_IRUSR | S_IWUSR);
  kept->write(text);
  return kept->place();
}

}  // namespace firstchair::server
