// Signs requests to an object store as Amazon's Signature Version 4 has it. Pure: the moment is handed in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firstchair::school {

struct S3Key {
  std::string access, secret;
  std::string token = {};  // of a session; empty: none
};

struct S3Scope {
  std::string region, service = "s3";
};

struct S3Request {
  std::string method;
  std::string path;                                             // as it is, not encoded: "/bucket/1/ab/abcd"
  std::vector<std::pair<std::string, std::string>> query = {};  // not encoded
  std::map<std::string, std::string> headers = {};              // names in small letters; host among them
  std::string payload_hash;                                     // SHA-256 of the body, 64 digits
};

// Returns a text with every byte but letters, digits and -._~ as %XX; of a path the slashes stay.
std::string uri_encoded(std::string_view text, bool path);
// Returns the query as it goes over the line, in the order that is signed.
std::string query_text(const S3Request& request);
// Returns the value of the Authorization header. `moment` is UTC, "20130524T000000Z", and stands in the
// header x-amz-date of the request.
std::string authorization(const S3Request& request, const S3Key& key, const S3Scope& scope,
                          const std::string& moment);
// Returns the query under which whoever has the address may send the request, without our key, for `seconds`
// from `moment` on. Of the headers `host` alone is signed, and no body.
std::string presigned(S3Request request, const S3Key& key, const S3Scope& scope, const std::string& moment,
                      int seconds);

}  // namespace firstchair::school
