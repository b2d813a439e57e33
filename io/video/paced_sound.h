// A PacedSound is the sound of a film that runs at a pace of its own: slower at the same pitch, and silent
// while the film is held.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/cut/pace.h"
#include "io/video/film_sound.h"
#include "io/video/slow_sound.h"

namespace firstchair::video {

class PacedSound {
 public:
  // The sound begins where the film does, at `from_s` of the take.
  PacedSound(FilmSound sound, const cut::Pace& pace, double from_s);
  double rate() const { return sound_.rate(); }
  int bits() const { return slow_ || hold_to_ > 0 ? 24 : sound_.bits(); }
  // Returns the next frames, left and right in turn.
  std::vector<float> next(std::size_t frames);

 private:
  std::vector<float> running(std::size_t frames);  // as if the film were never held

  FilmSound sound_;
  std::optional<SlowSound> slow_;
  std::int64_t given_ = 0;                      // frames
  std::int64_t hold_from_ = -1, hold_to_ = -1;  // frames; -1: never
};

}  // namespace firstchair::video
