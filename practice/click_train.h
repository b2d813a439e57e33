// A click train says where clicks fall. It has no end and is made bar by bar from a tempo plan. Every frame
// is computed from the last place where the tempo changed, so no rounding adds up: bar 10,000 is as exact as
// bar 1.
//
// A click is silent only because the plan says so, by a gap or by a mute drawn from the seed. How well the
// player plays never reaches this file.
#pragma once

#include <cstdint>

#include "engine/core/chart.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/units.h"
#include "practice/click_sound.h"

namespace firstchair::practice {

enum class ClickKind : unsigned char { accent, beat, subdivision };

// A ramp changes the tempo by bars, up or down. Every `bars` bars the tempo steps by `step_bpm` towards
// `limit_bpm`, and stays there; with `back` it then returns, step by step, to where it started, and stays
// there.
struct TempoRamp {
  int bars = 0;         // 1..1000; 0: no ramp
  double step_bpm = 0;  // > 0; towards the limit, whichever side it lies on
  double limit_bpm = 0;
  bool back = false;
};

struct ClickPlan {
  double rate = 48000;     // frames a second
  double bpm = 120;        // quarter notes a minute, 20..400, as is the ramp's limit
  MeterChange meter = {};  // beats and unit; its tick is not looked at
  Frames start = 0;        // frame of the first click
  // 0..16. The count-in is counted at `bpm`, on the beat, and is never silent; half of its last bar is
  // subdivided.
  int count_in_bars = 0;
  int subdivision = 1;  // clicks a beat, 1..8
  // Beat n of a bar, from 0, is accented where bit n is set; bits beyond the meter say nothing. The count-in
  // accents the first beat of every bar, whatever is chosen here.
  std::uint64_t accents = 1;
  ClickSound sound = ClickSound::beep;  // for Click; a train does not look at it
  bool offbeat = false;   // after the count-in, click half a beat after every beat instead of on it
  int gap_on = 0;         // after the count-in: so many bars with clicks, then
  int gap_off = 0;        // so many without, over and over; 0: no gaps
  double mute_share = 0;  // 0..1 of the beats after the count-in fall silent, drawn from the seed
  std::uint64_t seed = 1;
  TempoRamp ramp = {};
};

struct ClickEvent {
  Frames frame = 0;
  ClickKind kind = ClickKind::accent;
  bool sounds = true;  // false: in a gap or muted; the place is still kept
  int bar = 0;         // from 0 after the count-in; count-in bars are negative
  int beat = 0;        // from 0 in the bar
  int part = 0;        // from 0 in the beat
};

// Returns the tempo of a bar (quarter notes a minute). Bars before the end of the count-in have plan.bpm.
double bpm_of_bar(const ClickPlan& plan, int bar) FIRSTCHAIR_AUDIO;

// Copying a train copies its place in time.
class ClickTrain {
 public:
  // [setup] Errors: usage, with the number that is out of range, or when clicks would lie less than
  // kShortestGapMs apart.
  static Result<ClickTrain> make(const ClickPlan& plan);

  // [audio] peek() returns the next click; next() goes on to the one after it. The train has no end.
  ClickEvent peek() const FIRSTCHAIR_AUDIO;
  void next() FIRSTCHAIR_AUDIO;
  const ClickPlan& plan() const FIRSTCHAIR_AUDIO { return plan_; }

  static constexpr double kShortestGapMs = 15;

 private:
  explicit ClickTrain(const ClickPlan& plan);
  int parts() const FIRSTCHAIR_AUDIO;

  ClickPlan plan_;
  double anchor_ = 0;  // exact frame of the first beat of anchor_bar_, where this tempo began
  int anchor_bar_ = 0;
  double bpm_ = 0;
  int bar_ = 0, beat_ = 0, part_ = 0;
};

}  // namespace firstchair::practice
