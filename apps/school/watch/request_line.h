// Every request leaves a line in the log: JSON, which has numbers of people and no names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace firstchair::school_api {

struct RequestFacts {
  std::int64_t at_ms = 0;  // Unix time
  std::string id;          // drawn for this request
  std::string_view method, route;
  std::int64_t school = 0, person = 0;  // 0: nobody was logged in
  int status = 0;
  double ms = 0;
  std::uint64_t bytes = 0;  // of the answer's body
};

// Returns it with its end of line. `route` is the pattern: no path, query or body is in it.
std::string request_line(const RequestFacts& facts);

}  // namespace firstchair::school_api
