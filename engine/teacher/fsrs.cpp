#include "engine/teacher/fsrs.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/teacher/level.h"

namespace firstchair::teacher {
namespace {

constexpr std::array<double, 21> w{0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
                                   0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
                                   1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542};
constexpr double kWanted = 0.85, kShortest = 1, kLongest = 21;
constexpr std::array kFixed{1.0, 3.0, 7.0, 14.0};
constexpr std::size_t kTrial = 200;  // reviews before FSRS may be dropped
constexpr double kLeastStability = 0.001;

double factor() {
  static const double f = std::pow(0.9, -1 / w[20]) - 1;
  return f;
}

double first_difficulty(int grade) {
  return w[4] - std::exp(w[5] * (grade - 1)) + 1;
}

double next_difficulty(double d, int grade) {
  const double moved = d - w[6] * (grade - 3) * (10 - d) / 9;
  return std::clamp(w[7] * first_difficulty(4) + (1 - w[7]) * moved, 1.0, 10.0);
}

}  // namespace

double recall_probability(const Memory& memory, double days) {
  if (memory.stability <= 0) return 0;
  return std::pow(1 + factor() * std::max(0.0, days) / memory.stability, -w[20]);
}

double days_until(const Memory& memory, double wanted) {
  return memory.stability / factor() * (std::pow(wanted, -1 / w[20]) - 1);
}

Memory review(const Memory& memory, Recall recall, double days) {
  const int grade = static_cast<int>(recall);
  if (memory.stability <= 0) {
    return {.stability = w[static_cast<std::size_t>(grade - 1)],
            .difficulty = std::clamp(first_difficulty(grade), 1.0, 10.0)};
  }
  const double s = memory.stability, d = memory.difficulty, r = recall_probability(memory, days);
  double next = 0;
  if (days < 1) {
    double grows = std::exp(w[17] * (grade - 3 + w[18])) * std::pow(s, -w[19]);
    if (grade >= 3) grows = std::max(grows, 1.0);
    next = s * grows;
  } else if (recall == Recall::again) {
    const double lapse =
        w[11] * std::pow(d, -w[12]) * (std::pow(s + 1, w[13]) - 1) * std::exp(w[14] * (1 - r));
    next = std::min(lapse, s / std::exp(w[17] * w[18]));
  } else {
    const double grows = std::exp(w[8]) * (11 - d) * std::pow(s, -w[9]) * std::expm1(w[10] * (1 - r)) *
                         (recall == Recall::hard ? w[15] : 1) * (recall == Recall::easy ? w[16] : 1);
    next = s * (1 + grows);
  }
  return {.stability = std::max(next, kLeastStability), .difficulty = next_difficulty(d, grade)};
}

Recall grade_of(double quotient) {
  if (quotient < 0.90) return Recall::again;
  if (quotient < 0.97) return Recall::hard;
  return quotient <= 1.03 ? Recall::good : Recall::easy;
}

bool fsrs_foretells(std::span<const Review> reviews) {
  double model = 0, share = 0, held = 1, seen = 2;  // one of each beforehand
  std::size_t counted = 0;
  for (const Review& r : reviews) {
    if (r.predicted <= 0) continue;  // the first of an item: nothing was foretold
    const bool recalled = r.grade > 1;
    const auto loss = [&](double p) {
      const double sure = std::clamp(p, 0.001, 0.999);
      return -std::log(recalled ? sure : 1 - sure);
    };
    model += loss(r.predicted);
    share += loss(held / seen);
    held += recalled;
    ++seen;
    ++counted;
  }
  return counted < kTrial || model < share;
}

double retest_days(const Memory& memory, std::span<const Review> reviews, std::string_view item) {
  if (fsrs_foretells(reviews)) return std::clamp(days_until(memory, kWanted), kShortest, kLongest);
  std::size_t held = 0;
  for (auto r = reviews.rbegin(); r != reviews.rend(); ++r) {
    if (r->item != item) continue;
    if (r->grade <= 1) break;
    ++held;
  }
  return kFixed[std::min(held, kFixed.size() - 1)];
}

void enter_retest(History& history, std::string_view item, double quotient, std::int64_t at_s) {
  const auto known = std::find_if(history.retests.begin(), history.retests.end(),
                                  [&](const Retest& r) { return r.item == item; });
  Retest retest = known == history.retests.end() ? Retest{.item = std::string(item)} : *known;
  const Memory before{.stability = retest.stability, .difficulty = retest.difficulty};
  const double days = std::max(0.0, static_cast<double>(at_s - retest.last_s) / kDayS);
  const Recall grade = grade_of(quotient);
  history.reviews.push_back({.item = std::string(item),
                             .at_s = at_s,
                             .grade = static_cast<int>(grade),
                             .predicted = recall_probability(before, days),
                             .quotient = quotient});
  const Memory after = review(before, grade, days);
  retest.stability = after.stability;
  retest.difficulty = after.difficulty;
  retest.last_s = at_s;
  retest.due_s = at_s + std::llround(kDayS * retest_days(after, history.reviews, item));
  if (known == history.retests.end())
    history.retests.push_back(std::move(retest));
  else
    *known = std::move(retest);
}

}  // namespace firstchair::teacher
