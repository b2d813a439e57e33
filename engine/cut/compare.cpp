#include "engine/cut/compare.h"

#include <algorithm>
#include <cmath>

#include "engine/cut/gcc.h"

namespace firstchair::cut {
namespace {

constexpr double kRate = 24000;                    // Hz at which sound is compared
constexpr double kBefore = 0.020, kAfter = 0.040;  // s of sound about a stroke
constexpr double kWide = 0.040;                    // s about a stroke's place in which a way is looked for
constexpr double kFar = 0.42;  // s, of some strokes: the longest echo that the loudness tells, and more
constexpr std::size_t kMostFar = 100;
constexpr double kChunk = 20;      // s, or a tenth of a shorter file
constexpr double kMargin = 0.002;  // s of a clip for the resampler

// The curves of all strokes, parted by the pieces that they lie on.
std::vector<Curves> by_piece(const Curves& all, const std::vector<Piece>& pieces) {
  std::vector<Curves> parted(pieces.size());
  const auto width = static_cast<std::ptrdiff_t>(2 * all.reach + 1);
  auto from = all.at_s.begin();
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    const auto to = std::lower_bound(from, all.at_s.end(), pieces[p].to_s);
    parted[p] = {.rate = all.rate, .reach = all.reach, .at_s = {from, to}, .values = {}};
    parted[p].values.assign(all.values.begin() + (from - all.at_s.begin()) * width,
                            all.values.begin() + (to - all.at_s.begin()) * width);
    from = to;
  }
  return parted;
}

}  // namespace

FinePlan plan_fine(const std::vector<Piece>& coarse, double master_s, std::span<const double> attacks_s,
                   std::size_t most, std::size_t most_chunks) {
  FinePlan plan;
  const auto on_master = [&](const Piece& piece, double t, double before, double after) {
    return t - before >= piece.from_s && t + after <= piece.to_s && master_of(piece, t) - before >= 0 &&
           master_of(piece, t) + after <= master_s;
  };
  std::vector<double> places;
  std::vector<std::size_t> pieces;
  for (std::size_t p = 0; p < coarse.size(); ++p)
    for (const double m : attacks_s)
      if (const double t = camera_of(coarse[p], m);
          on_master(coarse[p], t, kBefore, kAfter) && (places.empty() || t > places.back())) {
        places.push_back(t);
        pieces.push_back(p);
      }
  plan.chunks = places.size() < kFewStrokes;
  double left = 0, right = 0, reach = 0, wide = 0;
  if (!plan.chunks) {
    plan.length_s = kBefore + kAfter;
    left = kBefore, right = kAfter, wide = kWide;
    const std::size_t n = std::min(most, places.size());
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t at = n == places.size() ? k : k * (places.size() - 1) / (n - 1);
      plan.places_s.push_back(places[at]);
      plan.pieces.push_back(pieces[at]);
    }
  } else {
    double whole = 0;
    for (const Piece& piece : coarse) whole += piece.to_s - piece.from_s;
    plan.length_s = std::min(kChunk, whole / 10);
    left = right = plan.length_s / 2, reach = kChunkReach;
    for (std::size_t p = 0; p < coarse.size(); ++p) {
      const Piece& piece = coarse[p];
      const double from = std::max(piece.from_s, camera_of(piece, 0)) + left;
      const double to = std::min(piece.to_s, camera_of(piece, master_s)) - right;
      if (to <= from) continue;
      const auto count = std::max<std::size_t>(
          1, std::min(static_cast<std::size_t>((to - from) / plan.length_s) + 1,
                      static_cast<std::size_t>(static_cast<double>(most_chunks) * (to - from) / whole) + 1));
      for (std::size_t k = 0; k < count; ++k) {
        plan.places_s.push_back(from +
                                (to - from) * (static_cast<double>(k) + 0.5) / static_cast<double>(count));
        plan.pieces.push_back(p);
      }
    }
  }
  if (!plan.chunks) plan.every = 1 + plan.places_s.size() / kMostFar;
  for (std::size_t k = 0; k < plan.places_s.size(); ++k) {
    const double t = plan.places_s[k], m = master_of(coarse[plan.pieces[k]], t);
    const double more = plan.every > 0 && k % plan.every == 0 ? kFar : wide;
    plan.camera.push_back({t - left - more - kMargin, t + right + more + kMargin});
    plan.master.push_back({m - left - reach - kMargin, m + right + reach + kMargin});
  }
  return plan;
}

Compared compare(const FinePlan& plan, const std::vector<Piece>& coarse, std::span<const Clip> camera,
                 std::span<const Clip> master) {
  Compared compared;
  if (plan.places_s.empty() || camera.empty() || master.empty()) return compared;
  GccConfig config;
  config.rate = kRate;
  config.length = static_cast<std::size_t>(plan.length_s * kRate);
  const double lowest = std::min(camera[0].rate, master[0].rate);
  config.high_hz = std::min(plan.chunks ? 8000.0 : 10000.0, 0.45 * lowest);
  if (plan.chunks) config.low_hz = 200, config.beta = 0.7, config.reach_s = kChunkReach;
  Gcc gcc(config);
  GccConfig around = config;
  around.reach_s = kWide;
  CurveMaker curves(around);
  around.reach_s = kFar;
  CurveMaker far(around);
  std::vector<float> farther(plan.every > 0 ? far.wide() : 0);
  const std::size_t main = longest_of(coarse);
  const Resampler of_camera(camera[0].rate, kRate), of_master(master[0].rate, kRate);
  std::vector<float> first(config.length), second(config.length), broad(plan.chunks ? 0 : curves.wide());
  const auto beside = static_cast<std::ptrdiff_t>(broad.size() - std::min(broad.size(), config.length)) / 2;
  const double before = plan.chunks ? plan.length_s / 2 : kBefore;
  for (std::size_t k = 0; k < plan.places_s.size(); ++k) {
    const Piece& piece = coarse[plan.pieces[k]];
    const double t = plan.places_s[k], m = master_of(piece, t);
    // The grids agree in the master's time.
    of_master.read(master[k], m - before, 1 / kRate, first);
    const double step_s = 1 / (kRate * (1 + piece.slope));
    if (plan.chunks) {
      of_camera.read(camera[k], t - before / (1 + piece.slope), step_s, second);
    } else {
      of_camera.read(camera[k], t - before / (1 + piece.slope) - static_cast<double>(beside) * step_s, step_s,
                     broad);
      std::copy_n(broad.begin() + beside, config.length, second.begin());
    }
    const Delay delay = gcc.delay(first, second);
    if (delay.value > 0) compared.delays.push_back({t, delay.s * 1000, plan.pieces[k]});
    if (plan.chunks) continue;
    curves.add(t, first, broad);
    if (k % plan.every != 0 || plan.pieces[k] != main) continue;
    const auto more = static_cast<double>(farther.size() - config.length) / 2;
    of_camera.read(camera[k], t - before / (1 + piece.slope) - more * step_s, step_s, farther);
    far.add(t, first, farther);
  }
  if (!plan.chunks) compared.far = far.finish();
  if (!plan.chunks) compared.curves = by_piece(curves.finish(), coarse);
  return compared;
}

}  // namespace firstchair::cut
