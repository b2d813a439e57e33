// This file finishes takes that were left behind: their writer was killed, the disk was full, the plug was
// pulled.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::live {

struct RecoveredTake {
  std::string folder;
  double rate = 0;       // that of sound.flac; 0: there is none
  Frames frames = 0;     // frames of sound.flac
  std::size_t hits = 0;  // lines of hits.csv
  std::string trouble;   // why it could not be finished; empty: it was
};

// Finishes every take left behind in `folder` itself and in the folders directly inside it: the sound is cut
// after its last whole FLAC frame, the hits after their last whole line, and both get their names. A take
// whose writer still lives is left alone. Returns the takes it touched, in order of name; a missing folder
// has none.
std::vector<RecoveredTake> recover_takes(const std::string& folder);

// Returns a line for a drummer: "FOLDER: recovered 83.2 s of sound and 214 strokes.", or what stood in the
// way.
std::string line_of(const RecoveredTake& take);

}  // namespace firstchair::live
