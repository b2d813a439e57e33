// A click is a train of clicks as sound. Each starts at its exact frame and is added to the sound that is
// already there.
//
// The click is gentle on ears: no sample exceeds kLoudestClick, and the first clicks of a take rise to their
// level from 18 dB below it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "practice/click_train.h"

namespace firstchair::practice {

inline constexpr float kLoudestClick = 0.5F;  // full scale is 1, so this is -6 dB

// Returns the gain of the nth click that sounds, counted from 0: 1/8 at first, 1 from the fifth on.
float click_gain(int nth) FIRSTCHAIR_AUDIO;

// [setup] Returns one click: level_db is the peak of an accent re full scale, -60..-6; a beat is 4 dB softer,
// a subdivision 10.
std::vector<float> one_click(ClickSound sound, ClickKind kind, double rate, double level_db);

struct ClickConfig {
  ClickPlan plan;
  double level_db = -12;  // peak of an accent re full scale, -60..-6; beats are 4, subdivisions 10 dB softer
};

class Click {
 public:
  // [setup] Errors: those of ClickTrain::make, and usage for a level out of range.
  static Result<Click> make(const ClickConfig& config);

  // [audio] Adds the clicks that sound in frames [frame, frame + out.size()) to `out`. Calls must go forward;
  // frames left out between two calls (an xrun) are clicks not heard, never clicks moved.
  void push(Frames frame, std::span<float> out) FIRSTCHAIR_AUDIO;
  // [audio] Fills all of `events` with the next clicks at or after `from`, silent ones too, in order of
  // frame. What was pushed is forgotten: `from` must not lie before the end of the last push.
  void upcoming(Frames from, std::span<ClickEvent> events) const FIRSTCHAIR_AUDIO;
  // Returns for how many frames one click sounds.
  Frames length() const FIRSTCHAIR_AUDIO { return static_cast<Frames>(sounds_[0].size()); }

 private:
  Click(const ClickTrain& train, double level_db);

  ClickTrain train_;
  std::array<std::vector<float>, 3> sounds_;  // by kind
  std::optional<ClickEvent> playing_;         // the one that has begun; the next one ends it
  float playing_gain_ = 0;
  int sounded_ = 0;  // clicks that have begun
};

}  // namespace firstchair::practice
