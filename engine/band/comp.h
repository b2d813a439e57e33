// The comping rules turn chords into notes of a bass and of a chord player, by a style and a seed.
//
// Laws: every bass note on the first beat of a bar, and on the third of a style in four, is of the chord in
// force; a bass stays in its range and never plays one pitch three times on end; a voice of the chords moves
// by at most four half tones where the next chord's voicing allows it; two bars on end are never comped alike
// where the style has two cells; nothing is played under N.C., a stop and a solo, and nothing but the chords
// where they are written as hits; the same song, style and seed give the same notes.
#pragma once

#include <cstdint>

#include "engine/band/song.h"
#include "engine/band/style.h"

namespace firstchair::band {

struct CompOptions {
  std::uint64_t seed = 1;
  // 0..1, how busy the drummer is: the busier, the fewer hits a cell keeps; 0 keeps all.
  double busy = 0;
};

// Both return the part of the whole song, in order of tick.
Part bass_part(const Song& song, const Style& style, const CompOptions& options);
Part comp_part(const Song& song, const Style& style, const CompOptions& options);

}  // namespace firstchair::band
