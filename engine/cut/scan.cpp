#include "engine/cut/scan.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/cut/missed.h"
#include "engine/cut/steps.h"
#include "engine/cut/trend.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kShortest = 6, kLongest = 60;  // s, of a window
constexpr double kMostWindows = 60;
constexpr std::ptrdiff_t kNear = 30;  // hops about the line in which a window is looked for first
constexpr double kDoubt = 0.75;       // of the usual fit: below it a window is looked for everywhere
constexpr double kTaken = 0.75, kBetter = 1.3;  // of the usual fit, and of that on the line: then it is taken
constexpr double kWrong = 0.100;                // s: a window that is farther away costs no more
constexpr double kStepCosts = 0.060;            // s that a step must spare the windows, at least
constexpr std::size_t kLeastWindows = 2;        // of a piece
constexpr double kSlopeStep = 10e-6;

struct Seen {
  double middle_s = 0, at_s = 0, fit = 0;
  bool taken = true;
};

double window_of(const Envelope& camera) {
  return std::clamp(camera.seconds() / kMostWindows, kShortest, kLongest);
}

std::vector<Seen> look(const Correlator& master, const Envelope& camera, const Piece& whole,
                       std::span<const double> echoes_s) {
  // Nearer to an echo's place than to the line a window is not looked for.
  const std::ptrdiff_t near =
      echoes_s.empty() ? kNear
                       : std::min(kNear, std::max<std::ptrdiff_t>(hop_of(echoes_s[0] / 2), kSamePlace));
  const double window_s = window_of(camera);
  const auto count = static_cast<std::size_t>(hop_of(window_s));
  std::vector<Seen> seen;
  for (std::size_t first = 0; first + count <= camera.hops(); first += count) {
    const double begin_s = static_cast<double>(first) * kHop, middle_s = begin_s + window_s / 2;
    const double lag = (master_of(whole, middle_s) - window_s / 2) / kHop;
    const auto from = static_cast<std::ptrdiff_t>(std::llround(lag));
    Seen window{middle_s, 0, 0, false};
    const auto hops = static_cast<std::ptrdiff_t>(master.master().hops());
    if (from + near > -static_cast<std::ptrdiff_t>(count) / 2 &&
        from - near < hops - static_cast<std::ptrdiff_t>(count) / 2) {
      const Fit fit = master.best_between(camera, first, count, from - near, from + near);
      window = {middle_s, fit.hop * kHop + window_s / 2, fit.value, true};
    }
    seen.push_back(window);
  }
  std::vector<double> fits;
  for (const Seen& window : seen)
    if (window.taken) fits.push_back(window.fit);
  // The windows of the line that was found are the better ones: the upper half says what is usual.
  std::sort(fits.begin(), fits.end());
  const double usual = fits.empty() ? 0 : fits[fits.size() * 2 / 3];
  for (std::size_t k = 0; k < seen.size(); ++k) {
    Seen& window = seen[k];
    if (window.taken && window.fit >= kDoubt * usual) continue;
    const double on_line = window.taken ? window.fit : 0;
    window.taken = false;
    std::vector<Fit> best = master.best(camera, k * count, count, count / 2, 1 + echoes_s.size());
    std::erase_if(best, [&](const Fit& fit) {
      return std::ranges::any_of(echoes_s, [&](double late_s) {
        const double at_s = fit.hop * kHop + window_s / 2 + late_s;
        return std::abs(at_s - master_of(whole, window.middle_s)) < static_cast<double>(near) * kHop;
      });
    });
    if (best.empty() || best[0].value < kTaken * usual || best[0].value < kBetter * on_line) continue;
    window = {window.middle_s, best[0].hop * kHop + window_s / 2, best[0].value, true};
  }
  std::erase_if(seen, [](const Seen& window) { return !window.taken; });
  return seen;
}

struct Division {
  double cost = std::numeric_limits<double>::infinity();
  double slope = 0;
  std::vector<std::size_t> begins;  // of the pieces, in windows
  std::vector<double> offsets;
};

// Divides the windows into pieces of one slope, so that their distances from the pieces' lines and what steps
// cost are least.
Division divide(const std::vector<Seen>& seen, double slope, double step_costs) {
  const std::size_t n = seen.size();
  std::vector<double> u(n);
  for (std::size_t k = 0; k < n; ++k) u[k] = seen[k].at_s - (1 + slope) * seen[k].middle_s;
  std::vector<double> cost(n + 1, std::numeric_limits<double>::infinity()), level(n + 1);
  std::vector<std::size_t> from(n + 1);
  cost[0] = -step_costs;
  std::vector<double> sorted;
  for (std::size_t begin = 0; begin < n; ++begin) {
    if (!std::isfinite(cost[begin])) continue;
    sorted.clear();
    for (std::size_t end = begin + 1; end <= n; ++end) {
      sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), u[end - 1]), u[end - 1]);
      if (end - begin < kLeastWindows && n >= kLeastWindows) continue;
      const double middle = sorted[sorted.size() / 2];
      double sum = cost[begin] + step_costs;
      for (const double x : sorted) sum += std::min(std::abs(x - middle), kWrong);
      if (sum < cost[end]) {
        cost[end] = sum;
        from[end] = begin;
        level[end] = middle;
      }
    }
  }
  Division division{cost[n], slope, {}, {}};
  for (std::size_t end = n; end > 0; end = from[end]) {
    division.begins.insert(division.begins.begin(), from[end]);
    division.offsets.insert(division.offsets.begin(), level[end]);
  }
  return division;
}

Division divide(const std::vector<Seen>& seen, double step_costs) {
  Division best;
  for (double slope = -kSteepest; slope <= kSteepest + kSlopeStep / 2; slope += kSlopeStep) {
    Division division = divide(seen, slope, step_costs);
    if (division.cost < best.cost) best = std::move(division);
  }
  return best;
}

// Leaves out the windows of pieces that nothing speaks for but chance; false: there was none. The longest
// piece stays: its line was agreed on by long windows.
bool leave_chance(const Correlator& master, const Envelope& camera, const Division& division, double half_s,
                  std::vector<Seen>& seen) {
  const std::size_t pieces = division.begins.size();
  if (pieces < 2) return false;
  const auto end_of = [&](std::size_t p) { return p + 1 < pieces ? division.begins[p + 1] : seen.size(); };
  std::vector<Piece> lines;
  std::size_t longest = 0;
  for (std::size_t p = 0; p < pieces; ++p) {
    lines.push_back({.offset_s = division.offsets[p], .slope = division.slope});
    if (end_of(p) - division.begins[p] > end_of(longest) - division.begins[longest]) longest = p;
  }
  bool left = false;
  for (std::size_t p = 0; p < pieces; ++p) {
    const double from_s = seen[division.begins[p]].middle_s - half_s,
                 to_s = seen[end_of(p) - 1].middle_s + half_s;
    if (p == longest || stands_out(master, camera, lines, p, from_s, to_s)) continue;
    for (std::size_t k = division.begins[p]; k < end_of(p); ++k) seen[k].taken = false;
    left = true;
  }
  std::erase_if(seen, [](const Seen& window) { return !window.taken; });
  return left;
}

}  // namespace

Scan scan(const Correlator& master, const Envelope& camera, const Piece& whole,
          std::span<const double> echoes_s) {
  Scan found;
  found.pieces = {whole};
  found.slope_95 = kSteepest;
  std::vector<Seen> seen = look(master, camera, whole, echoes_s);
  std::vector<double> fits, off;
  for (const Seen& window : seen) {
    fits.push_back(window.fit);
    off.push_back(window.at_s - master_of(whole, window.middle_s));
  }
  found.fit = stats::median(fits);
  if (seen.size() < 2 * kLeastWindows) return found;
  // Neighbours tell the windows' own unrest, whatever steps there are.
  std::vector<double> unrest;
  for (std::size_t k = 1; k < off.size(); ++k) unrest.push_back(std::abs(off[k] - off[k - 1]));
  const double step_costs = kStepCosts + 10 * std::min(stats::median(unrest), 0.008);
  const double half_s = window_of(camera) / 2;
  Division best = divide(seen, step_costs);
  while (std::isfinite(best.cost) && leave_chance(master, camera, best, half_s, seen))
    best = divide(seen, step_costs);
  if (!std::isfinite(best.cost)) return found;
  // The slopes that were tried are apart; what is left of the slope, all pieces have in common.
  std::vector<Point> points;
  std::size_t piece = 0;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    while (piece + 1 < best.begins.size() && k >= best.begins[piece + 1]) ++piece;
    const double line_s = best.offsets[piece] + (1 + best.slope) * seen[k].middle_s;
    points.push_back({seen[k].middle_s, 1000 * (seen[k].at_s - line_s)});
  }
  const Trend left = robust_trend(points, {.steepest = 1000 * kSlopeStep, .vote = 2, .finest = 0.5});
  found.slope_95 = kSteepest;
  if (!left.on_it.empty()) {
    if (left.slope_95 > 0) found.slope_95 = std::min(left.slope_95 / 1000, kSteepest);
    best.slope = std::clamp(best.slope + left.slope / 1000, -kSteepest, kSteepest);
    std::vector<double> levels;
    for (std::size_t p = 0; p < best.begins.size(); ++p) {
      const std::size_t end = p + 1 < best.begins.size() ? best.begins[p + 1] : seen.size();
      levels.clear();
      for (std::size_t k = best.begins[p]; k < end; ++k)
        levels.push_back(seen[k].at_s - (1 + best.slope) * seen[k].middle_s);
      best.offsets[p] = stats::median(levels);
    }
  }
  found.pieces.clear();
  for (std::size_t p = 0; p < best.begins.size(); ++p) {
    const double from_s = p == 0 ? whole.from_s : seen[best.begins[p]].middle_s;
    found.pieces.push_back({from_s, whole.to_s, best.offsets[p], best.slope});
  }
  for (std::size_t p = 1; p < found.pieces.size(); ++p) {
    Piece &first = found.pieces[p - 1], &second = found.pieces[p];
    const double step_s = step_between(master.master(), camera, first, second,
                                       seen[best.begins[p] - 1].middle_s, seen[best.begins[p]].middle_s);
    first.to_s = second.from_s = step_s;
  }
  Followed followed = with_missed(master, camera, std::move(found.pieces), window_of(camera), echoes_s);
  found.pieces = std::move(followed.pieces);
  found.lost_from_s = followed.from_s, found.lost_to_s = followed.to_s;
  for (std::size_t p = 1; p < found.pieces.size(); ++p)
    found.steps.push_back({found.pieces[p].from_s, found.pieces[p].offset_s - found.pieces[p - 1].offset_s});
  return found;
}

}  // namespace firstchair::cut
