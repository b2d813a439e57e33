// A SongRead is what a reader makes of a file: the song, its drums, what it took for granted, and which other
// songs the file holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "charts/chart_read.h"
#include "engine/band/song.h"
#include "engine/core/chart.h"

namespace firstchair::songs {

struct SongRead {
  band::Song song;
  std::optional<Chart> drums;           // the song's own drum part; of the same length and meters
  std::vector<charts::Remark> remarks;  // what was guessed or left out
  std::vector<std::string> titles;      // of all songs in the file
  int number = 1;                       // which of them this is, from 1
};

// Returns a line for every remark: "bar 3: alternate chords are not played (2 times)."
std::vector<std::string> lines_of(const SongRead& read);

}  // namespace firstchair::songs
