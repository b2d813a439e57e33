// This file holds what a whole drill shows beside its bars (judge/ makes it: own_time.h, endurance.h), and
// what the player is asked.
#pragma once

namespace firstchair {

// OwnTime says how far off a player is when the click comes back.
struct OwnTime {
  int gaps = 0;
  bool measured = false;                                  // true: there were enough gaps
  double mean_ms = 0, mean_low = 0, mean_high = 0;        // 95 %; negative = back early
  double spread_ms = 0, spread_low = 0, spread_high = 0;  // SD of single returns, 95 %
};

// Endurance says how spread and level change as a take goes on.
struct Endurance {
  int blocks = 0;
  bool measured = false;                               // true: there were enough blocks
  double minutes = 0;                                  // from the first block's middle to the last's
  double spread = 0, spread_low = 0, spread_high = 0;  // change of the spread, % a minute
  double level = 0, level_low = 0, level_high = 0;     // dB a minute
};

// SaidLean is what a player says of the last take before being told.
enum class SaidLean : unsigned char { early, late, even };

}  // namespace firstchair
