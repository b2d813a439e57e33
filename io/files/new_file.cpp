#include "io/files/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

namespace firstchair::io {
namespace {

constexpr mode_t kMode = 0666;  // less what the program's mask takes

Error already_there(const std::string& path) {
  return {ErrorCode::unwritable, path, "already there", "Choose another name, or --force to replace it"};
}

constexpr std::string_view kPart = ".part-";

// What writers of this very file left that were killed between its two names: NAME.part-ID of no process that
// lives.
void remove_left_overs(const std::filesystem::path& path) {
  const std::string stem = path.filename().string() + std::string(kPart);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(stem)) continue;
    pid_t process = 0;
    const auto [rest, wrong] = std::from_chars(name.data() + stem.size(), name.data() + name.size(), process);
    if (wrong != std::errc{} || rest != name.data() + name.size() || process <= 0) continue;
    if (::kill(process, 0) != 0 && errno == ESRCH) ::unlink(at->path().c_str());
  }
}

// No signal but one that cannot be held back comes while it lives.
class Undisturbed {
 public:
  Undisturbed() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~Undisturbed() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Result<NewFile> NewFile::make(const std::string& path, bool force) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  const bool there = std::filesystem::exists(status);
  if (there && !force) return already_there(path);
  NewFile file(path, force);
  if (there && !std::filesystem::is_regular_file(status) && !std::filesystem::is_directory(status)) {
    file.in_place_ = true;
    file.fd_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    const std::string parent = std::filesystem::path(path).parent_path().string();
    file.fd_ = ::open(parent.empty() ? "." : parent.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
    if (file.fd_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
      file.beside_ = path + std::string(kPart) + std::to_string(::getpid());
      file.fd_ = ::open(file.beside_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
      if (file.fd_ < 0) file.beside_.clear();
    }
  }
  if (file.fd_ < 0) return file.unwritable(errno);
  return file;
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      beside_(std::exchange(other.beside_, {})),
      force_(other.force_),
      in_place_(other.in_place_),
      fd_(std::exchange(other.fd_, -1)),
      error_(other.error_) {}

NewFile::~NewFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

Error NewFile::unwritable(int error) const {
  return {ErrorCode::unwritable, path_, std::string("cannot be written (") + std::strerror(error) + ")",
          "Choose another place"};
}

bool NewFile::write(std::string_view bytes) {
  while (!bytes.empty() && error_ == 0) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      error_ = n < 0 ? errno : EIO;
    } else {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  return error_ == 0;
}

Result<Done> NewFile::place() {
  if (error_ != 0) return unwritable(error_);
  const bool synced = ::fsync(fd_) == 0 || (in_place_ && (errno == EINVAL || errno == EROFS));
  if (!synced) return unwritable(errno);
  if (in_place_) return Done{};
  const Undisturbed undisturbed;
  const std::string itself = "/proc/self/fd/" + std::to_string(fd_);
  const auto link_to = [&](const std::string& name) {
    return beside_.empty()
               ? ::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0
               : ::link(beside_.c_str(), name.c_str()) == 0;
  };
  // link() refuses an existing name in one step, so two writers cannot both win.
  if (!force_) {
    if (link_to(path_)) return Done{};
    return errno == EEXIST ? already_there(path_) : unwritable(errno);
  }
  remove_left_overs(path_);
  if (beside_.empty()) {
    const std::string name = path_ + std::string(kPart) + std::to_string(::getpid());
    if (!link_to(name)) return unwritable(errno);
    beside_ = name;
  }
  if (::rename(beside_.c_str(), path_.c_str()) != 0) return unwritable(errno);
  beside_.clear();
  return Done{};
}

}  // namespace firstchair::io
