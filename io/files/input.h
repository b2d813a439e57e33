// An Input is the bytes of one open file, for decoders: they meet no name, so nothing in a file can make them
// open another.
#pragma once

#include <cstdint>
#include <string>

namespace firstchair::io {

struct Input {
  int fd = -1;             // open for reading; stays the caller's
  std::int64_t bytes = 0;  // its size; 0 when it has none (a pipe)
  bool seekable = false;
  std::string ending;  // of its name, "m4a": a hint for a guess between containers; may be empty
};

// Looks at the descriptor. `name` is only asked for its ending.
Input look_at(int fd, const std::string& name);

}  // namespace firstchair::io
