#include "engine/judge/kit_strokes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

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
// A pad that shakes along tells strokes of at most this velocity, and what it is really struck with is at
// least twice as loud. Nine in ten of them come this long after a stroke of one other pad that is four times
// as loud. In 328 performances of ten drummers (Groove MIDI Dataset) no pad that was played comes above a
// third of them, but for a snare that shakes with the kick (24 of 30).
constexpr float kShaken = 20, kStruck = 40, kShakenShare = 0.25f;
constexpr double kShakenFromMs = 10, kShakenToMs = 70, kShakenAlways = 0.9;
// A foot that closes the hat makes it tell a faint open stroke this long before its own: no hand does that
// again and again, whatever else the hat is struck with.
constexpr double kClosingFromMs = 5, kClosingToMs = 45;

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

Finding finding_of(std::span<const Hit> hits, Voice of, Voice told, const std::vector<Echo>& all) {
  Finding finding;
  finding.strokes = {
      .of = of, .told = told, .count = static_cast<int>(all.size()), .after_ms = 0, .velocity = 0};
  const auto n = static_cast<double>(all.size());
  double following = 0;
  for (const Echo& e : all) {
    following += e.share > 0;
    finding.strokes.after_ms += e.after_ms;
    finding.strokes.velocity += static_cast<double>(hits[e.hit].strength) / n;
    finding.share += static_cast<double>(e.share) / n;
    finding.hits.push_back(e.hit);
  }
  finding.strokes.after_ms /= std::max(1.0, following);
  return finding;
}

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

// `told` follows or precedes `of` by an even distance.
std::optional<Finding> even_echo(std::span<const Hit> hits, double rate, Voice of, Voice told,
                                 int strokes_of) {
  std::vector<Echo> all = echoes(hits, rate, of, told);
  if (all.size() < static_cast<std::size_t>(kLeast)) return std::nullopt;
  std::vector<double> after;
  for (const Echo& e : all) after.push_back(e.after_ms);
  const double usual = stats::median(after);
  const bool twice = of == told && usual <= kTwiceMs;
  const bool faint = std::all_of(all.begin(), all.end(), [](const Echo& e) { return e.share <= kFaint; });
  const double near = twice ? kTwiceNearMs : faint ? kFaintNearMs : kNearMs;
  const double even = twice ? kTwiceEvenMs : faint ? kFaintEvenMs : kEvenMs;
  std::erase_if(all, [&](const Echo& e) { return std::abs(e.after_ms - usual) > near; });
  if (all.size() < static_cast<std::size_t>(kLeast)) return std::nullopt;
  Finding finding = finding_of(hits, of, told, all);
  const auto n = static_cast<double>(all.size());
  const double mean = finding.strokes.after_ms;
  double squares = 0;
  for (const Echo& e : all) squares += (e.after_ms - mean) * (e.after_ms - mean);
  const double spread = std::sqrt(squares / (n - 1));
  if (spread > even || (!faint && std::abs(mean) < kLeastMs) || (spread == 0 && mean == 0))
    return std::nullopt;
  // How many strokes as soft as these the pad tells otherwise.
  float loudest = 0;
  for (const Echo& e : all) loudest = std::max(loudest, hits[e.hit].strength);
  int soft = 0;
  for (const Hit& hit : hits) soft += hit.voice == told && hit.strength <= loudest;
  if (n < kOften * strokes_of && n < kAlways * soft) return std::nullopt;
  if (n < 0.5 * soft) return std::nullopt;
  return finding;
}

// `told` only shakes along with `of`: then all its faint strokes are the kit's.
std::optional<Finding> shaken(std::span<const Hit> hits, double rate, Voice of, Voice told) {
  if (of == told) return std::nullopt;
  std::vector<Echo> all;
  std::size_t first = 0, late = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].voice != told || hits[i].strength >= kStruck) continue;
    if (hits[i].strength > kShaken) return std::nullopt;
    const auto ms = [&](std::size_t j) {
      return frames_to_ms(static_cast<double>(hits[i].frame - hits[j].frame), rate);
    };
    while (first < i && ms(first) > kShakenToMs) ++first;
    Echo echo{i, 0, 0};
    for (std::size_t j = first; j < i; ++j) {
      if (hits[j].voice == of && hits[i].strength <= kShakenShare * hits[j].strength)
        echo = {i, ms(j), hits[i].strength / hits[j].strength};
    }
    late += echo.after_ms >= kShakenFromMs;
    all.push_back(echo);
  }
  if (all.size() < static_cast<std::size_t>(kLeast)) return std::nullopt;
  if (static_cast<double>(late) < kShakenAlways * static_cast<double>(all.size())) return std::nullopt;
  return finding_of(hits, of, told, all);
}

// `told` is the open hat as the foot closes it, `of` the foot.
std::optional<Finding> closing(std::span<const Hit> hits, double rate, Voice of, Voice told) {
  if (of != Voice::hat_pedal || told != Voice::hat_open) return std::nullopt;
  std::vector<Echo> all;
  std::size_t faint = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].voice != told || hits[i].strength > kShaken) continue;
    ++faint;
    for (std::size_t j = i + 1; j < hits.size(); ++j) {
      const double before = frames_to_ms(static_cast<double>(hits[j].frame - hits[i].frame), rate);
      if (before > kClosingToMs) break;
      if (before < kClosingFromMs || hits[j].voice != of ||
          hits[i].strength > kShakenShare * hits[j].strength)
        continue;
      all.push_back({i, -before, hits[i].strength / hits[j].strength});
      break;
    }
  }
  if (all.size() < static_cast<std::size_t>(kLeast)) return std::nullopt;
  if (static_cast<double>(all.size()) < kOften * static_cast<double>(faint)) return std::nullopt;
  return finding_of(hits, of, told, all);
}

}  // namespace

KitFindings find_kit_strokes(std::span<const Hit> hits, double rate) {
  std::vector<Finding> found;
  std::array<int, kVoiceCount> strokes{};
  for (const Hit& hit : hits) ++strokes[static_cast<std::size_t>(hit.voice)];
  std::vector<bool> own(hits.size(), false);
  for (int a = 0; a < kVoiceCount; ++a) {
    const int strokes_of = strokes[static_cast<std::size_t>(a)];
    if (strokes_of < kLeast) continue;
    for (int b = 0; b < kVoiceCount; ++b) {
      if (strokes[static_cast<std::size_t>(b)] < kLeast) continue;
      const Voice of = static_cast<Voice>(a), told = static_cast<Voice>(b);
      std::optional<Finding> finding = shaken(hits, rate, of, told);
      if (!finding) finding = closing(hits, rate, of, told);
      if (!finding) finding = even_echo(hits, rate, of, told, strokes_of);
      if (!finding) continue;
      for (const std::size_t i : finding->hits) own[i] = true;
      found.push_back(std::move(*finding));
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
