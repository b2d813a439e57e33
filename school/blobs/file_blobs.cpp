#include "school/blobs/file_blobs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "store/record/bytes.h"

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
    fs::last_write_time(to, fs::file_time_type::clock::now(), failed);  // it is put there anew (older_than)
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
  return !folder_.empty() && store::is_sha256(hash) && fs::is_regular_file(place(school, hash), failed);
}

std::vector<std::string> FileBlobs::older_than(std::int64_t school, std::chrono::seconds age) const {
  std::vector<std::string> hashes;
  if (folder_.empty()) return hashes;
  std::error_code failed;
  const auto before = fs::file_time_type::clock::now() - age;
  for (fs::recursive_directory_iterator at(fmt::format("{}/{}", folder_, school), failed), end;
       !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const std::string name = at->path().filename().string();
    if (store::is_sha256(name) && at->is_regular_file(gone) && at->last_write_time(gone) < before && !gone)
      hashes.push_back(name);
  }
  return hashes;
}

Result<Done> FileBlobs::drop(std::int64_t school, const std::string& hash) const {
  std::error_code failed;
  if (!folder_.empty() && store::is_sha256(hash)) fs::remove(place(school, hash), failed);
  if (failed) return Error{ErrorCode::unwritable, place(school, hash), "the sound cannot be removed", {}};
  return Done{};
}

}  // namespace firstchair::school
