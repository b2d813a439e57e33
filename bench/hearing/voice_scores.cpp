#include "bench/hearing/voice_scores.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "bench/hearing/tally.h"

namespace firstchair::bench {
namespace {

unsigned mask_of(const lab::Truth& truth) {
  unsigned mask = 0;
  for (const lab::Stroke& stroke : truth.strokes) mask |= 1U << static_cast<unsigned>(stroke.voice);
  return mask;
}

unsigned families_of(unsigned voices) {
  unsigned mask = 0;
  for (unsigned v = 0; v < kDrums; ++v) {
    if ((voices >> v & 1U) != 0) mask |= 1U << static_cast<unsigned>(family_of(static_cast<Voice>(v)));
  }
  return mask;
}

// The hit that tells of this stroke: of its voice, else of its family, else the surest of a lone stroke's.
const Hit* teller(const lab::HeardAttack& attack, Voice voice, bool lone) {
  for (const Hit& hit : attack.hits) {
    if (hit.voice == voice) return &hit;
  }
  for (const Hit& hit : attack.hits) {
    if (family_of(hit.voice) == family_of(voice)) return &hit;
  }
  return lone ? &attack.surest() : nullptr;
}

}  // namespace

void VoiceScores::add(const lab::Rendering& file, const lab::Heard& heard) {
  const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
  add_counts(file, attacks);
  std::vector<double> truth;
  std::vector<bool> found(file.truth.size());
  for (const lab::Truth& attack : file.truth) truth.push_back(attack.seconds);
  for (const auto& [t, h] : lab::match_nearest(truth, lab::times_of(attacks), kHeadline)) {
    found[t] = true;
    add_pair(file.truth[t], attacks[h]);
  }
  for (std::size_t t = 0; t < found.size(); ++t) {
    const unsigned mask = mask_of(file.truth[t]);
    masks_.push_back(mask);
    if (!found[t] && std::popcount(mask) == 1) {
      ++confusion[static_cast<std::size_t>(std::countr_zero(mask))][kDrums];
    }
  }
}

void VoiceScores::add_counts(const lab::Rendering& file, const std::vector<lab::HeardAttack>& attacks) {
  const auto counts = [&](const auto& is_true, const auto& is_heard, double window) {
    std::vector<double> truth, heard;
    for (const lab::Truth& attack : file.truth) {
      if (is_true(mask_of(attack))) truth.push_back(attack.seconds);
    }
    for (const lab::HeardAttack& attack : attacks) {
      if (is_heard(attack)) heard.push_back(attack.seconds);
    }
    lab::Counts all;
    all.add(truth, heard, window);
    return all;
  };
  track_voices.emplace_back();
  track_families.emplace_back();
  track_families_50.emplace_back();
  for (std::size_t v = 0; v < kDrums; ++v) {
    const lab::Counts one =
        counts([&](unsigned mask) { return (mask >> v & 1U) != 0; },
               [&](const lab::HeardAttack& attack) { return attack.has(static_cast<Voice>(v)); }, kHeadline);
    voices[v] += one;
    track_voices.back() += one;
  }
  for (std::size_t f = 0; f < kFamilies; ++f) {
    const auto is_true = [&](unsigned mask) { return (families_of(mask) >> f & 1U) != 0; };
    const auto is_heard = [&](const lab::HeardAttack& attack) { return attack.has(static_cast<Family>(f)); };
    const lab::Counts one = counts(is_true, is_heard, kHeadline);
    families[f] += one;
    track_families.back() += one;
    track_families_50.back() += counts(is_true, is_heard, 0.05);
  }
}

void VoiceScores::add_pair(const lab::Truth& truth, const lab::HeardAttack& attack) {
  const unsigned mask = mask_of(truth);
  const bool lone = std::popcount(mask) == 1;
  unsigned heard_mask = 0;
  for (const Hit& hit : attack.hits) heard_mask |= 1U << static_cast<unsigned>(hit.voice);
  if (lone) {
    const std::size_t v = static_cast<std::size_t>(std::countr_zero(mask));
    const std::size_t named = static_cast<std::size_t>(attack.surest().voice);
    if (named < kDrums) ++confusion[v][named];
    ++lone_found;
    lone_doubled += std::popcount(heard_mask) > 1;
    error_ms[v].push_back(1000 * (attack.seconds - truth.seconds));
  } else {
    ++unisons_found;
    unisons_whole += heard_mask == mask;
  }
  for (std::size_t v = 0; v < kDrums; ++v) {
    if ((mask >> v & 1U) == 0) continue;
    const Hit* hit = teller(attack, static_cast<Voice>(v), lone);
    if (hit == nullptr) continue;
    double loudest = 0;
    for (const lab::Stroke& stroke : truth.strokes) {
      if (stroke.voice == static_cast<Voice>(v)) loudest = std::max(loudest, stroke.velocity);
    }
    velocity[v].push_back(loudest);
    strength[v].push_back(static_cast<double>(hit->strength));
    take[v].push_back(track_voices.size());
  }
}

double chance_f(const std::vector<unsigned>& masks, bool by_family) {
  lab::Dice dice(9);
  lab::Counts all;
  for (const unsigned mask : masks) {
    unsigned drawn = masks[static_cast<std::size_t>(dice.below(static_cast<int>(masks.size())))];
    const unsigned truth = by_family ? families_of(mask) : mask;
    if (by_family) drawn = families_of(drawn);
    all.true_ones += std::popcount(truth & drawn);
    all.truth += std::popcount(truth);
    all.heard += std::popcount(drawn);
  }
  return all.f();
}

}  // namespace firstchair::bench
