#include "engine/judge/kit_strokes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr double kBeforeMs = 10, kAfterMs = 55;
constexpr float kSofter = 0.7f;  // of the other stroke's velocity, at most
constexpr float kFaint = 0.15f;  // so soft that nobody plays it beside a stroke on purpose
constexpr double kNearMs = 3;    // of the usual distance
constexpr double kEvenMs = 1.2;  // SD of the distance
// So soft a stroke needs no even distance. Nor does a second one on the same pad sooner than any hand or
// bounced stick comes back.
constexpr double kFaintNearMs = 9, kFaintEvenMs = 4.5;
constexpr double kTwiceMs = 40, kTwiceNearMs = 12, kTwiceEvenMs = 6;
constexpr double kLeastMs = 1.5;  // nearer, a file was programmed so
constexpr int kLeast = 6;
constexpr double kOften = 0.6;   // of the strokes of the pad that makes it happen
constexpr double kAlways = 0.8;  // of the soft strokes of the pad that it happens to

struct Echo {
  std::size_t hit;
  double after_ms;
  float share;
};

std::vector<Echo> echoes(std::span<const Hit> hits, double rate, Voice of, Voice told) {
  std::vector<Echo> found;
  std::size_t first = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].voice != told) continue;
    const auto ms = [&](std::size_t j) {
      return frames_to_ms(static_cast<double>(hits[i].frame - hits[j].frame), rate);
    };
    while (first < hits.size() && ms(first) > kAfterMs) ++first;
    std::size_t best = hits.size();
    for (std::size_t j = first; j < hits.size() && ms(j) >= -kBeforeMs; ++j) {
      if (j == i || hits[j].voice != of || hits[i].strength > kSofter * hits[j].strength) continue;
      if (of == told && ms(j) <= 0) continue;
      if (best == hits.size() || std::abs(ms(j)) < std::abs(ms(best))) best = j;
    }
    if (best < hits.size()) found.push_back({i, ms(best), hits[i].strength / hits[best].strength});
  }
  return found;
}

// What one pad was found to make another tell.
struct Finding {
  KitStrokes strokes;
  std::vector<std::size_t> hits;  // of them, in order
  double share = 0;               // of the velocity of the stroke that made it, mean
};

// A stroke has one cause. Where limbs play together each of them seems to be it: the louder is.
void keep_one_cause(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& x, const Finding& y) {
    return x.strokes.count != y.strokes.count ? x.strokes.count > y.strokes.count : x.share < y.share;
  });
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Finding& other) {
      std::vector<std::size_t> both;
      std::set_intersection(finding.hits.begin(), finding.hits.end(), other.hits.begin(), other.hits.end(),
                            std::back_inserter(both));
      return 2 * both.size() > finding.hits.size();
    });
    if (!known) kept.push_back(std::move(finding));
  }
  findings = std::move(kept);
}

}  // namespace

KitFindings find_kit_strokes(std::span<const Hit> hits, double rate) {
  std::vector<Finding> found;
  std::array<int, kVoiceCount> strokes{};
  for (const Hit& hit : hits) ++strokes[static_cast<std::size_t>(hit.voice)];
  std::vector<bool> own(hits.size(), false);
  for (int a = 0; a < kVoiceCount; ++a) {
    if (strokes[static_cast<std::size_t>(a)] < kLeast) continue;
    for (int b = 0; b < kVoiceCount; ++b) {
      if (strokes[static_cast<std::size_t>(b)] < kLeast) continue;
      const Voice of = static_cast<Voice>(a), told = static_cast<Voice>(b);
      std::vector<Echo> all = echoes(hits, rate, of, told);
      if (all.size() < static_cast<std::size_t>(kLeast)) continue;
      std::vector<double> after;
      for (const Echo& e : all) after.push_back(e.after_ms);
      const double usual = stats::median(after);
      const bool twice = of == told && usual <= kTwiceMs;
      const bool faint = std::all_of(all.begin(), all.end(), [](const Echo& e) { return e.share <= kFaint; });
      const double near = twice ? kTwiceNearMs : faint ? kFaintNearMs : kNearMs;
      const double even = twice ? kTwiceEvenMs : faint ? kFaintEvenMs : kEvenMs;
      std::erase_if(all, [&](const Echo& e) { return std::abs(e.after_ms - usual) > near; });
      const auto n = static_cast<double>(all.size());
      if (all.size() < static_cast<std::size_t>(kLeast)) continue;
      double mean = 0, squares = 0, velocity = 0;
      float loudest = 0;
      for (const Echo& e : all) {
        mean += e.after_ms / n;
        velocity += static_cast<double>(hits[e.hit].strength) / n;
        loudest = std::max(loudest, hits[e.hit].strength);
      }
      for (const Echo& e : all) squares += (e.after_ms - mean) * (e.after_ms - mean);
      const double spread = std::sqrt(squares / (n - 1));
      if (spread > even || (!faint && std::abs(mean) < kLeastMs) || (spread == 0 && mean == 0)) continue;
      // How many strokes as soft as these the pad tells otherwise.
      int soft = 0;
      for (const Hit& hit : hits) soft += hit.voice == told && hit.strength <= loudest;
      if (n < kOften * strokes[static_cast<std::size_t>(a)] && n < kAlways * soft) continue;
      if (n < 0.5 * soft) continue;
      Finding& finding = found.emplace_back();
      finding.strokes = {.of = of,
                         .told = told,
                         .count = static_cast<int>(all.size()),
                         .after_ms = mean,
                         .velocity = velocity};
      for (const Echo& e : all) {
        own[e.hit] = true;
        finding.hits.push_back(e.hit);
        finding.share += static_cast<double>(e.share) / n;
      }
    }
  }
  KitFindings findings;
  if (found.empty()) return findings;
  keep_one_cause(found);
  for (const Finding& finding : found) findings.found.push_back(finding.strokes);
  findings.own = std::move(own);
  return findings;
}

}  // namespace firstchair::judge
