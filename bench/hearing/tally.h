// Everything the tables say about one listener in one condition.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "bench/hearing/render.h"
#include "bench/hearing/score.h"
#include "engine/core/hit.h"

namespace firstchair {

struct Tally {
  std::string listener;
  // One file: when attacks were, when they were heard.
  void add(const Rendering& file, const std::vector<double>& heard);
  // Also what only our ear tells; `told_after` per hit.
  void add_details(const Rendering& file, const std::vector<Hit>& hits,
                   const std::vector<double>& told_after);

  Counts at(double window, double shift = 0) const;  // shift: taken from every heard time
  double bias_ms() const;                            // median error of pairs within 25 ms
  double within_ms(double ms,
                   double shift = 0) const;  // share of pairs within 25 ms that are closer than that
  double recall_below(double limit) const { return recall(0, limit, 0); }
  // Share found of the attacks with that velocity and at least `clear` seconds from the attack before.
  double recall(double from_velocity, double below_velocity, double clear) const;

  struct File {
    std::vector<double> truth, heard, velocity;
  };
  std::vector<File> files;
  double cpu_seconds = 0, sound_seconds = 0;
  std::vector<double> reaction_ms;
  std::array<Counts, kFamilyCount> voices;
  std::array<std::array<int, kFamilyCount>, kFamilyCount> confusion{};  // [true][heard], single-voice attacks
  std::array<double, 10> sure{}, sure_right{}, sure_sum{};              // by tenths of voice_probability
  std::array<std::vector<double>, kFamilyCount> velocity, strength;     // of single-voice attacks
  struct Timing {
    double error_ms, sigma_ms;
    bool timed;
    Family family;
  };
  std::vector<Timing> timing;
};

}  // namespace firstchair
