#include "apps/server/http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast.hpp>
#include <cerrno>
#include <deque>
#include <filesystem>
#include <list>
#include <map>
#include <set>

#include "apps/server/api/book_api.h"
#include "apps/server/api/chairs_api.h"
#include "apps/server/http/connection.h"
#include "apps/server/http/exchange.h"
#include "apps/server/http/kept_key.h"
#include "apps/server/http/peer.h"
#include "apps/server/http/player_key.h"
#include "apps/server/http/upload_folder.h"

namespace firstchair::server {
namespace {

namespace asio = boost::asio;
namespace websocket = beast::websocket;
namespace fs = std::filesystem;
using asio::ip::tcp;
using Text = std::shared_ptr<const std::string>;

// Failures come as values: a client that goes away is nothing exceptional.
auto told(beast::error_code& failed) {
  return asio::redirect_error(asio::use_awaitable, failed);
}

constexpr std::size_t kMostPending = 64;       // events a client may lag behind
constexpr std::size_t kMostMessage = 4 << 10;  // bytes from a client of the events
constexpr std::string_view kOpening = "/open/";
bool no_room(const beast::error_code& failed) {
  using namespace boost::system::errc;
  return failed == no_space_on_device || failed == file_too_large || failed == io_error ||
         failed.value() == EDQUOT;
}

}  // namespace

struct Server::Inside {
  struct Listener {  // a client of /api/events
    explicit Listener(const asio::any_io_executor& executor) : wake(executor) {}
    asio::steady_timer wake;
    std::deque<Text> pending;
    bool gone = false;
  };

  Inside(ServerConfig settings, PageFiles page, judge::Norms norms)
      : config(std::move(settings)),
        acceptor(io),
        jobs(
            config.jobs,
            [this](const JobView& job) { tell(std::make_shared<const std::string>(json_of(job))); },
            config.cage),
        routes(std::move(page), norms, jobs, config.cage),
        book(config.book, norms, config.cage),
        chairs(config.book, config.seating_key, std::move(norms), config.cage),
        readers(static_cast<std::size_t>(config.readers)) {}

  // --- whose turn it is

  // A connection that has not shown the token yet. Of these there are only so many: the next one takes the
  // place of the one that waits longest, so nobody can fill the house with connections that say nothing.
  class Stranger {
   public:
    Stranger(Inside& inside, beast::tcp_stream& stream)
        : inside_(inside), at_(inside.strangers.insert(inside.strangers.end(), &stream)) {}
    ~Stranger() { known(); }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;
    void known() {
      if (!known_) inside_.strangers.erase(at_);
      known_ = true;
    }

   private:
    Inside& inside_;
    std::list<beast::tcp_stream*>::iterator at_;
    bool known_ = false;
  };
  bool crowded() const { return strangers.size() >= static_cast<std::size_t>(config.most_strangers); }
  // Strangers are waited for less while there are many.
  std::chrono::seconds patience() const {
    const bool many = strangers.size() * 2 >= static_cast<std::size_t>(config.most_strangers);
    return many ? std::min(config.header_timeout, std::chrono::seconds(2)) : config.header_timeout;
  }

  // An upload while it comes in. There are only so many, and of one client half of them.
  class Uploading {
   public:
    Uploading(Inside& inside, const std::string& client, bool upload) : inside_(inside), client_(client) {
      if (!upload) return;
      const auto found = inside.uploading.find(client);
      const int of_client = found == inside.uploading.end() ? 0 : found->second;
      welcome_ =
          inside.all_uploading < inside.config.most_uploads && of_client * 2 < inside.config.most_uploads;
      if (!welcome_) return;
      ++inside.all_uploading;
      ++inside.uploading[client];
    }
    ~Uploading() {
      if (!welcome_) return;
      --inside_.all_uploading;
      if (--inside_.uploading[client_] == 0) inside_.uploading.erase(client_);
    }
    Uploading(const Uploading&) = delete;
    Uploading& operator=(const Uploading&) = delete;
    bool welcome() const { return welcome_; }

   private:
    Inside& inside_;
    const std::string& client_;
    bool welcome_ = false;
  };

  // An upload's file, which goes unless somebody takes it over.
  class Arrived {
   public:
    explicit Arrived(std::string path) : path_(std::move(path)) {}
    ~Arrived() { drop(); }
    Arrived(const Arrived&) = delete;
    Arrived& operator=(const Arrived&) = delete;
    void taken() { path_.clear(); }
    void drop() {
      std::error_code ignored;
      if (!path_.empty()) fs::remove(path_, ignored);
      path_.clear();
    }

   private:
    std::string path_;
  };

  // --- the address that a browser is started with

  // Its words can be read by every user of this machine, so it leads to the key once, soon, and only for a
  // browser of the user who started the server.
  Response opened(std::string_view method, std::string_view path, const tcp::endpoint& own,
                  const tcp::endpoint& peer) {
    const bool good = method == "GET" && !opening.empty() &&
                      same_secret(path.substr(kOpening.size()), opening) &&
                      std::chrono::steady_clock::now() < opening_until &&
                      (peer.address().is_loopback() || peer.address() == own.address()) &&
                      peer_is_own_user(peer.port(), port);
    if (!good)
      return {.status = 403,
              .type = "text/plain; charset=utf-8",
              .body = "This address opens the page once. Open the one that firstchair serve printed.\n",
              .tag = {},
              .allow = {}};
    opening.clear();
    return {
        .status = 303, .type = {}, .body = {}, .tag = {}, .allow = {}, .location = "/?token=" + config.token};
  }

  // --- one connection

  asio::awaitable<bool> send(Connection& stream, const http::request_header<>& header, Response answer,
                             bool keep) {
    if (!answer.file.empty()) {
      http::response<http::file_body> response = response_of<http::file_body>(header, answer, keep);
      beast::error_code gone;
      response.body().open(answer.file.c_str(), beast::file_mode::scan, gone);
      if (!gone) {
        response.prepare_payload();
        co_return co_await write(stream, header, response, keep);
      }
      answer = json_error(404, "no such take, or not heard yet");
    }
    http::response<http::string_body> response = text_response(header, std::move(answer), keep);
    co_return co_await write(stream, header, response, keep);
  }

  template <class Body>
  asio::awaitable<bool> write(Connection& stream, const http::request_header<>& header,
                              http::response<Body>& response, bool keep) {
    http::response_serializer<Body> serializer(response);
    while (!serializer.is_done()) {
      stream.expires_after(config.body_timeout);
      beast::error_code failed;
      // No co_await in a conditional expression: gcc 12 destroys its value twice.
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

  template <class Body>
  asio::awaitable<beast::error_code> read(Connection& stream, beast::flat_buffer& buffer,
                                          http::request_parser<Body>& parser) {
    while (!parser.is_done()) {
      stream.expires_after(config.body_timeout);
      beast::error_code failed;
      co_await http::async_read_some(stream, buffer, parser, told(failed));
      if (failed) co_return failed;
    }
    co_return beast::error_code{};
  }

  asio::awaitable<void> serve(Connection stream) {
    beast::flat_buffer buffer(config.most_header * 4);
    beast::error_code unknown;
    const tcp::endpoint local = stream.socket().local_endpoint(unknown);
    const tcp::endpoint peer = stream.socket().remote_endpoint(unknown);
    const Gate gate{unknown ? std::string() : local.address().to_string(), port, scheme(), config.token};
    const std::string client = unknown ? std::string() : peer.address().to_string();
    Stranger stranger(*this, stream.next_layer());
    bool clear = true;
    if (tls) {
      stream.expires_after(patience());
      beast::error_code failed;
      const bool hello = co_await beast::async_detect_ssl(stream.next_layer(), buffer, told(failed));
      if (failed) co_return;
      clear = !hello;
      if (!clear) {
        co_await stream.async_secure(*tls, buffer.data(), told(failed));
        if (failed) co_return;
        buffer.consume(buffer.size());
      }
    }
    bool keep = true;
    while (keep) {
      http::request_parser<http::empty_body> head;
      head.header_limit(config.most_header);
      head.body_limit(boost::none);  // each call has its own, below
      stream.expires_after(patience());
      beast::error_code failed;
      co_await http::async_read_header(stream, buffer, head, told(failed));
      if (failed == asio::error::operation_aborted) co_return;  // its place was needed
      if (failed) {
        // What breaks the protocol is told so; who left or fell asleep is not.
        const int status = failed == http::error::header_limit ? 431 : breaks_protocol(failed) ? 400 : 0;
        if (status != 0) co_await send(stream, head.get(), json_error(status, "not a request"), false);
        break;
      }
      const http::request_header<> header = head.get();
      const Target target = parse_target(of_beast(header.target()));
      const std::string method(header.method_string());
      if (tls && clear) {
        co_await send(stream, header, over_tls(header, gate), false);
        break;
      }
      std::optional<Response> answer = refusal(header, target, gate);
      keep = head.keep_alive();
      if (answer) {  // the body is not looked at
        co_await send(stream, header, std::move(*answer), false);
        break;
      }
      if (target.path.starts_with("/api/")) stranger.known();
      if (target.path.starts_with(kOpening)) {
        co_await send(stream, header, opened(method, target.path, local, peer), false);
        break;
      }
      if (target.path == "/api/events") {
        if (websocket::is_upgrade(head.get())) {
          co_await events(std::move(stream), head.release());
          co_return;
        }
        keep = co_await send(stream, header, json_error(426, "this address speaks WebSocket"), false);
        break;
      }
      const bool upload = is_upload(method, target.path);
      const Uploading place(*this, client, upload);
      if (upload && !place.welcome()) {
        co_await send(stream, header,
                      json_error(503, "too many recordings are on their way. Try again in a minute"), false);
        break;
      }
      const std::uint64_t most = upload ? config.most_upload : config.most_body;
      if (head.content_length().value_or(0) > most) {
        co_await send(stream, header, json_error(413, fmt::format("at most {} MiB are taken", most >> 20)),
                      false);
        break;
      }
      if (header[http::field::expect] == "100-continue") {
        http::response<http::empty_body> go_on{http::status::continue_, 11};
        beast::error_code gone;  // reading the body tells
        co_await http::async_write(stream, go_on, told(gone));
      }
      Request request{.method = method,
                      .path = target.path,
                      .query = target.query,
                      .body = {},
                      .upload = {},
                      .client = client,
                      .only = shown_player(header, target, gate)};
      if (!request.only.empty()) request.query["player"] = request.only;
      beast::error_code broken;
      if (upload) request.upload = folder->path() + "/" + std::to_string(++uploads);
      Arrived arrived(request.upload);
      if (upload) {
        http::request_parser<http::file_body> parser(std::move(head));
        parser.body_limit(most);
        parser.get().body().open(request.upload.c_str(), beast::file_mode::write_new, broken);
        if (broken) {
          co_await send(stream, header, json_error(507, "no room for the recording on this disk"), false);
          break;
        }
        broken = co_await read(stream, buffer, parser);
        parser.get().body().close();
      } else {
        http::request_parser<http::string_body> parser(std::move(head));
        parser.body_limit(most);
        broken = co_await read(stream, buffer, parser);
        request.body = std::move(parser.get().body());
      }
      if (broken) {
        arrived.drop();
        if (broken == http::error::body_limit) {
          co_await send(stream, header, json_error(413, fmt::format("at most {} MiB are taken", most >> 20)),
                        false);
        } else if (breaks_protocol(broken)) {
          co_await send(stream, header, json_error(400, "its body is not as HTTP has them"), false);
        } else if (upload && no_room(broken)) {
          co_await send(stream, header, json_error(507, "no room for the recording on this disk"), false);
        }
        break;
      }
      Response response;  // no co_await in a conditional expression: gcc 12 destroys its value twice
      if (is_of_book(request.path)) {
        response = co_await from_book(request);
      } else if (is_of_chairs(request.path)) {
        response = co_await from_chairs(request);
      } else if (is_slow(request.path)) {
        response = co_await from_routes(request);
      } else {
        response = routes.answer(request);
      }
      if (response.status == 202) {
        arrived.taken();
      } else {
        arrived.drop();
      }
      keep = co_await send(stream, header, std::move(response), keep);
    }
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    // What is still on its way is read for a moment, or closing would take our answer back.
    std::array<char, 4096> rest;
    for (int turn = 0; turn < 64; ++turn) {
      stream.expires_after(std::chrono::seconds(1));
      beast::error_code failed;
      co_await stream.async_read_some(asio::buffer(rest), told(failed));
      if (failed) break;
    }
  }

  // The book may take its time, or wait for another program: not on the thread of the network.
  asio::awaitable<Response> from_book(const Request& request) {
    co_return co_await asio::co_spawn(
        readers, [this, &request]() -> asio::awaitable<Response> { co_return book.answer(request); },
        asio::use_awaitable);
  }

  asio::awaitable<Response> from_chairs(const Request& request) {
    co_return co_await asio::co_spawn(
        readers, [this, &request]() -> asio::awaitable<Response> { co_return chairs.answer(request); },
        asio::use_awaitable);
  }

  asio::awaitable<Response> from_routes(const Request& request) {
    co_return co_await asio::co_spawn(
        readers, [this, &request]() -> asio::awaitable<Response> { co_return routes.answer(request); },
        asio::use_awaitable);
  }

  asio::awaitable<void> events(Connection stream, http::request<http::empty_body> request) {
    stream.expires_never();
    auto socket = std::make_shared<websocket::stream<Connection>>(std::move(stream));
    socket->set_option(websocket::stream_base::timeout{.handshake_timeout = config.header_timeout,
                                                       .idle_timeout = std::chrono::seconds(60),
                                                       .keep_alive_pings = true});
    socket->read_message_max(kMostMessage);
    beast::error_code refused;
    co_await socket->async_accept(request, told(refused));
    if (refused) co_return;
    auto listener = std::make_shared<Listener>(socket->get_executor());
    listener->wake.expires_at(asio::steady_timer::time_point::max());
    listeners.insert(listener);
    asio::co_spawn(io, [this, socket, listener] { return write_events(socket, listener); }, asio::detached);
    beast::flat_buffer buffer(kMostMessage);
    while (true) {  // nothing is expected of a client but that it stays
      beast::error_code failed;
      co_await socket->async_read(buffer, told(failed));
      if (failed) break;
      buffer.clear();
    }
    listeners.erase(listener);
    listener->gone = true;
    listener->wake.cancel();
  }

  asio::awaitable<void> write_events(std::shared_ptr<websocket::stream<Connection>> socket,
                                     std::shared_ptr<Listener> listener) {
    while (!listener->gone) {
      if (listener->pending.empty()) {
        beast::error_code woken;
        co_await listener->wake.async_wait(told(woken));
        continue;
      }
      const Text text = listener->pending.front();
      listener->pending.pop_front();
      beast::error_code failed;
      co_await socket->async_write(asio::buffer(*text), told(failed));
      if (failed) break;
    }
  }

  // Any thread.
  void tell(Text text) {
    asio::post(io, [this, text = std::move(text)] {
      for (const std::shared_ptr<Listener>& listener : listeners) {
        if (listener->pending.size() >= kMostPending) listener->pending.pop_front();  // the newest matter
        listener->pending.push_back(text);
        listener->wake.cancel();
      }
    });
  }

  asio::awaitable<void> accept() {
    while (acceptor.is_open()) {
      beast::error_code failed;
      tcp::socket socket = co_await acceptor.async_accept(told(failed));
      if (failed == asio::error::operation_aborted) break;
      if (failed) {  // out of file handles: wait until some are free
        asio::steady_timer pause(io, std::chrono::milliseconds(50));
        beast::error_code over;
        co_await pause.async_wait(told(over));
        continue;
      }
      if (crowded()) strangers.front()->cancel();
      if (connections >= config.most_connections) continue;  // closed at once
      ++connections;
      asio::co_spawn(io, serve(Connection(std::move(socket))),
                     [this](const std::exception_ptr&) { --connections; });
    }
  }

  std::string origin() const {
    const std::string& listen = config.listen;
    const bool any = listen == "0.0.0.0" || listen == "::";
    const std::string shown = !any ? listen : config.shown.empty() ? "127.0.0.1" : config.shown;
    const std::string host = shown.find(':') != std::string::npos ? "[" + shown + "]" : shown;
    return fmt::format("{}{}:{}", scheme(), host, port);
  }
  std::string_view scheme() const { return tls ? "https://" : "http://"; }

  ServerConfig config;
  // These are before `io`, whose end is the end of the coroutines that know them.
  std::list<beast::tcp_stream*> strangers;  // the one that waits longest first
  int all_uploading = 0;                    // uploads that come in now
  std::map<std::string, int> uploading;     // of these, by client
  std::shared_ptr<asio::ssl::context> tls;  // without: HTTP
  asio::io_context io{1};
  tcp::acceptor acceptor;
  int port = 0;
  int connections = 0;
  std::uint64_t uploads = 0;  // that came so far
  std::string opening;        // the end of the address that leads to the key; empty: none does
  std::chrono::steady_clock::time_point opening_until;
  std::unique_ptr<UploadFolder> folder;  // before the jobs, which remove what they heard
  std::set<std::shared_ptr<Listener>> listeners;
  Jobs jobs;  // after what its workers speak to
  Routes routes;
  BookApi book;
  ChairsApi chairs;
  asio::thread_pool readers;  // last: it ends before anything its threads speak to
};

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(ServerConfig config, PageFiles page, judge::Norms norms) {
  beast::error_code failed;
  const asio::ip::address address = asio::ip::make_address(config.listen, failed);
  if (failed)
    return Error{ErrorCode::usage, "--listen " + config.listen, "not an address",
                 "Write a numeric one: 127.0.0.1"};
  if (config.port < 0 || config.port > 65535)
    return Error{ErrorCode::usage, fmt::format("--port {}", config.port), "not a port", "Choose 1 to 65535"};
  std::error_code no_folder;
  if (config.uploads.empty()) config.uploads = fs::temp_directory_path(no_folder).string();
  if (no_folder || !fs::is_directory(config.uploads, no_folder))
    return Error{ErrorCode::unwritable, config.uploads, "no folder for uploads", "Set TMPDIR to one"};
  if (config.token.empty()) config.token = drawn_key();
  Result<std::unique_ptr<UploadFolder>> folder = UploadFolder::make(config.uploads);
  if (!folder) return folder.error();
  config.jobs.folder = (*folder)->path();
  config.jobs.book = config.book;
  auto inside = std::make_unique<Inside>(std::move(config), std::move(page), std::move(norms));
  inside->folder = std::move(*folder);
  if (!inside->config.certificate.empty()) inside->tls = tls_context(inside->config.certificate);
  if (!inside->config.certificate.empty() && !inside->tls)
    return Error{ErrorCode::malformed, "certificate", "not a key and its certificate", "Have it made anew"};
  const tcp::endpoint endpoint(address, static_cast<unsigned short>(inside->config.port));
  inside->acceptor.open(endpoint.protocol(), failed);
  if (!failed) inside->acceptor.set_option(asio::socket_base::reuse_address(true), failed);
  if (!failed) inside->acceptor.bind(endpoint, failed);
  if (!failed) inside->acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) {
    return Error{ErrorCode::unwritable, fmt::format("{}:{}", inside->config.listen, inside->config.port),
                 "cannot listen there (" + failed.message() + ")",
                 "Choose another --port, or --port 0 for any"};
  }
  inside->port = inside->acceptor.local_endpoint(failed).port();
  asio::co_spawn(inside->io, inside->accept(), asio::detached);
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

int Server::port() const {
  return inside_->port;
}
const std::string& Server::token() const {
  return inside_->config.token;
}
std::string Server::address() const {
  return inside_->origin() + "/?token=" + inside_->config.token;
}
std::string Server::player_address(std::string_view player) const {
  return inside_->origin() + "/?token=" + player_key(inside_->config.token, player);
}
std::string Server::opening_address() {
  inside_->opening = drawn_key();
  inside_->opening_until = std::chrono::steady_clock::now() + inside_->config.opening_for;
  return fmt::format("{}{}{}", inside_->origin(), kOpening, inside_->opening);
}

void Server::run(bool signals) {
  asio::signal_set ending(inside_->io);
  if (signals) {
    ending.add(SIGINT);
    ending.add(SIGTERM);
    ending.async_wait([this](const beast::error_code& failed, int) {
      if (!failed) stop();
    });
  }
  inside_->io.run();
}

void Server::stop() {
  inside_->io.stop();
}

}  // namespace firstchair::server
