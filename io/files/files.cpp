#include "io/files/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace firstchair::io {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  bool close() {
    const int fd = fd_;
    fd_ = -1;
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t limit) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status)) {
    return Error{ErrorCode::not_found, path, "no such file", "Check the name"};
  }
  if (std::filesystem::is_directory(status)) {
    return Error{ErrorCode::unreadable, path, "it is a folder", "Name a file in it"};
  }
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> bytes;
  std::vector<char> block(1 << 16);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    bytes.insert(bytes.end(), block.begin(), block.begin() + file.gcount());
    if (bytes.size() > limit) {
      return Error{ErrorCode::too_large, path, "over " + std::to_string(limit >> 20) + " MiB", {}};
    }
  }
  if (!file.eof()) {
    return Error{ErrorCode::unreadable, path, "cannot be read", "Check its permissions"};
  }
  return bytes;
}

Result<Done> write_file(const std::string& path, std::string_view bytes, bool force) {
  const auto unwritable = [&](int error) {
    return Error{ErrorCode::unwritable, path, std::string("cannot be written (") + std::strerror(error) + ")",
                 "Choose another place"};
  };
  const Error exists{ErrorCode::unwritable, path, "already there",
                     "Choose another name, or --force to replace it"};
  std::error_code failed;
  if (!force && std::filesystem::exists(path, failed)) return exists;

  const std::string beside = path + ".part-" + std::to_string(::getpid());
  Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) return unwritable(errno);
  if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0 || !file.close()) {
    const int error = errno;
    ::unlink(beside.c_str());
    return unwritable(error);
  }
  // link() refuses an existing name in one step, so two writers cannot both win.
  const bool placed =
      force ? ::rename(beside.c_str(), path.c_str()) == 0 : ::link(beside.c_str(), path.c_str()) == 0;
  const int error = errno;
  if (!force || !placed) ::unlink(beside.c_str());
  if (!placed) return error == EEXIST ? exists : unwritable(error);
  return Done{};
}

}  // namespace firstchair::io
