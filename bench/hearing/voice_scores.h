// VoiceScores say which drum, and how hard: what our ear alone tells of an attack.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "lab/attacks.h"
#include "lab/bootstrap.h"
#include "lab/render.h"

namespace firstchair::bench {

inline constexpr std::size_t kDrums = kVoiceCount - 1;      // all voices but the pad
inline constexpr std::size_t kFamilies = kFamilyCount - 1;  // likewise

struct VoiceScores {
  void add(const lab::Rendering& file, const lab::Heard& heard);
  void print(const std::string& ear) const;  // `ear`: whose they are

  // An attack counts as one event for each voice (or family), both of truth and of what was heard; the window
  // is 25 ms unless the name says otherwise.
  std::array<lab::Counts, kDrums> voices;
  std::array<lab::Counts, kFamilies> families;
  std::vector<lab::Counts> track_voices, track_families, track_families_50;  // micro, by file
  std::array<std::array<int, kDrums + 1>, kDrums> confusion{};  // [true][heard; last: not found], lone
  double lone_found = 0, lone_doubled = 0;      // attacks of one voice: found, told as several voices
  double unisons_found = 0, unisons_whole = 0;  // attacks of several: found, told with just these
  std::array<std::vector<double>, kDrums> error_ms, velocity, strength;
  // take has, for each velocity and strength, the number of its file.
  std::array<std::vector<std::size_t>, kDrums> take;

 private:
  void add_counts(const lab::Rendering& file, const std::vector<lab::HeardAttack>& attacks);
  void add_pair(const lab::Truth& truth, const lab::HeardAttack& attack);
  std::vector<unsigned> masks_;  // by attack: bit v for voice v
};

// Returns the rank correlation of strength with velocity among the strokes of one voice in one file, over all
// that have ten, weighed by strokes.
double spearman_within_takes(const VoiceScores& scores);

// Returns the micro F25 over the voices of a listener that finds every attack, adds none, and names each as
// some other attack of the set, drawn at random, truly was. `masks` has bit v for voice v.
double chance_f(const std::vector<unsigned>& masks, bool by_family);

}  // namespace firstchair::bench
