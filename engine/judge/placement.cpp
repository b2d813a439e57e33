// Placement: where a line sits against the pulse of the whole kit.
//
// The pulse is the player's own, so what can be known is a line's lean against the others: against the middle
// one of the lines, places, phrases and bars that lie elsewhere taken out (layers.h). The interval is that of
// mean_v - sum_u w_u mean_u, w_u the share of strokes: its variance has a share of every line's. A line that
// plays alone has no placement.
//
// Most of a drummer's error is shared by all limbs and cancels in a lean against the others. So each stroke's
// error is first cleared of what the other lines did in the same quarter (a control variate, its weight
// fitted), which narrows the interval by as much as the limbs hang together.
//
// Where a band played along, its clock is heard by everybody: a line's lean is then the mean of its errors
// against that clock (beside_band.h), and a line that plays alone has one, too. The interval knows how well
// the delay between the band's sound and the strokes is known.
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/judge/band.h"
#include "engine/judge/beside_band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeededPlaced =
    24;  // strokes: fewer, and the interval covers less than it says (docs/guide/measuring.md)
constexpr double kSilent = 10;  // ms, the professionals' own leans
constexpr int kBlock = 8;       // bars of an exercise
// A pad's own delay is as even as limbs are together. The middle distance of two limbs of professionals is 20
// ms at most (Groove MIDI Dataset, 317 performances with a hand over the kick), so what is more may be the
// pad's; a learner's line may lean as far.
constexpr double kDelayed = 25;      // ms, of the lean
constexpr double kDelayEven = 0.25;  // of the lean, the SD of the distance to strokes of other lines
constexpr double kSameSide = 0.95;   // of these distances
constexpr std::size_t kTogether = 12;

struct Lean {
  const LineTiming* line;
  std::vector<const TimedStroke*> strokes;
  double mean = 0;       // of the errors as they are
  stats::Sample sample;  // of the errors cleared of the kit's
};

using Quarter = std::pair<std::int32_t, Ticks>;  // passage, quarter of the chart

Quarter quarter_of(const TimedStroke& stroke) {
  return {stroke.passage, stroke.tick / kTicksPerQuarter};
}

struct Sum {
  double sum = 0;
  int n = 0;
};

std::vector<Lean> leans_of(const Evidence& e) {
  std::vector<Lean> leans;
  std::map<Quarter, Sum> kit;
  for (const LineTiming& line : e.lines) {
    Lean lean{.line = &line, .strokes = {}, .mean = 0, .sample = {}};
    for (const TimedStroke& stroke : line.strokes) {
      // Off-beats that swing where the chart is straight pull the pulse between the beats: only beats tell
      // then.
      if (!e.swung_unwritten || stroke.in_bar % kTicksPerQuarter == 0) lean.strokes.push_back(&stroke);
    }
    for (const TimedStroke* stroke : lean.strokes)
      lean.mean += stroke->error_ms / static_cast<double>(lean.strokes.size());
    for (const TimedStroke* stroke : lean.strokes) {
      Sum& at = kit[quarter_of(*stroke)];
      at.sum += stroke->error_ms - stroke->place_ms - lean.mean;
      ++at.n;
    }
    leans.push_back(std::move(lean));
  }
  for (Lean& lean : leans) {
    std::map<Quarter, Sum> own;
    for (const TimedStroke* stroke : lean.strokes) {
      Sum& at = own[quarter_of(*stroke)];
      at.sum += stroke->error_ms - stroke->place_ms - lean.mean;
      ++at.n;
    }
    std::vector<double> errors, others;
    double cross = 0, squares = 0;
    for (const TimedStroke* stroke : lean.strokes) {
      const Sum &all = kit[quarter_of(*stroke)], &mine = own[quarter_of(*stroke)];
      const double other = all.n > mine.n ? (all.sum - mine.sum) / (all.n - mine.n) : 0;
      errors.push_back(stroke->error_ms);
      others.push_back(other);
      cross += other * (stroke->error_ms - lean.mean);
      squares += other * other;
    }
    const double weight = squares > 0 ? std::clamp(cross / squares, 0.0, 1.0) : 0;
    for (std::size_t i = 0; i < errors.size(); ++i) errors[i] -= weight * others[i];
    lean.sample = stats::describe(errors);
  }
  return leans;
}

// The first of the eight bars in which the line is furthest out to its side; 0 when the take is no longer
// than that.
Place worst_bars(const Evidence& e, const LineTiming& line, double side) {
  if (static_cast<int>(e.bars.size()) <= kBlock) return {};
  double worst = 0;
  Place place;
  for (std::size_t first = 0; first + kBlock <= e.bars.size(); first += kBlock) {
    double sum = 0;
    int n = 0;
    for (const TimedStroke& stroke : line.strokes) {
      if (stroke.bar <= static_cast<int>(first) || stroke.bar > static_cast<int>(first) + kBlock) continue;
      sum += stroke.error_ms * side;
      ++n;
    }
    if (n > 0 && sum / n > worst) worst = sum / n, place = {e.bars[first].number, 1, e.bars[first].start};
  }
  return place;
}

// The line's lean is as large, and as even in every stroke that another line is struck with, as a pad's
// delay.
bool may_be_the_pad(const Evidence& e, const LineTiming& line, double lean) {
  if (e.source.kind != SourceKind::midi || std::abs(lean) < kDelayed) return false;
  std::map<std::pair<std::int32_t, Ticks>, Sum> others;
  for (const LineTiming& other : e.lines) {
    if (other.line == line.line) continue;
    for (const TimedStroke& stroke : other.strokes) {
      Sum& at = others[{stroke.passage, stroke.tick}];
      at.sum += stroke.error_ms;
      ++at.n;
    }
  }
  std::vector<double> apart;
  for (const TimedStroke& stroke : line.strokes) {
    const auto at = others.find({stroke.passage, stroke.tick});
    if (at != others.end()) apart.push_back(stroke.error_ms - at->second.sum / at->second.n);
  }
  if (apart.size() < kTogether) return false;
  const auto same =
      std::count_if(apart.begin(), apart.end(), [&](double d) { return (d < 0) == (lean < 0); });
  if (static_cast<double>(same) < kSameSide * static_cast<double>(apart.size())) return false;
  return stats::describe(apart).sd <= kDelayEven * std::abs(lean);
}

// Returns false, and says nothing, where the delay is not known or less than half of the strokes keep with
// the band.
bool measure_beside_band(const Evidence& e, Verdict& verdict) {
  if (!e.source.band || e.source.band->delay_sd_ms < 0) return false;
  const std::vector<double> errors = errors_beside_band(*e.source.band, e.alignment, e.hits, e.source.rate);
  std::size_t all = 0, known = 0;
  std::vector<std::vector<double>> lines;
  for (const LineTiming& line : e.lines) {
    std::vector<double>& own = lines.emplace_back();
    for (const TimedStroke& stroke : line.strokes) {
      const double error = errors[static_cast<std::size_t>(stroke.match)];
      if (std::isfinite(error)) own.push_back(error);
    }
    all += line.strokes.size();
    known += own.size();
  }
  if (known == 0 || 2 * known < all) return false;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    const Line line = e.lines[l].line;
    Metric m = make_metric(Measure::placement, line, static_cast<int>(lines[l].size()), kNeededPlaced);
    m.beside_band = true;
    const bool judged = line != Line::hat_foot;
    m.band_low = judged ? -kSilent : 0;
    m.band_high = judged ? kSilent : 0;
    if (m.standing != Standing::too_few) {
      const stats::Sample s = stats::describe(lines[l]);
      const stats::Interval interval =
          stats::mean_interval(s, std::hypot(e.source.bias_sd_ms, e.source.band->delay_sd_ms));
      set_interval(m, s.mean, interval);
      if (judged) lay_beside_band(m, Sides::both);
    }
    verdict.metrics.push_back(m);
  }
  return true;
}

}  // namespace

void measure_placement(const Evidence& e, Verdict& verdict) {
  if (measure_beside_band(e, verdict)) return;
  const std::vector<Lean> leans = leans_of(e);
  int total = 0;
  for (const Lean& lean : leans) total += lean.sample.n;
  for (const Lean& lean : leans) {
    const stats::Sample& own = lean.sample;
    const int others = total - own.n;
    if (others == 0) continue;
    Metric m = make_metric(Measure::placement, lean.line->line, std::min(own.n, others), kNeededPlaced);
    if (own.n < kNeededPlaced) m.n = own.n;
    // A foot on the hat leads: professionals are 9 ms early with it, 1 to 17. That is no fault, and no band
    // is known.
    const bool judged = lean.line->line != Line::hat_foot;
    m.band_low = judged ? -kSilent : 0;
    m.band_high = judged ? kSilent : 0;
    if (m.standing != Standing::too_few) {
      const double share = static_cast<double>(own.n) / total;
      stats::Sample s = own;
      double variance = std::pow((1 - share) * own.mean_error(), 2);
      s.mean = (1 - share) * own.mean;
      for (const Lean& other : leans) {
        if (other.line == lean.line || other.sample.n == 0) continue;
        const double w = static_cast<double>(other.sample.n) / total;
        s.mean -= w * other.sample.mean;
        variance += std::pow(w * other.sample.mean_error(), 2);
      }
      const auto l = static_cast<std::size_t>(lean.line->line);
      if (e.layers.has_lean[l]) s.mean = e.layers.lean_ms[l];
      // A line far from the middle is no part of what it is laid against.
      if (std::abs(s.mean) > kNearMiddle) variance /= std::pow(1 - share, 2);
      const double half = std::hypot(stats::t_quantile(own.n_mean() - 1) * std::sqrt(variance),
                                     1.959964 * e.source.bias_sd_ms);
      set_interval(m, s.mean, {s.mean - half, s.mean + half});
      if (judged) lay_beside_band(m, Sides::both);
      if (m.standing == Standing::out_of_band) {
        m.place = worst_bars(e, *lean.line, m.value < 0 ? -1 : 1);
        m.perhaps_kit = may_be_the_pad(e, *lean.line, m.value);
      }
    }
    verdict.metrics.push_back(m);
  }
}

}  // namespace firstchair::judge
