// A HeldFolder keeps a second program of ours out of a folder for as long as it lives, so that what stands
// there is of one run. It is a lock that ends with the process, however that ends, and leaves no file behind.
#pragma once

#include <string>
#include <utility>

#include "engine/core/result.h"

namespace firstchair::io {

class HeldFolder {
 public:
  // Holds a folder that is there. Where the file system knows no locks nothing is held, and that is no error.
  // Errors: unwritable (somebody else holds it).
  static Result<HeldFolder> hold(const std::string& folder);

  HeldFolder(HeldFolder&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  HeldFolder& operator=(HeldFolder&&) = delete;
  ~HeldFolder();

 private:
  explicit HeldFolder(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace firstchair::io
