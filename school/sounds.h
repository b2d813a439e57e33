// Sounds keeps what was heard, each by the hash of its bytes, in a folder or in an object store
// (blobs/blob_store.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "school/blobs/blob_store.h"

namespace firstchair::school {

class Sounds {
 public:
  // `place` is what BlobStore::open takes; empty: there is no place, and nothing is found.
  explicit Sounds(const std::string& place);

  // Says whether the place can be used: a bucket's address may be none. It asks no network.
  Result<Done> ready() const;
  // Takes over the file at `path` and returns its hash: SHA-256, 64 hexadecimal digits. Errors: unwritable,
  // unreadable; the file is then where it was.
  Result<std::string> keep(std::int64_t school, const std::string& path) const;
  // Does the same with a file whose hash somebody has reckoned while writing it.
  Result<Done> keep(std::int64_t school, const std::string& hash, const std::string& path) const;
  // Returns a file of this machine that has the bytes; empty: it is not there.
  std::string file(std::int64_t school, const std::string& hash) const;
  // The same with its reason: not_found is gone, unwritable and unreadable may be there a moment later.
  Result<std::string> found(std::int64_t school, const std::string& hash) const;
  // Makes a folder for what passes (an export that is sent), which nobody else may look into; whoever asked
  // removes it. Errors: unwritable.
  Result<std::string> folder_for_one() const { return passing_->folder_for_one(); }
  // Removes what processes that were killed have left on its way here, and returns of how many.
  int sweep() const { return passing_->sweep(); }
  // These are as BlobStore has them.
  std::string link(std::int64_t school, const std::string& hash, const std::string& type) const {
    return blobs_ ? (*blobs_)->link(school, hash, type) : std::string();
  }
  std::string link_origin() const { return blobs_ ? (*blobs_)->link_origin() : std::string(); }
  std::vector<std::string> older_than(std::int64_t school, std::chrono::seconds age) const {
    return blobs_ ? (*blobs_)->older_than(school, age) : std::vector<std::string>();
  }
  void drop(std::int64_t school, const std::string& hash) const;
  // Errors: as BlobStore has them; usage where there is no place.
  Result<const BlobStore*> blobs() const;

 private:
  std::shared_ptr<const store::PassingPlace> passing_;
  Result<std::shared_ptr<const BlobStore>> blobs_;
};

}  // namespace firstchair::school
