// A soundfont is cut down to the notes that will be played. FluidSynth has an instrument in memory as a
// whole: MuseScore's grand piano is 95 MB large, and the chords of a blues need 18 of them. The cut is a
// soundfont again, and a note that is in it sounds as it does from the whole one, to the last sample.
//
// The format is SoundFont 2.04 (Creative, E-mu) and its packed variant sf3.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <vector>

namespace firstchair::io {

struct FontNotes {
  int bank = 0, program = 0;  // of the preset; bank 128 has the kits
  std::bitset<128> pitches;   // those that are played
  int loudest = 127;          // velocity; all softer ones stay
};

// [setup] Reads the soundfont at `path` and returns one with those presets, in which only the samples are
// left that those notes sound. Returns none when it cannot: a preset is not there, it has samples of 24 bits,
// or its lists do not fit together. Whoever asks loads the whole one then. The file is read in pieces: memory
// is taken for the lists and for what is kept.
std::optional<std::string> cut_soundfont(const std::string& path, const std::vector<FontNotes>& notes);

}  // namespace firstchair::io
