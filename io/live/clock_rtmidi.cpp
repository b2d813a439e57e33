#include <algorithm>
#include <chrono>
#include <thread>

#include "io/live/clock_port.h"

#if FIRSTCHAIR_RTMIDI

#include <RtMidi.h>

#include "io/live/midi_input.h"
#include "io/live/quiet_stderr.h"

namespace firstchair::io {
namespace {

constexpr auto kTurn = std::chrono::microseconds(300);
constexpr double kWindow_s = .5;  // the earliest callback of this window and the one before it is believed

// The first system that runs; JACK's own ports are asked for only where that was wanted.
std::unique_ptr<RtMidiOut> output(bool by_jack = false) {
  std::vector<RtMidi::Api> apis;
  RtMidi::getCompiledApi(apis);
  for (const RtMidi::Api api : apis) {
    if ((api == RtMidi::UNIX_JACK) != by_jack || api == RtMidi::RTMIDI_DUMMY) continue;
    try {
      auto out = std::make_unique<RtMidiOut>(api, "firstchair-clock");
      out->setErrorCallback([](RtMidiError::Type, const std::string&, void*) {});
      return out;
    } catch (const RtMidiError&) {
      continue;
    }
  }
  return nullptr;
}

std::vector<std::string> names_of(RtMidiOut& out) {
  std::vector<std::string> names;
  for (unsigned k = 0; k < out.getPortCount(); ++k) names.push_back(out.getPortName(k));
  return names;
}

Error no_system() {
  return {ErrorCode::not_found, {}, "no MIDI system runs here", "Plug in what is to follow, or start JACK"};
}

class RtMidiClock final : public ClockOut::Port {
 public:
  RtMidiClock(std::unique_ptr<RtMidiOut> out, std::string name, double rate)
      : out_(std::move(out)), name_(std::move(name)), rate_(rate), thread_([this] { run(); }) {}
  ~RtMidiClock() override {
    stop_ = true;
    thread_.join();
  }

  // Callbacks come late and never early: the earliest of late says when frame 0 was. Where the sound stood
  // still for a while, the ticks come with it again once that is in both windows.
  void cycle(Frames frame) override {
    const double at_s = static_cast<double>(frame) / rate_, zero = host_seconds() - at_s;
    if (at_s - began_s_ >= kWindow_s || at_s < began_s_) before_ = window_, window_ = zero, began_s_ = at_s;
    window_ = std::min(window_, zero);
    zero_s_.store(std::min(window_, before_), std::memory_order_release);
  }
  std::string unheard() const override {
    return failed_.load() ? name_ + " does not take the clock any more" : "";
  }

 private:
  void run() {
    OutMessage message;
    bool has = false;
    while (!stop_.load()) {
      if (!has) has = messages.pop(message);
      const double due = zero_s_.load(std::memory_order_acquire) + static_cast<double>(message.frame) / rate_;
      if (!has || due > host_seconds()) {
        std::this_thread::sleep_for(kTurn);
        continue;
      }
      has = false;
      try {
        out_->sendMessage(message.bytes.data(), message.size);
        sent.fetch_add(1, std::memory_order_relaxed);
      } catch (const RtMidiError&) {
        failed_ = true;
        lost.fetch_add(1, std::memory_order_relaxed);
      }
    }
  }

  std::unique_ptr<RtMidiOut> out_;
  std::string name_;
  double rate_;
  double window_ = 1e18, before_ = 1e18, began_s_ = 0;  // of cycle()
  std::atomic<double> zero_s_{1e18};
  std::atomic<bool> stop_{false}, failed_{false};
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<ClockOut::Port>> open_rtmidi_clock(const ClockOutConfig& config) {
  const QuietStderr quiet;
  std::unique_ptr<RtMidiOut> out = output(config.rtmidi_by_jack);
  if (!out) return no_system();
  const std::vector<std::string> there = names_of(*out);
  const Result<std::string> name = port_named(there, config.port);
  if (!name) return name.error();
  try {
    out->openPort(static_cast<unsigned>(std::find(there.begin(), there.end(), *name) - there.begin()),
                  "clock");
  } catch (const RtMidiError&) {
    return Error{ErrorCode::unreadable, "--clock-out " + *name, "it cannot be opened", {}};
  }
  return std::unique_ptr<ClockOut::Port>(new RtMidiClock(std::move(out), *name, config.rate));
}

Result<std::vector<std::string>> rtmidi_clock_ports() {
  const QuietStderr quiet;
  const std::unique_ptr<RtMidiOut> out = output();
  if (!out) return no_system();
  return names_of(*out);
}

}  // namespace firstchair::io

#else

namespace firstchair::io {

Result<std::unique_ptr<ClockOut::Port>> open_rtmidi_clock(const ClockOutConfig&) {
  return Error{ErrorCode::unsupported, {}, "this program was built without RtMidi", {}};
}
Result<std::vector<std::string>> rtmidi_clock_ports() {
  return Error{ErrorCode::unsupported, {}, "this program was built without RtMidi", {}};
}

}  // namespace firstchair::io

#endif
