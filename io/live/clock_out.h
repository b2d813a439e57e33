// ClockOut sends a band's MIDI clock to other machines: as JACK MIDI, where every message has its exact
// frame, or through RtMidi, whose thread sends it as near as it wakes. On request it leads JACK's transport:
// bar, beat, tick and tempo.
//
//   auto out = ClockOut::open({.port = "LIGHTS", .rate = 48000});
//   callback:  out->cycle(block.frame);
//   renderer:  out->push({frame, 1, {0xF8}});      in order, before the callback of that frame
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/units.h"
#include "io/live/live_audio.h"

namespace firstchair::io {

struct ClockOutConfig {
  // This is the port that listens, by its name or a part of it: JACK's where its server runs, else RtMidi's.
  // Empty: nobody yet; others may connect to our own (JACK), firstchair-clock:clock.
  std::string port;
  std::optional<AudioSystem> system = {};  // the one that the run uses
  std::string server = {};                 // JACK's; empty: the default one
  bool transport = false;                  // leads JACK's transport
  // RtMidi sends it through a JACK client of its own, at JACK_DEFAULT_SERVER: so its jitter can be measured
  // where no other MIDI system runs.
  bool rtmidi_by_jack = false;
  double rate = 48000;
};

struct OutMessage {
  Frames frame = 0;  // of the run
  std::uint8_t size = 1;
  std::array<std::uint8_t, 3> bytes{};
};

// Where the band is at a frame, as musicians count.
struct OutPlace {
  Frames frame = 0;
  int bar = 1;
  double beat = 1;  // from 1, with its fraction
  int beats = 4, unit = 4;
  double bpm = 120;  // quarter notes a minute
};

class ClockOut {
 public:
  // [setup] Errors: not_found (no port of that name, with those that are there; no MIDI system), usage
  // (transport without JACK), unsupported (not in this build).
  static Result<ClockOut> open(const ClockOutConfig& config);
  ClockOut(ClockOut&&) noexcept;
  ClockOut& operator=(ClockOut&&) noexcept;
  ~ClockOut();

  // [audio] The run's callback is at this frame: messages have their time from it.
  void cycle(Frames frame) FIRSTCHAIR_AUDIO;
  // [audio] One thread alone may push, in order of frame. What does not fit is lost, and counted.
  void push(const OutMessage& message) FIRSTCHAIR_AUDIO;
  void place(const OutPlace& place) FIRSTCHAIR_AUDIO;
  // Any thread may ask. late() counts messages whose frame was over already: they were sent at once.
  std::int64_t sent() const;
  std::int64_t late() const;
  std::int64_t lost() const;
  // Says in one sentence without its full stop that nobody listens any more; empty while somebody does.
  std::string unheard() const;

  struct Port;

 private:
  explicit ClockOut(std::unique_ptr<Port> port);
  std::unique_ptr<Port> port_;
};

// Returns the names of the ports that a clock can be sent to. Errors: not_found (no MIDI system runs).
Result<std::vector<std::string>> clock_ports(const std::string& server);

}  // namespace firstchair::io
