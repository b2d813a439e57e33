// A score turns one take into one number with its uncertainty. Lower is better. Every criterion is a
// logarithm, so a weight is an exchange rate: at weight 1 a doubling of one is worth a doubling of another.
//
//   spread    sum over lines of w_l ln(s_l / (base + per_ms I)), s_l the SD of the line's residuals
//             (judge/line_timing.h), w_l its share of the timed notes, at most a half
//   slips     ln(1 + r/2), r = 100 (k + 1/2) / (n + 1): k missed, extra and on another drum
//   dynamics  ln SD of the level about the mean of its place, per line and accent class
//   unison    ln SD of the difference of two lines struck together
//
// The uncertainty is a jackknife: the whole score is computed again without every block of bars (two, or four
// where dynamics count), so what the criteria have in common is in it. The pulse is not fitted again without
// a block; what that hides is added to the spread's part (kPulseKept). A line that is tighter than the
// instrument can tell counts as the instrument's own jitter.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/chairs/seating.h"
#include "engine/core/result.h"
#include "engine/core/take.h"
#include "engine/judge/norms.h"

namespace firstchair::chairs {

enum class Criterion : unsigned char { spread, slips, dynamics, unison };
inline constexpr int kCriterionCount = 4;

struct ScoreConfig {
  std::array<double, kCriterionCount> weights{1, 0.5, 0, 0};  // by Criterion
  double bpm = 0;  // the tempo asked for, which sets the norm; 0: the take's own
  int bars = 0;    // of the take that count, from its first; 0: all
  Line unison_a = Line::hat, unison_b = Line::snare;
};

inline constexpr int kLeastBars = 16, kMostBars = 256;
inline constexpr int kLeastTimed = 128;  // timed notes of an excerpt
inline constexpr int kLeastOfLine = 64;  // timed notes from which a line is scored
// How many times what the blocks say the variance of a spread is. A pulse is fitted to a whole take, and what
// it takes away of the errors changes from take to take, which no block tells. 1.3 to 1.6 were counted with
// seven drummers and 16, 32 and 64 bars; with 1.4 their intervals hold the truth in 92 to 97 of 100 takes.
inline constexpr double kPulseKept = 1.4;

struct CriterionScore {
  Criterion criterion = Criterion::spread;
  double weight = 0, value = 0;
  std::vector<double> left_out = {};  // the value without each block
};

struct LineSpread {
  Line line = Line::pad;
  int n = 0;                         // strokes
  double ms = 0, low = 0, high = 0;  // SD, 95 %
  double weight = 0;
  bool at_floor = false;  // tighter than the instrument can tell
};

struct TakeScore {
  ExcerptScore total = {};
  std::vector<CriterionScore> criteria = {};  // those with a weight
  std::vector<double> left_out = {};          // the total without each block
  std::vector<LineSpread> lines = {};
  double spread_variance = 0;  // of the spread alone, not weighted
  double bpm = 0;              // the tempo whose norm the spread was laid beside
  int bars = 0, blocks = 0, block_bars = 2;
  int notes = 0, missed = 0, extra = 0, wrong = 0;

  int slips() const { return missed + extra + wrong; }
};

// Which lines count follows from the chart and the bars alone, so it is the same for every player. Errors:
// unsupported, with the reason (too few bars or notes; a line with too few strokes that can be timed; a
// criterion that the source cannot tell).
Result<TakeScore> score_take(const Take& take, const ScoreConfig& config, const judge::Norms& norms);

// Returns the variance of a value from what it is without each of its blocks; at least two.
double jackknife_variance(const std::vector<double>& left_out);

// Returns an empty text, or why the first `bars` bars of a chart are no excerpt: "96 timed notes; 128 are
// needed".
std::string too_short(const Chart& chart, int bars);

}  // namespace firstchair::chairs
