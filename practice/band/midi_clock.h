// The MidiClock says when a band's MIDI clock ticks: 24 times a quarter, from the count-in on, so that lights
// and other machines have the tempo before bar 1. There it starts; where the song jumps or has waited it is
// stopped, told its place and goes on. A correction of the band's clock is spread over a quarter, and so over
// 24 ticks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "practice/band/band_run.h"

namespace firstchair::practice {

struct ClockMessage {
  Frames frame = 0;
  std::uint8_t size = 1;
  std::array<std::uint8_t, 3> bytes{};
  bool operator==(const ClockMessage&) const = default;
};

class MidiClock {
 public:
  static constexpr std::uint8_t kTick = 0xF8, kStart = 0xFA, kContinue = 0xFB, kStop = 0xFC, kPosition = 0xF2;

  // [setup] `count_in` is the ticks before tick 0.
  explicit MidiClock(Ticks count_in) : next_(-static_cast<double>(count_in)) {}

  // [audio] Returns the next message before `until`, at a frame from `from` on; none when there is no more.
  // The run was asked for the same stretch before, until it had no more.
  std::optional<ClockMessage> next(const BandRun& run, Frames from, Frames until) FIRSTCHAIR_AUDIO;

  // Says whether who listens was told to start, or to go on, and not to stop.
  bool runs() const { return started_ && !stopped_ && !over_; }

 private:
  ClockMessage now(Frames frame, std::uint8_t status) FIRSTCHAIR_AUDIO;
  void go_on(Frames frame, double tick) FIRSTCHAIR_AUDIO;

  double next_;  // tick of the next clock
  std::optional<double> jumps_to_;
  int went_ = 0;
  bool started_ = false, stopped_ = false, over_ = false;
  std::array<ClockMessage, 4> waiting_{};  // of one moment, in order
  std::size_t count_ = 0, told_ = 0;
};

}  // namespace firstchair::practice
