#include "apps/server/http/arrived_file.h"

#include <filesystem>

namespace firstchair::server {

void ArrivedFile::drop() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
  path_.clear();
}

}  // namespace firstchair::server
