#include "school/blobs/s3_blobs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "school/blobs/s3_call.h"
#include "school/secrets.h"
#include "store/record/bytes.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

Error gone() {
  return Error{ErrorCode::not_found, {}, "the sound is gone", {}};
}

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

Result<S3Key> key_of_environment() {
  S3Key key{from_environment("AWS_ACCESS_KEY_ID"), from_environment("AWS_SECRET_ACCESS_KEY"),
            from_environment("AWS_SESSION_TOKEN")};
  if (const std::string name = from_environment("FIRSTCHAIR_S3_KEY_FILE"); !name.empty()) {
    std::ifstream file(name);
    key = {};
    std::getline(file, key.access);
    std::getline(file, key.secret);
  }
  if (key.access.empty() || key.secret.empty())
    return Error{ErrorCode::usage, "--sound", "there is no key for the object store",
                 "Set FIRSTCHAIR_S3_KEY_FILE to a file of two lines (access key, secret key), or "
                 "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"};
  return key;
}

std::string object_of(const S3Place& place, std::int64_t school, const std::string& hash) {
  return place.prefix.empty() ? fmt::format("{}/{}", school, hash)
                              : fmt::format("{}/{}/{}", place.prefix, school, hash);
}

}  // namespace

Result<S3Place> s3_place(const std::string& address) {
  const Error wrong{ErrorCode::usage, "--sound " + address, "not an address of an object store",
                    "Write s3://bucket/prefix?endpoint=https://s3.example&region=eu-central-1"};
  S3Place place;
  if (!address.starts_with("s3://")) return wrong;
  std::string_view rest = std::string_view(address).substr(5);
  std::string_view query;
  if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
    query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  place.bucket = rest.substr(0, slash);
  place.prefix = rest.substr(std::min(slash + 1, rest.size()));
  while (place.prefix.ends_with('/')) place.prefix.pop_back();
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t sign = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, sign);
    const std::string value(pair.substr(std::min(sign + 1, pair.size())));
    if (name == "endpoint") {
      place.endpoint = value;
    } else if (name == "region") {
      place.region = value;
    } else if (name == "listen" && value == "direct") {
      place.direct = true;
    } else {
      return wrong;
    }
  }
  if (place.endpoint.empty()) place.endpoint = fmt::format("https://s3.{}.amazonaws.com", place.region);
  while (place.endpoint.ends_with('/')) place.endpoint.pop_back();
  const bool http = place.endpoint.starts_with("http://") || place.endpoint.starts_with("https://");
  // It is written into a policy for browsers.
  const bool plain = place.endpoint.find_first_of(" ;,'\"\t\r\n") == std::string::npos &&
                     place.endpoint.find('/', place.endpoint.find("://") + 3) == std::string::npos;
  if (place.bucket.empty() || place.region.empty() || !http || (place.direct && !plain)) return wrong;
  Result<S3Key> key = key_of_environment();
  if (!key) return key.error();
  place.key = std::move(*key);
  return place;
}

Result<std::unique_ptr<S3Blobs>> S3Blobs::open(S3Place place,
                                               std::shared_ptr<const store::PassingPlace> passing) {
  if (const Result<Done> ready = s3_ready(); !ready) return ready.error();
  Result<std::string> copies = passing->folder_for_one();
  if (!copies) return copies.error();
  return std::unique_ptr<S3Blobs>(new S3Blobs(std::move(place), std::move(passing), std::move(*copies)));
}

// What was dropped by another process goes here in time too, where nobody asks for sound any more.
S3Blobs::S3Blobs(S3Place place, std::shared_ptr<const store::PassingPlace> passing, std::string copies)
    : place_(std::move(place)), passing_(std::move(passing)), copies_(std::move(copies)) {
  tidies_ = std::jthread([this](const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!end_.wait_for(lock, stop, std::chrono::minutes(1), [&] { return stop.stop_requested(); }))
      make_room();
  });
}

S3Blobs::~S3Blobs() {
  tidies_.request_stop();
  tidies_.join();
  std::error_code ignored;
  fs::remove_all(copies_, ignored);
}

std::string S3Blobs::copy_of(std::int64_t school, const std::string& hash) const {
  return fmt::format("{}/{}-{}", copies_, school, hash);
}

// Copies go when they are old, and the oldest where they are too many; what was fetched a minute ago stays,
// since somebody may be reading it.
void S3Blobs::make_room() const {
  struct Copy {
    fs::file_time_type made;
    std::uint64_t bytes;
    fs::path path;
  };
  std::vector<Copy> all;
  std::error_code failed;
  std::uint64_t bytes = 0;
  for (const fs::directory_entry& one : fs::directory_iterator(copies_, failed)) {
    all.push_back({one.last_write_time(failed), one.file_size(failed), one.path()});
    bytes += all.back().bytes;
  }
  std::sort(all.begin(), all.end(), [](const Copy& a, const Copy& b) { return a.made < b.made; });
  const auto now = fs::file_time_type::clock::now();
  for (const Copy& copy : all) {
    const auto age = now - copy.made;
    if (age < std::chrono::minutes(1) || (age < std::chrono::minutes(kCopyMinutes) && bytes < kMostCopies))
      continue;
    fs::remove(copy.path, failed);
    bytes -= copy.bytes;
  }
}

Result<Done> S3Blobs::put(std::int64_t school, const std::string& hash, const std::string& path) const {
  const Result<int> status = s3_call(
      place_, {.method = "PUT", .object = object_of(place_, school, hash), .from = path, .hash = hash});
  if (!status) return status.error();
  if (*status == 404)
    return Error{ErrorCode::unwritable, "the object store " + place_.endpoint,
                 "there is no bucket " + place_.bucket, "Make it, or name another with --sound"};
  std::error_code ignored;
  fs::remove(path, ignored);
  return Done{};
}

Result<std::string> S3Blobs::file(std::int64_t school, const std::string& hash) const {
  if (!store::is_sha256(hash)) return gone();
  std::string copy = copy_of(school, hash);
  std::error_code failed;
  {
    const std::lock_guard lock(mutex_);
    make_room();
    if (fs::is_regular_file(copy, failed)) return copy;
  }
  const std::string half = fmt::format("{}.{}", copy, draw_secret(64));
  const Result<int> status =
      s3_call(place_, {.method = "GET", .object = object_of(place_, school, hash), .to = half});
  Result<std::string> found = gone();
  if (!status) {
    found = status.error();
  } else if (*status != 404) {
    found = hash_of_file(half);
    if (found && *found != hash)
      found = Error{ErrorCode::malformed, "the object store " + place_.endpoint,
                    "it gives other bytes than were kept", "Look at the bucket"};
  }
  if (found) fs::rename(half, copy, failed);
  if (!found || failed) {
    std::error_code ignored;
    fs::remove(half, ignored);
  }
  if (!found) return found.error();
  if (failed) return Error{ErrorCode::unwritable, copy, "there is no room for a copy of the sound", {}};
  return copy;
}

Result<bool> S3Blobs::has(std::int64_t school, const std::string& hash) const {
  if (!store::is_sha256(hash)) return false;
  const Result<int> status = s3_call(place_, {.method = "HEAD", .object = object_of(place_, school, hash)});
  if (!status) return status.error();
  return *status != 404;
}

Result<Done> S3Blobs::drop(std::int64_t school, const std::string& hash) const {
  if (!store::is_sha256(hash)) return Done{};
  {
    const std::lock_guard lock(mutex_);
    std::error_code ignored;
    fs::remove(copy_of(school, hash), ignored);
  }
  const Result<int> status = s3_call(place_, {.method = "DELETE", .object = object_of(place_, school, hash)});
  if (!status) return status.error();
  return Done{};
}

std::string S3Blobs::link(std::int64_t school, const std::string& hash, const std::string& type) const {
  if (!place_.direct || !store::is_sha256(hash)) return {};
  const std::string path = fmt::format("/{}/{}", place_.bucket, object_of(place_, school, hash));
  S3Request request{.method = "GET",
                    .path = path,
                    .headers = {{"host", place_.endpoint.substr(place_.endpoint.find("://") + 3)}},
                    .payload_hash = {}};
  // The store keeps bytes alone, and no browser shall guess what they are, nor keep them.
  request.query = {{"response-cache-control", "no-store"}, {"response-content-type", type}};
  return place_.endpoint + uri_encoded(path, true) + "?" +
         presigned(std::move(request), place_.key, {place_.region}, s3_moment(), kLinkS);
}

}  // namespace firstchair::school
