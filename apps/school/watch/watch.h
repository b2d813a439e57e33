// A Watch says how a server or a worker of a school is: for a machine that restarts it (/healthz), for a
// proxy that sends it requests (/readyz), and for whoever looks at figures (/metrics). It names nobody.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>

#include "apps/school/listener.h"
#include "apps/school/watch/metrics.h"
#include "school/passwords.h"
#include "school/sounds.h"
#include "school/store_pool.h"

namespace firstchair::school_api {

struct WatchParts {
  school::StorePool& stores;
  const school::Sounds& sounds;
  std::int64_t school = 0;  // 0: none of its own, as of a worker
  const Listener* listener = nullptr;
  const Metrics* metrics = nullptr;
  const school::Passwords* passwords = nullptr;
  bool keeps_sound = false;
  std::string version = {};
  std::function<std::int64_t()> now = {};  // Unix seconds; empty: what is over is not counted
};

class Watch {
 public:
  static constexpr std::chrono::milliseconds kMostWait{500};  // for the database
  static constexpr std::int64_t kMostWaiting = 600;           // s, of the oldest recording
  static constexpr std::chrono::seconds kProbeEvery{30};      // of the place for sound
  // A place for sound that takes longer is waited for beside; it is ready for as long as it was well before.
  static constexpr std::chrono::milliseconds kProbeWait{1000};
  static constexpr std::chrono::seconds kProbeHolds{120};
  static constexpr std::chrono::seconds kCountEvery{300};  // of what is over: it looks at every take

  explicit Watch(WatchParts parts) : parts_(parts) {}

  struct Answer {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
  };
  // Any number of threads may call it; /readyz and /metrics wait for the database, and nothing for longer
  // than kProbeWait for the place for sound.
  Answer answer(std::string_view path);

 private:
  std::string not_ready();  // why; empty: it is ready
  std::string probe_sound();
  std::string metrics_text();
  std::optional<std::int64_t> overdue(school::SchoolStore& store);

  WatchParts parts_;
  std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> probed_;
  std::chrono::steady_clock::time_point probing_since_;
  std::optional<std::chrono::steady_clock::time_point> counted_;
  std::optional<std::int64_t> overdue_;
  std::string probe_;                 // what the last one said; empty: all is well
  std::future<std::string> probing_;  // last: its end is waited for before anything that it speaks to goes
};

}  // namespace firstchair::school_api
