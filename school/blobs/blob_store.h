// A BlobStore keeps files by the hash of their bytes, below their school: nothing is shared between schools,
// and the same bytes are kept once. It is a folder, or a bucket of an object store that speaks S3.
//
// Any number of threads may call one at once. It may wait for a network.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "store/own_folder.h"

namespace firstchair::school {

class BlobStore {
 public:
  // Opens "folder", or "s3://BUCKET[/PREFIX]?endpoint=https://HOST[&region=NAME][&listen=direct]". A bucket's
  // key stands in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a file of two lines that
  // FIRSTCHAIR_S3_KEY_FILE names. Errors: usage (an address that is none, no key), unsupported (no libcurl).
  // What is on its way lies in `passing`.
  static Result<std::shared_ptr<const BlobStore>> open(const std::string& place,
                                                       std::shared_ptr<const store::PassingPlace> passing);
  static Result<std::shared_ptr<const BlobStore>> open(const std::string& place) {
    return open(place, passing_beside(place));
  }
  static bool is_remote(const std::string& place);
  // Returns where files lie on their way to a place: in its folder, so that nothing is copied at the end and
  // whoever serves the place finds what a killed process left; for a bucket or none, among temporary files.
  static std::shared_ptr<const store::PassingPlace> passing_beside(const std::string& place);
  virtual ~BlobStore() = default;

  // Keeps the file at `path` under its hash and removes it there; one that is kept already is as it was.
  // Errors: unwritable (no room, the store does not answer or refuses our key); the file is then where it
  // was.
  virtual Result<Done> put(std::int64_t school, const std::string& hash, const std::string& path) const = 0;
  // Returns a file of this machine that has the bytes; it stays for some minutes at least. Errors: not_found;
  // malformed (other bytes than were kept); unreadable, unwritable.
  virtual Result<std::string> file(std::int64_t school, const std::string& hash) const = 0;
  // Returns whether it is there, without its bytes.
  virtual Result<bool> has(std::int64_t school, const std::string& hash) const = 0;
  // Returns an address from which whoever has it may load the bytes, as `type`, for kLinkS; it asks no
  // network and does not know whether they are there. Empty: they come through us.
  static constexpr int kLinkS = 300;
  virtual std::string link(std::int64_t /*school*/, const std::string& /*hash*/,
                           const std::string& /*type*/) const {
    return {};
  }
  // Returns the origin of such addresses ("https://s3.example"); empty: there are none.
  virtual std::string link_origin() const { return {}; }
  // Returns the hashes of what was put there longer ago than that; those alone that can be listed at little
  // cost: a folder's, and none of a bucket.
  virtual std::vector<std::string> older_than(std::int64_t /*school*/, std::chrono::seconds /*age*/) const {
    return {};
  }
  // What is not there is dropped already.
  virtual Result<Done> drop(std::int64_t school, const std::string& hash) const = 0;
  // Writes something small, reads it and removes it again.
  Result<Done> probe() const;
};

// Returns SHA-256 of a file's bytes. Errors: unreadable.
Result<std::string> hash_of_file(const std::string& path);

}  // namespace firstchair::school
