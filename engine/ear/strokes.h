// The StrokePicker reads from the net's frames when something was struck, and what: it takes the peaks of the
// probabilities.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/units.h"
#include "engine/ear/net.h"

namespace firstchair::ear {

struct PickedStroke {
  double frames = 0;  // the attack, in frames since the start of the sound (may be a little below 0)
  float probability = 0;
  std::array<float, kHeardVoices> voices{};     // probability; 0: not in it
  std::array<float, kHeardVoices> strengths{};  // 0..127
  // What the net says of every voice, told or not: its probability, and the same over its threshold.
  std::array<float, kHeardVoices> said{}, shares{};
  Frames own = 0;                           // the attack's frame
  std::array<float, kHeardVoices> here{};   // what the net says of that very frame
  std::array<bool, kLineCount> repeated{};  // instruments over a threshold that were told just before
  bool guessed = false;                     // no voice in it reaches its threshold
};

struct PickerRules {
  // Of a hat struck by hand, a ride and a crash in one attack, the second is told from so many times its
  // threshold on: one is easily taken for another, and few drummers strike two. Two fifths more than its
  // threshold: of lone strokes that other drums are told to this takes some in a hundred away, and of strokes
  // that are there next to none (docs/dev_log.md).
  float second_metal = 1.4F;
  // An instrument that was told less than so many frames ago is only told from kSurer times the odds of its
  // threshold on. 0: it is told like any other.
  int unsure_for = 0;
};

// [audio] Says whether the middle one of three frames is an attack's: a peak of what the net says of any, of
// `least` at least.
inline bool is_attack(const NetFrame& before, const NetFrame& centre, const NetFrame& after, float least) {
  return centre.any >= least && centre.any >= before.any && centre.any > after.any;
}

class StrokePicker {
 public:
  // kLater frames lie between the end of a stroke's own frame and the end of the one that tells it.
  static constexpr int kLater = Net::kDelay + 1;
  // An attack lies at most kEarliest frames before (end of its own frame - Net::kSeen), and at most kLatest
  // frames after.
  static constexpr double kEarliest = 1.2, kLatest = 0.5;
  static constexpr float kSurer = 2.7F;
  // [audio] Returns where the attack of an own frame lies by the net's word of it, in frames.
  static double place(Frames own, float offset, double seen_frames) {
    return static_cast<double>(own + 1) - seen_frames +
           std::clamp(static_cast<double>(offset), -kEarliest, kLatest);
  }

  StrokePicker(const NetThresholds& thresholds, double seen_frames, const PickerRules& rules = {})
      : thresholds_(thresholds), seen_(seen_frames), rules_(rules) {
    told_.fill(-1000);
  }

  // [audio] Call this once a frame, before push(). Returns true when this frame says "something was struck".
  bool prompt(const NetFrame& now);
  // [audio] Returns the stroke that this frame settles, if there is one.
  std::optional<PickedStroke> push(const NetFrame& now);
  // [audio] Does so in two steps: next() takes the frame and says whether there is one, picked() returns it.
  // Between them what the net said of the attack may be changed: frames() are those around its own, which is
  // own().
  bool next(const NetFrame& now);
  PickedStroke picked();
  std::array<NetFrame, 3>& frames() { return frames_; }
  Frames own() const { return frame_ - 1 - kLater; }
  void reset();

  // Returns the index of the voice's instrument: what can only be struck in one way at a time.
  static std::size_t instrument_of(Voice voice);

 private:
  bool too_soon(std::size_t voice, float probability, Frames place) const;

  NetThresholds thresholds_;
  double seen_;
  PickerRules rules_;
  std::array<NetFrame, 3> frames_;  // the latest last
  float prompted_ = 0;              // `struck` of the last frame
  int quiet_ = 0;                   // frames since the last prompt
  Frames frame_ = 0;
  std::array<Frames, kLineCount> told_{};  // of every instrument: the frame of its latest stroke
};

}  // namespace firstchair::ear
