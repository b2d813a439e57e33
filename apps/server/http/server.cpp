#include "apps/server/http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast.hpp>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <type_traits>

#include "apps/server/api/book_api.h"
#include "apps/server/api/chairs_api.h"
#include "apps/server/api/film_api.h"
#include "apps/server/api/school_hearing.h"
#include "apps/server/http/answers.h"
#include "apps/server/http/connection.h"
#include "apps/server/http/event_listeners.h"
#include "apps/server/http/exchange.h"
#include "apps/server/http/kept_key.h"
#include "apps/server/http/messages.h"
#include "apps/server/http/opening.h"
#include "apps/server/http/passing.h"
#include "apps/server/http/peer.h"
#include "apps/server/http/player_key.h"
#include "apps/server/http/school_door.h"
#include "apps/server/http/turns.h"
#include "apps/server/http/upload_folder.h"

namespace firstchair::server {
namespace {

namespace asio = boost::asio;
namespace websocket = beast::websocket;
namespace fs = std::filesystem;
using asio::ip::tcp;

bool no_room(const beast::error_code& failed) {
  using namespace boost::system::errc;
  return failed == no_space_on_device || failed == file_too_large || failed == io_error ||
         failed.value() == EDQUOT;
}

Response too_much(std::uint64_t most) {
  return json_error(413, fmt::format("at most {} MiB are taken", most >> 20));
}
Response full_disk() {
  return json_error(507, "no room for the recording on this disk");
}

}  // namespace

struct Server::Inside {
  Inside(ServerConfig settings, PageFiles page, judge::Norms norms)
      : config(std::move(settings)),
        strangers(config.most_strangers),
        uploads(config.most_uploads),
        acceptor(io),
        events(io, config.header_timeout),
        jobs(
            config.jobs,
            [this](const JobView& job) { events.tell(std::make_shared<const std::string>(json_of(job))); },
            config.cage),
        routes(std::move(page), norms, jobs, config.cage, !config.film.folder.empty()),
        book(config.book, norms, config.cage),
        chairs(config.book, config.seating_key, std::move(norms), config.cage),
        film(config.film, config.cage),
        readers(static_cast<std::size_t>(config.readers)) {}

  // Strangers are waited for less while there are many.
  std::chrono::seconds patience() const {
    return strangers.many() ? std::min(config.header_timeout, std::chrono::seconds(2))
                            : config.header_timeout;
  }

  // --- the address that a browser is started with

  // Only a browser of the user who started the server is led to the key.
  Response opened(std::string_view method, std::string_view path, const tcp::endpoint& own,
                  const tcp::endpoint& peer) {
    const bool good = method == "GET" && opening.good(path) &&
                      (peer.address().is_loopback() || peer.address() == own.address()) &&
                      peer_is_own_user(peer.port(), port);
    if (!good)
      return {.status = 403,
              .type = "text/plain; charset=utf-8",
              .body = "This address opens the page once. Open the one that firstchair serve printed.\n",
              .tag = {},
              .allow = {}};
    opening.use_up();
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
        co_return co_await write_answer(stream, header, response, keep, config.body_timeout);
      }
      answer = json_error(404, "it is not there, or not yet");
    }
    http::response<http::string_body> response = text_response(header, std::move(answer), keep);
    co_return co_await write_answer(stream, header, response, keep, config.body_timeout);
  }

  // --- a school

  asio::awaitable<bool> serve_school(Connection& stream, const http::request_header<>& header,
                                     Request request, bool keep) {
    if (!school_api::is_of_school(request.path)) {
      const bool charts = request.path == "/api/charts" ||
                          (request.method == "GET" && request.path.starts_with("/api/charts/"));
      Response answer = charts || !request.path.starts_with("/api/") ? routes.answer(request)
                                                                     : json_error(404, "no such address");
      answer.elsewhere = school->listens_at();
      co_return co_await send(stream, header, std::move(answer), keep);
    }
    school_api::Told answer = co_await aside([&] { return school->answer(header, std::move(request)); });
    const Passing passing(answer.passing ? answer.file : std::string());
    Response whole{
        .type = answer.type, .body = {}, .tag = {}, .allow = {}, .location = {}, .file = answer.file};
    std::optional<http::response<http::string_body>> response =
        told_response(header, std::move(answer), keep);
    if (!response) co_return co_await send(stream, header, std::move(whole), keep);
    co_return co_await write_answer(stream, header, *response, keep, config.body_timeout);
  }

  asio::awaitable<void> serve(Connection stream) {
    beast::flat_buffer buffer(config.most_header * 4);
    beast::error_code unknown;
    const tcp::endpoint local = stream.socket().local_endpoint(unknown);
    const tcp::endpoint peer = stream.socket().remote_endpoint(unknown);
    const Gate gate{unknown ? std::string() : local.address().to_string(),
                    port,
                    scheme(),
                    config.token,
                    config.school.has_value(),
                    config.school ? config.school->site : std::string()};
    const std::string client = unknown ? std::string() : peer.address().to_string();
    Strangers::Place stranger(strangers, [&stream] { stream.next_layer().cancel(); });
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
      // Each call has its own, below. Boost 1.74 takes "none" for a limit of nothing.
      head.body_limit(std::numeric_limits<std::uint64_t>::max());
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
      if (!school && Opening::is_its(target.path)) {
        co_await send(stream, header, opened(method, target.path, local, peer), false);
        break;
      }
      if (!school && target.path == "/api/events") {
        if (websocket::is_upgrade(head.get())) {
          co_await events.serve(std::move(stream), head.release());
          co_return;
        }
        keep = co_await send(stream, header, json_error(426, "this address speaks WebSocket"), false);
        break;
      }
      const std::string_view type = of_beast(header[http::field::content_type]);
      const bool upload =
          school ? school_api::is_sent_sound(method, target.path, type) : is_upload(method, target.path);
      if (school && upload) {
        const std::optional<bool> known = co_await aside([&] { return school->knows(header); });
        if (!known.value_or(false)) {
          Response refused = json_error(401, "log in first");
          if (!known)
            refused = json_error(
                503, "the database does not answer; takes stay in your browser and are sent later");
          co_await send(stream, header, std::move(refused), false);
          break;
        }
      }
      const Uploads::Place place(uploads, school && upload ? school->client_of(header, client) : client,
                                 upload);
      if (upload && !place.welcome()) {
        co_await send(stream, header,
                      json_error(503, "too many recordings are on their way. Try again in a minute"), false);
        break;
      }
      const std::uint64_t most = upload ? config.most_upload : config.most_body;
      if (head.content_length().value_or(0) > most) {
        co_await send(stream, header, too_much(most), false);
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
                      .only = school ? std::string() : shown_player(header, target, gate)};
      if (!request.only.empty()) request.query["player"] = request.only;
      beast::error_code broken;
      if (upload) request.upload = folder->path() + "/" + std::to_string(++arrived_so_far);
      ArrivedFile arrived(request.upload);
      if (upload) {
        http::request_parser<http::file_body> parser(std::move(head));
        parser.body_limit(most);
        parser.get().body().open(request.upload.c_str(), beast::file_mode::write_new, broken);
        if (broken) {
          co_await send(stream, header, full_disk(), false);
          break;
        }
        broken = co_await read_body(stream, buffer, parser, config.body_timeout);
        parser.get().body().close();
      } else {
        http::request_parser<http::string_body> parser(std::move(head));
        parser.body_limit(most);
        broken = co_await read_body(stream, buffer, parser, config.body_timeout);
        request.body = std::move(parser.get().body());
      }
      if (broken) {
        arrived.drop();
        if (broken == http::error::body_limit) {
          co_await send(stream, header, too_much(most), false);
        } else if (breaks_protocol(broken)) {
          co_await send(stream, header, json_error(400, "its body is not as HTTP has them"), false);
        } else if (upload && no_room(broken)) {
          co_await send(stream, header, full_disk(), false);
        }
        break;
      }
      if (school) {
        keep = co_await serve_school(stream, header, std::move(request), keep);
        arrived.drop();
        continue;
      }
      Response response;  // no co_await in a conditional expression: gcc 12 destroys its value twice
      if (is_of_book(request.path)) {
        response = co_await answer_aside(book, request);
      } else if (is_of_chairs(request.path)) {
        response = co_await answer_aside(chairs, request);
      } else if (is_of_film(request.path)) {
        response = co_await answer_aside(film, request);
      } else if (is_slow(request.path)) {
        response = co_await answer_aside(routes, request);
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

  // It may take its time, or wait for another program or a database: not on the thread of the network.
  template <class Work>
  auto aside(Work work) -> asio::awaitable<std::invoke_result_t<Work>> {
    using Made = std::invoke_result_t<Work>;
    co_return co_await asio::co_spawn(
        readers, [&work]() -> asio::awaitable<Made> { co_return work(); }, asio::use_awaitable);
  }
  template <class Api>
  asio::awaitable<Response> answer_aside(Api& api, const Request& request) {
    return aside([&api, &request] { return api.answer(request); });
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
      if (strangers.crowded()) strangers.make_room();
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
  Strangers strangers;
  Uploads uploads;
  std::shared_ptr<asio::ssl::context> tls;  // without: HTTP
  asio::io_context io{1};
  tcp::acceptor acceptor;
  int port = 0;
  int connections = 0;
  std::uint64_t arrived_so_far = 0;  // uploads
  Opening opening;
  std::unique_ptr<UploadFolder> folder;  // before the jobs, which remove what they heard
  EventListeners events;
  Jobs jobs;  // after what its workers speak to
  Routes routes;
  BookApi book;
  ChairsApi chairs;
  FilmApi film;
  std::unique_ptr<SchoolDoor> school;  // nullptr: a book is served
  asio::thread_pool readers;           // last: it ends before anything its threads speak to
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
  if (config.school) config.school->api.hearing = school_hearing(norms, config.cage);
  auto inside = std::make_unique<Inside>(std::move(config), std::move(page), std::move(norms));
  inside->folder = std::move(*folder);
  if (inside->config.school) {
    auto school = SchoolDoor::make(*inside->config.school, now);
    if (!school) return school.error();
    inside->school = std::move(*school);
  }
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
std::string Server::origin() const {
  return inside_->origin();
}
std::string Server::address() const {
  return inside_->origin() + "/?token=" + inside_->config.token;
}
std::string Server::player_address(std::string_view player) const {
  return inside_->origin() + "/?token=" + player_key(inside_->config.token, player);
}
std::string Server::opening_address() {
  return inside_->origin() + inside_->opening.draw(inside_->config.opening_for);
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

school_api::Watch::Answer Server::watch(std::string_view path) {
  return inside_->school->watch(path);
}

}  // namespace firstchair::server
