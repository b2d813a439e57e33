// A Level says how fast a player can play an item today, as log2 of the breaking tempo with an uncertainty
// that grows by a hundredth of an octave (0.7 %) a day (in variance).
//
// A measured breaking tempo is an observation (Kalman); a take to the click that held or broke is a weaker
// one (the normal posterior nearest to that of a probit).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/practice/history.h"

namespace firstchair::teacher {

inline constexpr double kDayS = 86400;

struct Level {
  double log2_bpm = 0;
  double sd_oct = 0;
  std::int64_t at_s = 0;  // time of the last observation
  int observations = 0;   // 0: nothing is known
  int broke = 0;          // takes that broke; 0: the tempo at which anything breaks was not reached yet
  double held_bpm = 0;    // the fastest take that held; 0: none did

  double bpm() const;
  double low_bpm() const;  // 95 %
  double high_bpm() const;
  double work_bpm(double sigma_oct) const;  // T85
};

void predict(Level& level, std::int64_t now_s);
void observe_limit(Level& level, double log2_bpm, double sd_oct, std::int64_t at_s);
void observe_take(Level& level, double bpm, bool clean, double sigma_oct, std::int64_t at_s);

// Returns the level as it stands at now_s, from every limit and take of the item before then. Takes that do
// not count are left out.
Level level_of(const History& history, std::string_view item, std::int64_t now_s);
// Returns the level after each of those observations, and last as it stands at now_s. It is empty when
// nothing is known.
std::vector<Level> level_track(const History& history, std::string_view item, std::int64_t now_s);
// Returns the item's slope as it was last measured, else the usual 0.08 octaves.
double sigma_of(const History& history, std::string_view item);
// Returns the probability that the level is below `bpm`, or 1 where nothing is known.
double probability_below(const Level& level, double bpm);

}  // namespace firstchair::teacher
