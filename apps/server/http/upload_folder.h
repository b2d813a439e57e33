// An UploadFolder holds uploads on their way. It is this server's alone, has a name nobody can guess, and
// goes when the server ends. What a server that was killed left behind goes when the next one begins.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/core/result.h"

namespace firstchair::server {

class UploadFolder {
 public:
  // Makes one below `parent`. Errors: unwritable.
  static Result<std::unique_ptr<UploadFolder>> make(const std::string& parent);
  ~UploadFolder();
  UploadFolder(const UploadFolder&) = delete;
  UploadFolder& operator=(const UploadFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  UploadFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;  // held while the server lives
};

// A file in it, which goes unless somebody takes it over.
class ArrivedFile {
 public:
  // An empty path is no file.
  explicit ArrivedFile(std::string path) : path_(std::move(path)) {}
  ~ArrivedFile() { drop(); }
  ArrivedFile(const ArrivedFile&) = delete;
  ArrivedFile& operator=(const ArrivedFile&) = delete;
  void taken() { path_.clear(); }
  void drop();

 private:
  std::string path_;
};

}  // namespace firstchair::server
