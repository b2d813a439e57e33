// A SilentHost takes connections in and never answers, as a machine does that hangs; when it leaves, whoever
// waits is told so by the line.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace firstchair::testing {

class SilentHost {
 public:
  SilentHost() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* where = reinterpret_cast<sockaddr*>(&at);
    if (::bind(socket_, where, size) == 0 && ::listen(socket_, 64) == 0 &&
        ::getsockname(socket_, where, &size) == 0)
      port_ = ntohs(at.sin_port);
  }
  ~SilentHost() { leave(); }
  SilentHost(const SilentHost&) = delete;
  SilentHost& operator=(const SilentHost&) = delete;

  // Returns the address of a bucket that would be there.
  std::string bucket() const { return "s3://kept?endpoint=http://127.0.0.1:" + std::to_string(port_); }
  void leave() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

 private:
  int socket_ = -1, port_ = 0;
};

}  // namespace firstchair::testing
