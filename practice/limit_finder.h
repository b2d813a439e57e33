// The search for the breaking tempo as it goes on: takes in, outcomes and numbers out. What a search is made
// of beside its takes is in limit_policy.h.
#pragma once

#include <span>
#include <vector>

#include "engine/core/take.h"
#include "engine/drill.h"
#include "engine/judge/norms.h"
#include "engine/teacher/breaking_tempo.h"
#include "engine/teacher/trial.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

class LimitFinder {
 public:
  LimitFinder(const teacher::LimitConfig& config, const judge::Norms& norms, double z_wanted)
      : config_(config), limit_(config), norms_(norms), z_wanted_(z_wanted) {}

  // A recording that was made at `bpm`: it is no playing of today.
  TrialOutcome add_recording(Take take, double bpm);
  // An excerpt that was played to its end, laid against the click (Drill::against_click); `told` and `plan`
  // are the drill's.
  TrialOutcome add_excerpt(Take against_click, const std::vector<DrillStroke>& told, const DrillPlan& plan);
  // Notes of the chart that no take has played so far (teacher::never_played): they break no tempo. A take
  // that plays one after all makes it count in every take before. They are told once: the second is empty
  // until others come.
  const std::vector<WrittenNote>& missing() const { return missing_; }
  std::vector<WrittenNote> newly_missing();

  // The last take as if it had not been played; false: there is none.
  bool discard_last();

  const teacher::BreakingTempo& limit() const { return limit_; }
  double z_wanted() const { return z_wanted_; }
  // Played over 90 % of the limit as it was known then, thrown away or not.
  double speed_minutes() const { return speed_minutes_; }
  int takes() const { return static_cast<int>(played_.size()); }
  // The outcome of every take, as it stands now.
  const std::vector<TrialOutcome>& outcomes() const { return outcomes_; }
  // bar_numbers: as teacher::what_breaks() wants them.
  WhatBreaks what_breaks(std::span<const int> bar_numbers = {}) const;

 private:
  struct Played {
    Take take;
    double bpm = 0;
    bool lost_bar = false;
  };
  TrialOutcome add(Played played);
  void try_all();
  std::vector<WrittenNote> look_for_missing() const;

  teacher::LimitConfig config_;
  teacher::BreakingTempo limit_;
  judge::Norms norms_;
  double z_wanted_;
  std::vector<Played> played_;
  std::vector<TrialOutcome> outcomes_;  // one a take
  std::vector<int> bar_numbers_;        // of the excerpt; empty: as the takes' charts number them
  std::vector<WrittenNote> missing_, told_missing_;
  double speed_minutes_ = 0;
};

}  // namespace firstchair::practice
