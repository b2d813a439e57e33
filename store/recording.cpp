#include "store/recording.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace firstchair::store {
namespace {

// An open folder; it moves but is not copied.
class Folder {
 public:
  explicit Folder(int fd) : fd_(fd) {}
  Folder(Folder&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Folder& operator=(Folder&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Folder() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Found {
  Recording state = Recording::not_ours;
  Folder folder{-1};  // it lies in
  std::string file;   // its name there
};

// Goes down part by part, so that nobody can put a link in the way between looking and removing.
Found walk(const std::string& top, const std::string& name) {
  Found found;
  if (!is_recording_name(name)) return found;
  found.folder = Folder(::open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::size_t at = 0;
  for (std::size_t slash; found.folder.get() >= 0 && (slash = name.find('/', at)) != std::string::npos;
       at = slash + 1) {
    const std::string part = name.substr(at, slash - at);
    found.folder =
        Folder(::openat(found.folder.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (found.folder.get() < 0) {
    found.state = errno == ENOENT ? Recording::gone : Recording::not_ours;
    return found;
  }
  found.file = name.substr(at);
  struct stat status{};
  if (::fstatat(found.folder.get(), found.file.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    found.state = errno == ENOENT ? Recording::gone : Recording::not_ours;
  } else {
    found.state = S_ISREG(status.st_mode) ? Recording::there : Recording::not_ours;
  }
  return found;
}

}  // namespace

bool is_recording_name(std::string_view name) {
  constexpr std::size_t kLongest = 1024;
  if (name.size() > kLongest || !(name.starts_with("sound/") || name.starts_with("takes/"))) return false;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 32 || byte == 127 || letter == '\\') return false;
  }
  while (true) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

Recording find_recording(const std::string& folder, const std::string& name) {
  return walk(folder, name).state;
}

Result<Done> remove_recording(const std::string& folder, const std::string& name) {
  const Found found = walk(folder, name);
  if (found.state == Recording::gone) return Done{};
  const std::string place = folder + "/" + name;
  if (found.state == Recording::not_ours)
    return Error{ErrorCode::malformed, place, "it is no file of this book, or a link leads to it",
                 "Nothing was removed there"};
  if (::unlinkat(found.folder.get(), found.file.c_str(), 0) != 0 && errno != ENOENT)
    return Error{ErrorCode::unwritable, place,
                 std::string("cannot be removed (") + std::strerror(errno) + ")", "Check its permissions"};
  return Done{};
}

}  // namespace firstchair::store
