#include "apps/server/http/server.h"

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <boost/asio/redirect_error.hpp>
#include <filesystem>
#include <utility>

#include "apps/server/api/school_hearing.h"
#include "apps/server/http/answers.h"
#include "apps/server/http/handles.h"
#include "apps/server/http/inside.h"
#include "apps/server/http/kept_key.h"
#include "apps/server/http/player_key.h"

namespace firstchair::server {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;

}  // namespace

Server::Inside::Inside(ServerConfig settings, PageFiles page, judge::Norms norms)
    : config(std::move(settings)),
      strangers(config.most_strangers),
      uploads(config.most_uploads),
      acceptor(io),
      events(io, config.header_timeout),
      jobs(
          config.jobs,
          [this](const JobView& job) { events.tell(std::make_shared<const std::string>(json_of(job))); },
          config.cage),
      routes(std::move(page), norms, jobs, config.cage, !config.film.folder.empty(), config.kits),
      book(config.book, norms, config.cage),
      chairs(config.book, config.seating_key, std::move(norms), config.cage),
      film(config.film, config.cage),
      readers(static_cast<std::size_t>(config.readers)) {}

asio::awaitable<void> Server::Inside::accept() {
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

std::string Server::Inside::origin() const {
  const std::string& listen = config.listen;
  const bool any = listen == "0.0.0.0" || listen == "::";
  const std::string shown = !any ? listen : config.shown.empty() ? "127.0.0.1" : config.shown;
  const std::string host = shown.find(':') != std::string::npos ? "[" + shown + "]" : shown;
  return fmt::format("{}{}:{}", scheme(), host, port);
}

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
  constexpr int kOther = 200;  // files, databases, decoders
  allow_handles(config.most_connections + kOther);
  std::error_code no_folder;
  if (config.uploads.empty()) config.uploads = fs::temp_directory_path(no_folder).string();
  if (no_folder || !fs::is_directory(config.uploads, no_folder))
    return Error{ErrorCode::unwritable, config.uploads, "no folder for uploads", "Set TMPDIR to one"};
  if (config.token.empty()) config.token = drawn_key();
  Result<std::unique_ptr<store::OwnFolder>> folder = store::OwnFolder::make(config.uploads, kUploads);
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
