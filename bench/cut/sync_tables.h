// These are the tables of bench cut about laying cameras, each as Markdown.
#pragma once

#include <string>

namespace firstchair::bench {

// How far off cameras are laid that are laid: rooms, lengths, clocks, codecs. `draws` of a minute, a fifth as
// many of 5 minutes, a twentieth of 20, up to a length. `each`: every draw is told on standard error.
std::string placement_table(int draws, double longest_s, bool each);
// What must not be laid, or not as one piece: other recordings, loops, pauses, other speeds.
std::string refusal_table(int draws);
// What it takes, beside decoding the same files.
std::string sync_cost_table();

}  // namespace firstchair::bench
