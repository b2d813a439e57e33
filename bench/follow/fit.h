// These fit what follow/ reads free playing with, and write each as a file of data/weights.
#pragma once

#include <span>
#include <string>

#include "bench/follow/groove.h"

namespace firstchair::bench {

struct FitOptions {
  std::string folder;   // the file goes there
  std::string command;  // for its head: the words that made it
};

// All return the exit code: 0, or 1 when the file could not be written.
// Writes reading-<hash>.weights, the weights of follow/free/reading.h.
int fit_reading(std::span<const Groove> grooves, const FitOptions& options);
// Writes groove-<hash>.weights, the kinds of groove of follow/free/groove_model.h.
int fit_beats(std::span<const Groove> grooves, const FitOptions& options);
// Writes beat-reader-<hash>.weights, the weights of follow/free/beat_reader.h. With `validate` a fifth of the
// kinds of playing stays out, and what the net finds there is told.
int fit_reader(std::span<const Groove> grooves, const FitOptions& options, int rounds, bool validate);

}  // namespace firstchair::bench
