#include "school/blobs/fake_s3_test.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "school/secrets.h"

namespace firstchair::school {

FakeS3::FakeS3() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener_, 16) == 0 &&
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { serve(); });
}

FakeS3::~FakeS3() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

S3Place FakeS3::place() const {
  return {.endpoint = fmt::format("http://127.0.0.1:{}", port_),
          .bucket = "kept",
          .prefix = "sound of all=",
          .key = {"access", "secret"}};
}

void FakeS3::stumble(int status, int times) {
  const std::lock_guard lock(mutex_);
  status_ = status;
  stumbles_ = times;
}

void FakeS3::set_key(const std::string& secret) {
  const std::lock_guard lock(mutex_);
  secret_ = secret;
}

void FakeS3::spoil() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, bytes] : objects_) bytes += "!";
}

std::size_t FakeS3::size() {
  const std::lock_guard lock(mutex_);
  return objects_.size();
}

std::string FakeS3::made_of(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return last_[name];
}

void FakeS3::serve() {
  while (!stop_) {
    pollfd waits{listener_, POLLIN, 0};
    if (::poll(&waits, 1, 20) <= 0) continue;
    const int line = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (line < 0) continue;
    const timeval patience{5, 0};
    ::setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::string all;
    std::array<char, 65536> bytes{};
    std::size_t end = std::string::npos, length = 0;
    while (true) {
      end = all.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t at = all.find("Content-Length: ");
        length = at < end ? std::stoul(all.substr(at + 16)) : 0;
        if (all.size() >= end + 4 + length) break;
      }
      const ssize_t got = ::recv(line, bytes.data(), bytes.size(), 0);
      if (got <= 0) break;
      all.append(bytes.data(), static_cast<std::size_t>(got));
    }
    if (end != std::string::npos) {
      const std::string told = answer(all.substr(0, end + 2), all.substr(end + 4));
      std::size_t sent = 0;
      while (sent < told.size()) {
        const ssize_t went = ::send(line, told.data() + sent, told.size() - sent, MSG_NOSIGNAL);
        if (went <= 0) break;
        sent += static_cast<std::size_t>(went);
      }
    }
    ::close(line);
  }
}

std::string FakeS3::answer(const std::string& head, const std::string& body) {
  const std::lock_guard lock(mutex_);
  ++asked_;
  const auto told = [](int status, const std::string& bytes, bool with) {
    return fmt::format("HTTP/1.1 {} So\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status,
                       bytes.size(), with ? bytes : "");
  };
  if (stumbles_ > 0) {
    --stumbles_;
    return status_ == 0 ? std::string() : told(status_, "<Error/>", true);
  }
  std::istringstream lines(head);
  std::string method, target, version, line;
  lines >> method >> target >> version;
  std::getline(lines, line);
  last_.clear();
  while (std::getline(lines, line)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::string name = line.substr(0, colon), value = line.substr(colon + 1);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    value.erase(0, value.find_first_not_of(' '));
    value.erase(value.find_last_not_of("\r ") + 1);
    last_[name] = value;
  }
  // The path as it is, for the signer encodes it itself.
  std::string path;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] == '%') {
      path += static_cast<char>(std::stoi(target.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      path += target[i];
    }
  }
  S3Request request{.method = method, .path = path, .payload_hash = last_["x-amz-content-sha256"]};
  for (const char* name : {"host", "x-amz-date", "x-amz-content-sha256"}) request.headers[name] = last_[name];
  if (authorization(request, {"access", secret_}, {"us-east-1"}, last_["x-amz-date"]) !=
          last_["authorization"] ||
      hash_of(body) != request.payload_hash)
    return told(403, "<Error>SignatureDoesNotMatch</Error>", true);
  if (!path.starts_with("/kept/")) return told(404, "<Error>NoSuchBucket</Error>", method != "HEAD");
  const auto found = objects_.find(path);
  if (method == "PUT") {
    objects_[path] = body;
    return told(200, "", true);
  }
  if (method == "DELETE") {
    objects_.erase(path);
    return told(204, "", true);
  }
  if (found == objects_.end()) return told(404, "<Error>NoSuchKey</Error>", method != "HEAD");
  return told(200, found->second, method != "HEAD");
}

}  // namespace firstchair::school
