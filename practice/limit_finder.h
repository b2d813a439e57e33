// A LimitFinder runs the search for the breaking tempo for every command that needs it: takes go in, words
// come out.
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

  // Adds a take that was played at `bpm` (quarter notes a minute) and returns what is to be said of it.
  // `seconds` is how long it was played; 0 means that it was not played just now.
  std::string add(Take take, double bpm, bool lost_bar, double seconds);
  // Forgets the last take, as if it had not been played. Returns false when there is none.
  bool discard_last();

  const teacher::BreakingTempo& limit() const { return limit_; }
  // Returns the minutes played over 90 % of the limit as it was known then. Takes that were thrown away count
  // too.
  double speed_minutes() const { return speed_minutes_; }
  int takes() const { return static_cast<int>(takes_.size()); }
  // `bar_numbers` is passed on to what_breaks().
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
