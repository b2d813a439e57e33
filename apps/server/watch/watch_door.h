// The WatchDoor answers a watch's few questions over HTTP, on a second port and on the loopback unless
// another address is named: nobody logs in there. It is no more of a server than that: a question at a time,
// answered and closed.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "apps/school/watch/watch.h"
#include "engine/core/result.h"

namespace firstchair::server {

class WatchDoor {
 public:
  using Answer = std::function<school_api::Watch::Answer(std::string_view path)>;

  // `listen` is numeric. Port 0 is any free one. Errors: usage (address), unwritable (port taken).
  static Result<std::unique_ptr<WatchDoor>> open(const std::string& listen, int port, Answer answer);
  ~WatchDoor();
  WatchDoor(const WatchDoor&) = delete;
  WatchDoor& operator=(const WatchDoor&) = delete;
  int port() const { return port_; }

 private:
  WatchDoor(int socket, int port, Answer answer);
  void serve();
  void serve_one(int line) const;

  int socket_, port_;
  Answer answer_;
  std::atomic<bool> stop_{false};
  std::jthread thread_;
};

// Asks a watch on this machine. Returns the status and the body's first line. Errors: unreadable (nobody
// answers).
Result<std::pair<int, std::string>> ask_watch(const std::string& address, int port, const std::string& path);

}  // namespace firstchair::server
