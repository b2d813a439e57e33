#include "engine/follow/free/strength_levels.h"

#include <algorithm>
#include <array>

namespace firstchair::follow {
std::vector<Dynamic> dynamics_of(const std::vector<float>& strengths, Line line, const LevelTuning& tuning) {
  std::vector<Dynamic> dynamics(strengths.size(), Dynamic::normal);
  if (strengths.size() < static_cast<std::size_t>(tuning.fewest)) return dynamics;
  std::vector<float> sorted = strengths;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0, squares = 0;
  for (float s : sorted) sum += s, squares += static_cast<double>(s) * s;
  const double n = static_cast<double>(sorted.size());
  const double variance = squares / n - (sum / n) * (sum / n);
  double below = 0, best = -1, soft_mean = 0, loud_mean = 0;
  std::size_t cut = 0;
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    below += sorted[i];
    const double a = static_cast<double>(i + 1), b = n - a;
    const double soft = below / a, loud = (sum - below) / b;
    const double between = a * b / (n * n) * (loud - soft) * (loud - soft);
    if (between > best) best = between, cut = i, soft_mean = soft, loud_mean = loud;
  }
  if (variance < 1e-9 || best / variance < tuning.explained || loud_mean - soft_mean < tuning.apart)
    return dynamics;
  const float edge = sorted[cut];
  const bool ghosts = line == Line::snare && soft_mean < tuning.ghost;
  const bool accents = !ghosts && 2 * (sorted.size() - cut - 1) <= sorted.size();
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    if (strengths[i] <= edge) {
      if (ghosts) dynamics[i] = Dynamic::ghost;
    } else if (accents) {
      dynamics[i] = Dynamic::accent;
    }
  }
  return dynamics;
}

}  // namespace firstchair::follow
