// This is the table of bench cut about making a film, as Markdown.
#pragma once

#include <string>

namespace firstchair::bench {

// What a film of 1920x1080 takes beside the `ffmpeg` program doing the same, and what looking for drums in
// its picture takes: processor time of this process and its children.
std::string film_cost_table();

}  // namespace firstchair::bench
