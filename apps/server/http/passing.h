// A Passing is a file that is there for one answer and goes with it, with its folder, also where nobody waits
// for it any more.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace firstchair::server {

class Passing {
 public:
  explicit Passing(std::string file) : file_(std::move(file)) {}
  ~Passing() {
    if (file_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
    std::filesystem::remove(std::filesystem::path(file_).parent_path(), ignored);
  }
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;

 private:
  std::string file_;
};

}  // namespace firstchair::server
