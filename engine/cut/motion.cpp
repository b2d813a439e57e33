#include "engine/cut/motion.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::cut {
namespace {

constexpr double kTogether_s = .03;  // strokes that are one to the eye
// How late a picture can be told to be, and how finely.
constexpr double kEarliest_s = -.15, kLatest_s = .2, kGrain_s = .0025;
constexpr auto kGrains = static_cast<std::size_t>((kLatest_s - kEarliest_s) / kGrain_s);
constexpr double kOfPeak = .7;            // the part of a peak whose middle counts: what fades comes after it
constexpr std::size_t kMostCurves = 400;  // strokes of a line that are looked at for lateness
constexpr int kResamples = 200;
constexpr double kAsMuch = .5;    // of another line's effect on a spot, for a stroke without it
constexpr double kFarLess = .35;  // of that, for a stroke of which more of its kind will say the same
constexpr double kChance_z = 3;   // by which a z may be too low by chance, and by what else is played there
constexpr int kSpots = 12;        // of a line that are looked at
constexpr double kOfPlace = .6;   // of the clearest cell's z: what belongs to the same drum

struct Cell {
  int x = 0, y = 0;
};

// What a cell does all the time.
struct Usual {
  std::vector<double> mean, sd;
};

Usual usual_of(const Motion& motion) {
  const std::size_t n = motion.cells_a_step(), steps = motion.steps.size();
  Usual usual{std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t k = 0; k < steps; ++k)
    for (std::size_t c = 0; c < n; ++c) {
      const double x = motion.cells[k * n + c];
      usual.mean[c] += x;
      usual.sd[c] += x * x;
    }
  for (std::size_t c = 0; c < n && steps > 0; ++c) {
    usual.mean[c] /= static_cast<double>(steps);
    usual.sd[c] =
        std::sqrt(std::max(0., usual.sd[c] / static_cast<double>(steps) - usual.mean[c] * usual.mean[c]));
  }
  return usual;
}

// Index of the step in which a time lies; nothing where no frame was looked at.
std::ptrdiff_t step_at(const Motion& motion, double at_s) {
  const auto step = std::ranges::lower_bound(motion.steps, at_s, {}, &Motion::Step::to_s);
  return step == motion.steps.end() || step->from_s > at_s ? -1 : step - motion.steps.begin();
}

struct Seen {
  Line line = Line::snare;
  std::vector<double> strokes_s;
  std::vector<double> all_s;  // with those that were not looked at
  std::vector<double> z;      // of every cell, at the clearest step about the strokes
};

// By how much a z grows where all strokes of a line are looked at, of which most_share can be.
double more_of(const Seen& seen, double most_share = 1) {
  return std::sqrt(std::max(
      1., most_share * static_cast<double>(seen.all_s.size()) / static_cast<double>(seen.strokes_s.size())));
}

// The z of one cell so many steps after some strokes; 0 without any.
double z_after(const Motion& motion, const Usual& usual, std::span<const double> strokes_s, std::size_t cell,
               std::ptrdiff_t steps) {
  const std::size_t n = motion.cells_a_step();
  double sum = 0, count = 0;
  for (const double at : strokes_s) {
    const std::ptrdiff_t middle = step_at(motion, at), k = middle + steps;
    if (middle < 0 || k < 0 || k >= std::ssize(motion.steps)) continue;
    sum += motion.cells[static_cast<std::size_t>(k) * n + cell];
    ++count;
  }
  return count > 0 && usual.sd[cell] > 0
             ? (sum / count - usual.mean[cell]) / (usual.sd[cell] / std::sqrt(count))
             : 0;
}

// The strokes of one line that come without the other.
std::vector<double> without(std::span<const double> one, std::span<const double> other) {
  std::vector<double> alone;
  for (const double at : one) {
    const auto near = std::ranges::lower_bound(other, at - kTogether_s);
    if (near == other.end() || *near > at + kTogether_s) alone.push_back(at);
  }
  return alone;
}

void look_about(const Motion& motion, const Usual& usual, const MotionConfig& config, Seen& seen) {
  const std::size_t n = motion.cells_a_step();
  const auto lags = static_cast<std::size_t>(2 * config.around + 1);
  std::vector<double> sum(lags * n);
  std::vector<double> count(lags);
  for (const double at : seen.strokes_s) {
    const std::ptrdiff_t middle = step_at(motion, at);
    for (std::size_t lag = 0; lag < lags; ++lag) {
      const std::ptrdiff_t k = middle - config.around + static_cast<std::ptrdiff_t>(lag);
      if (middle < 0 || k < 0 || k >= std::ssize(motion.steps)) continue;
      ++count[lag];
      const std::uint16_t* cells = &motion.cells[static_cast<std::size_t>(k) * n];
      for (std::size_t c = 0; c < n; ++c) sum[lag * n + c] += cells[c];
    }
  }
  seen.z.assign(n, 0);
  for (std::size_t lag = 0; lag < lags; ++lag)
    for (std::size_t c = 0; c < n; ++c)
      if (count[lag] > 0 && usual.sd[c] > 0)
        seen.z[c] = std::max(seen.z[c], (sum[lag * n + c] / count[lag] - usual.mean[c]) /
                                            (usual.sd[c] / std::sqrt(count[lag])));
}

// A Spot is the place of a drum: what is nearly as clear as its clearest cell and hangs together with it.
struct Spot {
  Shown shown;
  Cell top;
  std::vector<int> cells;
};

// Returns the clearest spot of a line among the cells that are open.
Spot spot_of(const Motion& motion, const Seen& seen, const std::vector<bool>& open) {
  std::size_t best = 0;
  for (std::size_t cell = 0; cell < seen.z.size(); ++cell)
    if (open[cell] && (!open[best] || seen.z[cell] > seen.z[best])) best = cell;
  const auto top = static_cast<int>(best);
  Spot spot{
      .shown = {.line = seen.line}, .top = {top % motion.columns, top / motion.columns}, .cells = {top}};
  std::vector<bool> met(seen.z.size());
  met[best] = true;
  double weight = 0, x = 0, y = 0;
  for (std::size_t k = 0; k < spot.cells.size(); ++k) {
    const int column = spot.cells[k] % motion.columns, row = spot.cells[k] / motion.columns;
    const double z = seen.z[static_cast<std::size_t>(spot.cells[k])];
    weight += z, x += z * (column + .5), y += z * (row + .5);
    for (const Cell& way : {Cell{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
      const int to_x = column + way.x, to_y = row + way.y;
      if (to_x < 0 || to_y < 0 || to_x >= motion.columns || to_y >= motion.rows) continue;
      const auto to = static_cast<std::size_t>(to_y * motion.columns + to_x);
      if (met[to] || seen.z[to] < kOfPlace * seen.z[best]) continue;
      met[to] = true;
      spot.cells.push_back(static_cast<int>(to));
    }
  }
  spot.shown.x = x / weight / motion.columns;
  spot.shown.y = y / weight / motion.rows;
  spot.shown.z = seen.z[best];
  return spot;
}

enum class Claim : unsigned char {
  own,
  other,   // another line's, whatever else is looked at
  unclear  // not this line's by what was looked at
};

// Says whether a spot is this line's and no other's. Where another one is nearly as clear, what is struck
// without it decides, at the step after a stroke at which the spot answers the other one: a line that never
// comes alone says nothing where the other one does.
Claim claim_of(const Motion& motion, const Usual& usual, const MotionConfig& config,
               const std::vector<Seen>& lines, std::size_t l, const Spot& spot,
               std::vector<std::pair<Line, Line>>& together) {
  const auto there = static_cast<std::size_t>(spot.top.y * motion.columns + spot.top.x);
  Claim claim = Claim::own;
  for (std::size_t other = 0; other < lines.size(); ++other) {
    if (other == l || spot.shown.z > config.clear_ratio * lines[other].z[there]) continue;
    const std::vector<double> alone = without(lines[l].strokes_s, lines[other].strokes_s),
                              others = without(lines[other].strokes_s, lines[l].strokes_s);
    std::ptrdiff_t answers = 0;
    double most = 0;
    for (std::ptrdiff_t steps = -config.around; steps <= config.around; ++steps)
      if (const double z = z_after(motion, usual, lines[other].strokes_s, there, steps); z > most)
        most = z, answers = steps;
    const auto z_of = [&](const std::vector<double>& some) {
      return some.size() < config.least_strokes ? 0 : z_after(motion, usual, some, there, answers);
    };
    // A stroke alone moves the spot as much as one of the other line does; less is of strokes that were not
    // heard.
    const double by_one = z_of(alone) / std::sqrt(std::max<double>(1, static_cast<double>(alone.size()))),
                 by_other = most / std::sqrt(static_cast<double>(lines[other].strokes_s.size()));
    if (z_of(alone) > std::max(config.clear_alone_z, config.clear_ratio * z_of(others)) &&
        by_one > kAsMuch * by_other)
      continue;
    // By as many strokes as there are, either z would be higher; both are off by 1 by chance, and twice that
    // is not to be expected.
    const double z = spot.shown.z, other_z = lines[other].z[there],
                 at_most = z * more_of(lines[l]) / (other_z * more_of(lines[other])) *
                           (1 + 2 * std::hypot(1 / z, 1 / other_z));
    const bool enough = alone.size() >= 2 * config.least_strokes && by_one < kFarLess * by_other;
    const bool never = without(lines[l].all_s, lines[other].all_s).size() < config.least_strokes;
    if (claim != Claim::other)
      claim = (enough || never) && at_most < config.clear_ratio ? Claim::other : Claim::unclear;
    if (alone.size() >= config.least_strokes || others.size() >= config.least_strokes) continue;
    const std::pair<Line, Line> pair = std::minmax(lines[l].line, lines[other].line);
    if (std::ranges::find(together, pair) == together.end()) together.push_back(pair);
  }
  return claim;
}

// What changes about one stroke at a place, by the time since the stroke.
using Curve = std::array<float, kGrains>;

Curve curve_of(const Motion& motion, const Usual& usual, const Cell& top, double at_s) {
  Curve curve{};
  const std::size_t n = motion.cells_a_step();
  const auto first = std::ranges::lower_bound(motion.steps, at_s + kEarliest_s, {}, &Motion::Step::to_s);
  for (auto step = first; step != motion.steps.end() && step->from_s < at_s + kLatest_s; ++step) {
    const auto k = static_cast<std::size_t>(step - motion.steps.begin());
    double more = 0;
    for (int row = std::max(0, top.y - 1); row <= std::min(motion.rows - 1, top.y + 1); ++row)
      for (int column = std::max(0, top.x - 1); column <= std::min(motion.columns - 1, top.x + 1); ++column) {
        const auto c = static_cast<std::size_t>(row * motion.columns + column);
        more += motion.cells[k * n + c] - usual.mean[c];
      }
    const auto grain = [&](double s) {
      return static_cast<std::size_t>(
          std::clamp(std::round((s - at_s - kEarliest_s) / kGrain_s), 0., static_cast<double>(kGrains)));
    };
    // A step says that something changed between two frames, and not when.
    for (std::size_t g = grain(step->from_s); g < grain(step->to_s); ++g) curve[g] = static_cast<float>(more);
  }
  return curve;
}

// The middle of the highest peak of the mean of these curves.
double peak_of(const std::vector<Curve>& curves, std::span<const std::size_t> which) {
  std::array<double, kGrains> mean{};
  for (const std::size_t k : which)
    for (std::size_t g = 0; g < kGrains; ++g) mean[g] += curves[k][g];
  const auto top = static_cast<std::size_t>(std::ranges::max_element(mean) - mean.begin());
  const double least = kOfPeak * mean[top];
  double weight = 0, sum = 0;
  const auto add = [&](std::size_t g) {
    weight += mean[g] - least;
    sum += (mean[g] - least) * (static_cast<double>(g) + .5);
  };
  for (std::size_t g = top; g < kGrains && mean[g] > least; ++g) add(g);
  for (std::size_t g = top; g-- > 0 && mean[g] > least;) add(g);
  return kEarliest_s + kGrain_s * (weight > 0 ? sum / weight : static_cast<double>(top) + .5);
}

struct Late {
  double s = 0, error_s = 0;  // standard error
};

Late late_of(const Motion& motion, const Usual& usual, const Cell& top, const Seen& seen,
             std::uint64_t seed) {
  std::vector<Curve> curves;
  const std::size_t every = seen.strokes_s.size() / kMostCurves + 1;
  for (std::size_t k = 0; k < seen.strokes_s.size(); k += every)
    if (step_at(motion, seen.strokes_s[k]) >= 0)
      curves.push_back(curve_of(motion, usual, top, seen.strokes_s[k]));
  std::vector<std::size_t> which(curves.size());
  for (std::size_t k = 0; k < which.size(); ++k) which[k] = k;
  Late late{.s = peak_of(curves, which)};
  double sum = 0, squares = 0;
  std::uint64_t chance = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  for (int round = 0; round < kResamples; ++round) {
    for (std::size_t& k : which) {
      chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
      k = (chance >> 33) % curves.size();
    }
    const double peak = peak_of(curves, which);
    sum += peak, squares += peak * peak;
  }
  const double mean = sum / kResamples;
  // No peak is known finer than its grain.
  late.error_s = std::hypot(std::sqrt(std::max(0., squares / kResamples - mean * mean)), kGrain_s / 2);
  return late;
}

// The lines' mean by their errors; where they disagree by more than that, the interval is as much wider.
void join(std::span<const Late> lates, MotionMap& map) {
  double weight = 0, sum = 0, off = 0;
  for (const Late& late : lates) {
    const double w = 1 / (late.error_s * late.error_s);
    weight += w, sum += w * late.s;
  }
  if (weight <= 0) return;
  map.late_s = sum / weight;
  for (const Late& late : lates) off += std::pow((late.s - map.late_s) / late.error_s, 2);
  const double free = static_cast<double>(lates.size()) - 1;
  const double wider = free > 0 ? std::max(1., std::sqrt(off / free)) : 1;
  map.late_95_s = 1.96 * wider / std::sqrt(weight);
}

}  // namespace

MotionMap map_motion(const Motion& motion, std::span<const LineStroke> strokes, const MotionConfig& config) {
  MotionMap map;
  const std::size_t n = motion.cells_a_step();
  if (n == 0 || motion.steps.empty() || motion.cells.size() != n * motion.steps.size()) return map;
  const Usual usual = usual_of(motion);
  std::vector<Seen> lines(static_cast<std::size_t>(kLineCount));
  for (int l = 0; l < kLineCount; ++l) lines[static_cast<std::size_t>(l)].line = static_cast<Line>(l);
  for (const LineStroke& stroke : strokes) {
    Seen& seen = lines[static_cast<std::size_t>(stroke.line)];
    seen.all_s.push_back(stroke.at_s);
    if (step_at(motion, stroke.at_s) >= 0) seen.strokes_s.push_back(stroke.at_s);
  }
  for (const Seen& seen : lines)
    if (seen.strokes_s.size() < config.least_strokes && seen.all_s.size() >= config.least_strokes &&
        seen.strokes_s.size() < seen.all_s.size())
      map.open.push_back(seen.line);
  std::erase_if(lines, [&](const Seen& seen) { return seen.strokes_s.size() < config.least_strokes; });
  for (Seen& seen : lines) look_about(motion, usual, config, seen);
  std::vector<Late> lates;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    // Its clearest spot may be the drum of a line that is struck along: then the next one is looked at.
    std::vector<bool> open(n, true);
    const Seen& seen = lines[l];
    const double more = more_of(seen, config.most_share);
    bool may_be = false;
    for (int tries = 0; tries < kSpots; ++tries) {
      const Spot spot = spot_of(motion, seen, open);
      const bool clear = spot.shown.z > config.clear_z;
      const bool could_be = more > 1 && (spot.shown.z + kChance_z) * more > config.clear_z;
      if ((!clear && !could_be) || !open[static_cast<std::size_t>(spot.cells.front())]) break;
      for (const int cell : spot.cells) open[static_cast<std::size_t>(cell)] = false;
      std::vector<std::pair<Line, Line>> with;
      const Claim claim = claim_of(motion, usual, config, lines, l, spot, clear ? map.together : with);
      may_be = may_be || (claim != Claim::other && could_be);
      if (!clear || claim != Claim::own) continue;
      map.shows.push_back(spot.shown);
      map.strokes += static_cast<int>(seen.strokes_s.size());
      lates.push_back(late_of(motion, usual, spot.top, seen, config.seed + l));
      may_be = false;
      break;
    }
    if (may_be) map.open.push_back(seen.line);
  }
  join(lates, map);
  return map;
}

}  // namespace firstchair::cut
