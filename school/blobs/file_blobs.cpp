#include "school/blobs/file_blobs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

// Brings a file or a folder to the disk itself: what the database tells of is there after a power cut, too.
bool synced(const fs::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return false;
  const bool done = ::fsync(handle) == 0;
  ::close(handle);
  return done;
}

}  // namespace

std::string FileBlobs::place(std::int64_t school, const std::string& hash) const {
  return fmt::format("{}/{}/{}/{}", folder_, school, hash.substr(0, 2), hash);
}

Result<Done> FileBlobs::put(std::int64_t school, const std::string& hash, const std::string& path) const {
  const fs::path to = place(school, hash);
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (failed) return Error{ErrorCode::unwritable, to.string(), "the sound cannot be kept here", {}};
  if (fs::exists(to, failed)) {
    fs::remove(path, failed);
    return Done{};
  }
  const Error no_room{ErrorCode::unwritable, to.string(), "there is no room for the sound", {}};
  if (!synced(path)) return no_room;
  fs::rename(path, to, failed);
  if (failed) {
    // On another file system: copied to this one first, so that nobody sees half of it; and to where what a
    // killed process leaves is found.
    const Result<std::string> own = passing_->folder_for_one();
    if (!own) return own.error();
    const fs::path half = fs::path(*own) / hash;
    fs::copy_file(path, half, failed);
    if (!failed && !synced(half)) failed = std::make_error_code(std::errc::io_error);
    if (!failed) fs::rename(half, to, failed);
    std::error_code ignored;
    fs::remove_all(*own, ignored);
    if (failed) return no_room;
    fs::remove(path, ignored);
  }
  return synced(to.parent_path()) ? Result<Done>(Done{}) : Result<Done>(no_room);
}

Result<std::string> FileBlobs::file(std::int64_t school, const std::string& hash) const {
  const Result<bool> there = has(school, hash);
  if (!there) return there.error();
  if (!*there) return Error{ErrorCode::not_found, {}, "the sound is gone", {}};
  return place(school, hash);
}

Result<bool> FileBlobs::has(std::int64_t school, const std::string& hash) const {
  std::error_code failed;
  return !folder_.empty() && is_hash(hash) && fs::is_regular_file(place(school, hash), failed);
}

Result<Done> FileBlobs::drop(std::int64_t school, const std::string& hash) const {
  std::error_code failed;
  if (!folder_.empty() && is_hash(hash)) fs::remove(place(school, hash), failed);
  if (failed) return Error{ErrorCode::unwritable, place(school, hash), "the sound cannot be removed", {}};
  return Done{};
}

}  // namespace firstchair::school
