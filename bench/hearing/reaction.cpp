#include "bench/hearing/reaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/hearing/tally.h"

namespace firstchair::bench {
namespace {

constexpr double kSameAttack = 0.01;  // seconds between an attack and its prompt

}  // namespace

void Reaction::add(const lab::Rendering& file, const lab::Heard& heard) {
  const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
  std::vector<double> truth, prompts;
  for (const lab::Truth& attack : file.truth) truth.push_back(attack.seconds);
  for (const ear::Onset& onset : heard.onsets)
    prompts.push_back(static_cast<double>(onset.frame) / lab::kBenchRate);
  for (const auto& [t, h] : lab::match_nearest(truth, lab::times_of(attacks), kHeadline)) {
    ++hits;
    hit_ms.push_back(1000 * (attacks[h].told - truth[t]));
    double told = -1;  // onsets are told in order, so the first one found is the first one told
    for (std::size_t o = 0; o < prompts.size() && told < 0; ++o) {
      if (std::abs(prompts[o] - truth[t]) <= kSameAttack) told = heard.onset_told[o];
    }
    if (told >= 0) prompt_ms.push_back(1000 * (told - truth[t]));
  }
  for (const double prompt : prompts) {
    const bool answered =
        std::any_of(truth.begin(), truth.end(), [&](double t) { return std::abs(t - prompt) <= kHeadline; });
    idle += !answered;
  }
  onsets += static_cast<double>(prompts.size());
  minutes += static_cast<double>(file.sound.size()) / lab::kBenchRate / 60;
}

void Reaction::print() const {
  const auto line = [](const std::vector<double>& ms) {
    return fmt::format("p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms", lab::percentile(ms, 0.5),
                       lab::percentile(ms, 0.95), lab::percentile(ms, 0.99));
  };
  const auto soon = std::count_if(prompt_ms.begin(), prompt_ms.end(), [](double ms) { return ms <= 12; });
  const auto share = [&](double part) { return hits > 0 ? part / hits : 0; };
  fmt::print("\nReaction (attack to the 64-frame block that tells it): {}; the hit {}.\n", line(prompt_ms),
             line(hit_ms));
  fmt::print(
      "Of attacks told as a hit, {:.3f} had a prompt within 10 ms of the attack, {:.3f} were told so within "
      "12 ms. Prompts without an attack: {:.1f} a minute of {:.0f}.\n",
      share(static_cast<double>(prompt_ms.size())), share(static_cast<double>(soon)), idle / minutes,
      onsets / minutes);
}

}  // namespace firstchair::bench
