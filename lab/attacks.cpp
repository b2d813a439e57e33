#include "lab/attacks.h"

#include <algorithm>
#include <numeric>

namespace firstchair::lab {

bool HeardAttack::has(Voice voice) const {
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.voice == voice; });
}

bool HeardAttack::has(Family family) const {
  return std::any_of(hits.begin(), hits.end(),
                     [&](const Hit& hit) { return family_of(hit.voice) == family; });
}

const Hit& HeardAttack::surest() const {
  return *std::max_element(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.voice_probability < b.voice_probability;
  });
}

std::vector<HeardAttack> attacks_of(const Heard& heard, double rate) {
  std::vector<std::size_t> order(heard.hits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return heard.hits[a].frame < heard.hits[b].frame; });
  std::vector<HeardAttack> attacks;
  for (const std::size_t h : order) {
    const double seconds = static_cast<double>(heard.hits[h].frame) / rate;
    if (attacks.empty() || seconds - attacks.back().seconds > kOneAttack) {
      attacks.push_back({.seconds = seconds, .told = heard.hit_told[h], .hits = {}});
    }
    attacks.back().hits.push_back(heard.hits[h]);
  }
  return attacks;
}

std::vector<double> times_of(const std::vector<HeardAttack>& attacks) {
  std::vector<double> times;
  for (const HeardAttack& attack : attacks) times.push_back(attack.seconds);
  return times;
}

std::vector<double> merged(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  std::vector<double> kept;
  for (const double time : seconds) {
    if (kept.empty() || time - kept.back() > kOneAttack) kept.push_back(time);
  }
  return kept;
}

}  // namespace firstchair::lab
