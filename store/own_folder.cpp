#include "store/own_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 50;

Error no_folder(const std::string& parent, const char* why) {
  return {ErrorCode::unwritable, parent,
          std::string("no folder for what passes can be made in it (") + why + ")",
          "Give it room and its permissions, or set TMPDIR to another"};
}

// Opened and locked as a folder; -1 when somebody holds it, or it is no folder of ours.
int locked(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return -1;
  struct stat status{};
  if (::fstat(fd, &status) == 0 && status.st_uid == ::geteuid() && ::flock(fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  ::close(fd);
  return -1;
}

// A sweep may come between a folder and its lock: then the name leads nowhere, or to another folder.
bool is_there(const std::string& path, int fd) {
  struct stat held{}, named{};
  return ::fstat(fd, &held) == 0 && ::lstat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

}  // namespace

int OwnFolder::sweep(const std::string& parent, std::string_view kind) {
  int removed = 0;
  std::error_code failed;
  for (auto at = fs::directory_iterator(parent, failed); !failed && at != fs::directory_iterator();
       at.increment(failed)) {
    const std::string path = at->path().string();
    if (!at->path().filename().string().starts_with(kind)) continue;
    const int fd = locked(path);
    if (fd < 0) continue;
    std::error_code ignored;
    fs::remove_all(path, ignored);
    if (!ignored) ++removed;
    ::close(fd);
  }
  return removed;
}

Result<std::unique_ptr<OwnFolder>> OwnFolder::make(const std::string& parent, std::string_view kind) {
  std::error_code failed;
  fs::create_directories(parent, failed);
  sweep(parent, kind);
  for (int turn = 0; turn < kTries; ++turn) {
    std::string path = parent + "/" + std::string(kind) + "XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) return no_folder(parent, std::strerror(errno));  // 0700
    const int lock = locked(path);
    if (lock >= 0 && is_there(path, lock))
      return std::unique_ptr<OwnFolder>(new OwnFolder(std::move(path), lock));
    if (lock >= 0) ::close(lock);
    ::rmdir(path.c_str());
  }
  return no_folder(parent, "it cannot be locked");
}

OwnFolder::~OwnFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

Result<std::string> PassingPlace::folder() const {
  const std::lock_guard guard(mutex_);
  if (!own_) {
    auto made = OwnFolder::make(parent_, kKind);
    if (!made) return made.error();
    own_ = std::move(*made);
  }
  return own_->path();
}

Result<std::string> PassingPlace::folder_for_one() const {
  const Result<std::string> own = folder();
  if (!own) return own;
  std::string path = *own + "/XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) return no_folder(*own, std::strerror(errno));
  return path;
}

}  // namespace firstchair::store
