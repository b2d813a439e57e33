// An Alignment lays every stroke beside the note it answers, and holds the player's own pulse. follow/ makes
// it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/units.h"

namespace firstchair {

enum class MatchKind : unsigned char {
  matched,      // hit answers note
  wrong_voice,  // hit answers note in time, on another drum
  grace,   // hit is a grace stroke of note's flam or drag; error_ms = its time minus the main stroke's (< 0)
  extra,   // hit answers nothing (note = -1)
  missed,  // note has no hit (hit = -1)
  masked,  // note shares its tick with one that was heard; this source cannot tell more (hit = -1)
};

struct Match {
  MatchKind kind = MatchKind::matched;
  std::int32_t hit = -1;   // index into the take's hits
  std::int32_t note = -1;  // index into the chart's notes
  std::int32_t passage = 0;
  Ticks tick = 0;       // the note's tick; for an extra stroke the nearest tick of the pulse
  double target = 0;    // frame at which the player's own pulse puts the tick; not a whole number
  double error_ms = 0;  // signed, negative = early; hit - target; 0 for missed and masked
};

// A Passage is a stretch of the chart played in order, without a jump. Playing the whole chart again from its
// end (a loop) begins a new passage too, and is no departure.
struct Passage {
  Ticks first_tick = 0, last_tick = 0;  // chart ticks of its first and last answered note
  Frames first_frame = 0, last_frame = 0;
  Ticks offset = 0;       // tick + offset counts on through the whole take, over jumps that keep time
  bool new_pulse = true;  // false: the beat of the passage before goes on (skipped, repeated, looped bars)
};

// A Departure says what the player did to the form. Reports name it; it is never scored as misses.
enum class DepartureKind : unsigned char { late_start, early_end, skipped, repeated, restart };

struct Departure {
  DepartureKind kind = DepartureKind::skipped;
  // These are the chart's bars left out or played again. For a restart they are the bar it came from and the
  // bar it went to.
  int first_bar = 0, last_bar = 0;
  Frames frame = 0;     // when it happened
  double pause_ms = 0;  // silence at a restart
};

// The pulse points are the smoothed tempo, one a beat of the chart's meter, in order of frame (so repeated
// bars appear twice).
struct PulsePoint {
  Ticks tick = 0;
  std::int32_t passage = 0;
  double frame = 0;
  double bpm = 0;     // quarter notes a minute
  double bpm_sd = 0;  // posterior standard deviation of bpm
};

struct Alignment {
  std::vector<Match> matches;  // in order of target, then hit
  std::vector<Passage> passages;
  std::vector<Departure> departures;
  std::vector<PulsePoint> pulse;
};

}  // namespace firstchair
