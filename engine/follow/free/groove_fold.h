// A groove folded into its bars: how much of every part is struck at every place of the bar, over the take,
// and how well the groove comes back after a while. This is all that a reading sees of the strokes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/track.h"

namespace firstchair::follow {

inline constexpr int kFine = 48;  // places in a quarter

struct Fold {
  std::vector<std::array<double, kPartCount>> strength;  // per place: sum over the bars
  std::vector<double> attacks, crashes, foot;  // per place: how many, crashes, strength of the hat foot
  std::vector<double> broken;  // per place: strength that is there in a minority of bars only: fills
  double bars = 1, quarters = 4;
  std::int64_t first = 0;        // place of the first attack
  double kicks = 0, snares = 0;  // attacks with a kick; with a snare that is no ghost
  double times = 0;              // attacks with a hat, a ride or a pad
};

// Returns what was tracked, folded. `quarter` is tracked beats in a quarter note; `bar` is places in a bar,
// whose line stands at slot 0. The track must be of these attacks.
Fold fold(std::span<const Attack> attacks, const Track& track, double quarter, int bar);

// Recurrence says how much of the groove comes back after a lag, 0..1. It refers to attacks and track.
class Recurrence {
 public:
  Recurrence(std::span<const Attack> attacks, const Track& track);
  double operator()(double beats);

 private:
  double measure(std::int64_t lag) const;

  std::span<const Attack> attacks_;
  std::vector<std::pair<std::int64_t, std::size_t>> at_;
  std::map<std::int64_t, double> cache_;
};

}  // namespace firstchair::follow
