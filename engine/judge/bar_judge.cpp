#include "engine/judge/bar_judge.h"

#include <algorithm>
#include <cmath>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr int kLeastFreedom = 4;
constexpr double kRare = 0.01;  // that the source alone loses or adds so many
constexpr double kShare = 0.1;  // of a bar's notes missing or extra that is no fault
constexpr double kFarthestMs = 80;

}  // namespace

BarVerdict BarJudge::close(int bar, std::span<const BarNote> notes, std::span<const BarExtra> extras) {
  BarVerdict verdict{.bar = bar, .lines = {}, .hits = {}};
  double expected_missed = 0;
  for (const BarNote& note : notes) {
    if (note.kind != MatchKind::masked) expected_missed += note.ghost ? source_.missed_ghost : source_.missed;
  }
  double worst = 0;
  for (int l = 0; l < kLineCount; ++l) {
    BarLine line{.line = static_cast<Line>(l)};
    std::vector<double> errors;
    for (const BarNote& note : notes) {
      if (note.line != line.line) continue;
      add(line.hits, counted_as(note.kind));
      if (note.timed && std::abs(note.error_ms) <= kFarthestMs) errors.push_back(note.error_ms);
    }
    for (const BarExtra& extra : extras) {
      if (extra.line == line.line) add(line.hits, counted_as(MatchKind::extra, extra.one_stroke));
    }
    if (line.hits.notes == 0 && line.hits.extra == 0) continue;
    line.timed = static_cast<int>(errors.size());
    Pool& pool = pools_[static_cast<std::size_t>(l)];
    if (!errors.empty()) {
      for (const double error : errors) line.lean_ms += error / static_cast<double>(errors.size());
      for (const double error : errors) pool.squares += (error - line.lean_ms) * (error - line.lean_ms);
      pool.freedom += line.timed - 1;
    }
    if (pool.freedom >= kLeastFreedom) {
      const double sd = std::max(0.1, std::sqrt(pool.squares / pool.freedom));
      const double reach = 1.96 * std::sqrt(0.5 / pool.freedom);
      line.spread_measured = true;
      line.spread_ms = sd;
      line.spread_low = sd * std::exp(-reach);
      line.spread_high = sd * std::exp(reach);
      if (line.timed > 0) {
        const double half =
            std::hypot(stats::t_quantile(pool.freedom) * sd / std::sqrt(line.timed), 1.96 * offset_sd_ms_);
        line.measured = true;
        line.lean_low = line.lean_ms - half;
        line.lean_high = line.lean_ms + half;
        const double outside = std::max(line.lean_low - kBarLeanBandMs, -kBarLeanBandMs - line.lean_high);
        if (outside > worst) {
          worst = outside;
          verdict.fault = BarFault::lean;
          verdict.fault_line = line.line;
        }
      }
    }
    verdict.hits += line.hits;
    verdict.lines.push_back(line);
  }
  const int slips = verdict.hits.missed + verdict.hits.extra, told = verdict.hits.told();
  verdict.played = told == 0 || verdict.hits.heard() > 0 || !extras.empty();
  const double expected = expected_missed + source_.extra * told;
  if (slips >= 2 && slips > kShare * told && stats::poisson_at_least(slips, expected) < kRare)
    verdict.fault = BarFault::hits;
  return verdict;
}

}  // namespace firstchair::judge
