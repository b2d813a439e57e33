// A Pace is how a film runs beside its take: slower than it, and held once.
#pragma once

#include "engine/cut/film.h"

namespace firstchair::cut {

struct Pace {
  double speed = 1;      // .1 to 1: at .5 it takes twice as long
  double hold_at_s = 0;  // of the take: what is seen there stands still
  double hold_s = 0;     // of the film, for so long; 0: it is never held
  bool operator==(const Pace&) const = default;
};

// Says whether a film that begins at `from_s` of the take is held at a time of the film.
bool is_held(const Pace& pace, double from_s, double film_s);

// Returns when a film that begins at `from_s` of the take shows a time of it, in seconds from the film's
// beginning: of the time at which it is held the first.
double film_time(const Pace& pace, double from_s, double take_s);

// This is the inverse of film_time(); while the film is held it is hold_at_s.
double take_time(const Pace& pace, double from_s, double film_s);

// Returns how long a film lasts that shows the take from one time to another.
double film_length(const Pace& pace, double from_s, double to_s);

}  // namespace firstchair::cut
