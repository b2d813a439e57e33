#include <fmt/format.h>

#include <cmath>

#include "bench/hearing/attacks.h"
#include "bench/hearing/conditions.h"
#include "bench/hearing/leaning.h"

namespace firstchair {
namespace {

// Hits of the voice's family: a groove here has one voice of each, whatever the kit lends for it.
std::vector<double> heard_of(const Rendering& file, Voice voice) {
  std::vector<double> times;
  for (const HeardAttack& attack : attacks_of(listen(file.sound, kBenchRate, 512), kBenchRate)) {
    if (attack.has(family_of(voice))) times.push_back(attack.seconds);
  }
  return times;
}

}  // namespace

void print_leaning(const std::vector<Kit>& kits, Use use, bool quick) {
  constexpr Voice kVoices[] = {Voice::kick, Voice::snare, Voice::hat_closed, Voice::tom_mid, Voice::ride};
  const std::size_t rounds = quick ? 1 : 3;  // kits a cell
  const double seconds = quick ? 10 : 14;
  fmt::print(
      "\n### Injected rush and drag, our ear\n\nOne voice leans, every stroke has {:.0f} ms (SD) of its own; "
      "heard "
      "mean less injected mean, in ms. Strokes of the voice's family within 50 ms of the grid.\n\n| voice, "
      "sound |",
      kLeanJitterMs);
  for (const double lean : kLeans) fmt::print(" {:+.0f} ms |", lean);
  fmt::print(" mean size | spread ratio | heard |\n|---|");
  for (std::size_t i = 0; i < std::size(kLeans) + 3; ++i) fmt::print("---|");
  fmt::print("\n");
  for (const Condition condition : {Condition::clean, Condition::room}) {
    for (const Voice voice : kVoices) {
      fmt::print("| {}, {} |", id_of(voice), name_of(condition));
      double size = 0, ratio = 0, found = 0;
      std::uint64_t seed = 0;
      for (const double lean : kLeans) {
        LeanTally tally;
        for (std::size_t round = 0; round < rounds; ++round, ++seed) {
          const LeaningPiece truth = leaning_groove(voice, lean, seconds, 600 + seed);
          const Kit& kit = kits[seed % kits.size()];
          tally.add(truth,
                    heard_of(in_condition(render(truth.piece, kit, seed), condition, use, seed), voice));
        }
        const LeanError error = tally.error();
        fmt::print(" {:+.1f} |", error.mean_ms);
        size += std::abs(error.mean_ms) / std::size(kLeans);
        ratio += error.spread_ratio / std::size(kLeans);
        found += error.found / std::size(kLeans);
      }
      fmt::print(" {:.1f} | {:.2f} | {:.2f} |\n", size, ratio, found);
    }
  }
  fmt::print("\nA listener that told the grid itself would have 7.0 ms, with a spread ratio of 0.\n");
}

}  // namespace firstchair
