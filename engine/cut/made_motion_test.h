// This file makes what cameras see of a kit, for the tests of this room.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/cut/motion.h"

namespace firstchair::cut::made {

// A made film of a kit, 40 x 22 cells at 30 frames a second: every drum's place changes when it is struck, by
// how much the film says, noise lies over all of it and a player sways.
struct MadeFilm {
  struct Drum {
    Line line;
    int x, y;      // cell
    double level;  // of the change
  };
  std::vector<Drum> drums;
  double late_s = 0, rate = 30, length_s = 120;
  bool sways = true;
  std::uint32_t seed = 5;
};

inline constexpr int kColumns = 40, kRows = 22;

// Returns what changes in the film's pictures between two times. Strokes are in order.
inline Motion look_at(const MadeFilm& film, const std::vector<LineStroke>& strokes, double from_s,
                      double to_s) {
  Motion motion{.columns = kColumns, .rows = kRows, .steps = {}, .cells = {}};
  const auto first = std::max(1, static_cast<int>(std::lround(from_s * film.rate)));
  std::minstd_rand chance(film.seed + static_cast<std::uint32_t>(first));
  std::normal_distribution<double> noise(3, 1);
  for (int k = first; k < to_s * film.rate; ++k) {
    const Motion::Step step{(k - 1) / film.rate, k / film.rate};
    motion.steps.push_back(step);
    std::vector<double> change(static_cast<std::size_t>(kColumns * kRows));
    for (double& x : change) x = std::max(0., noise(chance));
    const double sway = std::abs(std::sin(1.7 * step.to_s)) * 4;
    for (int y = 4; film.sways && y < 12; ++y)
      for (int x = 14; x < 26; ++x) change[static_cast<std::size_t>(y * kColumns + x)] += sway;
    const auto near = std::ranges::lower_bound(strokes, step.to_s - film.late_s - .2, {}, &LineStroke::at_s);
    for (auto it = near; it != strokes.end() && it->at_s <= step.to_s - film.late_s; ++it)
      for (const MadeFilm::Drum& drum : film.drums) {
        const LineStroke& stroke = *it;
        // What lights up fades over the next frames.
        const double since = step.to_s - stroke.at_s - film.late_s;
        if (stroke.line != drum.line || since < 0 || since > .1) continue;
        const double level = drum.level * (since < 1 / film.rate ? 1 : .3 * std::exp(-since / .09));
        for (int y = -1; y <= 1; ++y)
          for (int x = -1; x <= 1; ++x)
            change[static_cast<std::size_t>((drum.y + y) * kColumns + drum.x + x)] += level;
      }
    for (const double x : change) motion.cells.push_back(static_cast<std::uint16_t>(x * 256));
  }
  return motion;
}

inline Motion look_at(const MadeFilm& film, const std::vector<LineStroke>& strokes) {
  return look_at(film, strokes, 0, film.length_s);
}

// Returns a groove, a little early and late as people play it.
inline std::vector<LineStroke> groove(std::uint32_t seed = 3, double length_s = 120) {
  std::minstd_rand chance(seed);
  std::normal_distribution<double> human(0, .008);
  std::vector<LineStroke> strokes;
  const double eighth = .2717;
  for (int k = 0; k < length_s / eighth - 2; ++k) {
    const double at = .5 + k * eighth;
    strokes.push_back({at + human(chance), Line::hat});
    if (k % 8 == 0 || k % 8 == 5) strokes.push_back({at + human(chance), Line::kick});
    if (k % 8 == 2 || k % 8 == 6) strokes.push_back({at + human(chance), Line::snare});
  }
  std::ranges::sort(strokes, {}, &LineStroke::at_s);
  return strokes;
}

}  // namespace firstchair::cut::made
