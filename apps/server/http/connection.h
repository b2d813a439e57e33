// A Connection is a stream of bytes with one client, in the clear or over TLS. What it does stands in
// connection.cpp, compiled once for whatever reads and writes over it. With server.cpp, event_listeners.h,
// messages.h and exchange.h it is all that meets the network library.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace firstchair::server {

// The token of a call whose failure comes as a value: a client that goes away is nothing exceptional.
inline auto told(boost::beast::error_code& failed) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, failed);
}

// Returns what speaks TLS 1.2 or newer by a key and its certificate, both PEM; nullptr: they are none.
std::shared_ptr<boost::asio::ssl::context> tls_context(const std::string& pem);

// Meets Beast's AsyncStream, on one thread. Time-outs belong to its lowest layer: beast::get_lowest_layer()
// gives that.
class Connection {
 public:
  using Finished = std::function<void(boost::beast::error_code, std::size_t)>;
  using next_layer_type = boost::beast::tcp_stream;
  using executor_type = next_layer_type::executor_type;

  explicit Connection(boost::asio::ip::tcp::socket socket);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  next_layer_type& next_layer();
  const next_layer_type& next_layer() const;
  executor_type get_executor() { return next_layer().get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return next_layer().socket(); }
  template <class Duration>
  void expires_after(Duration time) {
    next_layer().expires_after(time);
  }
  void expires_never() { next_layer().expires_never(); }

  // From now on it speaks TLS, which begins with the client's hello; `before` is what was read of that
  // already. The context outlives the connection. Call it once, before anything else is read or written.
  template <class Token>
  auto async_secure(boost::asio::ssl::context& context, boost::asio::const_buffer before, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this, &context, before](auto&& handler) {
          secure(context, before, finished(std::forward<decltype(handler)>(handler)));
        },
        token);
  }
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto&& handler, const auto& into) {
          read_some(listed<boost::asio::mutable_buffer>(into),
                    finished(std::forward<decltype(handler)>(handler)));
        },
        token, buffers);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Signature>(
        [this](auto&& handler, const auto& from) {
          write_some(listed<boost::asio::const_buffer>(from),
                     finished(std::forward<decltype(handler)>(handler)));
        },
        token, buffers);
  }

 private:
  using Signature = void(boost::beast::error_code, std::size_t);

  template <class Buffer, class Buffers>
  static std::vector<Buffer> listed(const Buffers& buffers) {
    return {boost::asio::buffer_sequence_begin(buffers), boost::asio::buffer_sequence_end(buffers)};
  }
  // A handler can only be moved, and a std::function is copied: they share it.
  template <class Handler>
  static Finished finished(Handler&& handler) {
    auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    return [kept](boost::beast::error_code failed, std::size_t bytes) {
      std::decay_t<Handler> own = std::move(*kept);
      std::move(own)(failed, bytes);
    };
  }
  void secure(boost::asio::ssl::context& context, boost::asio::const_buffer before, Finished finished);
  void read_some(const std::vector<boost::asio::mutable_buffer>& into, Finished finished);
  void write_some(const std::vector<boost::asio::const_buffer>& from, Finished finished);

  struct Inside;  // stays where it is while the connection is moved
  std::unique_ptr<Inside> inside_;
};

// How a WebSocket over it ends; Beast finds them by the argument.
inline void teardown(boost::beast::role_type role, Connection& connection, boost::beast::error_code& failed) {
  using boost::beast::websocket::teardown;
  teardown(role, connection.next_layer(), failed);
}
template <class Handler>
void async_teardown(boost::beast::role_type role, Connection& connection, Handler&& handler) {
  using boost::beast::websocket::async_teardown;
  async_teardown(role, connection.next_layer(), std::forward<Handler>(handler));
}

}  // namespace firstchair::server
