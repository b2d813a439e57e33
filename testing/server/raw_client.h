// A RawClient is a client of bytes on a socket, which says in tests what no library would let it say.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

namespace firstchair::server {

class RawClient {
 public:
  explicit RawClient(int port, int timeout_s = 20) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval wait{.tv_sec = timeout_s, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool open() const { return open_; }
  int socket() const { return socket_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Returns at least one byte, or "" when the other side closed or nothing came in time.
  std::string some() {
    std::string bytes(65536, 0);
    ssize_t got = 0;
    do {
      got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    } while (got < 0 && errno == EINTR);  // a server in this program has ended its decoder
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  // Returns a whole answer, by its Content-Length. Without one it returns the header alone.
  std::string answer(bool head = false) {
    std::string text;
    std::size_t end = std::string::npos;
    while ((end = text.find("\r\n\r\n")) == std::string::npos) {
      const std::string more = some();
      if (more.empty()) return text;
      text += more;
    }
    const std::size_t length = text.find("Content-Length: ");
    if (head || length == std::string::npos || length > end) return text;
    const std::size_t whole = end + 4 + std::strtoul(text.c_str() + length + 16, nullptr, 10);
    while (text.size() < whole) {
      const std::string more = some();
      if (more.empty()) return text;
      text += more;
    }
    return text;
  }
  std::string ask(std::string_view bytes) { return send(bytes) ? answer() : std::string(); }

 private:
  int socket_;
  bool open_ = false;
};

inline int status_of(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::atoi(std::string(answer.substr(9, 3)).c_str()) : 0;
}
inline std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? std::string() : answer.substr(end + 4);
}
inline bool has(std::string_view answer, std::string_view line) {
  return answer.find(line) != std::string_view::npos;
}

}  // namespace firstchair::server
