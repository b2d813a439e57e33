#include "bench/hearing/grid_shift.h"

#include <algorithm>
#include <cmath>

namespace firstchair::bench {
namespace {

constexpr std::size_t kShift = 32;  // samples at the bench's rate: an eighth of a frame of 256

// How many of the times have one of the others within kNear; each answers one.
template <class F>
double answered(const std::vector<double>& times, const std::vector<double>& others, F found) {
  double count = 0;
  std::vector<bool> taken(others.size());
  for (const double time : times) {
    std::size_t nearest = others.size();
    for (std::size_t o = 0; o < others.size(); ++o) {
      if (taken[o] || std::abs(others[o] - time) > GridShift::kNear) continue;
      if (nearest == others.size() || std::abs(others[o] - time) < std::abs(others[nearest] - time))
        nearest = o;
    }
    if (nearest == others.size()) continue;
    taken[nearest] = true;
    found(others[nearest] - time);
    ++count;
  }
  return count;
}

}  // namespace

double GridShift::seconds() {
  return static_cast<double>(kShift) / lab::kBenchRate;
}

std::vector<float> GridShift::later(const std::vector<float>& sound) {
  std::vector<float> shifted(kShift, 0.0F);
  shifted.insert(shifted.end(), sound.begin(), sound.end());
  return shifted;
}

void GridShift::add(const lab::Heard& heard, const lab::Heard& heard_later) {
  for (int v = 0; v < kVoiceCount; ++v) {
    const auto times = [&](const lab::Heard& of, double early) {
      std::vector<double> found;
      for (const Hit& hit : of.hits) {
        if (hit.voice == static_cast<Voice>(v))
          found.push_back(static_cast<double>(hit.frame) / lab::kBenchRate - early);
      }
      return found;
    };
    const std::vector<double> here = times(heard, 0), there = times(heard_later, seconds());
    const double both = answered(here, there, [](double) {});
    strokes += static_cast<double>(here.size() + there.size());
    alone += static_cast<double>(here.size() + there.size()) - 2 * both;
  }
  const std::vector<double> here = lab::times_of(lab::attacks_of(heard, lab::kBenchRate));
  std::vector<double> there = lab::times_of(lab::attacks_of(heard_later, lab::kBenchRate));
  for (double& time : there) time -= seconds();
  const double both =
      answered(here, there, [&](double apart) { moved_ms.push_back(1000 * std::abs(apart)); });
  attacks += static_cast<double>(here.size() + there.size());
  attacks_alone += static_cast<double>(here.size() + there.size()) - 2 * both;
}

}  // namespace firstchair::bench
