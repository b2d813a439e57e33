#include <algorithm>
#include <cmath>

#include "engine/judge/layer_strokes.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr int kReach = 6;           // bars on either side that the slow course is fitted over
constexpr int kRounds = 3;          // of robust weights
constexpr double kTukey = 4.685;    // spreads at which a stroke has no weight
constexpr double kLeastSpread = 2;  // ms, of the robust weights

// Weighted parabola through ms - taken against x - middle; false where the strokes do not fix it.
struct Parabola {
  double middle = 0, scale = 1, c[3] = {};
  double at(double x) const {
    const double u = (x - middle) / scale;
    return c[0] + u * (c[1] + u * c[2]);
  }
};

// `places` and `weights` are the strokes' u and weights, from `from` on.
Parabola parabola(const std::vector<LayerStroke>& strokes, std::size_t from, std::size_t to, double middle,
                  double scale, const double* places, const double* weights,
                  const std::vector<double>& robust) {
  double s[5] = {}, y[3] = {}, origin = strokes[from].ms;
  for (std::size_t i = from; i < to; ++i) {
    const double u = places[i - from], w = weights[i - from] * robust[i];
    const double v = strokes[i].ms - strokes[i].taken - origin;
    const double wu = w * u, wu2 = wu * u, wu3 = wu2 * u;
    s[0] += w;
    s[1] += wu;
    s[2] += wu2;
    s[3] += wu3;
    s[4] += wu3 * u;
    y[0] += w * v;
    y[1] += wu * v;
    y[2] += wu2 * v;
  }
  Parabola p{.middle = middle, .scale = scale};
  // Cramer on the normal equations; strokes of one bar alone fix a constant only.
  const double det = s[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (s[1] * s[4] - s[3] * s[2]) +
                     s[2] * (s[1] * s[3] - s[2] * s[2]);
  if (!(det > 1e-9 * s[0] * s[0] * s[0])) {
    p.c[0] = s[0] > 0 ? origin + y[0] / s[0] : origin;
    return p;
  }
  p.c[0] = origin + (y[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (y[1] * s[4] - y[2] * s[3]) +
                     s[2] * (y[1] * s[3] - y[2] * s[2])) /
                        det;
  p.c[1] = (s[0] * (y[1] * s[4] - y[2] * s[3]) - y[0] * (s[1] * s[4] - s[3] * s[2]) +
            s[2] * (s[1] * y[2] - s[2] * y[1])) /
           det;
  p.c[2] = (s[0] * (s[2] * y[2] - s[3] * y[1]) - s[1] * (s[1] * y[2] - s[2] * y[1]) +
            y[0] * (s[1] * s[3] - s[2] * s[2])) /
           det;
  return p;
}

}  // namespace

double LayerStrokes::robust_spread() const {
  std::vector<double> away;
  away.reserve(strokes.size());
  for (const LayerStroke& s : strokes) away.push_back(std::abs(s.left));
  return std::max(kLeastSpread, 1.4826 * stats::median(away));
}

double LayerStrokes::middle_of_bar(int bar) const {
  const LayerStroke& s = strokes[first_of(bar)];
  return s.x - static_cast<double>(slots[static_cast<std::size_t>(s.slot)]) / kTicksPerQuarter +
         static_cast<double>(bar_length) / kTicksPerQuarter / 2;
}

// Where the strokes stand in the window of every bar, and what they weigh there, is the same in every fit.
void LayerStrokes::lay_windows(double reach) {
  if (!window_places_.empty()) return;
  for (int bar = 0; bar < bar_count; ++bar) {
    if (first_of(bar) == first_of(bar + 1)) continue;
    const double middle = middle_of_bar(bar);
    for (std::size_t i = first_of(bar - kReach); i < first_of(bar + kReach + 1); ++i) {
      const double u = (strokes[i].x - middle) / reach;
      const double d = std::min(1.0, std::abs(u)), t = 1 - d * d * d;
      window_places_.push_back(u);
      window_weights_.push_back(t * t * t);
    }
  }
}

// Where a line leans, its strokes are laid on the course without their lean.
void LayerStrokes::fit_slow() {
  std::array<double, kLineCount> lean{};
  for (int line = 0; line < kLineCount; ++line) lean[static_cast<std::size_t>(line)] = kit_lean(line);
  for (LayerStroke& s : strokes) s.taken += lean[static_cast<std::size_t>(s.line)];
  const double reach = (kReach + 0.5) * static_cast<double>(bar_length) / kTicksPerQuarter;
  std::vector<double> robust(strokes.size(), 1);
  lay_windows(reach);
  for (int round = 0; round < kRounds; ++round) {
    std::size_t window = 0;
    for (int bar = 0; bar < bar_count; ++bar) {
      const std::size_t here = first_of(bar), end = first_of(bar + 1);
      if (here == end) continue;
      const std::size_t from = first_of(bar - kReach), to = first_of(bar + kReach + 1);
      const Parabola p = parabola(strokes, from, to, middle_of_bar(bar), reach,
                                  window_places_.data() + window, window_weights_.data() + window, robust);
      window += to - from;
      for (std::size_t i = here; i < end; ++i) strokes[i].slow = p.at(strokes[i].x);
    }
    for (LayerStroke& s : strokes) s.left = s.ms - s.slow - s.taken;
    const double limit = kTukey * robust_spread();
    for (std::size_t i = 0; i < strokes.size(); ++i) {
      const double d = strokes[i].left / limit;
      robust[i] = std::abs(d) < 1 ? (1 - d * d) * (1 - d * d) : 0;
    }
  }
  for (LayerStroke& s : strokes) {
    s.taken -= lean[static_cast<std::size_t>(s.line)];
    s.left = s.ms - s.slow - s.taken;
  }
}

}  // namespace firstchair::judge
