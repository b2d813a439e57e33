// Libraries that look for devices write a page of complaints about each one that is not there straight to
// standard error. They are not for a drummer, so the stream is turned away as long as this object lives.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace firstchair::io {

class QuietStderr {
 public:
  QuietStderr() : kept_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return;
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  ~QuietStderr() {
    if (kept_ < 0) return;
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  int kept_;
};

}  // namespace firstchair::io
