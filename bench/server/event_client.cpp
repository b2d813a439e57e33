#include "bench/server/event_client.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace firstchair::bench {

std::vector<Frame> FrameReader::read(std::string_view bytes) {
  rest_ += bytes;
  std::vector<Frame> frames;
  std::size_t at = 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest_[at + i]); };
  while (rest_.size() - at >= 2) {
    std::size_t length = byte(1) & 0x7F, head = 2;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (rest_.size() - at < head + more) break;
    if (more > 0) length = 0;
    for (; head < 2 + more; ++head) length = length << 8 | byte(head);
    if (rest_.size() - at - head < length) break;
    frames.push_back({byte(0) & 0x0F, rest_.substr(at + head, length)});
    at += head + length;
  }
  rest_.erase(0, at);
  return frames;
}

std::unique_ptr<EventClient> EventClient::open(int port, const std::string& token) {
  std::unique_ptr<EventClient> client(new EventClient(port));
  const std::string answer = client->client_.ask(
      fmt::format("GET /api/events?token={} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\n"
                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                  token, port));
  if (server::status_of(answer) != 101 || !client->take(server::body_of(answer))) return nullptr;
  return client;
}

bool EventClient::take() {
  std::array<char, 16384> bytes;
  while (true) {
    const ssize_t got = ::recv(socket(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0 || !take({bytes.data(), static_cast<std::size_t>(got)})) return false;
  }
}

bool EventClient::take(std::string_view bytes) {
  for (const Frame& frame : frames_.read(bytes)) {
    if (frame.opcode == 1) {
      const bool ended = server::has(frame.payload, "\"done\"") || server::has(frame.payload, "\"failed\"");
      over += ended;
    } else if (frame.opcode == 9) {
      send(10, frame.payload);
    } else if (frame.opcode == 10) {
      pongs_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked_).count());
      asked_ = {};
    } else if (frame.opcode == 8) {
      return false;
    }
  }
  return true;
}

bool EventClient::ping() {
  if (asked_ != Clock::time_point{}) return false;
  asked_ = Clock::now();
  send(9, "here");
  return true;
}

void EventClient::send(int opcode, std::string_view payload) {
  std::string frame{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  frame += std::string(4, '\0');  // clients must mask; with zeros the payload stays as it is
  frame += payload;
  client_.send(frame);
}

}  // namespace firstchair::bench
