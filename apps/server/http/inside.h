// Server::Inside is the server behind its doors: what it holds, and the coroutines of a connection
// (serving.cpp). It is for server.cpp and serving.cpp alone.
#pragma once

// clang-format off: Boost 1.74 uses std::exchange and does not include it.
#include <utility>
/* clang-format on */
#include <boost/asio.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

#include "apps/server/api/book_api.h"
#include "apps/server/api/chairs_api.h"
#include "apps/server/api/film_api.h"
#include "apps/server/api/jobs.h"
#include "apps/server/api/routes.h"
#include "apps/server/http/arrived_file.h"
#include "apps/server/http/connection.h"
#include "apps/server/http/event_listeners.h"
#include "apps/server/http/exchange.h"
#include "apps/server/http/opening.h"
#include "apps/server/http/school_door.h"
#include "apps/server/http/server.h"
#include "apps/server/http/turns.h"
#include "store/own_folder.h"

namespace firstchair::server {

struct Server::Inside {
  template <class Value>
  using Awaits = boost::asio::awaitable<Value>;
  using Endpoint = boost::asio::ip::tcp::endpoint;

  Inside(ServerConfig settings, PageFiles page, judge::Norms norms);

  // Takes connections in until it is told to stop.
  Awaits<void> accept();
  // Answers the requests of one connection, until either side ends it.
  Awaits<void> serve(Connection stream);
  // These answer one request; they return whether the connection goes on.
  Awaits<bool> send(Connection& stream, const http::request_header<>& header, Response answer, bool keep);
  Awaits<bool> serve_school(Connection& stream, const http::request_header<>& header, Request request,
                            bool keep);

  // Leads a browser of the user who started the server to the key, and nobody else.
  Response opened(std::string_view method, std::string_view path, const Endpoint& own, const Endpoint& peer);
  // Strangers are waited for less while there are many.
  std::chrono::seconds patience() const {
    return strangers.many() ? std::min(config.header_timeout, std::chrono::seconds(2))
                            : config.header_timeout;
  }
  std::string origin() const;
  // It may take its time, or wait for another program or a database: not on the thread of the network.
  template <class Work>
  auto aside(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work>> {
    return aside(readers, std::move(work));
  }
  template <class Work>
  auto aside(boost::asio::thread_pool& threads, Work work)
      -> boost::asio::awaitable<std::invoke_result_t<Work>> {
    using Made = std::invoke_result_t<Work>;
    co_return co_await boost::asio::co_spawn(
        threads, [&work]() -> boost::asio::awaitable<Made> { co_return work(); }, boost::asio::use_awaitable);
  }
  template <class Api>
  boost::asio::awaitable<Response> answer_aside(Api& api, const Request& request) {
    return aside([&api, &request] { return api.answer(request); });
  }
  std::string_view scheme() const { return tls ? "https://" : "http://"; }

  ServerConfig config;
  // These are before `io`, whose end is the end of the coroutines that know them.
  Strangers strangers;
  Uploads uploads;
  std::shared_ptr<boost::asio::ssl::context> tls;  // without: HTTP
  boost::asio::io_context io{1};
  boost::asio::ip::tcp::acceptor acceptor;
  int port = 0;
  int connections = 0;
  std::uint64_t arrived_so_far = 0;  // uploads
  Opening opening;
  std::unique_ptr<store::OwnFolder> folder;  // before the jobs, which remove what they heard
  EventListeners events;
  Jobs jobs;  // after what its workers speak to
  Routes routes;
  BookApi book;
  ChairsApi chairs;
  FilmApi film;
  std::unique_ptr<SchoolDoor> school;  // nullptr: a book is served
  // Last: they end before anything their threads speak to. Where sound is kept in a bucket that is slow, its
  // own threads wait for it, and nobody else does.
  static constexpr std::size_t kOfSound = 4;
  boost::asio::thread_pool of_sound{config.school ? kOfSound : 1};
  boost::asio::thread_pool readers;
};

}  // namespace firstchair::server
