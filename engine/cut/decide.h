// decide() turns strokes into shots: which camera is seen when, and why.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/take.h"
#include "engine/cut/film.h"
#include "engine/cut/style.h"

namespace firstchair::cut {

inline constexpr std::size_t kMostCameras = 16;
// Every camera with a picture has this share of the film, unless something else is wished.
inline constexpr double kLeastShare = .05;

struct Share {
  int camera = 0;    // index into Film::cameras
  double least = 0;  // 0..1 of the film's length
};

struct Wishes {
  Style style;
  std::uint64_t seed = 1;
  std::vector<Share> shares;  // of the cameras that are named; the others have kLeastShare
  bool pan = false;           // the window of view goes to where is struck (moves.h)
};

// Decides the shots of a film whose cameras are laid, and whose rate, `from_s` and `to_s` are set: fills
// marks, phrases, shots, style and seed. Tension that is there already is kept, so that a curve can be typed.
// `to_s` moves to the end of the last whole frame. Where the take's bar line is not sure the marks name no
// bar, and cuts follow accents.
//
// Laws: shots tile the film; each lies inside its camera's picture and is style.least_s or longer, but
// between two places where pictures begin or end; a camera without a picture changes nothing; cameras in
// another order give the same shots.
//
// A share is met where it can be: a camera that has a picture for less time than that, or none that another
// could leave to it, has less. share_of() says what it got.
// Errors: usage (no frame, no camera with a picture, shares of more than the film), too_large (cameras).
Result<Film> decide(Film film, const Take& take, const Wishes& wishes);

// Returns what share of the film's length a camera is seen.
double share_of(const Film& film, int camera);

}  // namespace firstchair::cut
