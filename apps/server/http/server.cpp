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
#include <random>
#include <set>

#include "apps/server/api/book_api.h"
#include "apps/server/http/upload_folder.h"

namespace firstchair::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
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
constexpr std::string_view kTokenHeader = "X-Firstchair-Token";

// 'wasm-unsafe-eval' lets WebAssembly be compiled and nothing else; blob: is for downloads of what the page
// made.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src "
    "'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'";

// Beast's views were Boost's own up to 1.80 and are the standard's since.
std::string_view of_beast(beast::string_view text) {
  return {text.data(), text.size()};
}
beast::string_view for_beast(std::string_view text) {
  return {text.data(), text.size()};
}

// What was sent is no HTTP; who left or fell asleep has not said so.
bool breaks_protocol(const beast::error_code& failed) {
  static const auto& kHttp = beast::error_code(http::make_error_code(http::error::bad_method)).category();
  return failed.category() == kHttp && failed != http::error::end_of_stream &&
         failed != http::error::partial_message;
}
bool no_room(const beast::error_code& failed) {
  using namespace boost::system::errc;
  return failed == no_space_on_device || failed == file_too_large || failed == io_error ||
         failed.value() == EDQUOT;
}

std::string drawn_token() {
  std::random_device source;  // getrandom() on Linux
  std::string token;
  for (int i = 0; i < 4; ++i) token += fmt::format("{:08x}", source());
  return token;
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
            config.workers,
            [this](const JobView& job) { tell(std::make_shared<const std::string>(json_of(job))); },
            config.cage),
        routes(std::move(page), norms, jobs, config.cage),
        book(config.book, std::move(norms)),
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

  // --- what is let in

  // `address`: the one of ours that the connection came in by.
  std::optional<Response> refusal(const http::request_header<>& header, const Target& target,
                                  const std::string& address) const {
    // Two of them mean one thing to us and another to whoever stands between.
    if (header.count(http::field::host) > 1 || header.count(http::field::origin) > 1 ||
        header.count(http::field::transfer_encoding) > 1)
      return json_error(400, "not a request");
    const beast::string_view coding = header[http::field::transfer_encoding];
    if (!coding.empty() && !beast::iequals(coding, "chunked")) return json_error(400, "not a request");
    if (!own_host(of_beast(header[http::field::host]), address, port))
      return json_error(403, "this host is not served here");
    const auto origin = header.find(http::field::origin);
    if (origin != header.end() && !own_origin(of_beast(origin->value()), address, port))
      return json_error(403, "another page may not ask here");
    if (!target.valid) return json_error(400, "not an address");
    if (!target.path.starts_with("/api/")) return std::nullopt;
    const auto sent = header.find(for_beast(kTokenHeader));
    const auto asked = target.query.find("token");
    const std::string_view token = sent != header.end()          ? of_beast(sent->value())
                                   : asked != target.query.end() ? std::string_view(asked->second)
                                                                 : std::string_view();
    if (!same_secret(token, config.token))
      return json_error(401, "open the address that firstchair serve printed");
    return std::nullopt;
  }

  http::response<http::string_body> response_of(const http::request_header<>& header, Response answer,
                                                bool keep) const {
    http::response<http::string_body> response{static_cast<http::status>(answer.status), 11};
    response.set("Content-Security-Policy", for_beast(kPolicy));
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Embedder-Policy", "require-corp");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Permissions-Policy", "camera=(), geolocation=()");
    response.set(http::field::cache_control, answer.tag.empty() ? "no-store" : "no-cache");
    if (!answer.type.empty()) response.set(http::field::content_type, answer.type);
    if (!answer.allow.empty()) response.set(http::field::allow, answer.allow);
    if (!answer.tag.empty()) {
      response.set(http::field::etag, answer.tag);
      if (of_beast(header[http::field::if_none_match]) == answer.tag) {
        response.result(http::status::not_modified);
        answer.body.clear();
      }
    }
    response.keep_alive(keep);
    response.body() = std::move(answer.body);
    if (answer.status != 204) response.prepare_payload();
    if (header.method() == http::verb::head) response.body().clear();  // its length stays
    return response;
  }

  // --- one connection

  asio::awaitable<bool> send(beast::tcp_stream& stream, const http::request_header<>& header, Response answer,
                             bool keep) {
    http::response<http::string_body> response = response_of(header, std::move(answer), keep);
    http::response_serializer<http::string_body> serializer(response);
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
  asio::awaitable<beast::error_code> read(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                          http::request_parser<Body>& parser) {
    while (!parser.is_done()) {
      stream.expires_after(config.body_timeout);
      beast::error_code failed;
      co_await http::async_read_some(stream, buffer, parser, told(failed));
      if (failed) co_return failed;
    }
    co_return beast::error_code{};
  }

  asio::awaitable<void> serve(beast::tcp_stream stream) {
    beast::flat_buffer buffer(config.most_header * 4);
    beast::error_code unknown;
    const tcp::endpoint local = stream.socket().local_endpoint(unknown);
    const std::string address = unknown ? std::string() : local.address().to_string();
    Stranger stranger(*this, stream);
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
      std::optional<Response> answer = refusal(header, target, address);
      keep = head.keep_alive();
      if (answer) {  // the body is not looked at
        co_await send(stream, header, std::move(*answer), false);
        break;
      }
      if (target.path.starts_with("/api/")) stranger.known();
      if (target.path == "/api/events") {
        if (websocket::is_upgrade(head.get())) {
          co_await events(std::move(stream), head.release());
          co_return;
        }
        keep = co_await send(stream, header, json_error(426, "this address speaks WebSocket"), false);
        break;
      }
      const bool upload = is_upload(method, target.path);
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
      Request request{.method = method, .path = target.path, .query = target.query, .body = {}, .upload = {}};
      beast::error_code broken;
      if (upload) {
        request.upload = folder->path() + "/" + std::to_string(++uploads);
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
      std::error_code ignored;
      if (broken) {
        if (upload) fs::remove(request.upload, ignored);
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
      } else if (is_slow(request.path)) {
        response = co_await from_routes(request);
      } else {
        response = routes.answer(request);
      }
      if (upload && response.status != 202) fs::remove(request.upload, ignored);
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

  asio::awaitable<Response> from_routes(const Request& request) {
    co_return co_await asio::co_spawn(
        readers, [this, &request]() -> asio::awaitable<Response> { co_return routes.answer(request); },
        asio::use_awaitable);
  }

  asio::awaitable<void> events(beast::tcp_stream stream, http::request<http::empty_body> request) {
    stream.expires_never();
    auto socket = std::make_shared<websocket::stream<beast::tcp_stream>>(std::move(stream));
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

  asio::awaitable<void> write_events(std::shared_ptr<websocket::stream<beast::tcp_stream>> socket,
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
      asio::co_spawn(io, serve(beast::tcp_stream(std::move(socket))),
                     [this](const std::exception_ptr&) { --connections; });
    }
  }

  ServerConfig config;
  // The one that waits longest first; before `io`, whose end is the end of their coroutines.
  std::list<beast::tcp_stream*> strangers;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  int port = 0;
  int connections = 0;
  std::uint64_t uploads = 0;
  std::unique_ptr<UploadFolder> folder;  // before the jobs, which remove what they heard
  std::set<std::shared_ptr<Listener>> listeners;
  Jobs jobs;  // after what its workers speak to
  Routes routes;
  BookApi book;
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
  if (config.token.empty()) config.token = drawn_token();
  Result<std::unique_ptr<UploadFolder>> folder = UploadFolder::make(config.uploads);
  if (!folder) return folder.error();
  auto inside = std::make_unique<Inside>(std::move(config), std::move(page), std::move(norms));
  inside->folder = std::move(*folder);
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
  const std::string& listen = inside_->config.listen;
  const bool any = listen == "0.0.0.0" || listen == "::";
  const std::string host = any                                     ? "127.0.0.1"
                           : listen.find(':') != std::string::npos ? "[" + listen + "]"
                                                                   : listen;
  return fmt::format("http://{}:{}/?token={}", host, inside_->port, inside_->config.token);
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
