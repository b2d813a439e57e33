#include "io/video/unchanged.h"

#include <unistd.h>

#include <algorithm>

#include "io/video/caged.h"

namespace firstchair::video {

Unchanged::~Unchanged() {
  for (const File& file : files_) ::close(file.fd);
}

Result<Done> Unchanged::look_at(const std::string& path) {
  if (std::ranges::find(files_, path, &File::path) != files_.end()) return Done{};
  const Result<io::Input> input = open_input(path);
  if (!input) return input.error();
  File file{path, input->fd, {}};
  ::fstat(file.fd, &file.was);
  files_.push_back(file);
  return Done{};
}

Result<Done> Unchanged::all() const {
  for (const File& file : files_) {
    struct stat now{};
    ::fstat(file.fd, &now);
    if (now.st_size != file.was.st_size || now.st_mtim.tv_sec != file.was.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != file.was.st_mtim.tv_nsec)
      return Error{ErrorCode::unreadable, file.path, "was changed while the film was made of it",
                   "Make the film again"};
  }
  return Done{};
}

}  // namespace firstchair::video
