#include "school/blobs/blob_store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "school/blobs/file_blobs.h"
#include "school/blobs/s3_blobs.h"
#include "school/secrets.h"
#include "school/sha256.h"

namespace firstchair::school {

namespace fs = std::filesystem;

Result<std::string> hash_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Sha256 hash;
  std::vector<char> block(1 << 18);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.add({block.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return Error{ErrorCode::unreadable, path, "the sound cannot be read", {}};
  return hash.text();
}

Result<std::shared_ptr<const BlobStore>> BlobStore::open(const std::string& place,
                                                         std::shared_ptr<const store::PassingPlace> passing) {
  if (!is_remote(place))
    return std::shared_ptr<const BlobStore>(std::make_shared<FileBlobs>(place, std::move(passing)));
  Result<S3Place> s3 = s3_place(place);
  if (!s3) return s3.error();
  auto blobs = S3Blobs::open(std::move(*s3), std::move(passing));
  if (!blobs) return blobs.error();
  return std::shared_ptr<const BlobStore>(std::move(*blobs));
}

bool BlobStore::is_remote(const std::string& place) {
  return place.starts_with("s3:");
}

std::shared_ptr<const store::PassingPlace> BlobStore::passing_beside(const std::string& place) {
  std::error_code failed;
  return std::make_shared<const store::PassingPlace>(
      place.empty() || is_remote(place) ? fs::temp_directory_path(failed).string() : place);
}

Result<Done> BlobStore::probe() const {
  const std::string bytes = draw_secret(128), hash = hash_of(bytes);
  std::error_code failed;
  const fs::path file =
      fs::temp_directory_path(failed) / fmt::format("firstchair-probe-{}-{}", ::getpid(), bytes);
  if (!(std::ofstream(file, std::ios::binary) << bytes).flush())
    return Error{ErrorCode::unwritable, file.string(), "nothing can be written here",
                 "Set TMPDIR to another folder"};
  constexpr std::int64_t kNobody = 0;  // no school has this number
  Result<Done> done = put(kNobody, hash, file.string());
  fs::remove(file, failed);
  if (!done) return done;
  const Result<std::string> back = this->file(kNobody, hash);
  done = drop(kNobody, hash);
  return back ? done : Result<Done>(back.error());
}

}  // namespace firstchair::school
