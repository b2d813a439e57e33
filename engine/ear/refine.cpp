#include "engine/ear/refine.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/dsp/biquad.h"
#include "engine/nn/math.h"

namespace firstchair::ear {
namespace {

constexpr double kMidHz = 300, kHighHz = 4000;
constexpr float kRange = 1e-4F;          // log energy stops 40 dB under the stretch's loudest step
constexpr float kLeastRise = 6;          // dB over 1 ms
constexpr float kLeastContrast = 6;      // dB
constexpr double kFarthestSplit = 4e-3;  // seconds from the steepest rise
constexpr float kMidBonus = 3;           // dB of contrast: the mid view is the truth's own

float decibels(double power) {
  return 4.3429448F * nn::fast_log(static_cast<float>(power));
}

}  // namespace

Refiner::Refiner(double rate)
    : rate_(rate),
      warm_up_(std::lround(0.012 * rate)),
      before_(std::lround(0.01 * rate)),
      search_(std::lround(0.014 * rate)),
      after_(std::lround(0.005 * rate)),
      step_(std::max(1L, std::lround(rate / 3000))) {
  const std::size_t most = static_cast<std::size_t>(reach() + 2 * after_);
  for (std::vector<float>& view : views_) view.resize(most);
  levels_.resize(most);
  energy_.resize(most + 1);
}

Refiner::Found Refiner::look(std::span<const float> samples, Frames first, Frames last, Frames step) {
  const Frames size = static_cast<Frames>(samples.size());
  energy_[0] = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    energy_[i + 1] = energy_[i] + static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
  }
  const auto sum = [&](Frames from, Frames to) {
    return energy_[static_cast<std::size_t>(to)] - energy_[static_cast<std::size_t>(from)];
  };
  const Frames left = std::max<Frames>(0, first - 3 * step);
  const Frames steps = (size - left) / step;
  double loudest = 0;
  for (Frames s = 0; s < steps; ++s) loudest = std::max(loudest, sum(left + s * step, left + (s + 1) * step));
  Found found;
  if (loudest < 1e-20) return found;
  for (Frames s = 0; s < steps; ++s) {
    levels_[static_cast<std::size_t>(s)] =
        decibels(sum(left + s * step, left + (s + 1) * step) + static_cast<double>(kRange) * loudest);
  }
  for (Frames s = 0; s + 3 < steps && left + (s + 1) * step <= last; ++s) {
    const float rise = levels_[static_cast<std::size_t>(s + 3)] - levels_[static_cast<std::size_t>(s)];
    if (rise > found.rise_db) {
      found.rise_db = rise;
      found.steepest = left + (s + 1) * step;
    }
  }
  if (found.rise_db <= 0) return found;

  const Frames from = std::max<Frames>(0, found.steepest - before_);
  const Frames to = std::min(size, found.steepest + after_);
  const Frames margin = std::max<Frames>(2, step / 3);
  const double tiny = 1e-9 * loudest / static_cast<double>(step);
  float least = 1e30F;
  const auto try_split = [&](Frames split) {
    const double n1 = static_cast<double>(split - from), n2 = static_cast<double>(to - split);
    const float cost =
        static_cast<float>(n1) * nn::fast_log(static_cast<float>(sum(from, split) / n1 + tiny)) +
        static_cast<float>(n2) * nn::fast_log(static_cast<float>(sum(split, to) / n2 + tiny));
    if (cost < least) {
      least = cost;
      found.frame = split;
    }
  };
  // The criterion is smooth over a few frames: coarse first, then every frame around the best.
  const Frames coarse = std::max<Frames>(1, step / 3);
  for (Frames split = from + margin; split <= to - margin; split += coarse) try_split(split);
  const Frames best = found.frame;
  for (Frames split = std::max(from + margin, best - 2 * coarse);
       split <= std::min(to - margin, best + 2 * coarse); ++split) {
    try_split(split);
  }
  const Frames pre = std::max<Frames>(0, found.frame - after_);
  const Frames post = std::min(size, found.frame + (3 * after_) / 5);
  if (pre < found.frame && found.frame < post) {
    found.contrast_db = decibels(sum(found.frame, post) / static_cast<double>(post - found.frame) + tiny) -
                        decibels(sum(pre, found.frame) / static_cast<double>(found.frame - pre) + tiny);
  }
  found.trusted = found.rise_db >= kLeastRise && found.contrast_db >= kLeastContrast &&
                  std::abs(static_cast<double>(found.frame - found.steepest)) <= kFarthestSplit * rate_;
  return found;
}

FoundAttack Refiner::refine(const SampleHistory& history, Frames first, Frames last) {
  assert(last - first <= search_);
  const Frames from = first - before_ - warm_up_;
  const Frames to = std::min(history.end(), last + after_);
  const std::span<const float> samples = history.span(from, to);
  dsp::Biquad mid = dsp::Biquad::high_pass(kMidHz, rate_);
  dsp::Biquad high = dsp::Biquad::high_pass(std::min(kHighHz, 0.3 * rate_), rate_);
  mid.settle(samples.front());
  high.settle(samples.front());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    views_[0][i] = mid(samples[i]);
    views_[1][i] = high(samples[i]);
  }
  const std::size_t skipped = static_cast<std::size_t>(warm_up_), used = samples.size() - skipped;
  const Frames origin = from + warm_up_;
  FoundAttack attack;
  float clearest = -1000;
  for (std::size_t v = 0; v < kViews; ++v) {
    const View view = static_cast<View>(v);
    const Found found =
        look(std::span<const float>(views_[v]).subspan(skipped, used), first - origin, last - origin, step_);
    attack.contrast_db[v] = found.contrast_db;
    float clarity = found.contrast_db + (view == View::mid ? kMidBonus : 0);
    if (!found.trusted) clarity -= 500;
    if (clarity <= clearest) continue;
    clearest = clarity;
    attack.frame = origin + (found.trusted ? found.frame : found.steepest);
    attack.view = view;
    attack.split = found.trusted;
  }
  return attack;
}

}  // namespace firstchair::ear
