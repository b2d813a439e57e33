#include "bench/hearing/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/hearing/tally.h"

namespace firstchair::bench {

void Trust::add(const lab::Rendering& file, const lab::Heard& heard) {
  const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
  std::vector<double> truth;
  for (const lab::Truth& attack : file.truth) truth.push_back(attack.seconds);
  for (const auto& [t, h] : lab::match_nearest(truth, lab::times_of(attacks), kHeadline)) {
    const Hit& first = attacks[h].hits.front();
    if (first.timed) {
      timing.push_back({1000 * (attacks[h].seconds - truth[t]), static_cast<double>(first.sigma_ms)});
    } else {
      ++untimed;
    }
    for (const Hit& hit : attacks[h].hits) {
      const std::vector<lab::Stroke>& strokes = file.truth[t].strokes;
      const bool right = std::any_of(strokes.begin(), strokes.end(), [&](const lab::Stroke& stroke) {
        return same_voice(hit.voice, stroke.voice, heard.detail);
      });
      const double said =
          static_cast<double>(shares ? (*shares)(hit.voice, hit.voice_probability) : hit.voice_probability);
      const std::size_t tenth = static_cast<std::size_t>(std::clamp(said * 10, 0.0, 9.0));
      sure[tenth] += 1;
      sure_right[tenth] += right;
      sure_sum[tenth] += said;
    }
  }
}

// Sixths by the sigma said: whether few or many values are said, every row has enough strokes.
void Trust::print() const {
  fmt::print("\nProbability said / share right:");
  for (std::size_t i = 0; i < sure.size(); ++i) {
    if (sure[i] > 20) fmt::print(" {:.2f}/{:.2f}", sure_sum[i] / sure[i], sure_right[i] / sure[i]);
  }
  fmt::print(
      "\n\n| sigma said ms | strokes | error p50 | p68 | p95 | within 2 sigma "
      "|\n|---|---|---|---|---|---|\n");
  std::vector<Timing> sorted = timing;
  std::sort(sorted.begin(), sorted.end(),
            [](const Timing& a, const Timing& b) { return a.sigma_ms < b.sigma_ms; });
  constexpr std::size_t kRows = 6;
  for (std::size_t row = 0, from = 0; row < kRows && from < sorted.size(); ++row) {
    std::size_t to = std::max(from + 1, (row + 1) * sorted.size() / kRows);
    while (to < sorted.size() && sorted[to].sigma_ms == sorted[to - 1].sigma_ms) ++to;
    std::vector<double> errors;
    double inside = 0;
    for (std::size_t i = from; i < to; ++i) {
      errors.push_back(std::abs(sorted[i].error_ms));
      inside += errors.back() < 2 * sorted[i].sigma_ms;
    }
    const double low = sorted[from].sigma_ms, high = sorted[to - 1].sigma_ms;
    fmt::print("| {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n",
               low == high ? fmt::format("{:.2f}", low) : fmt::format("{:.2f} to {:.2f}", low, high),
               errors.size(), lab::percentile(errors, 0.5), lab::percentile(errors, 0.68),
               lab::percentile(errors, 0.95), inside / static_cast<double>(errors.size()));
    from = to;
  }
  if (untimed > 0) fmt::print("\nNot timed: {:.0f}.\n", untimed);
}

}  // namespace firstchair::bench
