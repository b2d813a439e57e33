#include "engine/cut/agree.h"

#include <algorithm>
#include <cmath>

namespace firstchair::cut {
namespace {

// Least squares through the windows of `line`, about their middle.
void refit(std::span<const Window> windows, double steepest, Agreement& line) {
  double mean_t = 0, mean_u = 0;
  const auto n = static_cast<double>(line.windows.size());
  for (const std::size_t k : line.windows) {
    mean_t += windows[k].middle_s / n;
    mean_u += (windows[k].at_s[0] - windows[k].middle_s) / n;
  }
  double tt = 0, tu = 0;
  for (const std::size_t k : line.windows) {
    const double t = windows[k].middle_s - mean_t;
    tt += t * t;
    tu += t * (windows[k].at_s[0] - windows[k].middle_s - mean_u);
  }
  line.slope = tt > 0 ? std::clamp(tu / tt, -steepest, steepest) : 0;
  line.offset_s = mean_u - line.slope * mean_t;
}

}  // namespace

Agreement agree(std::span<const Window> windows, double steepest) {
  Agreement best;
  double best_value = 0;
  const auto try_line = [&](double offset_s, double slope) {
    Agreement line{offset_s, slope, {}};
    double value = 0;
    for (std::size_t k = 0; k < windows.size(); ++k) {
      if (windows[k].at_s.empty()) continue;
      const double off = windows[k].at_s[0] - windows[k].middle_s * (1 + slope) - offset_s;
      if (std::abs(off) > kTolerance) continue;
      line.windows.push_back(k);
      value += windows[k].value[0];
    }
    if (line.windows.size() > best.windows.size() ||
        (line.windows.size() == best.windows.size() && value > best_value)) {
      best = std::move(line);
      best_value = value;
    }
  };
  for (std::size_t a = 0; a < windows.size(); ++a) {
    if (windows[a].at_s.empty()) continue;
    const double u = windows[a].at_s[0] - windows[a].middle_s;
    try_line(u, 0);
    for (std::size_t b = a + 1; b < windows.size(); ++b) {
      if (windows[b].at_s.empty() || windows[b].middle_s <= windows[a].middle_s) continue;
      const double between = windows[b].middle_s - windows[a].middle_s;
      const double slope = (windows[b].at_s[0] - windows[b].middle_s - u) / between;
      if (std::abs(slope) <= steepest) try_line(u - slope * windows[a].middle_s, slope);
    }
  }
  if (best.windows.size() >= 2) refit(windows, steepest, best);
  return best;
}

std::vector<double> common_offsets(std::span<const Window> windows) {
  struct Place {
    double offset_s, value;
    std::size_t window;
  };
  std::vector<Place> places;
  for (std::size_t k = 0; k < windows.size(); ++k)
    for (std::size_t p = 0; p < windows[k].at_s.size(); ++p)
      places.push_back({windows[k].at_s[p] - windows[k].middle_s, windows[k].value[p], k});
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.offset_s < b.offset_s; });
  struct Common {
    double offset_s, value;
    std::size_t windows;
  };
  std::vector<Common> all;
  for (std::size_t from = 0; from < places.size(); ++from) {
    Common common{0, 0, 0};
    std::vector<bool> seen(windows.size());
    for (std::size_t k = from;
         k < places.size() && places[k].offset_s - places[from].offset_s <= 2 * kTolerance; ++k) {
      if (seen[places[k].window]) continue;
      seen[places[k].window] = true;
      ++common.windows;
      common.value += places[k].value;
      common.offset_s += places[k].offset_s;
    }
    common.offset_s /= static_cast<double>(common.windows);
    all.push_back(common);
  }
  std::stable_sort(all.begin(), all.end(), [](const Common& a, const Common& b) {
    return a.windows != b.windows ? a.windows > b.windows : a.value > b.value;
  });
  std::vector<double> offsets;
  for (const Common& common : all) {
    if (common.windows * 2 < windows.size() || offsets.size() == 2) break;
    const bool near = std::any_of(offsets.begin(), offsets.end(),
                                  [&](double o) { return std::abs(o - common.offset_s) < 0.25; });
    if (!near) offsets.push_back(common.offset_s);
  }
  return offsets;
}

}  // namespace firstchair::cut
