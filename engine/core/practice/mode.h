// How a take came about. The teacher reads it: a take of a limit search is no work at a tempo, and one
// without the click trains the player's own time.
#pragma once

#include <string_view>

namespace firstchair {

enum class Mode : unsigned char {
  hear,   // a recording or an e-kit's file
  drill,  // bars of a chart to the click
  full,   // a whole chart, once, to the click
  own,    // bars of a chart with silent clicks among those that sound
  free,   // no chart
  limit,  // a trial of the search for the breaking tempo
  other   // of another version of the program: its text is kept beside it
};

// Returns the stable identifier ("hear"), which is the same in the book, in JSON and in CSV.
std::string_view id_of(Mode mode);
// The inverse of id_of; `other` for every text that is no mode.
Mode mode_of(std::string_view id);

}  // namespace firstchair
