#include "engine/chairs/places.h"

#include <algorithm>

#include "engine/stats/student.h"

namespace firstchair::chairs {
namespace {

constexpr int kPoints = 2001;
constexpr double kReach = 8;       // standard errors beyond the outermost centres
constexpr int kPlacePoints = 250;  // cells of the coarser grid on which places are told

// Distribution and density of every value at every point: [value][point].
struct Table {
  double step = 0;
  std::vector<std::vector<double>> below, density;
};

Table tabulate(const std::vector<Known>& values) {
  double from = values[0].centre - kReach * values[0].scale, to = values[0].centre + kReach * values[0].scale;
  for (const Known& v : values) {
    from = std::min(from, v.centre - kReach * v.scale);
    to = std::max(to, v.centre + kReach * v.scale);
  }
  Table table;
  table.step = (to - from) / (kPoints - 1);
  for (const Known& v : values) {
    const stats::Student t(v.df);
    std::vector<double> below(kPoints), density(kPoints);
    for (int p = 0; p < kPoints; ++p) {
      const double x = (from + table.step * p - v.centre) / v.scale;
      below[static_cast<std::size_t>(p)] = t.below(x);
      density[static_cast<std::size_t>(p)] = t.density(x) / v.scale;
    }
    table.below.push_back(std::move(below));
    table.density.push_back(std::move(density));
  }
  return table;
}

// At every point: who is lowest, and whether the first k are lower than the rest. What lies below the first
// point is taken to lie on it.
void integrate(const Table& table, Places& places) {
  const std::size_t count = table.below.size();
  std::vector<double> all_above(count + 1), first_below(count + 1), slope(count + 1);
  std::vector<double> above_before(count + 1);
  for (int p = 0; p < kPoints; ++p) {
    const auto at = static_cast<std::size_t>(p);
    const double weight = table.step * (p == 0 || p == kPoints - 1 ? 0.5 : 1.0);
    all_above[count] = 1;  // of those from i on
    for (std::size_t i = count; i-- > 0;) all_above[i] = all_above[i + 1] * (1 - table.below[i][at]);
    above_before[0] = 1;  // of those before i
    first_below[0] = 1;
    slope[0] = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double f = table.below[i][at], d = table.density[i][at];
      above_before[i + 1] = above_before[i] * (1 - f);
      first_below[i + 1] = first_below[i] * f;
      slope[i + 1] = slope[i] * f + first_below[i] * d;
      const double others = above_before[i] * all_above[i + 1];
      places.lowest[i] += weight * d * others + (p == 0 ? f * others : 0);
      if (i + 1 < count)
        places.together[i] +=
            weight * slope[i + 1] * all_above[i + 1] + (p == 0 ? first_below[i + 1] * all_above[i + 1] : 0);
    }
  }
}

// The place of one value: how many others are lower, given where it lies, over where it may lie.
void place(const Table& table, std::size_t i, Places& places) {
  const std::size_t count = table.below.size();
  std::vector<double> chance(count, 0), lower(count);
  constexpr int kStride = (kPoints - 1) / kPlacePoints;
  for (int cell = 0; cell <= kPlacePoints + 1; ++cell) {
    // The cells are from -infinity to the first point, between points, and from the last point on.
    const auto left = static_cast<std::size_t>(std::max(0, (cell - 1) * kStride));
    const auto right = static_cast<std::size_t>(std::min(kPoints - 1, cell * kStride));
    const double mass =
        (cell > kPlacePoints ? 1 : table.below[i][right]) - (cell == 0 ? 0 : table.below[i][left]);
    if (!(mass > 1e-9)) continue;
    std::fill(lower.begin(), lower.end(), 0);
    lower[0] = 1;
    std::size_t met = 0;
    for (std::size_t j = 0; j < count; ++j) {
      if (j == i) continue;
      const double p = (table.below[j][left] + table.below[j][right]) / 2;
      ++met;
      for (std::size_t n = met; n > 0; --n) lower[n] = lower[n] * (1 - p) + lower[n - 1] * p;
      lower[0] *= 1 - p;
    }
    for (std::size_t n = 0; n < count; ++n) chance[n] += mass * lower[n];
  }
  double sum = 0, whole = 0;
  for (const double c : chance) whole += c;
  places.from[i] = static_cast<int>(count);
  places.to[i] = static_cast<int>(count);
  bool begun = false;
  for (std::size_t n = 0; n < count; ++n) {
    places.expected[i] += chance[n] / whole * static_cast<double>(n + 1);
    sum += chance[n] / whole;
    if (!begun && sum > 0.025) places.from[i] = static_cast<int>(n) + 1, begun = true;
    if (sum >= 0.975) {
      places.to[i] = static_cast<int>(n) + 1;
      sum = -1e9;
    }
  }
}

}  // namespace

Places places_of(const std::vector<Known>& values) {
  Places places;
  const std::size_t count = values.size();
  places.lowest.assign(count, 0);
  places.expected.assign(count, 0);
  places.from.assign(count, 1);
  places.to.assign(count, 1);
  if (count == 0) return places;
  places.together.assign(count - 1, 0);
  if (count == 1) {
    places.lowest[0] = places.expected[0] = 1;
    return places;
  }
  const Table table = tabulate(values);
  integrate(table, places);
  for (std::size_t i = 0; i < count; ++i) place(table, i, places);
  return places;
}

}  // namespace firstchair::chairs
