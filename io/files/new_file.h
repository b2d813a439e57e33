// A NewFile is there whole or not at all, whatever ends the program meanwhile: until it is placed it has no
// name (O_TMPFILE). Where the file system has no such files it is written under a name of its own,
// NAME.part-ID. One that replaces another has such a name for a moment, too; what a killed program left of it
// goes when NAME is replaced again.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::io {

class NewFile {
 public:
  // What is no regular file (a pipe, /dev/stdout, /dev/full) is written into as it is, with `force`. Errors:
  // unwritable (already there without `force`, no room, no permission).
  static Result<NewFile> make(const std::string& path, bool force);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();  // without place() nothing stays

  int descriptor() const { return fd_; }
  bool write(std::string_view bytes);  // false: place() would fail, too
  // Brings it to the disk and under its name; it replaces an existing one only with `force`. Errors:
  // unwritable.
  Result<Done> place();

 private:
  NewFile(std::string path, bool force) : path_(std::move(path)), force_(force) {}
  Error unwritable(int error) const;

  std::string path_, beside_;  // beside_: the name it has meanwhile; empty: none
  bool force_ = false, in_place_ = false;
  int fd_ = -1, error_ = 0;
};

}  // namespace firstchair::io
