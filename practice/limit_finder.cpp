#include "practice/limit_finder.h"

#include "engine/teacher/guard.h"
#include "practice/against_click.h"

namespace firstchair::practice {

TrialOutcome LimitFinder::add(Take take, double bpm, bool lost_bar) {
  const TrialOutcome outcome =
      teacher::try_out(take, norms_, {.bpm = bpm, .z_wanted = z_wanted_, .lost_bar = lost_bar});
  limit_.add(outcome.trial);
  takes_.push_back(std::move(take));
  return outcome;
}

TrialOutcome LimitFinder::add_recording(Take take, double bpm) {
  return add(std::move(take), bpm, false);
}

TrialOutcome LimitFinder::add_excerpt(Take against_click, const std::vector<DrillStroke>& told,
                                      const DrillPlan& plan) {
  const double bpm = plan.click.bpm;
  const double seconds = (plan.bar_lines.back() - plan.bar_lines.front()) / plan.click.rate;
  if (bpm > teacher::kSpeedWork * limit_.estimate().bpm) speed_minutes_ += seconds / 60;
  return add(std::move(against_click), bpm, lost_a_bar(settled(told), plan));
}

bool LimitFinder::discard_last() {
  if (takes_.empty()) return false;
  limit_.discard(takes_.size() - 1);
  takes_.pop_back();
  return true;
}

WhatBreaks LimitFinder::what_breaks(std::span<const int> bar_numbers) const {
  std::vector<const Take*> broken, held;
  for (std::size_t i = 0; i < takes_.size(); ++i)
    (limit_.trials()[i].clean ? held : broken).push_back(&takes_[i]);
  return teacher::what_breaks(broken, held, norms_, bar_numbers);
}

}  // namespace firstchair::practice
