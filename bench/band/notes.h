// This file writes down what a band plays, bar by bar, for whoever reads it as a musician.
#pragma once

#include <string>

namespace firstchair::bench {

// Returns one line a bar: its chords, what the bass plays and where the keys play which voicing. `song` is a
// built-in song, `style` empty for the song's own; a line that says what is wrong.
std::string notes_of(const std::string& song, const std::string& style);

}  // namespace firstchair::bench
