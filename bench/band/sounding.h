// This file measures what a band that sounds costs: its callback beside a drill's, and hours of playing.
#pragma once

#include <string>

namespace firstchair::bench {

// Returns the processor time of whole callbacks of 128 frames, of a drill and of a band, as Markdown; a line
// that says what is missing where no soundfont is installed.
std::string callback_table(int seconds);
// Plays so many hours as fast as it goes and returns what was lost, as Markdown.
std::string soak_table(double hours);

}  // namespace firstchair::bench
