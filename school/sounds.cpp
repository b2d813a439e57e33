#include "school/sounds.h"

namespace firstchair::school {
namespace {

Result<std::shared_ptr<const BlobStore>> opened(const std::string& place,
                                                std::shared_ptr<const store::PassingPlace> passing) {
  if (place.empty()) return Error{ErrorCode::not_found, {}, "no sound is kept here", {}};
  return BlobStore::open(place, std::move(passing));
}

}  // namespace

Sounds::Sounds(const std::string& place)
    : passing_(BlobStore::passing_beside(place)), blobs_(opened(place, passing_)) {}

Result<Done> Sounds::ready() const {
  if (!blobs_) return blobs_.error();
  return Done{};
}

Result<std::string> Sounds::keep(std::int64_t school, const std::string& path) const {
  if (!blobs_) return blobs_.error();
  Result<std::string> hash = hash_of_file(path);
  if (!hash) return hash;
  const Result<Done> done = keep(school, *hash, path);
  if (!done) return done.error();
  return hash;
}

Result<Done> Sounds::keep(std::int64_t school, const std::string& hash, const std::string& path) const {
  if (!blobs_) return blobs_.error();
  return (*blobs_)->put(school, hash, path);
}

Result<std::string> Sounds::found(std::int64_t school, const std::string& hash) const {
  if (!blobs_) return blobs_.error();
  return (*blobs_)->file(school, hash);
}

std::string Sounds::file(std::int64_t school, const std::string& hash) const {
  Result<std::string> file = found(school, hash);
  return file ? std::move(*file) : std::string();
}

void Sounds::drop(std::int64_t school, const std::string& hash) const {
  if (blobs_) (void)(*blobs_)->drop(school, hash);
}

Result<const BlobStore*> Sounds::blobs() const {
  if (!blobs_) return blobs_.error();
  return blobs_->get();
}

}  // namespace firstchair::school
