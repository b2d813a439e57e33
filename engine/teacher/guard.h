// The guard: rests, signs of fatigue, pain, load. Not medical advice; the numbers are choices (conventions of
// musicians' health programmes), none a diagnosis. Everything may be overridden but the pain stop, which
// holds for the session. Nothing here counts days in a row, and nothing is earned by playing on.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/history.h"

namespace firstchair {

// --- fatigue
// ---------------------------------------------------------------------------------------------------

// 64 strokes at one tempo.
struct FatigueBlock {
  double spread_ms = 0;  // about the local mean
  double level_db = 0, level_sd_db = 0;
  double sag_low = 0, sag_high = 0;  // slope of the error, ms a minute, 95 %; above 0: falling behind
  double hand_gap_ms = 0;            // how much later the later hand lands; 0: unknown
};

struct Fatigue {
  bool spread = false;  // F1: over 28 % (ln 0.25) wider in two blocks running
  bool level = false;   // F2: 2 dB softer, or levels 30 % less even
  bool sag = false;     // F3: falling behind, the interval excludes 0
  bool hand = false;    // F4: the hands' gap has doubled
  double spread_percent = 0, level_drop_db = 0, sag_ms = 0;  // of the last block, against the baseline
  int signs() const { return spread + level + sag + hand; }
  bool stop() const { return signs() >= 2; }
};

// Blocks in order; the second and third are the baseline. Fewer than four tell nothing.
Fatigue fatigue_of(std::span<const FatigueBlock> blocks);

// --- the day
// ---------------------------------------------------------------------------------------------------

enum class Halt : unsigned char {
  none,
  pain,          // 3 or more of 10 while playing: stop for this session; cannot be overridden
  numbness,      // the same
  pain_returns,  // pain has risen on two days: no speed work, and a clinician
  fatigue,       // rest 5 minutes
  rest,          // 25 minutes played without 5 of rest, or an hour without 10
  day_full,      // 1.3 times the mean day of the last 14
  week_full,     // 1.1 times the week before
  speed_full     // minutes over 90 % of the limit: 10 a day, 5 for beginners
};

struct GuardInput {
  double pain = -1;       // 0..10 now; -1: not asked
  bool numbness = false;  // or tingling
  Fatigue fatigue = {};
  double speed_minutes = 0;  // played over 90 % of the limit today
  bool beginner = false;
};

struct Advice {
  Halt halt = Halt::none;
  bool may_override = true;
  bool speed_work = true;  // tempi over 90 % of the limit
  bool clinician = false;
  double rest_minutes = 0;       // now
  double played = 0, limit = 0;  // minutes (halt says of what); pain: of ten
};

// What holds at now_s. Takes that overlap or lie in the future (a clock that went back) count once, by their
// minutes.
Advice advise(const History& history, std::int64_t now_s, const GuardInput& input);

// Seconds of one bout over 90 % of the limit, and of rest after it.
inline constexpr double kSpeedBoutS = 30, kSpeedRestS = 60;

// Minutes still to be played today; at least 0.
double minutes_left(const History& history, std::int64_t now_s);
double minutes_today(const History& history, std::int64_t now_s);

}  // namespace firstchair
