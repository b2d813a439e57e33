#include "bench/hearing/struck_once.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <vector>

#include "bench/hearing/phantoms.h"
#include "bench/hearing/voice_scores.h"
#include "engine/ear/kit_sound_learn.h"
#include "training/struck_takes.h"

namespace firstchair::bench {
namespace {

constexpr double kSeconds = 12;
constexpr std::size_t kKits = 7;  // pieces so many apart are of one kit
constexpr const char* kWhich[] = {"none", "its own", "the same kit's, elsewhere", "another kit's"};

struct Struck {
  training::Example take;
  ear::KitSound kit;
};

struct Row {
  VoiceScores voices;
  Phantoms phantoms;
  double takes = 0, used = 0;

  void add(const lab::Rendering& file, const lab::Heard& heard, bool was_used) {
    voices.add(file, heard);
    phantoms.add(file, heard);
    ++takes;
    used += was_used;
  }
};

void print_row(const char* condition, std::size_t which, const Row& row) {
  fmt::print("| {} | {} | {:.3f} | {:.3f} | {:.1f} % |", condition, kWhich[which],
             lab::sum(row.voices.track_families).f(), lab::sum(row.voices.track_voices).f(),
             100 * row.phantoms.share(row.phantoms.phantoms));
  for (const lab::Counts& family : row.voices.families) fmt::print(" {:.3f} |", family.f());
  if (which == 0) {
    fmt::print(" |\n");
  } else {
    fmt::print(" {:.0f} of {:.0f} |\n", row.used, row.takes);
  }
}

std::vector<Struck> struck_pieces(const char* condition, int pieces) {
  const training::Examples examples({.condition = condition, .seconds = kSeconds});
  const double velocities[ear::kStrokesOfADrum] = {80, 80, 80, 80};
  std::vector<Struck> struck;
  for (int p = 0; p < pieces; ++p) {
    lab::Dice dice(999 * 1000003 + static_cast<std::uint64_t>(p));
    training::StruckOnce once = examples.struck_once(p, velocities, dice);
    ear::KitSound kit = training::kit_sound_of(once);
    struck.push_back({std::move(once.take), std::move(kit)});
  }
  return struck;
}

}  // namespace

void print_struck_once(int pieces) {
  const Result<ear::KnownDrumsFit> fits[] = {ear::KnownDrumsFit::make(), ear::KnownDrumsFit::make_live()};
  if (!fits[0] || !fits[1]) return;
  fmt::print(
      "\n## A kit that was struck once\n\n{} pieces of {:.0f} s a condition, one drum a voice. Before each "
      "piece every drum of its kit was struck four times alone, through the same room and desk; where a drum "
      "was recorded more than once at a velocity, with other recordings than the piece has. \"Elsewhere\": "
      "the kit was struck in another room and through another desk, and where it has two drums of a voice, "
      "on the other one at times. Where the sound is found to be another kit's, the file ear uses nothing of "
      "it, and the live ear nothing from then on.\n",
      pieces, kSeconds);
  std::array<std::array<std::array<Row, 4>, 3>, 2> rows;  // of ears, conditions, sounds
  constexpr const char* kConditions[] = {"clean", "room", "record"};
  for (std::size_t c = 0; c < std::size(kConditions); ++c) {
    const std::vector<Struck> struck = struck_pieces(kConditions[c], pieces);
    for (std::size_t p = 0; p < struck.size(); ++p) {
      const lab::Rendering file = training::rendering_of(struck[p].take);
      const std::size_t others[] = {p, (p + kKits) % struck.size(), (p + 1) % struck.size()};
      for (std::size_t which = 0; which < 3; ++which) {
        const std::vector<float>& sound = struck[p].take.sound;
        const ear::KitSound& kit = struck[others[which]].kit;
        const training::HeardKnown by_file = training::heard_known(sound, kit, *fits[0]),
                                   live = training::heard_known_live(sound, kit, *fits[1]);
        if (which == 0)
          rows[0][c][0].add(file, by_file.plain, false), rows[1][c][0].add(file, live.plain, false);
        rows[0][c][which + 1].add(file, by_file.other ? by_file.plain : by_file.known, !by_file.other);
        rows[1][c][which + 1].add(file, live.known, !live.other);
      }
    }
  }
  for (std::size_t e = 0; e < rows.size(); ++e) {
    fmt::print(
        "\n| {} | kit's sound | 5 classes F25 | 12 voices F25 | phantoms | kick | snare | hat | tom | cymbal "
        "| "
        "used {} |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
        e == 0 ? "file ear" : "live ear", e == 0 ? "in" : "at the end in");
    for (std::size_t c = 0; c < std::size(kConditions); ++c) {
      for (std::size_t which = 0; which < 4; ++which) print_row(kConditions[c], which, rows[e][c][which]);
    }
  }
  std::fflush(stdout);
}

}  // namespace firstchair::bench
