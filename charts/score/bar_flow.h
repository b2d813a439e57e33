// This file holds repeats, endings and jumps of a score, and says in which order its bars are played.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace firstchair::charts {

struct BarFlow {
  bool forward = false;            // |:
  bool backward = false;           // :|
  int times = 2;                   // for a backward repeat: how often it is played in all
  std::vector<int> ending;         // the passes of the ending that starts here
  bool ending_stops = false;       // the ending in force stops after this bar
  std::string segno, coda;         // labels of signs here
  std::string dal_segno, to_coda;  // jumps after this bar, to these labels
  bool da_capo = false, fine = false;
  bool plays_on = false;  // after the jump neither Fine nor the way to a coda counts
};

// Returns the indices of `bars` as played: repeats and endings, then D.C. or D.S. (each taken once; after it
// no repeats, only last endings, up to Fine or over the coda jump). It stops at limit + 1 bars.
std::vector<std::size_t> playing_order(std::span<const BarFlow> bars, std::size_t limit);

}  // namespace firstchair::charts
