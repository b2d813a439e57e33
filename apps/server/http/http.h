// This file is all that the server's own rooms know of HTTP. It holds plain structs, so that only server.cpp
// and exchange.h meet the network library.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace firstchair::server {

struct Request {
  std::string method, path;                               // path decoded, without the query
  std::map<std::string, std::string, std::less<>> query;  // decoded
  std::string body;
  std::string upload;  // path of the body on disk, for the one call that is streamed there
  std::string client;  // the address that it came from
  std::string
      only;  // the player whose own key was shown, whom `query` names too; empty: the server's key was
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string tag;                      // ETag; empty: never kept
  std::string allow;                    // methods for the Allow header of a 405
  std::string location = {};            // where else to look, of a 303
  std::string elsewhere = {};           // an origin that this page may ask besides ours; empty: none
  std::string file = {};                // the body is this file, if it is there; `body` is empty
  const std::string* brotli = nullptr;  // the same body, packed, which outlives the answer; nullptr: none
  bool gzip = false;                    // long enough to be packed for who takes it so
};

Response json_error(int status, std::string_view line);  // {"error": line}

struct Target {
  bool valid = false;  // false: broken percent signs, a NUL, a backslash or ".." in it
  std::string path;
  std::map<std::string, std::string, std::less<>> query;
};
Target parse_target(std::string_view target);

// Says whether a page of ours is served under this Host header: loopback's names or the numeric address that
// the connection came in by, with our port. A name that somebody else's DNS points at us is not ours, nor is
// another machine's address.
bool own_host(std::string_view host, std::string_view address, int port);
// Says whether the origin is `scheme` ("http://" or "https://") and such a host. Browsers send it with
// whatever a page asks for.
bool own_origin(std::string_view origin, std::string_view scheme, std::string_view address, int port);
// Compares in time that does not depend on where the two differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace firstchair::server
