#include "io/live/clock_out.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "io/live/clock_port.h"

namespace firstchair::io {

Result<std::string> port_named(const std::vector<std::string>& there, const std::string& name) {
  const auto is = std::find(there.begin(), there.end(), name);
  if (is != there.end()) return *is;
  const auto holds = std::find_if(there.begin(), there.end(), [&](const std::string& port) {
    return port.find(name) != std::string::npos;
  });
  if (holds != there.end()) return *holds;
  std::string all;
  for (const std::string& port : there) all += (all.empty() ? "" : ", ") + port;
  return Error{ErrorCode::not_found, "--clock-out " + name, "no MIDI port of that name listens",
               all.empty() ? "There is none" : "There are " + all};
}

Result<ClockOut> ClockOut::open(const ClockOutConfig& config) {
  if (config.system != AudioSystem::portaudio && !config.rtmidi_by_jack) {
    Result<std::unique_ptr<Port>> jack = open_jack_clock(config);
    if (jack) return ClockOut(std::move(*jack));
    if (config.system == AudioSystem::jack || config.transport) return jack.error();
  }
  if (config.transport)
    return Error{ErrorCode::usage, "--transport", "it is JACK's", "Start JACK, or leave it out"};
  Result<std::unique_ptr<Port>> other = open_rtmidi_clock(config);
  if (!other) return other.error();
  return ClockOut(std::move(*other));
}

ClockOut::ClockOut(std::unique_ptr<Port> port) : port_(std::move(port)) {}
ClockOut::ClockOut(ClockOut&&) noexcept = default;
ClockOut& ClockOut::operator=(ClockOut&&) noexcept = default;
// What was pushed is sent before it closes, a last stop most of all.
ClockOut::~ClockOut() {
  constexpr int kLongest_ms = 200;
  const auto waits = [this] { return port_->pushed > port_->sent + port_->lost; };
  for (int k = 0; k < kLongest_ms && port_ != nullptr && waits(); ++k)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// A port reads the time from its library and stores it: nothing there waits, which the static check cannot
// see.
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
void ClockOut::cycle(Frames frame) FIRSTCHAIR_AUDIO {
  port_->cycle(frame);
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif
void ClockOut::push(const OutMessage& message) FIRSTCHAIR_AUDIO {
  port_->pushed.fetch_add(1, std::memory_order_relaxed);
  if (!port_->messages.push(message)) port_->lost.fetch_add(1, std::memory_order_relaxed);
}
void ClockOut::place(const OutPlace& place) FIRSTCHAIR_AUDIO {
  port_->places.push(place);
}
std::int64_t ClockOut::sent() const {
  return port_->sent.load(std::memory_order_relaxed);
}
std::int64_t ClockOut::late() const {
  return port_->late.load(std::memory_order_relaxed);
}
std::int64_t ClockOut::lost() const {
  return port_->lost.load(std::memory_order_relaxed);
}
std::string ClockOut::unheard() const {
  return port_->unheard();
}

Result<std::vector<std::string>> clock_ports(const std::string& server) {
  Result<std::vector<std::string>> jack = jack_clock_ports(server);
  return jack ? jack : rtmidi_clock_ports();
}

}  // namespace firstchair::io
