#include "io/video/motion.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <utility>

#include "io/video/caged.h"

namespace firstchair::video {
namespace {

constexpr int kLongSide = 160, kCell = 4;  // pixels
constexpr double kFastest = 60;            // frames a second
constexpr double kHole_s = .25;            // between two frames: what changed then says nothing of when

int side_of(double pixels) {
  return std::max(kCell * 4, static_cast<int>(std::lround(pixels / kCell)) * kCell);
}

// The times at which the picture is looked at.
std::vector<Wish> wishes_of(std::span<const cut::Sight> stretches, double rate) {
  std::vector<Wish> wishes;
  for (const cut::Sight& stretch : stretches)
    for (double at = stretch.from_s + .5 / rate; at < stretch.to_s; at += 1 / rate)
      wishes.push_back({.at_s = at});
  if (wishes.size() > PictureRing::kMostWishes) wishes.resize(PictureRing::kMostWishes);
  return wishes;
}

// Adds a step's cells: the mean absolute difference of two pictures' luma.
void add_step(const Picture& before, const Picture& now, cut::Motion& motion) {
  const int width = motion.columns * kCell;
  for (int row = 0; row < motion.rows; ++row)
    for (int column = 0; column < motion.columns; ++column) {
      int sum = 0;
      for (int y = row * kCell; y < (row + 1) * kCell; ++y)
        for (int x = column * kCell; x < (column + 1) * kCell; ++x) {
          const auto at = static_cast<std::size_t>(y * width + x);
          sum += std::abs(now.bytes[at] - before.bytes[at]);
        }
      motion.cells.push_back(static_cast<std::uint16_t>(std::min(65535, sum * 256 / (kCell * kCell))));
    }
}

}  // namespace

Result<cut::Motion> read_motion(const MotionReading& reading, const VideoInfo& info) {
  cut::Motion motion;
  const double larger = std::max(1, std::max(info.width, info.height));
  const int width = side_of(kLongSide * info.width / larger),
            height = side_of(kLongSide * info.height / larger);
  motion.columns = width / kCell;
  motion.rows = height / kCell;
  const double rate = std::clamp(info.rate.per_second(), 1., kFastest);
  std::vector<Wish> wishes = wishes_of(reading.stretches, rate);
  const std::size_t all = wishes.size();
  if (all == 0) return motion;
  Result<Pictures> pictures = Pictures::open(
      reading.path, {.width = width, .height = height, .fit = Fit::crop, .wishes = std::move(wishes)},
      reading.cage);
  if (!pictures) return pictures.error();
  Picture before = black(width, height), now = black(width, height);
  double before_s = 0;
  auto next_told = std::chrono::steady_clock::now();
  for (std::size_t k = 0; k < all; ++k) {
    const Result<double> began = pictures->next(now.bytes);
    if (!began) return began.error();
    if (const auto time = std::chrono::steady_clock::now(); reading.told && time >= next_told) {
      next_told = time + std::chrono::milliseconds(100);
      if (!reading.told(static_cast<double>(k) / static_cast<double>(all)))
        return Error{ErrorCode::usage, reading.path, "it was ended", {}};
    }
    if (k > 0 && *began <= before_s) continue;  // the same frame is still there
    if (k > 0 && *began - before_s <= kHole_s) {
      motion.steps.push_back({before_s, *began});
      add_step(before, now, motion);
    }
    before_s = *began;
    std::swap(before, now);
  }
  return motion;
}

}  // namespace firstchair::video
