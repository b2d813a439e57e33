// An ArrivedFile is an upload on its way, in a folder of this server alone (store/own_folder.h).
#pragma once

#include <string>
#include <utility>

namespace firstchair::server {

inline constexpr const char* kUploads = "firstchair-uploads-";  // how such a folder's name begins

// It goes unless somebody takes it over.
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
