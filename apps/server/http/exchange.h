// This file says what a request's header is let in for, and puts an answer into HTTP. With server.cpp and the
// fuzz target it is all that meets the network library.
#pragma once

#include <boost/beast/http.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "apps/server/http/http.h"

namespace firstchair::server {

namespace beast = boost::beast;
namespace http = beast::http;

// Beast's views were Boost's own up to 1.80 and are the standard's since.
inline std::string_view of_beast(beast::string_view text) {
  return {text.data(), text.size()};
}
inline beast::string_view for_beast(std::string_view text) {
  return {text.data(), text.size()};
}

// What was sent is no HTTP; who left or fell asleep has not said so.
bool breaks_protocol(const beast::error_code& failed);

struct Gate {
  std::string address;  // the one of ours that the connection came in by
  int port = 0;
  std::string_view scheme;  // "http://" or "https://"
  std::string token;        // the server's key; a player's own is made of it (player_key.h)
  bool accounts = false;    // true: no key is asked for; a login decides (apps/school)
  std::string site = {};    // a host name by which we are reached through a proxy, over HTTPS; empty: none
};
// Returns why the request is not let in: Host, Origin, coding, address, token. Nothing: it is.
std::optional<Response> refusal(const http::request_header<>& header, const Target& target, const Gate& gate);

// Returns the player whose own key the request shows; empty: it shows the server's key, or none.
std::string shown_player(const http::request_header<>& header, const Target& target, const Gate& gate);

// Answers a request in the clear where TLS is spoken: the same address over HTTPS, if it is one of ours.
Response over_tls(const http::request_header<>& header, const Gate& gate);

// Sets status and fields of `answer` for the request, and empties its body where the client has it already.
void set_fields(http::response_header<>& response, const http::request_header<>& header, Response& answer);

template <class Body>
http::response<Body> response_of(const http::request_header<>& header, Response& answer, bool keep) {
  http::response<Body> response;
  response.version(11);
  set_fields(response.base(), header, answer);
  response.keep_alive(keep);
  return response;
}

// Returns the whole answer; one that is a file is not among them.
http::response<http::string_body> text_response(const http::request_header<>& header, Response answer,
                                                bool keep);

}  // namespace firstchair::server
