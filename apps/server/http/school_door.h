// The SchoolDoor carries requests of a connection to a school (apps/school) and its answers back into HTTP:
// who asks through which proxy, whether they are logged in, the part of a recording that is listened to.
#pragma once

#include <boost/beast/http.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/school/api.h"
#include "apps/server/http/exchange.h"
#include "apps/server/http/forwarded.h"
#include "apps/server/http/server.h"

namespace firstchair::server {

// Any number of threads may ask it at once.
class SchoolDoor {
 public:
  // `now` gives Unix seconds. Errors: usage, a trusted proxy that is no address.
  static Result<std::unique_ptr<SchoolDoor>> make(const SchoolServing& serving,
                                                  std::function<std::int64_t()> now);

  // Returns the address of who asks; `peer` is the other end of the connection.
  std::string client_of(const http::request_header<>& header, const std::string& peer) const;
  // Asks the database, before a large body is read, whether somebody is logged in.
  std::optional<bool> knows(const http::request_header<>& header);
  // Waits for the database and for turns to hash.
  school_api::Told answer(const http::request_header<>& header, Request request);
  std::string listens_at() const { return api_.listens_at(); }
  school_api::Watch::Answer watch(std::string_view path) { return api_.watch(path); }

 private:
  SchoolDoor(const SchoolServing& serving, std::function<std::int64_t()> now);
  Forwarded asker(const http::request_header<>& header, const std::string& peer) const;

  school_api::Api api_;
  std::vector<Network> proxies_;
  bool insecure_;
};

// Returns the answer as HTTP, which no cache between may give to another person. Of a file it is the part
// that a Range asks for; nothing: the whole file is meant, or it is gone.
std::optional<http::response<http::string_body>> told_response(const http::request_header<>& header,
                                                               school_api::Told told, bool keep);

}  // namespace firstchair::server
