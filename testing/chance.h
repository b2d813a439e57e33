// Chance draws seeded normal deviates (Box and Muller), the same on every standard library.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace firstchair::testing {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  double normal() {
    const double u = (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53;
    const double v = static_cast<double>(engine_() >> 11) * 0x1p-53;
    return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace firstchair::testing
