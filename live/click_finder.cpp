#include "live/click_finder.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace firstchair::live {
namespace {

constexpr double kLength = 0.008;  // seconds of a click that are compared: most of its sound
constexpr double kBefore = 0.001;  // and before it
constexpr double kSilent = 1e-12;  // mean square of a difference

}  // namespace

ClickFinder::ClickFinder(double rate)
    : before_(std::llround(kBefore * rate)),
      length_(before_ + std::llround(kLength * rate)),
      widest_(std::llround(kWidest * rate)),
      ring_(std::bit_ceil(static_cast<std::size_t>(rate))),
      alike_(static_cast<std::size_t>(2 * widest_ + 3)) {
  for (Picture& picture : pictures_) picture.sound.resize(static_cast<std::size_t>(length_));
}

void ClickFinder::push(std::span<const float> sound) {
  for (const float sample : sound) ring_[static_cast<std::size_t>(now_++) & (ring_.size() - 1)] = sample;
}

double ClickFinder::sample(Frames frame) const {
  return static_cast<double>(ring_[static_cast<std::size_t>(frame) & (ring_.size() - 1)]);
}

bool ClickFinder::heard(const Click& click) const {
  return static_cast<double>(now_) > click.due + click.behind + static_cast<double>(length_ + widest_ + 4);
}

void ClickFinder::learn(Picture& picture, double place) {
  const Frames from = std::llround(place) - before_;
  double energy = 0;
  for (Frames i = 0; i < length_; ++i) {
    const double step = sample(from + i) - sample(from + i - 1);
    picture.sound[static_cast<std::size_t>(i)] = step;
    energy += step * step;
  }
  picture.energy = energy > kSilent * static_cast<double>(length_) ? energy : 0;
  picture.click_at = place - static_cast<double>(from);
}

FoundClick ClickFinder::find(const Click& click) {
  Picture& picture = pictures_[static_cast<std::size_t>(click.kind)];
  FoundClick found{.due = click.due};
  const double expected = click.due + click.behind;
  const Frames from = std::llround(expected - picture.click_at);
  const Frames reach = std::clamp<Frames>(std::llround(click.within), 2, widest_);
  const Frames oldest = now_ - static_cast<Frames>(ring_.size()) + 1;
  if (from - reach - 2 < std::max<Frames>(oldest, 1) || from + reach + 2 + length_ > now_) return found;
  if (picture.energy > 0) {
    std::size_t best = 1;
    for (Frames lag = -reach - 1; lag <= reach + 1; ++lag) {
      double product = 0, energy = 0;
      for (Frames i = 0; i < length_; ++i) {
        const double step = sample(from + lag + i) - sample(from + lag + i - 1);
        product += step * picture.sound[static_cast<std::size_t>(i)];
        energy += step * step;
      }
      const auto place = static_cast<std::size_t>(lag + reach + 1);
      alike_[place] = energy > 0 ? product / std::sqrt(energy * picture.energy) : 0;
      if (std::abs(lag) <= reach && alike_[place] > alike_[best]) best = place;
    }
    // The top of the parabola through the highest three.
    const double left = alike_[best - 1], top = alike_[best], right = alike_[best + 1];
    const double bend = left - 2 * top + right;
    if (top >= left && top >= right && bend < 0 && top >= kLeastAlike) {
      const double lag =
          static_cast<double>(best) - static_cast<double>(reach + 1) + (left - right) / (2 * bend);
      found.behind = static_cast<double>(from) + lag + picture.click_at - click.due;
      found.alike = top;
    }
  }
  if (click.alone) learn(picture, found.alike > 0 ? click.due + found.behind : expected);
  return found;
}

}  // namespace firstchair::live
