// These are the tables of bench cut about making a film and looking at pictures, as Markdown.
#pragma once

#include <string>

namespace firstchair::bench {

// What a film of 1920x1080 takes beside the `ffmpeg` program doing the same: processor time of this process
// and its children.
std::string film_cost_table();
// What looking for drums in a camera's picture takes, beside decoding it and no more; likewise.
std::string look_cost_table();
// How much of five minutes of 1920x1080 is looked at until it is settled which drums they show, beside
// looking at all of them.
std::string settle_cost_table();

}  // namespace firstchair::bench
