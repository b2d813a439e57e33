#include "practice/limit_policy.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "engine/teacher/guard.h"

namespace firstchair::practice {

KnownLimit known_limit(const History& history, std::string_view item) {
  KnownLimit known;
  for (const LimitKept& limit : history.limits)
    if (limit.item == item) known = {.log2_bpm = limit.t50, .sigma_oct = limit.sigma_oct};
  return known;
}

teacher::LimitConfig begin_search(const LimitWishes& wishes) {
  teacher::LimitConfig config;
  config.most_takes = wishes.most_takes;
  config.prior_sigma_oct = wishes.known.sigma_oct;
  if (wishes.asked_bpm > 0) {
    config.prior_bpm = wishes.asked_bpm;
  } else if (wishes.known.log2_bpm > 0) {
    config.prior_bpm = std::exp2(wishes.known.log2_bpm);
    config.prior_sd_oct = kReturningSd;
  } else if (wishes.written_bpm > 0) {
    config.prior_bpm = wishes.written_bpm;
  }
  config.prior_bpm = std::clamp(config.prior_bpm, kLowestLimit, kHighestLimit);
  return config;
}

Result<double> spread_of_letter(std::string_view letter, std::string place) {
  const double z =
      letter.size() == 1
          ? teacher::z_of_letter(static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0]))))
          : 0;
  if (z == 0)
    return Error{ErrorCode::usage, std::move(place), "not a letter of the scale", "Choose A, B, C or D"};
  return z;
}

DrillRange excerpt_range(const Chart& chart, DrillRange range) {
  if (range.times > 0) return range;
  const int last = range.to > 0 ? range.to : static_cast<int>(bars_of(chart).size());
  const int bars = std::max(1, last - range.from + 1);
  range.times = (kExcerptBars + bars - 1) / bars;
  return range;
}

ClickPlan excerpt_click(ClickPlan click, double bpm) {
  return {.rate = click.rate, .bpm = bpm, .start = click.start, .count_in_bars = 1, .seed = click.seed};
}

double cool_down_bpm(const teacher::BreakingTempo& limit) {
  const Tried tried = limit.tried();
  const double work = limit.estimate().work_bpm;
  return std::round(tried.broke == 0 && tried.held_bpm > 0 ? std::min(work, tried.held_bpm) : work);
}

Advice guard_of(const LimitFinder& finder, const History& history, std::int64_t now_s,
                std::int64_t day_began_s) {
  const double minutes = finder.speed_minutes();
  return minutes > 0 ? teacher::advise(history, now_s, {.speed_minutes = minutes, .day_began_s = day_began_s})
                     : Advice{};
}

}  // namespace firstchair::practice
