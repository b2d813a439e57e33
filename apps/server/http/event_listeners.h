// The clients of /api/events: each is sent every text that is told, over WebSocket. With server.cpp,
// connection.h, messages.h and exchange.h it is all that meets the network library.
#pragma once

// clang-format off: Boost 1.74 uses std::exchange and does not include it.
#include <utility>
/* clang-format on */
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <set>
#include <string>

#include "apps/server/http/connection.h"

namespace firstchair::server {

class EventListeners {
 public:
  using Text = std::shared_ptr<const std::string>;
  using Request = boost::beast::http::request<boost::beast::http::empty_body>;

  EventListeners(boost::asio::io_context& io, std::chrono::seconds handshake)
      : io_(io), handshake_(handshake) {}

  // Any thread. Who lags behind loses the oldest.
  void tell(Text text) {
    boost::asio::post(io_, [this, text = std::move(text)] {
      for (const std::shared_ptr<Listener>& listener : listeners_) {
        if (listener->pending.size() >= kMostPending) listener->pending.pop_front();  // the newest matter
        listener->pending.push_back(text);
        listener->wake.cancel();
      }
    });
  }

  // Serves one client until it goes; `request` asks for the upgrade.
  boost::asio::awaitable<void> serve(Connection stream, Request request) {
    namespace websocket = boost::beast::websocket;
    stream.expires_never();
    auto socket = std::make_shared<Socket>(std::move(stream));
    socket->set_option(websocket::stream_base::timeout{
        .handshake_timeout = handshake_, .idle_timeout = std::chrono::seconds(60), .keep_alive_pings = true});
    socket->read_message_max(kMostMessage);
    boost::beast::error_code refused;
    co_await socket->async_accept(request, told(refused));
    if (refused) co_return;
    auto listener = std::make_shared<Listener>(socket->get_executor());
    listener->wake.expires_at(boost::asio::steady_timer::time_point::max());
    listeners_.insert(listener);
    boost::asio::co_spawn(
        io_, [this, socket, listener] { return write(socket, listener); }, boost::asio::detached);
    boost::beast::flat_buffer buffer(kMostMessage);
    while (true) {  // nothing is expected of a client but that it stays
      boost::beast::error_code failed;
      co_await socket->async_read(buffer, told(failed));
      if (failed) break;
      buffer.clear();
    }
    listeners_.erase(listener);
    listener->gone = true;
    listener->wake.cancel();
  }

 private:
  using Socket = boost::beast::websocket::stream<Connection>;
  static constexpr std::size_t kMostPending = 64;       // texts a client may lag behind
  static constexpr std::size_t kMostMessage = 4 << 10;  // bytes from a client

  struct Listener {
    explicit Listener(const boost::asio::any_io_executor& executor) : wake(executor) {}
    boost::asio::steady_timer wake;
    std::deque<Text> pending;
    bool gone = false;
  };

  boost::asio::awaitable<void> write(std::shared_ptr<Socket> socket, std::shared_ptr<Listener> listener) {
    while (!listener->gone) {
      if (listener->pending.empty()) {
        boost::beast::error_code woken;
        co_await listener->wake.async_wait(told(woken));
        continue;
      }
      const Text text = listener->pending.front();
      listener->pending.pop_front();
      boost::beast::error_code failed;
      co_await socket->async_write(boost::asio::buffer(*text), told(failed));
      if (failed) break;
    }
  }

  boost::asio::io_context& io_;
  std::chrono::seconds handshake_;
  std::set<std::shared_ptr<Listener>> listeners_;
};

}  // namespace firstchair::server
