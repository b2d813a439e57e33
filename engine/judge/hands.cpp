// Hands: how much later the left hand lands than the right, how much louder, and how much wider it strays,
// where the chart writes the sticking.
//
// A left stroke between two right ones of the same spacing, same drum: its error less the mean of theirs. The
// tempo, drift and the drum's own offset cancel. (Half the difference of the mean intervals right-left and
// left-right is the same number; their two-sample error is too small by a root of 2, since one early left
// stroke shortens one interval and lengthens the next.)
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/judge/band.h"
#include "engine/judge/metrics.h"

namespace firstchair::judge {
namespace {

constexpr int kNeeded = 64;  // strokes of each hand
// What listeners notice of one displaced note in an even stream: 6 ms, from intervals of 240 ms on 2.5 %.
constexpr double kNoticed = 6, kNoticedShare = 0.025;

struct HandStrokes {
  std::vector<double> late;                  // ms, left against its neighbours
  std::array<std::vector<double>, 2> level;  // dB; right, left
  std::array<int, 2> strokes{};
  double spacing_ms = 0;  // sum over late
};

HandStrokes collect(const Evidence& e, const LineTiming& line) {
  HandStrokes hands;
  const auto note_of = [&](const TimedStroke& s) -> const Note& {
    return e.chart.notes[static_cast<std::size_t>(s.note)];
  };
  for (std::size_t i = 0; i < line.strokes.size(); ++i) {
    const TimedStroke& stroke = line.strokes[i];
    const Note& note = note_of(stroke);
    if (note.hand == Hand::unwritten) continue;
    const std::size_t side = note.hand == Hand::left ? 1 : 0;
    ++hands.strokes[side];
    const Hit& hit = e.hit(e.alignment.matches[static_cast<std::size_t>(stroke.match)]);
    if (note.dynamic == Dynamic::normal) hands.level[side].push_back(static_cast<double>(hit.level_db));
    if (side == 0 || i == 0 || i + 1 == line.strokes.size()) continue;
    const TimedStroke &before = line.strokes[i - 1], &after = line.strokes[i + 1];
    const bool between = note_of(before).hand == Hand::right && note_of(after).hand == Hand::right &&
                         before.passage == stroke.passage && after.passage == stroke.passage &&
                         stroke.tick - before.tick == after.tick - stroke.tick;
    if (!between) continue;
    hands.late.push_back(stroke.error_ms - (before.error_ms + after.error_ms) / 2);
    hands.spacing_ms += frames_to_ms(after.target - before.target, e.source.rate) / 2;
  }
  return hands;
}

// A spread of this many ms is spoken of: twice what is noticed of one stroke in an even stream. The ratio is
// one that 64 strokes of each hand can tell from 1.
constexpr double kLeastSpread = 12, kLooser = 1.25;
constexpr int kNeededOfSpread = 32;  // strokes of each hand

stats::Sample about_the_line(std::vector<double>& residuals) {
  stats::Sample sample = stats::describe(residuals);
  sample.n_var = std::min(sample.n_var, stats::variance_worth(residuals, 8));
  return sample;
}

// Either hand's strokes about the local mean of the line, what the layers explain taken out.
void measure_hand_spread(const Evidence& e, const LineTiming& line, Verdict& verdict) {
  std::array<std::vector<double>, 2> residuals;  // right, left
  for (const TimedStroke& stroke : line.strokes) {
    const Hand hand = e.chart.notes[static_cast<std::size_t>(stroke.note)].hand;
    if (hand == Hand::unwritten || !std::isfinite(stroke.residual_ms)) continue;
    residuals[hand == Hand::left ? 1 : 0].push_back(stroke.residual_ms);
  }
  if (residuals[0].empty() || residuals[1].empty()) return;
  const int n = static_cast<int>(std::min(residuals[0].size(), residuals[1].size()));
  Metric m = make_metric(Measure::hand_spread, line.line, n, kNeededOfSpread);
  if (m.standing != Standing::too_few) {
    Metric right = m, left = m;
    if (!take_floor_out(right, about_the_line(residuals[0]), line.sigma_ms) ||
        !take_floor_out(left, about_the_line(residuals[1]), line.sigma_ms)) {
      return;
    }
    const double ratio = left.value / right.value;
    const double reach =
        std::exp(std::hypot(std::log(left.high / left.value), std::log(right.high / right.value)));
    set_interval(m, ratio, {ratio / reach, ratio * reach});
    m.mean = left.value;
    m.mean_low = left.low;
    m.mean_high = left.high;
    m.band_low = 1 / kLooser;
    m.band_high = kLooser;
    lay_beside_band(m, Sides::both, true);
    if (std::max(left.value, right.value) < kLeastSpread) m.standing = Standing::in_band;
  }
  verdict.metrics.push_back(m);
}

}  // namespace

void measure_hands(const Evidence& e, Verdict& verdict) {
  for (const LineTiming& line : e.lines) {
    const HandStrokes hands = collect(e, line);
    if (hands.late.empty()) continue;
    // Both hands, and the places between them: a paradiddle has a left stroke between two right ones only in
    // every eighth.
    const int n = std::min({hands.strokes[0], hands.strokes[1], 4 * static_cast<int>(hands.late.size())});
    Metric m = make_metric(Measure::hands, line.line, n, kNeeded);
    if (m.standing != Standing::too_few) {
      const stats::Sample late = stats::describe(hands.late);
      set_interval(m, late.mean, stats::mean_interval(late));
      const double spacing = hands.spacing_ms / static_cast<double>(hands.late.size());
      m.band_high = std::max(kNoticed, kNoticedShare * spacing);
      m.band_low = -m.band_high;
      lay_beside_band(m, Sides::both);
      const stats::Sample right = stats::describe(hands.level[0]), left = stats::describe(hands.level[1]);
      if (right.n > 1 && left.n > 1) {
        const double error = std::hypot(right.mean_error(), left.mean_error());
        const double half = stats::t_quantile(std::min(right.n_mean(), left.n_mean()) - 1) * error;
        m.mean = left.mean - right.mean;
        m.mean_low = m.mean - half;
        m.mean_high = m.mean + half;
      }
    }
    verdict.metrics.push_back(m);
  }
  for (const LineTiming& line : e.rests) measure_hand_spread(e, line, verdict);
}

}  // namespace firstchair::judge
