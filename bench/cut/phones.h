// This file has phones for the bench of laying cameras: what a telephone at some place keeps of a
// performance, by a clock of its own. The truth is known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cut/placement.h"
#include "lab/kits.h"
#include "lab/performances.h"
#include "lab/sound.h"

namespace firstchair::bench {

enum class Site { near, far, bad };  // a bedroom, a church, a car park where the phone clips
const char* name_of(Site place);

// A Loss is sound that a phone did not keep.
struct Loss {
  double at_s = 0, lost_s = 0;  // camera time, and how much is missing there
};

struct Phone {
  Site site = Site::near;
  double ppm = 0;
  double offset_s = 0;  // the master's time of its first sample
  double rate = 44100;
  double snr_db = 25;
  std::string codec = "aac";  // aac, opus or wav
  int kbit = 96;
  std::uint64_t seed = 1;
  double speed = 1;                   // at which it plays
  std::vector<Loss> lost = {};        // in order
  double echo_s = 0, echo_level = 0;  // of a second way that all sound takes; 1: as loud
};
// Returns a phone of the place: clock, beginning, rate, codec and noise are drawn.
Phone draw_phone(Site place, lab::Dice& dice, double most_ppm = 150);

// Returns the measured room that it stands in.
std::string room_of(const Phone& phone);

// Returns so many seconds of grooves, and no sound.
lab::Piece grooves_of(double seconds, std::uint64_t seed);
// Returns a performance of at least so many seconds: grooves of the held drummers one after another, or of
// the validation split.
std::vector<float> performance(double seconds, const std::vector<lab::Kit>& kits, std::uint64_t seed);

// Writes what the phone keeps of `master` (at lab::kBenchRate) for `seconds` of its own to a file without
// ending, and returns the file's whole name; nothing when the codec is not to be had. `truth` is its line, up
// to the first loss.
std::optional<std::string> keep(const std::vector<float>& master, const Phone& phone, double seconds,
                                const std::string& file, cut::Piece& truth);

// Returns the pieces that a phone's losses make of that line.
std::vector<cut::Piece> pieces_of(const Phone& phone, const cut::Piece& truth);

}  // namespace firstchair::bench
