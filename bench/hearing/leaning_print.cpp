#include <fmt/format.h>

#include <cmath>

#include "bench/hearing/leaning.h"
#include "lab/attacks.h"
#include "lab/conditions.h"

namespace firstchair::bench {
namespace {

// Hits of the voice's family: a groove here has one voice of each, whatever the kit lends for it.
std::vector<double> heard_of(const lab::Rendering& file, Voice voice) {
  std::vector<double> times;
  for (const lab::HeardAttack& attack :
       lab::attacks_of(lab::listen(file.sound, lab::kBenchRate, 512), lab::kBenchRate)) {
    if (attack.has(family_of(voice))) times.push_back(attack.seconds);
  }
  return times;
}

struct Size {
  std::vector<Voice> voices{Voice::kick, Voice::snare, Voice::hat_closed, Voice::tom_mid, Voice::ride};
  std::vector<double> leans{std::begin(kLeans), std::end(kLeans)};
  std::uint64_t kits = 3;  // a cell
  double seconds = 25;
};

void print_row(const std::vector<lab::Kit>& kits, lab::Use use, const Size& size, Voice voice,
               lab::Condition condition) {
  fmt::print("| {}, {} |", id_of(voice), lab::name_of(condition));
  double mean = 0, ratio = 0, found = 0;
  std::uint64_t seed = 0;
  for (const double lean : size.leans) {
    LeanTally tally;
    for (const std::uint64_t end = seed + size.kits; seed < end; ++seed) {
      const LeaningPiece truth = leaning_groove(voice, lean, size.seconds, 600 + seed);
      const lab::Rendering dry = lab::render(truth.piece, kits[seed % kits.size()], seed);
      tally.add(truth, heard_of(lab::in_condition(dry, condition, use, seed), voice));
    }
    const LeanError error = tally.error();
    fmt::print(" {:+.1f} |", error.mean_ms);
    mean += std::abs(error.mean_ms);
    ratio += error.spread_ratio;
    found += error.found;
  }
  const double cells = static_cast<double>(size.leans.size());
  fmt::print(" {:.1f} | {:.2f} | {:.2f} |\n", mean / cells, ratio / cells, found / cells);
}

}  // namespace

void print_leaning(const std::vector<lab::Kit>& kits, lab::Use use, bool quick) {
  Size size;
  if (quick) size = {{Voice::kick, Voice::snare, Voice::hat_closed}, {-6, 6}, 1, 20};
  fmt::print(
      "\n## Injected rush and drag, our ear\n\nOne voice leans, every stroke has {:.0f} ms (SD) of its own; "
      "{} "
      "kit(s) a cell, {:.0f} s each. Heard mean less injected mean, in ms, over hits of the voice's family "
      "within "
      "50 ms "
      "of the grid; what was not heard was injected all the same.\n\n| voice, sound |",
      kLeanJitterMs, size.kits, size.seconds);
  for (const double lean : size.leans) fmt::print(" {:+.0f} ms |", lean);
  fmt::print(" mean size | spread ratio | heard |\n|---|");
  for (std::size_t i = 0; i < size.leans.size() + 3; ++i) fmt::print("---|");
  fmt::print("\n");
  for (const lab::Condition condition : {lab::Condition::clean, lab::Condition::room}) {
    for (const Voice voice : size.voices) print_row(kits, use, size, voice, condition);
  }
  double ignored = 0;
  for (const double lean : size.leans) ignored += std::abs(lean) / static_cast<double>(size.leans.size());
  fmt::print("| chance: the grid itself |");
  for (const double lean : size.leans) fmt::print(" {:+.1f} |", -lean);
  fmt::print(" {:.1f} | 0.00 | 1.00 |\n", ignored);
}

}  // namespace firstchair::bench
