// This file reads one piece of a MIDI file whose tracks are pieces of their own (format 2).
#pragma once

#include "charts/chart_read.h"
#include "midi/smf.h"

namespace firstchair::charts {

// Returns the piece with the most notes on the drums' channel, in its own meter and tempo or, where it names
// none, in the first track's. Of a file with notes in one track it returns all. `remarks` say what was read.
midi::Smf one_piece(midi::Smf smf, Remarks& remarks);

}  // namespace firstchair::charts
