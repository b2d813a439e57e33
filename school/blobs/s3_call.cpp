#include "school/blobs/s3_call.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <mutex>
#include <thread>

#include "io/late/late.h"
#include "school/secrets.h"

// They are macros that hold the number of arguments to three.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace firstchair::school {
namespace {

// An object store is asked for by few schools: the library is loaded when it is called.
constinit late::Libraries libcurl{{FIRSTCHAIR_LATE_FILE("curl", 4)}, "Install libcurl4"};

FIRSTCHAIR_LATE(libcurl, curl_easy_cleanup);
FIRSTCHAIR_LATE(libcurl, curl_easy_init);
FIRSTCHAIR_LATE(libcurl, curl_easy_perform);
FIRSTCHAIR_LATE(libcurl, curl_easy_strerror);
FIRSTCHAIR_LATE(libcurl, curl_global_init);
FIRSTCHAIR_LATE(libcurl, curl_slist_append);
FIRSTCHAIR_LATE(libcurl, curl_slist_free_all);

// Two that take an argument of any kind.
template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
#ifdef FIRSTCHAIR_LINKED
  ::curl_easy_setopt(curl, option, value);
#else
  using Function = CURLcode (*)(CURL*, CURLoption, ...);
  static const auto function = reinterpret_cast<Function>(libcurl.find("curl_easy_setopt"));
  function(curl, option, value);
#endif
}
long status_of(CURL* curl) {
  long status = 0;
#ifdef FIRSTCHAIR_LINKED
  ::curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
#else
  using Function = CURLcode (*)(CURL*, CURLINFO, ...);
  static const auto function = reinterpret_cast<Function>(libcurl.find("curl_easy_getinfo"));
  function(curl, CURLINFO_RESPONSE_CODE, &status);
#endif
  return status;
}

constexpr long kConnectS = 5, kMostS = 60, kSlowBytes = 1000, kSlowS = 15;
constexpr int kTries = 3;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
template <class T>
using Held = std::unique_ptr<T, Close>;

std::size_t read_file(char* bytes, std::size_t size, std::size_t count, void* file) {
  return std::fread(bytes, size, count, static_cast<std::FILE*>(file));
}
std::size_t write_file(char* bytes, std::size_t size, std::size_t count, void* file) {
  return file == nullptr ? size * count
                         : size * std::fwrite(bytes, size, count, static_cast<std::FILE*>(file));
}

Error no_store(const S3Place& place, std::string what, std::string advice) {
  return Error{ErrorCode::unwritable, "the object store " + place.endpoint, std::move(what),
               std::move(advice)};
}

// One try; `again`: another one may go better.
Result<int> tried(const S3Place& place, const S3Call& call, bool& again) {
  again = false;
  const Held<CURL> curl(curl_easy_init());
  if (!curl) return no_store(place, "there is no memory for a request", {});
  const std::string moment = s3_moment();
  const std::size_t scheme = place.endpoint.find("://");
  const std::string path = fmt::format("/{}/{}", place.bucket, call.object);
  S3Request request{.method = call.method,
                    .path = path,
                    .headers = {{"host", place.endpoint.substr(scheme + 3)}, {"x-amz-date", moment}},
                    .payload_hash = call.hash.empty() ? hash_of("") : call.hash};
  request.headers["x-amz-content-sha256"] = request.payload_hash;
  if (!place.key.token.empty()) request.headers["x-amz-security-token"] = place.key.token;
  curl_slist* lines = nullptr;
  const auto line = [&](const std::string& text) { lines = curl_slist_append(lines, text.c_str()); };
  for (const auto& [name, value] : request.headers)
    if (name != "host") line(name + ": " + value);
  line("Authorization: " + authorization(request, place.key, {place.region}, moment));
  line("Expect:");        // no waiting for a go-ahead
  line("Content-Type:");  // not signed, so not sent
  const Held<curl_slist> held(lines);
  const std::string url = place.endpoint + uri_encoded(path, true);
  set(curl.get(), CURLOPT_URL, url.c_str());
  set(curl.get(), CURLOPT_HTTPHEADER, lines);
  set(curl.get(), CURLOPT_NOSIGNAL, 1L);
  set(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  set(curl.get(), CURLOPT_PATH_AS_IS, 1L);
  set(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectS);
  set(curl.get(), CURLOPT_TIMEOUT, kMostS);
  set(curl.get(), CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
  set(curl.get(), CURLOPT_LOW_SPEED_TIME, kSlowS);
  set(curl.get(), CURLOPT_WRITEFUNCTION, &write_file);
  set(curl.get(), CURLOPT_WRITEDATA, static_cast<void*>(nullptr));
  Held<std::FILE> file;
  if (call.method == "PUT") {
    file.reset(std::fopen(call.from.c_str(), "rbe"));
    if (!file || std::fseek(file.get(), 0, SEEK_END) != 0)
      return Error{ErrorCode::unreadable, call.from, "the sound cannot be read", {}};
    set(curl.get(), CURLOPT_UPLOAD, 1L);
    set(curl.get(), CURLOPT_READFUNCTION, &read_file);
    set(curl.get(), CURLOPT_READDATA, static_cast<void*>(file.get()));
    set(curl.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(std::ftell(file.get())));
    std::rewind(file.get());
  } else if (call.method == "GET") {
    file.reset(std::fopen(call.to.c_str(), "wbe"));
    if (!file) return Error{ErrorCode::unwritable, call.to, "the copy of the sound cannot be written", {}};
    set(curl.get(), CURLOPT_WRITEDATA, static_cast<void*>(file.get()));
  } else if (call.method == "HEAD") {
    set(curl.get(), CURLOPT_NOBODY, 1L);
  } else {
    set(curl.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    again = true;
    return no_store(place, fmt::format("it does not answer ({})", curl_easy_strerror(code)),
                    "Try again in a moment");
  }
  if (call.method == "GET" && std::fflush(file.get()) != 0)
    return Error{ErrorCode::unwritable, call.to, "there is no room for a copy of the sound", {}};
  const auto status = static_cast<int>(status_of(curl.get()));
  if (status == 200 || status == 204 || status == 206 || status == 404) return status;
  if (status == 401 || status == 403)
    return no_store(place, fmt::format("it refuses our key ({})", status),
                    "Check the key, the bucket's rights and this machine's clock");
  again = status == 429 || status >= 500;
  return no_store(place, fmt::format("it answers {}", status), "Check the endpoint and the bucket");
}

}  // namespace

std::string s3_moment() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
  return text;
}

Result<Done> s3_ready() {
  if (const Result<Done> there = libcurl.load(); !there) return there;
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return Done{};
}

Result<int> s3_call(const S3Place& place, const S3Call& call) {
  bool again = true;
  Result<int> status = Error{};
  for (int attempt = 0; attempt < kTries && again; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(std::chrono::milliseconds(200 * attempt * attempt));
    status = tried(place, call, again);
  }
  return status;
}

}  // namespace firstchair::school
