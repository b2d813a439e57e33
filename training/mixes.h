// A mix is what the drums of one piece sound like together, before a room or a microphone far from them:
// either all at their levels, or as records have it.
#pragma once

#include "training/audible.h"
#include "training/drums.h"
#include "training/effects.h"

namespace firstchair::training {

struct Mix {
  std::vector<float> sound;
  std::vector<lab::Stroke> strokes;  // of those voices that the drums have, at whole frames
  Audible audible;
};

// Plays the piece. A closing or pedalled hat stops an open one.
//
// For a record every drum has a microphone with its equaliser, compressor and gate (toms mostly), and all are
// heard by two overheads, later and summed to one channel; a compressed room and a plate may be added; then
// the whole goes through a compressor, a saturation and a limiter.
Mix mix_of(const lab::Piece& piece, const DrumSet& drums, bool record, const Surroundings& around,
           lab::Dice& dice);

}  // namespace firstchair::training
