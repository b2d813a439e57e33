// The coroutines of one connection: a request's header is looked at, its body read, and the answer written.
#include <fmt/format.h>

// clang-format off: Boost 1.74 uses std::exchange and does not include it.
#include <utility>
/* clang-format on */
#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast.hpp>
#include <cerrno>
#include <limits>

#include "apps/server/http/answers.h"
#include "apps/server/http/inside.h"
#include "apps/server/http/messages.h"
#include "apps/server/http/passing.h"
#include "apps/server/http/peer.h"
#include "apps/server/http/player_key.h"

namespace firstchair::server {
namespace {

namespace asio = boost::asio;
namespace websocket = beast::websocket;
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

Response Server::Inside::opened(std::string_view method, std::string_view path, const tcp::endpoint& own,
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

asio::awaitable<bool> Server::Inside::send(Connection& stream, const http::request_header<>& header,
                                           Response answer, bool keep) {
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

asio::awaitable<bool> Server::Inside::serve_school(Connection& stream, const http::request_header<>& header,
                                                   Request request, bool keep) {
  if (!school_api::is_of_school(request.path)) {
    const bool charts = request.path == "/api/charts" ||
                        (request.method == "GET" && request.path.starts_with("/api/charts/"));
    Response answer = charts || !request.path.starts_with("/api/") ? routes.answer(request)
                                                                   : json_error(404, "no such address");
    answer.elsewhere = school->listens_at();
    co_return co_await send(stream, header, std::move(answer), keep);
  }
  const bool sound = school_api::may_wait_for_sound(request.method, request.path,
                                                    of_beast(header[http::field::content_type]));
  school_api::Told answer =
      co_await aside(sound ? of_sound : readers, [&] { return school->answer(header, std::move(request)); });
  const Passing passing(answer.passing ? answer.file : std::string());
  Response whole{
      .type = answer.type, .body = {}, .tag = {}, .allow = {}, .location = {}, .file = answer.file};
  std::optional<http::response<http::string_body>> response = told_response(header, std::move(answer), keep);
  if (!response) co_return co_await send(stream, header, std::move(whole), keep);
  co_return co_await write_answer(stream, header, *response, keep, config.body_timeout);
}

asio::awaitable<void> Server::Inside::serve(Connection stream) {
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
          refused =
              json_error(503, "the database does not answer; takes stay in your browser and are sent later");
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
    // Beast reads as much at a time as the buffer holds, which are 512 bytes where nobody makes it larger.
    const std::uint64_t comes = head.is_done() ? 0 : head.content_length().value_or(buffer.max_size());
    if (comes > buffer.capacity()) buffer.reserve(std::min<std::uint64_t>(comes, buffer.max_size()));
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
    if (comes > 0) buffer.shrink_to_fit();  // a page keeps its line for hours
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

}  // namespace firstchair::server
