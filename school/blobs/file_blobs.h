// FileBlobs keeps blobs as files: FOLDER/SCHOOL/HH/HASH, where HH are the first two digits. It is for this
// room only.
#pragma once

#include "school/blobs/blob_store.h"

namespace firstchair::school {

class FileBlobs : public BlobStore {
 public:
  FileBlobs(std::string folder, std::shared_ptr<const store::PassingPlace> passing)
      : folder_(std::move(folder)), passing_(std::move(passing)) {}
  Result<Done> put(std::int64_t school, const std::string& hash, const std::string& path) const override;
  Result<std::string> file(std::int64_t school, const std::string& hash) const override;
  Result<bool> has(std::int64_t school, const std::string& hash) const override;
  std::vector<std::string> older_than(std::int64_t school, std::chrono::seconds age) const override;
  Result<Done> drop(std::int64_t school, const std::string& hash) const override;

 private:
  std::string place(std::int64_t school, const std::string& hash) const;
  std::string folder_;
  std::shared_ptr<const store::PassingPlace> passing_;
};

}  // namespace firstchair::school
