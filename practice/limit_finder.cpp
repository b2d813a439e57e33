#include "practice/limit_finder.h"

#include "engine/teacher/guard.h"
#include "report/text/teacher_text.h"

namespace firstchair::practice {

std::string LimitFinder::add(Take take, double bpm, bool lost_bar, double seconds) {
  if (bpm > teacher::kSpeedWork * limit_.estimate().bpm) speed_minutes_ += seconds / 60;
  const TrialOutcome outcome =
      teacher::try_out(take, norms_, {.bpm = bpm, .z_wanted = z_wanted_, .lost_bar = lost_bar});
  limit_.add(outcome.trial);
  takes_.push_back(std::move(take));
  return report::trial_text(outcome, z_wanted_);
}

bool LimitFinder::discard_last() {
  if (takes_.empty()) return false;
  limit_.discard(takes_.size() - 1);
  takes_.pop_back();
  return true;
}

std::string LimitFinder::words(std::span<const int> bar_numbers) const {
  std::vector<const Take*> broken, held;
  for (std::size_t i = 0; i < takes_.size(); ++i)
    (limit_.trials()[i].clean ? held : broken).push_back(&takes_[i]);
  return report::limit_text(limit_.estimate(), takes(),
                            teacher::what_breaks(broken, held, norms_, bar_numbers));
}

std::string LimitFinder::words_so_far() const {
  return report::limit_so_far_text(limit_.estimate(), takes(), limit_.next_bpm());
}

}  // namespace firstchair::practice
