// A Tally lays when one listener heard attacks, in one set of files, against when there were.
#pragma once

#include <string>
#include <vector>

#include "lab/bootstrap.h"
#include "lab/render.h"

namespace firstchair::bench {

inline constexpr double kHeadline = 0.025;  // the window that decides which attack a heard one answers

struct Tally {
  std::string listener, version, licence, parameters;
  void add(const lab::Rendering& file,
           const std::vector<double>& heard);  // one file; heard strokes are merged

  // Returns the counts file by file, matched within `window`; `shift` is taken from every heard time.
  std::vector<lab::Counts> at_each(double window, double shift = 0) const;
  lab::Counts at(double window, double shift = 0) const { return lab::sum(at_each(window, shift)); }
  // Returns, for pairs within `window`, the time heard less the true one, in ms.
  std::vector<double> errors_ms(double shift = 0, double window = kHeadline) const;
  // Returns the median of pairs within 50 ms: some peers are that far off.
  double bias_ms() const { return lab::percentile(errors_ms(0, 0.05), 0.5); }
  double within_ms(double ms,
                   double shift = 0) const;  // share of pairs within 25 ms that are closer than that
  // Returns the share found of the attacks with that velocity and at least `clear` seconds from the attack
  // before.
  double recall(double from_velocity, double below_velocity, double clear = 0) const;

  struct File {
    std::vector<double> truth, heard, velocity;
    double seconds = 0;
  };
  std::vector<File> files;
  double cpu_seconds = 0, sound_seconds = 0;
};

}  // namespace firstchair::bench
