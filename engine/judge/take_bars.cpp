#include "engine/judge/take_bars.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/judge/bar_judge.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr int kLeastFreedom = 4;
constexpr double kFarthestMs = 80;    // what is farther off is another stroke's error
constexpr double kLeastSpread = 0.1;  // ms

using Errors = std::array<std::vector<double>, kLineCount>;  // of a bar, by line

Line line_of(const Take& take, const Match& match) {
  return match.note >= 0 ? firstchair::line_of(take.chart.notes[static_cast<std::size_t>(match.note)].voice)
                         : firstchair::line_of(take.hits[static_cast<std::size_t>(match.hit)].voice);
}

bool counts(const Take& take, const Match& match) {
  return match.kind == MatchKind::matched && match.hit >= 0 && std::isfinite(match.error_ms) &&
         take.hits[static_cast<std::size_t>(match.hit)].timed && std::abs(match.error_ms) <= kFarthestMs;
}

// Where a note stands: one on a bar line is the bar's that begins there.
double place_of(const Take& take, const Match& match) {
  return match.target + 1e-6 * take.source.rate;
}

std::vector<Errors> errors_of(const Take& take, std::span<const BarTime> bars) {
  std::vector<Errors> errors(bars.size());
  for (const Match& match : take.alignment.matches) {
    if (!counts(take, match)) continue;
    const double at = place_of(take, match);
    const auto after = std::upper_bound(bars.begin(), bars.end(), at,
                                        [](double t, const BarTime& b) { return t < b.begin; });
    if (after == bars.begin() || at >= (after - 1)->end) continue;
    errors[static_cast<std::size_t>(after - 1 - bars.begin())][static_cast<std::size_t>(line_of(take, match))]
        .push_back(match.error_ms);
  }
  return errors;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double line_outside_ms(const BarLine& line) {
  return line.measured ? std::max(line.lean_low - kBarLeanBandMs, -kBarLeanBandMs - line.lean_high) : 0;
}

}  // namespace

std::vector<BarVerdict> judge_bars(const Take& take, std::span<const BarTime> bars) {
  const std::vector<Errors> errors = errors_of(take, bars);
  std::array<double, kLineCount> squares{};
  std::array<int, kLineCount> freedom{};
  for (const Errors& bar : errors)
    for (std::size_t l = 0; l < kLineCount; ++l) {
      if (bar[l].empty()) continue;
      const double mean = mean_of(bar[l]);
      for (const double error : bar[l]) squares[l] += (error - mean) * (error - mean);
      freedom[l] += static_cast<int>(bar[l].size()) - 1;
    }
  std::vector<BarVerdict> verdicts;
  for (std::size_t b = 0; b < bars.size(); ++b) {
    BarVerdict verdict{.bar = bars[b].number, .lines = {}, .hits = {}};
    double worst = 0;
    for (std::size_t l = 0; l < kLineCount; ++l) {
      const std::vector<double>& own = errors[b][l];
      if (own.empty()) continue;
      BarLine line{.line = static_cast<Line>(l)};
      line.timed = static_cast<int>(own.size());
      line.lean_ms = mean_of(own);
      if (freedom[l] >= kLeastFreedom) {
        const double sd = std::max(kLeastSpread, std::sqrt(squares[l] / freedom[l]));
        const double half = stats::t_quantile(freedom[l]) * sd / std::sqrt(line.timed);
        const double reach = 1.96 * std::sqrt(0.5 / freedom[l]);
        line.measured = line.spread_measured = true;
        line.lean_low = line.lean_ms - half;
        line.lean_high = line.lean_ms + half;
        line.spread_ms = sd;
        line.spread_low = sd * std::exp(-reach);
        line.spread_high = sd * std::exp(reach);
      }
      if (const double outside = line_outside_ms(line); outside > worst) {
        worst = outside;
        verdict.fault = BarFault::lean;
        verdict.fault_line = line.line;
      }
      verdict.lines.push_back(line);
    }
    verdict.played = !verdict.lines.empty();
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

double outside_ms(const BarVerdict& bar) {
  double worst = 0;
  for (const BarLine& line : bar.lines) worst = std::max(worst, line_outside_ms(line));
  return worst;
}

int worst_stroke(const Take& take, const BarTime& bar, const BarVerdict& verdict) {
  const auto apart = std::ranges::find(verdict.lines, verdict.fault_line, &BarLine::line);
  if (verdict.fault != BarFault::lean || apart == verdict.lines.end()) return -1;
  int found = -1;
  double furthest = 0;
  for (std::size_t m = 0; m < take.alignment.matches.size(); ++m) {
    const Match& match = take.alignment.matches[m];
    if (!counts(take, match) || line_of(take, match) != verdict.fault_line) continue;
    if (const double at = place_of(take, match); at < bar.begin || at >= bar.end) continue;
    const double off = apart->lean_ms < 0 ? -match.error_ms : match.error_ms;
    if (off > furthest) furthest = off, found = static_cast<int>(m);
  }
  return found;
}

}  // namespace firstchair::judge
