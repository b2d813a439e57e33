#include "apps/server/http/upload_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "firstchair-uploads-";

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

void remove_left_overs(const std::string& parent) {
  std::error_code failed;
  for (auto at = fs::directory_iterator(parent, failed); !failed && at != fs::directory_iterator();
       at.increment(failed)) {
    const std::string path = at->path().string();
    if (!at->path().filename().string().starts_with(kName)) continue;
    const int fd = locked(path);
    if (fd < 0) continue;
    std::error_code ignored;
    fs::remove_all(path, ignored);
    ::close(fd);
  }
}

}  // namespace

Result<std::unique_ptr<UploadFolder>> UploadFolder::make(const std::string& parent) {
  remove_left_overs(parent);
  std::string path = parent + "/" + kName + "XXXXXX";
  if (::mkdtemp(path.data()) == nullptr)  // 0700
    return Error{ErrorCode::unwritable, parent,
                 std::string("no folder for uploads can be made in it (") + std::strerror(errno) + ")",
                 "Set TMPDIR to another"};
  const int lock = locked(path);
  if (lock < 0) {
    ::rmdir(path.c_str());
    return Error{ErrorCode::unwritable, path, "cannot be locked", "Set TMPDIR to another folder"};
  }
  return std::unique_ptr<UploadFolder>(new UploadFolder(std::move(path), lock));
}

UploadFolder::~UploadFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

void ArrivedFile::drop() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
  path_.clear();
}

}  // namespace firstchair::server
