// An OwnFolder holds what passes on its way: uploads, exports, copies. It is one process's alone (0700, a
// name that nobody can guess), and goes with the object. A process that was killed leaves it behind without
// its lock; whoever makes one beside it, or sweeps there, removes it then.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::store {

class OwnFolder {
 public:
  // Sweeps `parent`, makes it where it is not there, and makes a folder in it whose name begins with `kind`,
  // which no other file there may. Errors: unwritable.
  static Result<std::unique_ptr<OwnFolder>> make(const std::string& parent, std::string_view kind);
  // Removes those of this kind and user whose process is gone, and returns how many they were. Any thread and
  // any process may do so at any time.
  static int sweep(const std::string& parent, std::string_view kind);
  ~OwnFolder();
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  OwnFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;  // held while the process lives
};

// A PassingPlace has an OwnFolder from when it is first asked for. Any thread may call it.
class PassingPlace {
 public:
  static constexpr std::string_view kKind = "firstchair-passing-";
  explicit PassingPlace(std::string parent) : parent_(std::move(parent)) {}

  // Returns the folder's path, the same each time. Errors: unwritable.
  Result<std::string> folder() const;
  // Makes a folder in it for one answer or one job; whoever asked removes it. Errors: unwritable.
  Result<std::string> folder_for_one() const;
  int sweep() const { return OwnFolder::sweep(parent_, kKind); }

 private:
  std::string parent_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<OwnFolder> own_;
};

}  // namespace firstchair::store
