// A message of HTTP on its way over a connection, a part at a time: each part has `patience`. With
// server.cpp, connection.h, event_listeners.h and exchange.h it is all that meets the network library.
#pragma once

// clang-format off: Boost 1.74 uses std::exchange and does not include it.
#include <utility>
/* clang-format on */
#include <boost/asio/awaitable.hpp>
#include <boost/beast.hpp>
#include <chrono>

#include "apps/server/http/connection.h"
#include "apps/server/http/exchange.h"

namespace firstchair::server {

// gcc 12 at -O1 takes a coroutine's own operator delete for one that does not belong to its operator new.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
// Writes an answer; its header alone where `header` asks for no more. Returns `keep`, or false: the client is
// gone.
template <class Body>
boost::asio::awaitable<bool> write_answer(Connection& stream, const http::request_header<>& header,
                                          http::response<Body>& response, bool keep,
                                          std::chrono::seconds patience) {
  http::response_serializer<Body> serializer(response);
  while (!serializer.is_done()) {
    stream.expires_after(patience);
    beast::error_code failed;
    // A co_await stands in no conditional expression: gcc 12 destroys its value twice.
    if (header.method() == http::verb::head) {
      co_await http::async_write_header(stream, serializer, told(failed));
    } else {
      co_await http::async_write_some(stream, serializer, told(failed));
    }
    if (failed) co_return false;
    if (header.method() == http::verb::head) break;
  }
  co_return keep;
}

#pragma GCC diagnostic pop

// Reads what is left of a request into `parser`. Returns how that failed, if it did.
template <class Body>
boost::asio::awaitable<beast::error_code> read_body(Connection& stream, beast::flat_buffer& buffer,
                                                    http::request_parser<Body>& parser,
                                                    std::chrono::seconds patience) {
  while (!parser.is_done()) {
    stream.expires_after(patience);
    beast::error_code failed;
    co_await http::async_read_some(stream, buffer, parser, told(failed));
    if (failed) co_return failed;
  }
  co_return beast::error_code{};
}

}  // namespace firstchair::server
