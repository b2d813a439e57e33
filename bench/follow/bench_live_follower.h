// This bench measures how well the live follower follows: it should name the right note for every stroke at
// once, whatever the player does to the form.
#pragma once

#include <span>

#include "bench/follow/groove.h"

namespace firstchair::bench {

struct LiveOptions {
  int draws = 4;  // departures drawn a take
  bool verbose = false;
  std::size_t rows = 99;  // of each table, from the first
};

// Prints the tables. The grooves come with their own charts.
void bench_live(std::span<const Groove> grooves, const LiveOptions& options);

}  // namespace firstchair::bench
