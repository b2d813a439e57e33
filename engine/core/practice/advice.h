// Advice is what the guard says: signs of fatigue, and what stops a session. teacher/guard.h makes it.
#pragma once

namespace firstchair {

struct Fatigue {
  bool spread = false;  // F1: over 28 % (ln 0.25) wider in two blocks running
  bool level = false;   // F2: 2 dB softer, or levels 30 % less even
  bool sag = false;     // F3: falling behind, the interval excludes 0
  bool hand = false;    // F4: the hands' gap has doubled
  double spread_percent = 0, level_drop_db = 0, sag_ms = 0;  // of the last block, against the baseline
  int signs() const { return spread + level + sag + hand; }
  bool stop() const { return signs() >= 2; }
};

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

struct Advice {
  Halt halt = Halt::none;
  bool may_override = true;
  bool speed_work = true;  // tempi over 90 % of the limit
  bool clinician = false;
  double rest_minutes = 0;       // now
  double played = 0, limit = 0;  // minutes, of what `halt` says; for pain: of ten
};

}  // namespace firstchair
