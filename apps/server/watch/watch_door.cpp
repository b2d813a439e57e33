#include "apps/server/watch/watch_door.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>

namespace firstchair::server {
namespace {

constexpr int kLookMs = 100, kPatienceS = 5;
constexpr std::size_t kMostHead = 8192;

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

bool read_address(const std::string& text, int port, Address& address) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(text.c_str(), std::to_string(port).c_str(), &hints, &found) != 0 || found == nullptr)
    return false;
  std::memcpy(&address.bytes, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  ::freeaddrinfo(found);
  return true;
}

void set_patience(int line) {
  const timeval patience{kPatienceS, 0};
  ::setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

bool send_all(int line, std::string_view text) {
  while (!text.empty()) {
    const ssize_t went = ::send(line, text.data(), text.size(), MSG_NOSIGNAL);
    if (went <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(went));
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<WatchDoor>> WatchDoor::open(const std::string& listen, int port, Answer answer) {
  Address address;
  if (!read_address(listen, port, address))
    return Error{ErrorCode::usage, "--watch " + listen, "not an address", "Write a numeric one: 127.0.0.1"};
  const int socket = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int again = 1;
  auto* where = reinterpret_cast<sockaddr*>(&address.bytes);
  if (socket >= 0) ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
  if (socket < 0 || ::bind(socket, where, address.size) != 0 || ::listen(socket, 16) != 0) {
    const Error taken{ErrorCode::unwritable, fmt::format("{}:{}", listen, port),
                      fmt::format("cannot listen there ({})", std::strerror(errno)),
                      "Choose another --watch-port, or 0 for none"};
    if (socket >= 0) ::close(socket);
    return taken;
  }
  ::getsockname(socket, where, &address.size);
  const int found =
      ntohs(address.bytes.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(where)->sin6_port
                                                : reinterpret_cast<sockaddr_in*>(where)->sin_port);
  return std::unique_ptr<WatchDoor>(new WatchDoor(socket, found, std::move(answer)));
}

WatchDoor::WatchDoor(int socket, int port, Answer answer)
    : socket_(socket), port_(port), answer_(std::move(answer)) {
  thread_ = std::jthread([this] { serve(); });
}

WatchDoor::~WatchDoor() {
  stop_ = true;
  thread_.join();
  ::close(socket_);
}

void WatchDoor::serve() {
  while (!stop_) {
    pollfd waits{socket_, POLLIN, 0};
    if (::poll(&waits, 1, kLookMs) <= 0) continue;
    const int line = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (line < 0) continue;
    set_patience(line);
    serve_one(line);
    ::close(line);
  }
}

void WatchDoor::serve_one(int line) const {
  std::string head;
  std::array<char, 2048> bytes{};
  while (head.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(line, bytes.data(), bytes.size(), 0);
    if (got <= 0 || head.size() > kMostHead) return;
    head.append(bytes.data(), static_cast<std::size_t>(got));
  }
  const std::size_t first = head.find(' '), second = head.find(' ', first + 1);
  if (first == std::string::npos || second == std::string::npos) return;
  const std::string method = head.substr(0, first);
  std::string path = head.substr(first + 1, second - first - 1);
  path = path.substr(0, path.find('?'));
  school_api::Watch::Answer answer{.status = 405, .body = "ask with GET\n"};
  if (method == "GET" || method == "HEAD") answer = answer_(path);
  send_all(line, fmt::format(
                     "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n"
                     "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
                     answer.status, answer.status == 200 ? "OK" : "No", answer.type, answer.body.size(),
                     method == "HEAD" ? "" : answer.body));
  ::shutdown(line, SHUT_WR);
}

Result<std::pair<int, std::string>> ask_watch(const std::string& address, int port, const std::string& path) {
  const Error nobody{ErrorCode::unreadable, fmt::format("{}:{}", address, port), "nobody answers there",
                     "Start firstchair with --watch-port"};
  Address where;
  if (!read_address(address, port, where))
    return Error{ErrorCode::usage, "--watch " + address, "not an address", "Write a numeric one: 127.0.0.1"};
  const int line = ::socket(where.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0) return nobody;
  set_patience(line);
  std::string told;
  if (::connect(line, reinterpret_cast<sockaddr*>(&where.bytes), where.size) == 0 &&
      send_all(line,
               fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", path, address))) {
    std::array<char, 4096> bytes{};
    for (ssize_t got = 0; (got = ::recv(line, bytes.data(), bytes.size(), 0)) > 0;)
      told.append(bytes.data(), static_cast<std::size_t>(got));
  }
  ::close(line);
  const std::size_t body = told.find("\r\n\r\n");
  int status = 0;
  if (told.starts_with("HTTP/1.1 ")) std::from_chars(told.data() + 9, told.data() + told.size(), status);
  if (status == 0 || body == std::string::npos) return nobody;
  return std::pair(status, told.substr(body + 4));
}

}  // namespace firstchair::server
