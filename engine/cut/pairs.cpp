#include "engine/cut/pairs.h"

#include <algorithm>
#include <cmath>

namespace firstchair::cut {
namespace {

// Index of the value nearest to x; values are in order and not empty.
std::size_t nearest(std::span<const double> values, double x) {
  const auto after =
      static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), x) - values.begin());
  if (after == 0) return 0;
  if (after == values.size()) return after - 1;
  return x - values[after - 1] <= values[after] - x ? after - 1 : after;
}

}  // namespace

std::vector<Point> pair_attacks(std::span<const double> master_s, std::span<const double> camera_s,
                                const Piece& piece) {
  std::vector<Point> pairs;
  if (master_s.empty()) return pairs;
  for (std::size_t c = 0; c < camera_s.size(); ++c) {
    if (camera_s[c] < piece.from_s || camera_s[c] >= piece.to_s) continue;
    const double expected = master_of(piece, camera_s[c]);
    const double answer = master_s[nearest(master_s, expected)];
    if (std::abs(answer - expected) > kPairReach) continue;
    if (nearest(camera_s, camera_of(piece, answer)) != c) continue;
    pairs.push_back({camera_s[c], (answer - expected) * 1000});
  }
  return pairs;
}

}  // namespace firstchair::cut
