// Both of our ears hear the validation kits of the training as they are, in a room and as on a record, and
// what is no drum. Every figure stands twice: over all strokes, and over those that could be heard
// (training/audible.h).
#pragma once

#include <cstddef>

namespace firstchair::bench {

// Prints the tables. `pieces` of 12 s each are rendered of every condition. False: the data is not here.
bool print_both_ears(int pieces);

}  // namespace firstchair::bench
