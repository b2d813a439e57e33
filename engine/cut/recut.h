// This file moves one cut of a film that was decided, as somebody drags it.
#pragma once

#include <cstddef>

#include "engine/core/result.h"
#include "engine/cut/film.h"

namespace firstchair::cut {

// Moves the cut at which shots[shot] begins to the stroke nearest to `at_s`, and so that its first frame is
// the one before the stroke. Between the cuts before and after it only strokes count at which whichever
// camera is seen for longer has a picture. The shot's reason says that it was moved; moves of the picture in
// both shots go along. Laws: shots still tile the film, each has a frame at least, and no other shot changes;
// moving it back to where it stood gives the same times. Errors: usage (there is no such cut, or no stroke it
// could go to).
Result<Film> move_cut(Film film, std::size_t shot, double at_s);

}  // namespace firstchair::cut
