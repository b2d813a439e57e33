// Sounds keeps what was heard as files, each by the hash of its bytes, below a folder of its school: nothing
// is shared between schools, and the same recording is kept once.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/result.h"

namespace firstchair::school {

class Sounds {
 public:
  explicit Sounds(std::string folder) : folder_(std::move(folder)) {}

  // Takes over the file at `path` and returns its hash: SHA-256, 64 hexadecimal digits. Errors: unwritable,
  // unreadable; the file is then where it was.
  Result<std::string> keep(std::int64_t school, const std::string& path) const;
  // Returns the file of a hash; empty: it is not there.
  std::string file(std::int64_t school, const std::string& hash) const;
  void drop(std::int64_t school, const std::string& hash) const;

 private:
  std::string place(std::int64_t school, const std::string& hash) const;
  std::string folder_;
};

}  // namespace firstchair::school
