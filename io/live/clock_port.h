// What is behind a ClockOut: JACK (clock_jack.cpp) or RtMidi (clock_rtmidi.cpp).
#pragma once

#include <atomic>

#include "engine/core/spsc_queue.h"
#include "io/live/clock_out.h"

namespace firstchair::io {

struct ClockOut::Port {
  Port() : messages(kWaiting), places(kWaiting) {}
  virtual ~Port() = default;
  virtual void cycle(Frames frame) = 0;
  virtual std::string unheard() const = 0;

  static constexpr std::size_t kWaiting = 4096;
  SpscQueue<OutMessage> messages;
  SpscQueue<OutPlace> places;
  std::atomic<std::int64_t> pushed{0}, sent{0}, late{0}, lost{0};
};

Result<std::unique_ptr<ClockOut::Port>> open_jack_clock(const ClockOutConfig& config);
Result<std::unique_ptr<ClockOut::Port>> open_rtmidi_clock(const ClockOutConfig& config);
Result<std::vector<std::string>> jack_clock_ports(const std::string& server);
Result<std::vector<std::string>> rtmidi_clock_ports();

// Returns the one that is called so, else the first that holds the name. Errors: not_found.
Result<std::string> port_named(const std::vector<std::string>& there, const std::string& name);

}  // namespace firstchair::io
