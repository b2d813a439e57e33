// The guard watches rests, signs of fatigue, pain and load. It is not medical advice; the numbers are choices
// (conventions of musicians' health programmes), none a diagnosis. Everything may be overridden but the pain
// stop, which holds for the session. Nothing here counts days in a row, and nothing is earned by playing on.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/practice/advice.h"
#include "engine/core/practice/history.h"

namespace firstchair::teacher {

// --- fatigue

// A FatigueBlock holds 64 strokes at one tempo.
struct FatigueBlock {
  double spread_ms = 0;  // about the local mean
  double level_db = 0, level_sd_db = 0;
  double sag_low = 0, sag_high = 0;  // slope of the error, ms a minute, 95 %; above 0: falling behind
  double hand_gap_ms = 0;            // how much later the later hand lands; 0: unknown
};

// `blocks` are in order; the second and third are the baseline. Fewer than four tell nothing.
Fatigue fatigue_of(std::span<const FatigueBlock> blocks);

// --- the day

struct GuardInput {
  double pain = -1;       // 0..10 now; -1: not asked
  bool numbness = false;  // or tingling
  Fatigue fatigue = {};
  double speed_minutes = 0;  // played over 90 % of the limit today
  bool beginner = false;
  std::int64_t day_began_s = 0;  // the last local midnight; 0: not known, then the last 12 hours are the day
};

// Returns the advice that holds at now_s. Pain and numbness that were told since the day began hold on,
// beside a take or without one, discarded or not; so do those of the last 12 hours. Takes that overlap or lie
// in the future (a clock that went back) count once, by their minutes.
Advice advise(const History& history, std::int64_t now_s, const GuardInput& input);

// Speed work is what is over this part of the limit; the others are the minutes of it that are enough for a
// day.
inline constexpr double kSpeedWork = 0.9;
inline constexpr double kSpeedDay = 10, kSpeedDayBeginner = 5;

// One bout over 90 % of the limit lasts this many seconds, and the rest after it this many.
inline constexpr double kSpeedBoutS = 30, kSpeedRestS = 60;

// minutes_left() is what may still be played today, minutes_today() what was played. Both are at least 0.
// While too few days are known to set a limit, minutes_left() is 1e9.
double minutes_left(const History& history, std::int64_t now_s);
double minutes_today(const History& history, std::int64_t now_s);

}  // namespace firstchair::teacher
