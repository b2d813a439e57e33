// What a whole drill shows beside its bars. judge/ makes them (own_time.h, endurance.h). And what is asked.
#pragma once

namespace firstchair {

// How far off a player is when the click comes back.
struct OwnTime {
  int gaps = 0;
  bool measured = false;                                  // enough gaps
  double mean_ms = 0, mean_low = 0, mean_high = 0;        // 95 %; negative = back early
  double spread_ms = 0, spread_low = 0, spread_high = 0;  // SD of single returns, 95 %
};

// How spread and level change as a take goes on.
struct Endurance {
  int blocks = 0;
  bool measured = false;                               // enough blocks
  double minutes = 0;                                  // from the first block's middle to the last's
  double spread = 0, spread_low = 0, spread_high = 0;  // change of the spread, % a minute
  double level = 0, level_low = 0, level_high = 0;     // dB a minute
};

// What a player says of the last take before being told.
enum class SaidLean : unsigned char { early, late, even };

}  // namespace firstchair
