#include "practice/limit_finder.h"

#include <algorithm>
#include <utility>

#include "engine/teacher/guard.h"
#include "practice/against_click.h"

namespace firstchair::practice {

TrialOutcome LimitFinder::add(Played played) {
  played_.push_back(std::move(played));
  if (std::vector<WrittenNote> missing = look_for_missing(); missing != missing_) {
    missing_ = std::move(missing);
    try_all();
  } else {
    const Played& last = played_.back();
    outcomes_.push_back(teacher::try_out(last.take, norms_,
                                         {.bpm = last.bpm,
                                          .z_wanted = z_wanted_,
                                          .lost_bar = last.lost_bar,
                                          .missing = missing_,
                                          .bar_numbers = bar_numbers_}));
    limit_.add(outcomes_.back().trial);
  }
  return outcomes_.back();
}

// With other notes missing, every take may have come out otherwise.
void LimitFinder::try_all() {
  limit_ = teacher::BreakingTempo(config_);
  outcomes_.clear();
  for (const Played& played : played_) {
    outcomes_.push_back(teacher::try_out(played.take, norms_,
                                         {.bpm = played.bpm,
                                          .z_wanted = z_wanted_,
                                          .lost_bar = played.lost_bar,
                                          .missing = missing_,
                                          .bar_numbers = bar_numbers_}));
    limit_.add(outcomes_.back().trial);
  }
}

std::vector<WrittenNote> LimitFinder::look_for_missing() const {
  std::vector<const Take*> takes;
  for (const Played& played : played_) takes.push_back(&played.take);
  return teacher::never_played(takes, bar_numbers_);
}

std::vector<WrittenNote> LimitFinder::newly_missing() {
  std::vector<WrittenNote> fresh;
  for (const WrittenNote& note : missing_) {
    if (std::find(told_missing_.begin(), told_missing_.end(), note) == told_missing_.end())
      fresh.push_back(note);
  }
  told_missing_.insert(told_missing_.end(), fresh.begin(), fresh.end());
  return fresh;
}

TrialOutcome LimitFinder::add_recording(Take take, double bpm) {
  return add({std::move(take), bpm, false});
}

TrialOutcome LimitFinder::add_excerpt(Take against_click, const std::vector<DrillStroke>& told,
                                      const DrillPlan& plan) {
  const double bpm = plan.click.bpm;
  const double seconds = (plan.bar_lines.back() - plan.bar_lines.front()) / plan.click.rate;
  if (bpm > teacher::kSpeedWork * limit_.estimate().bpm) speed_minutes_ += seconds / 60;
  bar_numbers_ = plan.bar_numbers;
  return add({std::move(against_click), bpm, lost_a_bar(settled(told), plan)});
}

bool LimitFinder::discard_last() {
  if (played_.empty()) return false;
  played_.pop_back();
  missing_ = look_for_missing();
  try_all();
  return true;
}

WhatBreaks LimitFinder::what_breaks(std::span<const int> bar_numbers) const {
  std::vector<const Take*> broken, held;
  for (std::size_t i = 0; i < played_.size(); ++i)
    (limit_.trials()[i].clean ? held : broken).push_back(&played_[i].take);
  return teacher::what_breaks(broken, held, norms_, bar_numbers);
}

}  // namespace firstchair::practice
