// The search for the breaking tempo, as both of its commands need it: takes in, words out.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/take.h"
#include "engine/judge/norms.h"
#include "engine/teacher/breaking_tempo.h"
#include "engine/teacher/trial.h"

namespace firstchair::practice {

class LimitFinder {
 public:
  LimitFinder(const teacher::LimitConfig& config, const judge::Norms& norms, double z_wanted)
      : limit_(config), norms_(norms), z_wanted_(z_wanted) {}

  // What is to be said of it. seconds: of playing; 0: it was not played just now.
  std::string add(Take take, double bpm, bool lost_bar, double seconds);
  // The last take as if it had not been played; false: there is none.
  bool discard_last();

  const teacher::BreakingTempo& limit() const { return limit_; }
  // Played over 90 % of the limit as it was known then, thrown away or not.
  double speed_minutes() const { return speed_minutes_; }
  int takes() const { return static_cast<int>(takes_.size()); }
  // bar_numbers: see what_breaks().
  std::string words(std::span<const int> bar_numbers = {}) const;
  std::string words_so_far() const;

 private:
  teacher::BreakingTempo limit_;
  judge::Norms norms_;
  double z_wanted_;
  std::vector<Take> takes_;
  double speed_minutes_ = 0;
};

}  // namespace firstchair::practice
