// S3Blobs keeps blobs in a bucket as PREFIX/SCHOOL/HASH, and copies of what was lately asked for in a folder
// of this machine. It is for this room only.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "school/blobs/blob_store.h"
#include "school/blobs/s3_signature.h"

namespace firstchair::school {

struct S3Place {
  std::string endpoint;  // "https://s3.example:9000"
  std::string bucket, prefix;
  std::string region = "us-east-1";
  S3Key key;
  bool direct = false;  // browsers load from it themselves
};

// Reads an address and the key in the environment. Errors: usage.
Result<S3Place> s3_place(const std::string& address);

class S3Blobs : public BlobStore {
 public:
  // A copy stays this long after it was fetched, so that what is dropped elsewhere is not here for longer.
  static constexpr int kCopyMinutes = 10;
  static constexpr std::uint64_t kMostCopies = std::uint64_t{2} << 30;  // bytes

  static Result<std::unique_ptr<S3Blobs>> open(S3Place place,
                                               std::shared_ptr<const store::PassingPlace> passing);
  ~S3Blobs() override;
  S3Blobs(const S3Blobs&) = delete;
  S3Blobs& operator=(const S3Blobs&) = delete;

  Result<Done> put(std::int64_t school, const std::string& hash, const std::string& path) const override;
  Result<std::string> file(std::int64_t school, const std::string& hash) const override;
  Result<bool> has(std::int64_t school, const std::string& hash) const override;
  Result<Done> drop(std::int64_t school, const std::string& hash) const override;
  std::string link(std::int64_t school, const std::string& hash, const std::string& type) const override;
  std::string link_origin() const override { return place_.direct ? place_.endpoint : std::string(); }

 private:
  S3Blobs(S3Place place, std::shared_ptr<const store::PassingPlace> passing, std::string copies);
  std::string copy_of(std::int64_t school, const std::string& hash) const;
  void make_room() const;
  S3Place place_;
  std::shared_ptr<const store::PassingPlace> passing_;  // lives as long as the copies
  std::string copies_;                                  // a folder of this process alone
  mutable std::mutex mutex_;
  std::condition_variable_any end_;
  std::jthread tidies_;  // ends first
};

}  // namespace firstchair::school
