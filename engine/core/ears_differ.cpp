#include "engine/core/ears_differ.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace firstchair {
namespace {

constexpr double kSame = 0.025;    // s between the times of one attack
constexpr double kUnison = 0.008;  // s

struct Attack {
  Frames frame = 0;
  std::uint32_t families = 0;  // a bit each
  bool paired = false;
};

std::vector<Attack> attacks_of(std::span<const Hit> hits, double rate) {
  std::vector<Attack> attacks;
  for (const Hit& hit : hits) {
    if (attacks.empty() || static_cast<double>(hit.frame - attacks.back().frame) > kUnison * rate)
      attacks.push_back({.frame = hit.frame});
    attacks.back().families |= 1U << static_cast<unsigned>(family_of(hit.voice));
  }
  return attacks;
}

}  // namespace

EarsDiffer compare_ears(std::span<const Hit> live, std::span<const Hit> again, double rate) {
  std::vector<Attack> before = attacks_of(live, rate), now = attacks_of(again, rate);
  struct Pair {
    Frames apart = 0;
    std::size_t before = 0, now = 0;
  };
  std::vector<Pair> pairs;
  const Frames most = std::lround(kSame * rate);
  for (std::size_t b = 0, from = 0; b < before.size(); ++b) {
    while (from < now.size() && now[from].frame < before[b].frame - most) ++from;
    for (std::size_t n = from; n < now.size() && now[n].frame <= before[b].frame + most; ++n)
      pairs.push_back({.apart = std::abs(now[n].frame - before[b].frame), .before = b, .now = n});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.apart < b.apart; });
  EarsDiffer differ;
  for (const Pair& pair : pairs) {
    if (before[pair.before].paired || now[pair.now].paired) continue;
    before[pair.before].paired = now[pair.now].paired = true;
    ++differ.both;
    differ.renamed += before[pair.before].families != now[pair.now].families;
  }
  differ.only_live = before.size() - differ.both;
  differ.only_now = now.size() - differ.both;
  return differ;
}

}  // namespace firstchair
