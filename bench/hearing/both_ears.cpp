#include "bench/hearing/both_ears.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/hearing/ear_doubts.h"
#include "bench/hearing/phantoms.h"
#include "bench/hearing/struck_once.h"
#include "bench/hearing/tally.h"
#include "bench/hearing/voice_scores.h"
#include "engine/ear/file_weights.h"
#include "lab/attacks.h"
#include "training/rendered.h"

namespace firstchair::bench {
namespace {

constexpr double kAudible = 0.1;  // of a band's energy in a stroke's first 40 ms
constexpr double kSeconds = 12;

// What one ear made of one condition.
struct Figures {
  Tally onsets, audible_onsets;
  VoiceScores voices, audible_voices;
  Phantoms phantoms;

  void add(const training::Example& example, const lab::Rendering& all, const lab::Heard& heard) {
    const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
    onsets.add(all, lab::times_of(attacks));
    onsets.cpu_seconds += heard.cpu_seconds;
    voices.add(all, heard);
    // A stroke that nobody could hear is neither missed nor wrongly told, so hits near one are left out.
    const lab::Rendering audible = training::rendering_of(example, kAudible);
    lab::Heard fair = heard;
    fair.hits.clear();
    for (const Hit& hit : heard.hits) {
      const double second = static_cast<double>(hit.frame) / lab::kBenchRate;
      const auto near = [&](const lab::Rendering& file) {
        for (const lab::Truth& truth : file.truth) {
          if (std::abs(truth.seconds - second) > kHeadline) continue;
          for (const lab::Stroke& stroke : truth.strokes) {
            if (stroke.voice == hit.voice) return true;
          }
        }
        return false;
      };
      if (!near(all) || near(audible)) fair.hits.push_back(hit);
    }
    fair.hit_told.assign(fair.hits.size(), 0);
    audible_onsets.add(audible, lab::times_of(lab::attacks_of(fair, lab::kBenchRate)));
    audible_voices.add(audible, fair);
    phantoms.add(all, heard);
  }
};

void print_head(const std::string& first) {
  fmt::print(
      "\n| {} | ear | F25 | F10 | F5 | error p50 / p95 ms | precision | recall | 5 classes F25 | F50 | "
      "12 voices F25 | Spearman | phantoms | doubles "
      "|\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
      first);
}

void print_row(const std::string& first, const char* ear, const Figures& figures) {
  const Tally& onsets = figures.onsets;
  const VoiceScores& voices = figures.voices;
  std::vector<double> sizes = onsets.errors_ms();
  for (double& size : sizes) size = std::abs(size);
  fmt::print("| {} | {} |", first, ear);
  for (const double window : {0.025, 0.010, 0.005}) fmt::print(" {:.3f} |", onsets.at(window).f());
  fmt::print(" {:.1f} / {:.1f} |", lab::percentile(sizes, 0.5), lab::percentile(sizes, 0.95));
  fmt::print(" {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |", onsets.at(kHeadline).precision(),
             onsets.at(kHeadline).recall(), lab::sum(voices.track_families).f(),
             lab::sum(voices.track_families_50).f(), lab::sum(voices.track_voices).f());
  fmt::print(" {:.2f} | {:.1f} % | {:.1f} % |\n", spearman_within_takes(voices),
             100 * figures.phantoms.share(figures.phantoms.phantoms),
             100 * figures.phantoms.share(figures.phantoms.doubled));
}

}  // namespace

bool print_both_ears(int pieces) {
  if (lab::corpora_folder().empty()) return false;
  fmt::print("\n## Both ears, validation kits\n\n{} pieces of {:.0f} s a condition.\n", pieces, kSeconds);
  print_head("all strokes");
  std::string audible, families;
  std::array<double, 2> cpu{};
  std::array<EarDoubts, 2> doubts;
  for (std::size_t e = 0; e < kBothEars.size(); ++e) {
    doubts[e].trust.shares = ear::RightShares::of(
        kBothEars[e] == ear::WhichEar::file ? ear::file_ear_weights_name() : ear::ear_weights_name());
  }
  double seconds = 0;
  for (const char* condition : {"clean", "room", "record"}) {
    const training::Examples examples({.condition = condition, .seconds = kSeconds});
    std::array<Figures, 2> figures;
    for (int p = 0; p < pieces; ++p) {
      lab::Dice dice(999 * 1000003 + static_cast<std::uint64_t>(p));
      const training::Example example = examples(p, dice);
      const lab::Rendering all = training::rendering_of(example);
      const std::vector<float> later = GridShift::later(example.sound);
      for (std::size_t e = 0; e < kBothEars.size(); ++e) {
        const lab::Heard heard = heard_by(kBothEars[e], example.sound);
        figures[e].add(example, all, heard);
        doubts[e].trust.add(all, heard);
        doubts[e].shift.add(heard, heard_by(kBothEars[e], later));
      }
    }
    for (std::size_t e = 0; e < kBothEars.size(); ++e) {
      print_row(condition, kNamesOfEars[e], figures[e]);
      families += fmt::format("| {} | {} |", condition, kNamesOfEars[e]);
      for (const lab::Counts& family : figures[e].voices.families)
        families += fmt::format(" {:.3f} |", family.f());
      families += "\n";
      cpu[e] += figures[e].onsets.cpu_seconds;
    }
    seconds += figures[0].onsets.sound_seconds;
    std::fflush(stdout);
    // The audible rows come in a table of their own.
    for (std::size_t e = 0; e < kBothEars.size(); ++e) {
      const Figures& one = figures[e];
      audible += fmt::format(
          "| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", condition, kNamesOfEars[e],
          one.audible_onsets.at(0.025).f(), one.audible_onsets.at(0.005).f(),
          lab::sum(one.audible_voices.track_families).f(), lab::sum(one.audible_voices.track_families_50).f(),
          lab::sum(one.audible_voices.track_voices).f());
    }
  }
  fmt::print(
      "\n| strokes that could be heard | ear | F25 | F5 | 5 classes F25 | F50 | 12 voices F25 "
      "|\n|---|---|---|---|---|---|---|\n{}",
      audible);
  fmt::print(
      "\n| F25 by family | ear | kick | snare | hat | tom | cymbal |\n|---|---|---|---|---|---|---|\n{}",
      families);
  fmt::print("\nCPU, ms a second of sound: live {:.2f}, file {:.2f}.\n", 1000 * cpu[0] / seconds,
             1000 * cpu[1] / seconds);
  print_reliability(doubts);
  print_shift(doubts);
  const training::Examples nothing({.condition = "clean", .seconds = 25, .nothing = true});
  std::array<double, 2> told{};
  const int stretches = std::max(4, pieces / 2);
  for (int p = 0; p < stretches; ++p) {
    lab::Dice dice(998 * 1000003 + static_cast<std::uint64_t>(p));
    const training::Example example = nothing(p, dice);
    for (std::size_t e = 0; e < kBothEars.size(); ++e) {
      const lab::Heard heard = heard_by(kBothEars[e], example.sound);
      told[e] += static_cast<double>(lab::attacks_of(heard, lab::kBenchRate).size());
    }
  }
  fmt::print(
      "\nFalse strokes a minute where nothing is struck (talk, music, machines): live {:.1f}, file {:.1f}.\n",
      60 * told[0] / (25.0 * stretches), 60 * told[1] / (25.0 * stretches));
  print_nothing(30);
  print_struck_once(pieces);
  return true;
}

}  // namespace firstchair::bench
