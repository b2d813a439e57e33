// One metric in words. Means read "14 ms early, ±4"; spreads, whose interval is not symmetric, "21 ms (19 to
// 24)".
#include <fmt/format.h>

#include <cmath>

#include "report/report.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

std::string line_word(const Metric& metric) {
  return metric.has_line ? std::string(name_of(metric.line)) : "";
}

}  // namespace

std::string every_words(const Metric& metric) {
  const std::string nth = metric.every == 2   ? "2nd"
                          : metric.every == 3 ? "3rd"
                                              : fmt::format("{}th", metric.every);
  return fmt::format("every {} bar from bar {}", nth, metric.which);
}

std::string beats_of(const Metric& metric) {
  const double last = metric.beat_to - 1;
  if (metric.beat_to <= 0 || last <= metric.place.beat + 0.01) return beat(metric.place.beat);
  return fmt::format("beats {}-{}", number(metric.place.beat, 0), number(last, 0));
}

namespace {

// "every 4th bar, beats 3-4"; "bar 12, & of 3"
std::string where(const Metric& metric) {
  std::string text;
  if (metric.measure == Measure::bar) {
    text = metric.place.bar > 0 && metric.place.bar == metric.place.played
               ? fmt::format("bar {}, ", metric.place.bar)
               : fmt::format("bar {} of the take, ", metric.place.played);
  } else if (metric.place.bar > 0) {
    text = fmt::format("bar {}, ", metric.place.bar);
  } else if (metric.every > 1) {
    text = every_words(metric) + ", ";
  }
  return text + beats_of(metric);
}

std::string per_hundred(const Metric& metric) {
  return fmt::format("({} in 100)", range(metric.low, metric.high, 1));
}

}  // namespace

std::string name_of(const Metric& metric) {
  const std::string line = line_word(metric);
  const auto of_line = [&](std::string_view what) {
    return line.empty() ? capital(what) : capital(line) + " " + std::string(what);
  };
  switch (metric.measure) {
    case Measure::placement:
      return of_line("placement");
    case Measure::tightness:
      return of_line("spread");
    case Measure::tempo:
      return "Tempo";
    case Measure::drift:
      return "Drift";
    case Measure::spot:
      return capital(where(metric)) + ", " + line;
    case Measure::unison:
      return capital(line) + " with " + std::string(name_of(metric.other));
    case Measure::flam_gap:
      return of_line("flam gap");
    case Measure::swing:
      return of_line("swing");
    case Measure::dynamics:
      return of_line(metric.dynamic == Dynamic::ghost    ? "ghost level spread"
                     : metric.dynamic == Dynamic::accent ? "accent level spread"
                                                         : "level spread");
    case Measure::accent:
      return of_line("ghosts");
    case Measure::missed:
      return of_line("notes missed");
    case Measure::extra:
      return of_line("extra strokes");
    case Measure::wrong_voice:
      return of_line("notes on another drum");
    case Measure::hands:
      return of_line("hands");
    case Measure::phrase:
    case Measure::bar:
      return capital(where(metric)) + ", all lines";
    case Measure::step:
      return "Tempo step";
    case Measure::hand_spread:
      return of_line("hand spread");
    case Measure::doubles:
    case Measure::doubles_level:
      return of_line("doubles");
    case Measure::level_spot:
      return capital(where(metric)) + ", " + line + " level";
    case Measure::level_course:
      return "Level";
  }
  return {};
}

std::string grade(const Metric& metric) {
  if (metric.grade_low == 0) return {};
  if (metric.grade_high == 0 || metric.grade_high == metric.grade_low)
    return std::string(1, metric.grade_low);
  return fmt::format("{}-{}", metric.grade_low, metric.grade_high);
}

}  // namespace firstchair::report

namespace firstchair::report {

std::string metric_text(const Metric& m) {
  using namespace report;
  if (m.standing == Standing::too_few)
    return fmt::format("{}: not enough strokes ({} of {})", name_of(m), m.n, m.needed);
  if (m.standing == Standing::below_floor) {
    return fmt::format("{}: below this setup's floor ({} {})", name_of(m), number(m.value, 1),
                       unit_of(m.measure));
  }
  const int decimals = decimals_for((m.high - m.low) / 2);
  const std::string half = plus_minus(m.low, m.high, decimals);
  const std::string value = number(m.value, decimals);
  const std::string interval = fmt::format("({})", range(m.low, m.high, decimals));
  const std::string line = capital(line_word(m));
  switch (m.measure) {
    case Measure::placement:
      return fmt::format("{} {}{}, {}{}", line, lean(m.value, decimals), m.beside_band ? " of the band" : "",
                         half, m.perhaps_kit ? ": by the kit or by you" : "");
    case Measure::spot:
      return fmt::format("{}: {} {}, {}", capital(where(m)), line_word(m), lean(m.value, decimals), half);
    case Measure::tempo:
      return fmt::format("Tempo {} BPM {}{}", value, interval,
                         m.mean > 0 ? ", written " + named_tempo(m.mean) : "");
    case Measure::drift: {
      const int fine = std::max(decimals, 1);
      const bool sure = m.low > 0 || m.high < 0;
      return fmt::format("Tempo {} {} % a minute, {}",
                         !sure         ? "drift"
                         : m.value < 0 ? "loses"
                                       : "gains",
                         number(sure ? std::fabs(m.value) : m.value, fine), plus_minus(m.low, m.high, fine));
    }
    case Measure::unison: {
      const std::string spread = fmt::format("{}: spread {} ms {}", name_of(m), value, interval);
      if (m.mean_low <= 0 && m.mean_high >= 0) return spread;  // who leads is not known
      const int mean_decimals = decimals_for((m.mean_high - m.mean_low) / 2);
      const std::string_view first = m.mean < 0 ? name_of(m.line) : name_of(m.other);
      const std::string_view second = m.mean < 0 ? name_of(m.other) : name_of(m.line);
      return fmt::format("{}; {} {} ms ahead of {}, {}", spread, first,
                         number(std::fabs(m.mean), mean_decimals), second,
                         plus_minus(m.mean_low, m.mean_high, mean_decimals));
    }
    case Measure::swing: {
      const int fine = std::max(decimals, 2);
      const std::string end = m.mean_high > m.mean_low
                                  ? fmt::format("; at the end {}, {}", number(m.mean, fine),
                                                plus_minus(m.mean_low, m.mean_high, fine))
                                  : "";
      return fmt::format("{} {}, {}{}", name_of(m), number(m.value, fine), plus_minus(m.low, m.high, fine),
                         end);
    }
    case Measure::flam_gap:
      return fmt::format("{} {} ms, {}", name_of(m), value, half);
    case Measure::tightness:
      return fmt::format("{} {} ms {}", name_of(m), value, interval);
    case Measure::dynamics: {
      const int fine = std::max(decimals, 1);
      return fmt::format("{} {} dB ({})", name_of(m), number(m.value, fine), range(m.low, m.high, fine));
    }
    case Measure::accent: {
      const int mean_decimals = decimals_for((m.mean_high - m.mean_low) / 2);
      return fmt::format("{} ghosts {} dB under the rest, {}; {} SD apart ({})", line,
                         number(m.mean, mean_decimals), plus_minus(m.mean_low, m.mean_high, mean_decimals),
                         number(m.value, std::max(decimals, 1)), range(m.low, m.high, std::max(decimals, 1)));
    }
    case Measure::hands: {
      const int level_decimals = std::max(1, decimals_for((m.mean_high - m.mean_low) / 2));
      const std::string level =
          m.mean_high > m.mean_low
              ? fmt::format(", {} dB {}, {}", number(std::fabs(m.mean), level_decimals),
                            m.mean < 0 ? "down" : "up", plus_minus(m.mean_low, m.mean_high, level_decimals))
              : "";
      return fmt::format("{}: left lands {}, {}{}", name_of(m), lean(m.value, decimals), half, level);
    }
    case Measure::hand_spread: {
      const int left = decimals_for((m.mean_high - m.mean_low) / 2), fine = std::max(decimals, 1);
      return fmt::format("{}: left {} ms ({}), {} times right ({})", name_of(m), number(m.mean, left),
                         range(m.mean_low, m.mean_high, left), number(m.value, fine),
                         range(m.low, m.high, fine));
    }
    case Measure::doubles:
      return fmt::format("{}: second stroke {}, {}", name_of(m), lean(m.value, decimals), half);
    case Measure::doubles_level:
    case Measure::level_spot:
    case Measure::level_course: {
      const int fine = std::max(decimals, 1);
      const std::string size = number(std::fabs(m.value), fine), reach = plus_minus(m.low, m.high, fine);
      if (m.measure == Measure::doubles_level) {
        return fmt::format("{}: second stroke {} dB {}, {}", name_of(m), size,
                           m.value < 0 ? "softer" : "louder", reach);
      }
      if (m.measure == Measure::level_spot) {
        return fmt::format("{}: {} {} dB softer than anywhere else, {}", capital(where(m)), line_word(m),
                           size, reach);
      }
      return fmt::format("Level {} {} dB over the take, {}", m.value < 0 ? "falls" : "rises", size, reach);
    }
    case Measure::phrase:
    case Measure::bar:
      return fmt::format("{}: all lines {}, {}", capital(where(m)), lean(m.value, decimals), half);
    case Measure::step: {
      const int fine = std::max(decimals, 1);
      return fmt::format("Tempo {} {} % at bar {}{}, {}", m.value < 0 ? "drops" : "jumps",
                         number(std::fabs(m.value), fine), m.place.bar > 0 ? m.place.bar : m.place.played,
                         m.place.bar > 0 ? "" : " of the take", plus_minus(m.low, m.high, fine));
    }
    case Measure::missed:
    case Measure::extra:
    case Measure::wrong_voice:
      return slip_words(m) + " " + per_hundred(m);
  }
  return {};
}

}  // namespace firstchair::report
