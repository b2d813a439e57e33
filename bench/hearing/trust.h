// Trust lays what our ear says of its own doubt against what happened: probabilities and sigmas.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/ear/right_shares.h"
#include "lab/attacks.h"
#include "lab/render.h"

namespace firstchair::bench {

struct Trust {
  void add(const lab::Rendering& file, const lab::Heard& heard);
  void print() const;

  std::optional<ear::RightShares> shares = {};              // none: what is said is voice_probability
  std::array<double, 10> sure{}, sure_right{}, sure_sum{};  // hits by tenths of what is said
  struct Timing {
    double error_ms = 0, sigma_ms = 0;
  };
  std::vector<Timing> timing;  // attacks whose first hit is timed
  double untimed = 0;
};

}  // namespace firstchair::bench
