#include "engine/cut/steps.h"

#include <algorithm>

#include "engine/cut/coarse.h"

namespace firstchair::cut {
namespace {

// All of a piece's sound must fit better where it lies than on the other pieces' lines, by so much, and
// better than anywhere else on the master.
constexpr double kPieceStandsOut = 1.3, kLongestProof = 60;  // ratio; s of the piece's sound

}  // namespace

bool stands_out(const Correlator& master, const Envelope& camera, const std::vector<Piece>& lines,
                std::size_t own, double from_s, double to_s) {
  const double middle_s = (from_s + to_s) / 2, half_s = std::min(to_s - from_s, kLongestProof) / 2;
  const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(hop_of(middle_s - half_s), 0));
  const auto count = static_cast<std::size_t>(hop_of(2 * half_s));
  if (first >= camera.hops()) return false;
  const auto begins = [&](const Piece& line) { return hop_of(master_of(line, middle_s) - half_s); };
  const auto fit_on = [&](const Piece& line) {
    const std::ptrdiff_t at = begins(line);
    return master.best_between(camera, first, count, at - kSamePlace, at + kSamePlace).value;
  };
  const double fit = fit_on(lines[own]);
  for (const Piece& line : lines)
    if (std::abs(begins(line) - begins(lines[own])) > kSamePlace && fit < kPieceStandsOut * fit_on(line))
      return false;
  for (const Fit& other : master.best(camera, first, count, count / 2, 2))
    if (std::abs(other.hop - static_cast<double>(begins(lines[own]))) > 2 * kSamePlace &&
        fit < kClearRatio * other.value)
      return false;
  return true;
}

double step_between(const Envelope& master, const Envelope& camera, const Piece& first, const Piece& second,
                    double from_s, double to_s) {
  const std::ptrdiff_t from = std::max<std::ptrdiff_t>(hop_of(from_s), 0);
  const std::ptrdiff_t to = std::min(hop_of(to_s), static_cast<std::ptrdiff_t>(camera.hops()));
  const auto fit = [&](const Piece& piece, std::ptrdiff_t hop) {
    const std::ptrdiff_t at = hop_of(master_of(piece, static_cast<double>(hop) * kHop));
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(master.hops())) return 0.0;
    double sum = 0;
    for (std::size_t b = 0; b < kBands; ++b)
      sum += static_cast<double>(camera.rises[static_cast<std::size_t>(hop) * kBands + b]) *
             static_cast<double>(master.rises[static_cast<std::size_t>(at) * kBands + b]);
    return sum;
  };
  // Where the sum of (first - second) is highest the step is; between strokes it is level, and its middle is
  // taken.
  double sum = 0, most = 0;
  std::ptrdiff_t begin = from, end = from;
  for (std::ptrdiff_t hop = from; hop < to; ++hop) {
    sum += fit(first, hop) - fit(second, hop);
    if (sum > most) {
      most = sum;
      begin = end = hop + 1;
    } else if (sum > most - 0.002 * most - 1 && end == hop) {
      end = hop + 1;
    }
  }
  return static_cast<double>(begin + end) / 2 * kHop;
}

}  // namespace firstchair::cut
