#include "testing/teacher/simulated_year.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/stats/stats.h"
#include "engine/teacher/practice_tempo.h"

namespace firstchair::testing {
namespace {

constexpr double kSigma = 0.08;                // oct
constexpr double kTired = 10;                  // minutes of one item after which a minute teaches 1/e as much
constexpr double kBest = 0.85, kWidth = 0.25;  // share of clean takes that teaches most, and how it falls off
constexpr double kKeeps = 20, kKeepsPerDay = 5;  // days: what is kept, and what a day of practice adds to it
constexpr double kCold = 0.03;                   // oct below the level before the item was warmed up
constexpr double kTake = 1;                      // minutes
constexpr double kWarm = 5, kOwn = 3;
constexpr double kSegment = 4;

class Year {
 public:
  Year(Chooser chooser, std::uint64_t seed, int items, double minutes)
      : chooser_(chooser), minutes_(minutes), player_(seed), takes_(seed + 1'000'000) {
    for (int i = 0; i < items; ++i) {
      SimulatedItem item;
      item.first_oct = item.level_oct = std::log2(100.0) + 0.25 * player_.normal();
      const double gap = 0.25 * std::exp(0.4 * player_.normal());
      item.goal_oct = item.first_oct + gap;
      item.ceiling_oct = item.goal_oct + 0.2 * std::exp(0.4 * player_.normal());
      item.rate = 0.006 * std::exp(0.5 * player_.normal());
      world_.push_back(item);
      const std::string name = "item " + std::to_string(i);
      known_.push_back({.item = name, .title = name, .bars = 8, .minutes = 1});
      history_.goals.push_back({.item = name, .bpm = std::exp2(item.goal_oct)});
      history_.limits.push_back({.item = name,
                                 .began_s = 0,
                                 .t50 = item.level_oct + 0.03 * player_.normal(),
                                 .sd_oct = 0.03,
                                 .sigma_oct = kSigma,
                                 .takes = 9});
    }
  }

  YearResult run(int days) {
    for (int day = 1; day <= days; ++day) {
      now_s_ = static_cast<std::int64_t>(day * teacher::kDayS) + 64800;
      overnight();
      if (reached()) return {.minutes = played_, .day = day};
      practise();
    }
    return {.minutes = played_, .day = -1};
  }

 private:
  bool reached() const {
    return std::all_of(world_.begin(), world_.end(),
                       [](const SimulatedItem& item) { return item.level_oct >= item.goal_oct; });
  }

  void overnight() {
    for (SimulatedItem& item : world_) {
      if (item.minutes_today > 0) ++item.days;
      const double keeps = kKeeps + kKeepsPerDay * item.days;
      if (item.minutes_today == 0)
        item.level_oct = item.first_oct + (item.level_oct - item.first_oct) * std::exp(-1 / keeps);
      item.minutes_today = 0;
    }
  }

  std::size_t index_of(const std::string& name) const {
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].item == name) return i;
    }
    return 0;
  }

  bool take(std::size_t i, double bpm, Mode mode) {
    SimulatedItem& item = world_[i];
    const double x = std::log2(bpm), cold = item.minutes_today < 2 ? kCold : 0;
    const double hold = stats::normal_cdf((item.level_oct - cold - x) / kSigma);
    const bool clean = stats::normal_cdf(takes_.normal()) < hold;
    const double fits = std::exp(-(hold - kBest) * (hold - kBest) / (2 * kWidth * kWidth));
    const double fresh = std::exp(-item.minutes_today / kTired);
    item.level_oct += item.rate * std::max(0.0, item.ceiling_oct - item.level_oct) * fits * fresh * kTake;
    item.minutes_today += kTake;
    KeptTake kept;
    kept.began_s = now_s_;
    kept.minutes = kTake;
    kept.item = known_[i].item;
    kept.bpm = bpm;
    kept.click = true;
    kept.mode = mode;
    kept.clean = clean;
    history_.takes.push_back(kept);
    now_s_ += static_cast<std::int64_t>(60 * kTake);
    played_ += kTake;
    return clean;
  }

  void work(std::size_t i, double minutes, double bpm, double limit) {
    teacher::PracticeTempo tempo(bpm, limit);
    for (double m = 0; m + kTake / 2 < minutes; m += kTake) tempo.played(take(i, tempo.bpm(), Mode::drill));
  }

  // As the plan begins: where 85 of 100 hold, never over the goal.
  void work(std::size_t i, double minutes) {
    const teacher::Level level = teacher::level_of(history_, known_[i].item, now_s_);
    const double goal = std::exp2(world_[i].goal_oct);
    work(i, minutes, std::round(std::min(goal, level.work_bpm(kSigma))), level.bpm());
  }

  void practise() {
    const std::int64_t since = now_s_;
    if (chooser_ == Chooser::planner) {
      const Plan plan = teacher::plan_today(history_, known_, now_s_, minutes_);
      for (const Step& step : plan.steps) {
        const std::size_t i = index_of(step.item);
        if (step.kind == StepKind::warm_up || step.kind == StepKind::own_time) {
          played_ += step.minutes;  // teaches no tempo
          now_s_ += static_cast<std::int64_t>(60 * step.minutes);
        } else if (step.kind == StepKind::rest) {
          now_s_ += static_cast<std::int64_t>(60 * step.minutes);
        } else if (step.kind == StepKind::retest) {
          if (!take(i, step.bpm, Mode::drill)) take(i, step.bpm, Mode::drill);
        } else if (step.kind == StepKind::full_take) {
          take(i, step.bpm, Mode::full);
        } else {
          work(i, step.minutes, step.bpm, teacher::level_of(history_, step.item, now_s_).bpm());
        }
      }
      teacher::enter_retests(plan, history_, since, now_s_);
      teacher::consolidate(history_, now_s_);
      return;
    }
    // The same day without the choice: warm-up, own time and one full take as in the plan, the rest is work.
    played_ += kWarm + kOwn;
    now_s_ += static_cast<std::int64_t>(60 * (kWarm + kOwn));
    double left = minutes_ - kWarm - kOwn - kTake;
    std::size_t last = 0;
    while (left >= kTake) {
      const double minutes = std::min(left, kSegment);
      last = chooser_ == Chooser::rotation ? next_++ % known_.size() : furthest();
      work(last, minutes);
      left -= minutes;
    }
    take(last, std::round(teacher::level_of(history_, known_[last].item, now_s_).work_bpm(kSigma)),
         Mode::full);
  }

  std::size_t furthest() const {
    std::size_t at = 0;
    double most = -1e9;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      const double gap = world_[i].goal_oct - teacher::level_of(history_, known_[i].item, now_s_).log2_bpm;
      if (gap > most) most = gap, at = i;
    }
    return at;
  }

  Chooser chooser_;
  double minutes_;
  Chance player_, takes_;
  std::vector<SimulatedItem> world_;
  std::vector<teacher::PracticeItem> known_;
  History history_;
  std::int64_t now_s_ = 0;
  double played_ = 0;
  std::size_t next_ = 0;
};

}  // namespace

YearResult simulate_year(Chooser chooser, std::uint64_t seed, int items, double minutes, int days) {
  return Year(chooser, seed, items, minutes).run(days);
}

}  // namespace firstchair::testing
