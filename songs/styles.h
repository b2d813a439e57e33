// Styles come in here: data/styles/NAME.json -> Style (docs/formats/style.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/band/style.h"
#include "engine/core/result.h"

namespace firstchair::songs {

// Reads a style. Errors: malformed, with the place in the file: "bass[2].notes[0]".
Result<band::Style> read_style(std::string_view json);

// Returns the names of the styles that are built in, in order.
std::vector<std::string> style_names();

// Returns a built-in style: by its own name ("swing"), or by what programs call it ("Jazz-Medium Up Swing",
// "Bossa Nova"). Errors: not_found, with all names.
Result<band::Style> style_by_name(std::string_view name);

// Returns the style for a song that names one, in whatever words, or nothing fitting: then swing, or waltz
// where its first bars have three beats. `guessed` says that the song's words did not tell.
struct StyleChosen {
  band::Style style;
  bool guessed = false;
};
StyleChosen style_for(std::string_view song_style, int beats_of_bar);

}  // namespace firstchair::songs
