// One request to an object store is signed here, sent by libcurl, and sent again when the store stumbles. It
// is for this room only.
#pragma once

#include <string>

#include "school/blobs/s3_blobs.h"

namespace firstchair::school {

struct S3Call {
  std::string method;     // PUT, GET, HEAD or DELETE
  std::string object;     // the key below the bucket, not encoded
  std::string from = {};  // PUT: a file
  std::string to = {};    // GET: a file that is made
  std::string hash = {};  // SHA-256 of the body of PUT
};

// Returns the moment as requests are signed with it: "20130524T000000Z".
std::string s3_moment();
// Errors: unsupported (no libcurl).
Result<Done> s3_ready();
// Returns the status of an answer that is one: 200, 204, 206 or 404. Three tries, 60 s each at most. Errors:
// unwritable (no answer, the key is refused, the store fails), unreadable (the file of PUT).
Result<int> s3_call(const S3Place& place, const S3Call& call);

}  // namespace firstchair::school
