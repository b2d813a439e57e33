// These are the tables of bench cut about laying cameras, each as Markdown.
#pragma once

#include <string>
#include <vector>

#include "bench/cut/draws.h"
#include "bench/cut/phones.h"

namespace firstchair::bench {

struct PlacementRow {
  double seconds = 60;
  int draws = 200;  // near, far and bad each
};
std::string row_name(Site place, double seconds);  // "near, 60 s"
// How far off cameras are laid that are laid: rooms, lengths, clocks, codecs. What `draws` has is not drawn
// again. `each`: every draw is told on standard error.
std::string placement_table(const std::vector<PlacementRow>& rows, Draws& draws, bool each);
// What must not be laid, or not as one piece: other recordings, loops, pauses, other speeds. There are
// `count` of each.
std::string refusal_table(int count, Draws& draws, bool each);
// What it takes, beside decoding the same files.
std::string sync_cost_table(double seconds);

}  // namespace firstchair::bench
