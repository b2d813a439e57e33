#include "engine/cut/pace.h"

#include <algorithm>

namespace firstchair::cut {
namespace {

// When the film begins to be held, of its own time; nothing is held before its beginning.
double hold_from(const Pace& pace, double from_s) {
  return (pace.hold_at_s - from_s) / pace.speed;
}

}  // namespace

bool is_held(const Pace& pace, double from_s, double film_s) {
  const double since = film_s - hold_from(pace, from_s);
  return pace.hold_at_s >= from_s && since > 0 && since < pace.hold_s;
}

double film_time(const Pace& pace, double from_s, double take_s) {
  const bool behind = pace.hold_at_s >= from_s && pace.hold_at_s < take_s;
  return (take_s - from_s) / pace.speed + (behind ? pace.hold_s : 0);
}

double take_time(const Pace& pace, double from_s, double film_s) {
  const double hold_s = hold_from(pace, from_s);
  if (pace.hold_at_s < from_s || film_s <= hold_s) return from_s + film_s * pace.speed;
  return from_s + std::max(hold_s, film_s - pace.hold_s) * pace.speed;
}

double film_length(const Pace& pace, double from_s, double to_s) {
  return film_time(pace, from_s, to_s);
}

}  // namespace firstchair::cut
