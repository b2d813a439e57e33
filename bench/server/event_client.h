// An EventClient is a client of the server's events (/api/events): RFC 6455, as much of it as a browser needs
// to stay. It answers pings and counts what it is told. It never waits but in open().
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "testing/server/raw_client.h"

namespace firstchair::bench {

// A FrameReader takes a server's frames in whatever pieces they come; masked and split frames do not occur.
struct Frame {
  int opcode = 0;  // 1 text, 8 close, 9 ping, 10 pong
  std::string payload;
};
class FrameReader {
 public:
  // Returns whole frames, those that were begun earlier included.
  std::vector<Frame> read(std::string_view bytes);

 private:
  std::string rest_;
};

class EventClient {
 public:
  using Clock = std::chrono::steady_clock;

  // Returns nothing when it is not let in.
  static std::unique_ptr<EventClient> open(int port, const std::string& token);

  int socket() const { return client_.socket(); }
  // Takes what has come. Returns false when the server closed.
  bool take();
  // Asks for an answer. Returns false when the last one is still awaited.
  bool ping();

  int over = 0;                  // recordings whose end it was told
  std::vector<double> pongs_ms;  // from ping to pong

 private:
  explicit EventClient(int port) : client_(port) {}
  bool take(std::string_view bytes);
  void send(int opcode, std::string_view payload);

  server::RawClient client_;
  FrameReader frames_;
  Clock::time_point asked_{};
};

}  // namespace firstchair::bench
