#include "report/text/teacher_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using report::bars;
using report::count;
using report::number;

std::string takes_words(int takes) {
  return count(static_cast<std::size_t>(std::max(0, takes)), "take");
}

std::string minutes_words(double minutes) {
  return number(minutes, minutes < 10 && std::abs(minutes - std::round(minutes)) > 0.05 ? 1 : 0) + " min";
}

std::string where(const Step& step) {
  return step.from_bar > 0 ? ", " + bars(step.from_bar, std::max(step.from_bar, step.to_bar)) : "";
}

std::string item_words(const Step& step) {
  return report::plain(step.title.empty() ? step.item : step.title);
}

std::string days_words(double days) {
  return count(static_cast<std::size_t>(std::max(0.0, std::round(days))), "day");
}

std::string step_level_text(const Step& step) {
  return report::level_text(step.broke, step.held_bpm, step.value, step.low, step.high);
}

bool only_held(const Tried& tried) {
  return tried.broke == 0 && tried.held_bpm > 0;
}

std::string why(const Step& step) {
  switch (step.because) {
    case Because::tempo_of_limit:
      return fmt::format("{} % of {}", number(step.value, 0), number(step.other, 0));
    case Because::due:
      return fmt::format("{} since the last retest, recall {} %", days_words(step.other),
                         number(step.value, 0));
    case Because::not_measured:
      return "0 limits measured, 0 takes to a click";
    case Because::below_goal:
      return step_level_text(step) + (step.other > 0 ? ", goal " + number(step.other, 0) : "");
    case Because::at_goal:
      return step_level_text(step) + (step.other > 0 ? ", at its goal of " + number(step.other, 0) : "");
    case Because::own_time_old:
      return step.value < 0 ? "0 own-time takes so far" : days_words(step.value) + " since the last";
    case Because::full_take_old:
      return step.value < 0 ? "0 full takes so far" : days_words(step.value) + " since the last";
    case Because::rest_due:
      return minutes_words(step.value) + " played by then";
  }
  return {};
}

std::string until(const Step& step) {
  switch (step.ends) {
    case Ends::minutes:
      return minutes_words(step.minutes);
    case Ends::takes:
      return takes_words(step.count);
    case Ends::clean:
      return fmt::format("{} clean at {} or above, else {}", step.count, number(step.bpm, 0),
                         minutes_words(step.minutes));
  }
  return {};
}

std::string what(const Step& step) {
  switch (step.kind) {
    case StepKind::warm_up:
      return fmt::format("Warm-up at {}, both hands", number(step.bpm, 0));
    case StepKind::retest:
      return fmt::format("{}, cold, at {}", item_words(step), number(step.bpm, 0));
    case StepKind::work:
      return fmt::format("{}{} from {}", item_words(step), where(step), number(step.bpm, 0));
    case StepKind::own_time:
      return fmt::format("{} at {}, {} with the click, {} without", item_words(step), number(step.bpm, 0),
                         count(static_cast<std::size_t>(step.gap_on), "bar"), step.gap_off);
    case StepKind::full_take:
      return fmt::format("{}, one full take at {}, told at the end", item_words(step), number(step.bpm, 0));
    case StepKind::rest:
      return "Rest";
  }
  return {};
}

}  // namespace

std::string trial_text(const TrialOutcome& o, double z_wanted) {
  const std::string bpm = number(o.trial.bpm, 0);
  const std::string spread =
      o.z > 0 ? fmt::format("spread {} of the norm", number(o.z, 2)) : "spread not known (24 strokes needed)";
  const std::string slips = fmt::format("{} of {} notes missed or extra", o.slips, o.notes);
  switch (o.broke) {
    case Broke::nothing:
      return fmt::format("Held at {}: {}, {}.", bpm, spread, slips);
    case Broke::lost:
      return fmt::format("Broke at {}: a bar was lost, {}.", bpm, slips);
    case Broke::tempo:
      return fmt::format("Broke at {}: played over 3 % off that tempo, {}.", bpm, slips);
    case Broke::slips:
      return fmt::format("Broke at {}: {}, {}.", bpm, slips, spread);
    case Broke::spread:
      return fmt::format("Broke at {}: {}, wanted {}, {}.", bpm, spread, number(z_wanted, 2), slips);
  }
  return {};
}

std::string level_text(bool broke, double held_bpm, double bpm, double low, double high) {
  if (!broke && held_bpm > 0) return fmt::format("held at {}; above not tried", number(held_bpm, 0));
  return fmt::format("breaks at {} ({}-{})", number(bpm, 0), number(low, 0), number(high, 0));
}

std::string missing_text(std::span<const WrittenNote> missing) {
  if (missing.empty()) return {};
  constexpr std::size_t kMissingShown = 4;
  std::string text = "Missing in every pass: ";
  for (std::size_t i = 0; i < std::min(missing.size(), kMissingShown); ++i) {
    text += fmt::format("{}{} ({}, {})", i == 0 ? "" : ", ", name_of(line_of(missing[i].voice)),
                        bars(missing[i].bar, missing[i].bar), report::beat(missing[i].beat));
  }
  if (missing.size() > kMissingShown) text += fmt::format(" +{}", missing.size() - kMissingShown);
  return text + (missing.size() == 1 ? ". It counts at no tempo." : ". They count at no tempo.");
}

std::string limit_text(const LimitEstimate& e, const Tried& tried, const WhatBreaks& breaks) {
  if (only_held(tried)) {
    return fmt::format("Held at {}; above not tried, {}. Work at {}.", number(tried.held_bpm, 0),
                       takes_words(tried.takes), number(std::min(e.work_bpm, tried.held_bpm), 0));
  }
  std::string which;
  if (breaks.limb) {
    which = breaks.hand == Hand::left    ? "left hand"
            : breaks.hand == Hand::right ? "right hand"
                                         : std::string(name_of(breaks.line));
  }
  if (breaks.bar > 0) which += (which.empty() ? "" : ", ") + bars(breaks.bar, breaks.bar);
  return fmt::format("Breaks at {} ({}-{}), {}.{} Work at {}.", number(e.bpm, 0), number(e.low, 0),
                     number(e.high, 0), takes_words(tried.takes),
                     which.empty() ? "" : " Which: " + which + ".", number(e.work_bpm, 0));
}

std::string limit_so_far_text(const LimitEstimate& e, const Tried& tried, double next_bpm) {
  if (only_held(tried)) {
    return fmt::format("Held at {}; above not tried, {}. Next: {}.", number(tried.held_bpm, 0),
                       takes_words(tried.takes), number(next_bpm, 0));
  }
  return fmt::format("Limit {} ({}-{}) after {}. Next: {}.", number(e.bpm, 0), number(e.low, 0),
                     number(e.high, 0), takes_words(tried.takes), number(next_bpm, 0));
}

StepText step_text(const Step& step) {
  return {.what = what(step), .why = why(step), .until = until(step)};
}

std::string plan_text(const Plan& plan) {
  if (plan.steps.empty()) return "0 min left today.\n";
  std::string text = fmt::format("Today: {} of playing, {} in all.\n", minutes_words(plan.playing),
                                 minutes_words(plan.total));
  int block = 0, line = 0;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::work && step.block != block) {
      block = step.block;
      text += fmt::format("   Block {}\n", block);
    }
    text += fmt::format("{:2} {:>7}  {}.\n            Why: {}. Until: {}.\n", ++line,
                        minutes_words(step.minutes), what(step), why(step), until(step));
  }
  return text;
}

std::string plan_done_text(const Plan& plan, const PlanDone& done) {
  std::string text;
  int line = 0, ended = 0, steps = 0;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const StepDone& d = done.steps[i];
    ++line;
    if (step.kind == StepKind::rest) continue;
    ++steps;
    ended += d.ended;
    text += fmt::format("{:2} {}: {} of {}, {}, {} clean{}.\n", line, what(step), number(d.minutes, 1),
                        minutes_words(step.minutes), takes_words(d.takes), d.clean,
                        d.best_bpm > 0 ? ", to " + number(d.best_bpm, 0) : "");
  }
  text += fmt::format("{} of {} steps ended, {} played, {} beside the plan.\n", ended, steps,
                      minutes_words(done.minutes), takes_words(done.beside));
  return text;
}

std::string speed_full_text(double minutes, double most) {
  return fmt::format("{} over 90 % of the limit today, {} is enough: slower from here.",
                     minutes_words(minutes), minutes_words(most));
}

std::string advice_text(const Advice& a, const Fatigue& fatigue) {
  switch (a.halt) {
    case Halt::none:
      return {};
    case Halt::pain:
      return fmt::format("Pain {} of 10: stop, 0 more takes today, and a clinician if it stays.",
                         number(a.played, 0));
    case Halt::numbness:
      return "Numbness or tingling: stop, 0 more takes today, and a clinician.";
    case Halt::pain_returns:
      return fmt::format(
          "Pain has risen on 2 days, now {} of 10: no tempo over 90 % of the limit, and a clinician.",
          number(a.played, 0));
    case Halt::fatigue: {
      std::string signs;
      const auto add = [&](bool there, const std::string& sign) {
        if (there) signs += (signs.empty() ? "" : ", ") + sign;
      };
      add(fatigue.spread, fmt::format("spread up {} %", number(fatigue.spread_percent, 0)));
      add(fatigue.level, fmt::format("level down {} dB", number(fatigue.level_drop_db, 1)));
      add(fatigue.sag, fmt::format("falling back {} ms a minute", number(fatigue.sag_ms, 0)));
      add(fatigue.hand, "the later hand 2 times as late");
      return fmt::format("Stop. {}. Rest {}.", report::capital(signs), number(a.rest_minutes, 0));
    }
    case Halt::rest:
      return fmt::format("{} played without a rest of {}. Rest {}.", minutes_words(a.played),
                         number(a.rest_minutes, 0), number(a.rest_minutes, 0));
    case Halt::day_full:
      return fmt::format("{} played today, {} is 1.3 times the mean of 14 days: go on tomorrow.",
                         minutes_words(a.played), minutes_words(a.limit));
    case Halt::week_full:
      return fmt::format("{} in 7 days, {} is 1.1 times the 7 before: go on tomorrow.",
                         minutes_words(a.played), minutes_words(a.limit));
    case Halt::speed_full:
      return speed_full_text(a.played, a.limit);
  }
  return {};
}

std::string answer_text(Line line, double mean, double low, double high, SaidLean said) {
  const auto word = [](SaidLean lean) {
    return lean == SaidLean::early ? "early" : lean == SaidLean::late ? "late" : "even";
  };
  const int decimals = report::decimals_for((high - low) / 2);
  return fmt::format("Heard: {} {}, {} (even is within 10). You said {}.", name_of(line),
                     report::lean(mean, decimals), report::plus_minus(low, high, decimals), word(said));
}

std::string comparison_text(const Comparison& c) {
  const std::string line = report::capital(name_of(c.line));
  const int d = report::decimals_for((c.after_ms + c.before_ms) / 20);
  const std::string spreads =
      fmt::format("{} spread {} -> {} ms", line, number(c.before_ms, d), number(c.after_ms, d));
  std::string text;
  switch (c.spread) {
    case Change::too_few:
      return fmt::format("{}: under 32 strokes, not compared.", line);
    case Change::not_like:
      return spreads + ": not of 1 chart, tempo, kit and click, not compared.";
    case Change::real:
      text = fmt::format("{} (ratio {}): real change.", spreads, report::range(c.ratio_low, c.ratio_high, 2));
      break;
    case Change::not_shown: {
      const std::string more =
          c.takes_needed > 1
              ? fmt::format("needs about {} more take{}", c.takes_needed - 1, c.takes_needed == 2 ? "" : "s")
              : "needs over 99 takes";
      text = fmt::format("{} (ratio {}): no difference shown ({}).", spreads,
                         report::range(c.ratio_low, c.ratio_high, 2), more);
      break;
    }
  }
  const int places = report::decimals_for((c.moved_high - c.moved_low) / 2);
  return text + fmt::format(" Mean moved by {}, {}: {}.", report::lean(c.moved, places),
                            report::plus_minus(c.moved_low, c.moved_high, places),
                            c.mean == Change::real ? "real change" : "no difference shown");
}

std::string progress_text(const Progress& p) {
  if (!p.shown) return {};
  const int d = report::decimals_for((p.after_ms + p.before_ms) / 20);
  return fmt::format("{} spread {} -> {} ms over {} on {}. Real change.", report::capital(name_of(p.line)),
                     number(p.before_ms, d), number(p.after_ms, d), takes_words(p.takes), days_words(p.days));
}

}  // namespace firstchair::report
