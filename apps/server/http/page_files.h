// PageFiles holds the page's files, read once at the start. A file that is not among them is not served: no
// path of a request ever meets the disk.
#pragma once

#include <map>
#include <string>

#include "apps/server/http/http.h"
#include "engine/core/result.h"

namespace firstchair::server {

class PageFiles {
 public:
  // A file whose name ends in .br holds the file of the name before that, packed by Brotli. Errors: not_found
  // when the folder has no file `first`, too_large when its files exceed 32 MiB.
  static Result<PageFiles> read(const std::string& folder, const std::string& first = "index.html");

  // Answers "/" with the first one, and whatever was not in the folder with 404.
  Response answer(const std::string& path) const;

 private:
  struct File {
    std::string type, bytes, tag;
    std::string brotli = {};  // empty: none
  };
  std::map<std::string, File> files_;
};

}  // namespace firstchair::server
