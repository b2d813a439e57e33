#include "io/files/held_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace firstchair::io {

Result<HeldFolder> HeldFolder::hold(const std::string& folder) {
  HeldFolder held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (held.fd_ >= 0 && ::flock(held.fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return Error{ErrorCode::unwritable, folder, "another firstchair is writing there",
                 "Wait until it has ended, or choose another --out"};
  return held;
}

HeldFolder::~HeldFolder() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace firstchair::io
