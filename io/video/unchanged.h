// This file notices when a source is changed while a film is made of it: a file that is cut off or written on
// would be a film of held pictures otherwise.
#pragma once

#include <sys/stat.h>

#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::video {

// Unchanged holds the files that a film is made of. A file that is removed, or replaced by another one,
// meanwhile is not changed: what was opened stays readable. It is not thread-safe.
class Unchanged {
 public:
  Unchanged() = default;
  Unchanged(const Unchanged&) = delete;
  Unchanged& operator=(const Unchanged&) = delete;
  ~Unchanged();

  // Looks at a file as it is now; a name that was given before is not looked at again. Errors: as
  // open_input().
  Result<Done> look_at(const std::string& path);
  // Errors: unreadable (size or time of a file are not those that they were).
  Result<Done> all() const;

 private:
  struct File {
    std::string path;
    int fd;
    struct stat was;
  };
  std::vector<File> files_;
};

}  // namespace firstchair::video
