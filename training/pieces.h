// This file says what is played in training: performances of the Groove MIDI Dataset, moved and thinned, and
// what it lacks.
#pragma once

#include "lab/performances.h"

namespace firstchair::training {

// Returns one piece of at most `seconds`, drawn at random. `played` are the performances that may be trained
// on.
lab::Piece training_piece(const std::vector<lab::Piece>& played, double seconds, lab::Dice& dice);
// Returns a stretch of a performance as it was played; every sixth number has single strokes of each voice,
// far apart, and the name "alone".
lab::Piece validation_piece(const std::vector<lab::Piece>& played, int number, double seconds,
                            lab::Dice& dice);

}  // namespace firstchair::training
