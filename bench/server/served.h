// Served is `firstchair serve` as a process of its own, with its page, book and uploads in a folder that goes
// with it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "engine/core/result.h"

namespace firstchair::bench {

class Served {
 public:
  // Errors: unreadable (it did not start).
  static Result<std::unique_ptr<Served>> start(const std::string& program);
  ~Served();  // ends it

  pid_t process() const { return process_; }
  int port() const { return port_; }
  const std::string& token() const { return token_; }
  double cpu_s() const;  // CPU so far
  int handles() const;   // open files and sockets

 private:
  Served() = default;
  std::filesystem::path folder_;
  pid_t process_ = 0;
  int port_ = 0;
  std::string token_;
};

}  // namespace firstchair::bench
