// A client of the server's events (/api/events): RFC 6455, as much of it as a browser needs to stay. Answers
// pings, counts what it is told. Never waits but in open().
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "testing/server/raw_client.h"

namespace firstchair::bench {

// Frames of a server, in whatever pieces they come; masked and split ones are none of ours.
struct Frame {
  int opcode = 0;  // 1 text, 8 close, 9 ping, 10 pong
  std::string payload;
};
class FrameReader {
 public:
  // Whole frames, those that were begun earlier included.
  std::vector<Frame> read(std::string_view bytes);

 private:
  std::string rest_;
};

class EventClient {
 public:
  using Clock = std::chrono::steady_clock;

  // Nothing when it is not let in.
  static std::unique_ptr<EventClient> open(int port, const std::string& token);

  int socket() const { return client_.socket(); }
  // Takes what has come. False: the server closed.
  bool take();
  // Asks for an answer; false: the last one is still awaited.
  bool ping();

  int over = 0;                  // recordings it was told the end of
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
