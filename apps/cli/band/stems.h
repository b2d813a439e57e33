// Stems are a folder of recordings, one a part, that begin and end together, and the map of their beats.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/cli/band/band_command.h"
#include "engine/band/song.h"
#include "live/backing.h"

namespace firstchair::cli {

struct Stem {
  std::string file, name;  // its name, with its ending and without
  double rate = 0;
  std::vector<float> mono;
};

struct Stems {
  band::Song song;          // the beat map
  double first_s = 0;       // of its tick 0
  std::vector<Stem> stems;  // those that play
};

// Reads options.stems and the beat map. A stem whose name says drums, or click, is left out; so are those of
// --mute, and those --parts does not name. Errors: not_found, unsupported (no recording there, none that
// plays), malformed (stems that do not end together within 50 ms; a beat map that is none), usage (a name
// that is not there).
Result<Stems> read_stems(const BandOptions& options);

// Returns the stems mixed, at a rate: 1 / sqrt(2) of full scale at most, by a gain that is the same all
// along.
Result<live::Backing> backing_of(const Stems& stems, double rate, bool varispeed);

}  // namespace firstchair::cli
