#include "engine/teacher/planner.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/teacher/fsrs.h"
#include "engine/teacher/guard.h"

namespace firstchair::teacher {
namespace {

constexpr double kWarmUp = 5, kShortWarmUp = 2, kWarmShare = 0.6;
constexpr double kRetest = 1.5, kRetestShare = 0.15;
constexpr double kSegment = 4;  // minutes of one item before the next
constexpr double kOwnTime = 3, kRest = 5, kStretch = 25;
constexpr double kLeast = 5;  // minutes worth a plan
constexpr std::size_t kItems = 4;
constexpr double kUsualGain = 0.0005, kUsualMinutes = 120;  // oct a minute, and what that guess is worth
constexpr int kLately = 28;                                 // days
constexpr double kNotMeasured = 0.3;  // oct: nothing is surer to gain than an item nobody has measured
constexpr double kHeld = 0.9;         // an item is at its goal from this probability on
constexpr double kFirstBpm = 80;
// What two cold takes where 85 of 100 hold (T85) say of the breaking tempo, over the one known.
constexpr double kHeldAbove = 1.04, kHeldAtOnce = 1, kHeldSecond = 0.95, kNeither = 0.85;
constexpr std::array<std::array<int, 2>, 5> kLadder{{{4, 0}, {3, 1}, {2, 2}, {1, 3}, {1, 7}}};

const Goal* goal_of(const History& history, std::string_view item) {
  for (const Goal& goal : history.goals) {
    if (goal.item == item) return &goal;
  }
  return nullptr;
}

const Retest* retest_of(const History& history, std::string_view item) {
  for (const Retest& retest : history.retests) {
    if (retest.item == item) return &retest;
  }
  return nullptr;
}

double days_between(std::int64_t from, std::int64_t to) {
  return std::max(0.0, static_cast<double>(to - from) / kDayS);
}

// Days since the last take of this mode (of any item); -1: none.
double days_since(const History& history, Mode mode, std::int64_t now_s) {
  for (auto take = history.takes.rbegin(); take != history.takes.rend(); ++take) {
    if (take->mode == mode && counts(*take) && take->began_s <= now_s)
      return days_between(take->began_s, now_s);
  }
  return -1;
}

int rung_of(const History& history) {
  int clean = 0;
  for (const KeptTake& take : history.takes) clean += take.mode == Mode::own && take.clean && counts(take);
  return std::min(static_cast<int>(kLadder.size()) - 1, 1 + clean / 2);
}

// Of the last ten takes to the click fewer than half held.
bool mostly_breaks(const History& history, std::string_view item, std::int64_t now_s) {
  int takes = 0, clean = 0;
  for (auto take = history.takes.rbegin(); take != history.takes.rend() && takes < 10; ++take) {
    if (take->item != item || !counts(*take) || !take->click || take->began_s > now_s) continue;
    ++takes;
    clean += take->clean;
  }
  return takes >= 4 && 2 * clean < takes;
}

struct Candidate {
  const PracticeItem* item;
  Claim claim;
  double goal = 0;
  const Retest* retest = nullptr;
};

class Planner {
 public:
  Planner(const History& history, std::span<const PracticeItem> items, std::int64_t now_s)
      : history_(history), now_s_(now_s) {
    for (const PracticeItem& item : items) {
      const Goal* goal = goal_of(history, item.item);
      candidates_.push_back({.item = &item,
                             .claim = claim_of(history, item, now_s),
                             .goal = goal ? goal->bpm : 0,
                             .retest = retest_of(history, item.item)});
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.claim.claim > b.claim.claim; });
  }

  Plan plan(double minutes) {
    if (minutes < kLeast || candidates_.empty()) return {};
    left_ = minutes;
    warm_up(minutes);
    retests(minutes);
    const double full = std::min(full_item().item->minutes + 0.5, std::max(1.0, 0.15 * minutes));
    const bool own = minutes >= 15;
    work(left_ - full - (own ? kOwnTime : 0));
    if (own) own_time();
    full_take(full);
    rests();
    for (const Step& step : plan_.steps) {
      plan_.total += step.minutes;
      if (step.kind != StepKind::rest) plan_.playing += step.minutes;
    }
    return std::move(plan_);
  }

 private:
  Step step(StepKind kind, const Candidate* of, double minutes) {
    Step s;
    s.kind = kind;
    s.minutes = minutes;
    if (of != nullptr) {
      s.item = of->item->item;
      s.title = of->item->title;
      s.value = std::round(of->claim.level.bpm());
      s.low = of->claim.level.low_bpm();
      s.high = of->claim.level.high_bpm();
      s.broke = of->claim.level.broke > 0;
      s.held_bpm = of->claim.level.held_bpm;
    }
    left_ -= minutes;
    return s;
  }

  double work_bpm(const Candidate& c) const {
    if (c.claim.level.observations == 0) return c.goal > 0 ? std::round(0.7 * c.goal) : kFirstBpm;
    const double bpm = std::round(c.claim.level.work_bpm(sigma_of(history_, c.item->item)));
    return c.goal > 0 ? std::min(bpm, std::round(c.goal)) : bpm;
  }

  // Slow enough for every item of the day.
  void warm_up(double minutes) {
    double limit = 0;
    for (const Candidate& c : candidates_) {
      if (c.claim.level.observations == 0) continue;
      const double bpm = c.claim.level.bpm();
      limit = limit == 0 ? bpm : std::min(limit, bpm);
    }
    if (limit == 0) limit = kFirstBpm;
    Step s = step(StepKind::warm_up, nullptr, minutes >= 20 ? kWarmUp : kShortWarmUp);
    s.bpm = std::floor(kWarmShare * limit);
    s.because = Because::tempo_of_limit;
    s.value = 100 * kWarmShare;
    s.other = std::round(limit);
    plan_.steps.push_back(s);
  }

  void retests(double minutes) {
    std::vector<const Candidate*> due;
    for (const Candidate& c : candidates_) {
      if (c.retest != nullptr && c.retest->due_s <= now_s_) due.push_back(&c);
    }
    std::stable_sort(due.begin(), due.end(), [](const Candidate* a, const Candidate* b) {
      return a->retest->due_s < b->retest->due_s;
    });
    const auto most = static_cast<std::size_t>(kRetestShare * minutes / kRetest);
    due.resize(std::min({due.size(), std::max<std::size_t>(1, most), std::size_t{2}}));
    for (const Candidate* c : due) {
      Step s = step(StepKind::retest, c, kRetest);
      const double days = days_between(c->retest->last_s, now_s_);
      s.because = Because::due;
      s.value = std::round(
          100 *
          recall_probability({.stability = c->retest->stability, .difficulty = c->retest->difficulty}, days));
      s.other = std::round(days);
      s.bpm = std::round(c->claim.level.work_bpm(sigma_of(history_, c->item->item)));
      s.ends = Ends::takes;
      s.count = 2;
      plan_.steps.push_back(s);
    }
  }

  Step worked(const Candidate& c, double minutes) {
    Step s = step(StepKind::work, &c, minutes);
    s.from_bar = c.item->from_bar;
    s.to_bar = c.item->to_bar;
    s.bpm = work_bpm(c);
    s.other = c.goal;
    s.because = c.claim.level.observations == 0 ? Because::not_measured
                : c.claim.below >= 1 - kHeld    ? Because::below_goal
                                                : Because::at_goal;
    if (s.because == Because::not_measured) s.value = 0;
    s.ends = Ends::clean;
    s.count = 4;
    s.target_bpm = std::max(s.bpm + 1, std::round(1.02 * s.bpm));
    return s;
  }

  // Two blocks; inside them the items take turns. Neighbours share no limb where that can be had.
  void work(double minutes) {
    const auto segments =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::floor(minutes / kSegment + 0.25)));
    std::vector<const Candidate*> chosen;
    for (const Candidate& c : candidates_) {
      const bool open = c.claim.below >= 1 - kHeld || c.goal <= 0;
      if (open && chosen.size() < std::min(kItems, segments)) chosen.push_back(&c);
    }
    // All at their goals: the one nearest to falling below it.
    if (chosen.empty()) chosen.push_back(&candidates_.front());
    for (std::size_t i = 1; i + 1 < chosen.size(); ++i) {
      const auto shares = [&](const Candidate* c) {
        return (c->item->limbs & chosen[i - 1]->item->limbs) != 0;
      };
      const auto other =
          std::find_if_not(chosen.begin() + static_cast<std::ptrdiff_t>(i), chosen.end(), shares);
      if (other != chosen.end())
        std::rotate(chosen.begin() + static_cast<std::ptrdiff_t>(i), other, other + 1);
    }
    const double each = std::max(1.0, minutes / static_cast<double>(segments));
    std::size_t turn = 0;
    bool second = false;
    for (std::size_t i = 0; i < segments; ++i) {
      const Candidate& c = *chosen[turn % chosen.size()];
      Step s = worked(c, each);
      s.block = i < (segments + 1) / 2 ? 1 : 2;
      const bool again = !plan_.steps.empty() && plan_.steps.back().kind == StepKind::work &&
                         plan_.steps.back().item == s.item && plan_.steps.back().block == s.block;
      if (again)
        plan_.steps.back().minutes += s.minutes;
      else
        plan_.steps.push_back(s);
      // What breaks in more than half of its takes is still being learned: two segments in a row.
      second = !second && mostly_breaks(history_, c.item->item, now_s_);
      if (!second) ++turn;
    }
  }

  void own_time() {
    const Candidate& c = candidates_.back();  // the one that needs least work: time is the task
    Step s = step(StepKind::own_time, &c, kOwnTime);
    const auto& rung = kLadder[static_cast<std::size_t>(rung_of(history_))];
    s.gap_on = rung[0];
    s.gap_off = rung[1];
    s.bpm = std::round(0.9 * work_bpm(c));
    s.because = Because::own_time_old;
    s.value = std::round(days_since(history_, Mode::own, now_s_));
    s.ends = Ends::takes;
    s.count = 2;
    plan_.steps.push_back(s);
  }

  const Candidate& full_item() const { return candidates_.front(); }

  void full_take(double minutes) {
    const Candidate& c = full_item();
    Step s = step(StepKind::full_take, &c, minutes);
    s.bpm = work_bpm(c);
    s.because = Because::full_take_old;
    s.value = std::round(days_since(history_, Mode::full, now_s_));
    s.ends = Ends::takes;
    s.count = 1;
    plan_.steps.push_back(s);
  }

  // Five minutes before twenty-five would be passed.
  void rests() {
    std::vector<Step> with;
    double played = 0;
    for (const Step& s : plan_.steps) {
      if (played > 0 && played + s.minutes > kStretch + 1e-9) {
        Step rest;
        rest.minutes = kRest;
        rest.value = std::round(played);
        with.push_back(rest);
        played = 0;
      }
      with.push_back(s);
      played += s.minutes;
    }
    plan_.steps = std::move(with);
  }

  const History& history_;
  std::int64_t now_s_;
  std::vector<Candidate> candidates_;  // by claim
  Plan plan_;
  double left_ = 0;
};

}  // namespace

Claim claim_of(const History& history, const PracticeItem& item, std::int64_t now_s) {
  Claim claim;
  claim.level = level_of(history, item.item, now_s);
  const Goal* goal = goal_of(history, item.item);
  claim.below = goal != nullptr && goal->bpm > 0 ? probability_below(claim.level, goal->bpm) : 0.5;
  const std::int64_t lately = now_s - static_cast<std::int64_t>(kLately * kDayS);
  double minutes = 0;
  std::int64_t last = 0;
  for (const KeptTake& take : history.takes) {
    if (take.item != item.item || take.began_s > now_s || !counts(take)) continue;
    if (take.began_s > lately) minutes += take.minutes;
    last = std::max(last, take.began_s);
  }
  const Level before = level_of(history, item.item, lately);
  // A gain is as sure as its minutes: shrunk to the usual one.
  double gained = 0;
  if (before.observations > 0) gained = std::max(0.0, claim.level.log2_bpm - before.log2_bpm);
  if (before.observations == 0) minutes = 0;
  claim.gain_oct = (kUsualGain * kUsualMinutes + gained) / (kUsualMinutes + minutes);
  if (claim.level.observations == 0) claim.gain_oct = kNotMeasured / kUsualMinutes;
  claim.rested_days = last > 0 ? days_between(last, now_s) : kLately;
  const double rested = 1 - std::exp(-(claim.rested_days + 0.25));
  claim.claim = (goal != nullptr ? goal->weight : 1) * claim.below * claim.gain_oct * rested;
  return claim;
}

Plan plan_today(const History& history, std::span<const PracticeItem> items, std::int64_t now_s,
                double minutes) {
  return Planner(history, items, now_s).plan(std::min(minutes, minutes_left(history, now_s)));
}

PlanDone follow_plan(const Plan& plan, const History& history, std::int64_t since_s, std::int64_t now_s) {
  PlanDone done;
  done.steps.resize(plan.steps.size());
  const auto ended = [&](std::size_t i) {
    const Step& step = plan.steps[i];
    const StepDone& d = done.steps[i];
    switch (step.ends) {
      case Ends::minutes:
        return d.minutes >= step.minutes - 0.25;
      case Ends::takes:
        return d.takes >= step.count;
      case Ends::clean:
        return d.clean >= step.count || d.minutes >= step.minutes - 0.25;
    }
    return false;
  };
  for (const KeptTake& take : history.takes) {
    if (take.began_s < since_s || take.began_s > now_s || !counts(take)) continue;
    done.minutes += take.minutes;
    bool placed = false;
    for (std::size_t i = 0; i < plan.steps.size() && !placed; ++i) {
      const Step& step = plan.steps[i];
      if (step.kind == StepKind::rest || done.steps[i].ended) continue;
      const bool slow = step.kind == StepKind::warm_up && take.bpm <= 1.05 * step.bpm;
      const bool own = step.kind == StepKind::own_time;
      const bool same =
          step.kind != StepKind::warm_up && take.item == step.item && own == (take.mode == Mode::own);
      if (!slow && !same) continue;
      StepDone& d = done.steps[i];
      d.minutes += take.minutes;
      ++d.takes;
      // Clean takes count from the step's own tempo up.
      if (take.clean && take.bpm >= step.bpm - 0.5) {
        ++d.clean;
        d.best_bpm = std::max(d.best_bpm, take.bpm);
      }
      d.ended = ended(i);
      placed = true;
    }
    done.beside += !placed;
  }
  return done;
}

void enter_retests(const Plan& plan, History& history, std::int64_t since_s, std::int64_t now_s) {
  for (const Step& step : plan.steps) {
    if (step.kind != StepKind::retest) continue;
    std::vector<const KeptTake*> takes;
    for (const KeptTake& take : history.takes) {
      const bool its = take.item == step.item && counts(take) && take.mode != Mode::own;
      if (its && take.began_s >= since_s && take.began_s <= now_s && take.bpm >= step.bpm - 0.5)
        takes.push_back(&take);
    }
    if (takes.empty()) continue;
    double quotient = kNeither;
    if (takes[0]->clean) {
      const bool above = takes[0]->bpm >= level_of(history, step.item, since_s).bpm();
      quotient = above ? kHeldAbove : kHeldAtOnce;
    } else if (takes.size() > 1 && takes[1]->clean) {
      quotient = kHeldSecond;
    }
    enter_retest(history, step.item, quotient, takes[0]->began_s);
  }
}

void consolidate(History& history, std::int64_t now_s) {
  for (const Goal& goal : history.goals) {
    if (goal.bpm <= 0 || retest_of(history, goal.item) != nullptr) continue;
    if (probability_below(level_of(history, goal.item, now_s), goal.bpm) > 1 - kHeld) continue;
    enter_retest(history, goal.item, 1, now_s);
  }
}

}  // namespace firstchair::teacher
