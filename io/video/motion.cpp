#include "io/video/motion.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "io/video/caged.h"

namespace firstchair::video {
namespace {

constexpr int kLongSide = 160, kCell = 4;  // pixels
constexpr double kFastest = 60;            // frames a second
constexpr double kHole_s = .25;            // between two frames: what changed then says nothing of when
constexpr std::size_t kLeastPart = 150;    // pictures: a part is decoded from the key picture before it on

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

// Telling is shared by the parts of a film.
class Telling {
 public:
  Telling(const MotionReading& reading, std::size_t all) : reading_(reading), all_(all) {}

  // One more was looked at; false: all of it is to end.
  bool goes_on() {
    const std::size_t done = ++done_;
    if (!reading_.told) return true;
    const std::lock_guard<std::mutex> alone(one_);
    const auto time = std::chrono::steady_clock::now();
    if (!ended_ && time >= next_) {
      next_ = time + std::chrono::milliseconds(100);
      ended_ = !reading_.told(static_cast<double>(done - 1) / static_cast<double>(all_));
    }
    return !ended_;
  }

 private:
  const MotionReading& reading_;
  std::size_t all_;
  std::atomic<std::size_t> done_{0};
  std::mutex one_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
  bool ended_ = false;
};

// Adds what changes from each wished picture to the next.
Result<Done> look_along(const MotionReading& reading, std::span<const Wish> wishes, Telling& telling,
                        cut::Motion& motion) {
  const int width = motion.columns * kCell, height = motion.rows * kCell;
  Result<Pictures> pictures = Pictures::open(
      reading.path,
      {.width = width, .height = height, .fit = Fit::crop, .wishes = {wishes.begin(), wishes.end()}},
      reading.cage);
  if (!pictures) return pictures.error();
  Picture before = black(width, height), now = black(width, height);
  double before_s = 0;
  for (std::size_t k = 0; k < wishes.size(); ++k) {
    const Result<double> began = pictures->next(now.bytes);
    if (!began) return began.error();
    if (!telling.goes_on()) return Error{ErrorCode::usage, reading.path, "it was ended", {}};
    if (k > 0 && *began <= before_s) continue;  // the same frame is still there
    if (k > 0 && *began - before_s <= kHole_s) {
      motion.steps.push_back({before_s, *began});
      add_step(before, now, motion);
    }
    before_s = *began;
    std::swap(before, now);
  }
  return Done{};
}

}  // namespace

Result<cut::Motion> read_motion(const MotionReading& reading, const VideoInfo& info) {
  cut::Motion motion;
  const double larger = std::max(1, std::max(info.width, info.height));
  motion.columns = side_of(kLongSide * info.width / larger) / kCell;
  motion.rows = side_of(kLongSide * info.height / larger) / kCell;
  const double rate = std::clamp(info.rate.per_second(), 1., kFastest);
  const std::vector<Wish> wishes = wishes_of(reading.stretches, rate);
  if (wishes.empty()) return motion;
  const std::size_t parts =
      std::clamp<std::size_t>(reading.at_once, 1, std::max<std::size_t>(1, wishes.size() / kLeastPart));
  Telling telling(reading, wishes.size());
  std::vector<cut::Motion> seen(parts, motion);
  std::vector<Result<Done>> ended(parts, Done{});
  const auto look = [&](std::size_t p) {
    // A part begins with the last picture of the one before it: the step between them is its own.
    const std::size_t from = p * wishes.size() / parts, to = (p + 1) * wishes.size() / parts;
    const std::size_t first = from - (p > 0 ? 1 : 0);
    ended[p] = look_along(reading, std::span(wishes).subspan(first, to - first), telling, seen[p]);
  };
  std::vector<std::thread> others;
  for (std::size_t p = 1; p < parts; ++p) others.emplace_back(look, p);
  look(0);
  for (std::thread& other : others) other.join();
  for (std::size_t p = 0; p < parts; ++p) {
    if (!ended[p]) return ended[p].error();
    motion.steps.insert(motion.steps.end(), seen[p].steps.begin(), seen[p].steps.end());
    motion.cells.insert(motion.cells.end(), seen[p].cells.begin(), seen[p].cells.end());
  }
  return motion;
}

}  // namespace firstchair::video
