// The StrengthScale says how hard a stroke was. The net's word sets the scale, the sound's level the
// differences.
//
// The net knows a soft stroke from a hard one by its colour, roughly; the level of a drum tells one of its
// strokes from the next far better, but only against that drum's own others. So each family of drums gets an
// offset between the two, and a stroke's strength is their weighted mean on a scale of decibels, the level
// weighing more as strokes of the family come in. One offset serves the voices of a family, since a hat or a
// tom that is named another one for a stroke is as loud as before. Velocity is amplitude to the power 1/1.2,
// as recorded layers have it (docs/guide/hearing.md).
#pragma once

#include <array>
#include <cstddef>

#include "engine/core/realtime.h"
#include "engine/core/voice.h"

namespace firstchair::ear {

// [audio] Returns decibels under the hardest stroke of a strength, 1..127 (others count as the nearest).
float decibels_of(float strength) FIRSTCHAIR_AUDIO;
// [audio] Returns the strength of such decibels, 1..127. It is the inverse for soft strokes; towards the
// hardest it rises ever less (97 at 0 dB), so that strokes that are louder still keep their order.
float strength_of(float decibels) FIRSTCHAIR_AUDIO;

// [audio] Returns how much the level weighs beside the net, 0..1, once so many strokes of a family were
// heard. Its most was chosen where the order of a drum's strokes is right as often from .8 to 1; below it
// falls.
float level_weight(float strokes) FIRSTCHAIR_AUDIO;

class StrengthScale {
 public:
  // [audio] `told` is the net's strength, 1..127; `level_db` is the level of the stroke's own drum
  // (drum_level.h), or of the sound where the drum is not known. The answer lies in 1..127.
  float push(Voice voice, float told, float level_db) FIRSTCHAIR_AUDIO;
  void reset() { *this = {}; }

 private:
  struct Offset {
    float db = 0;  // level less the net's strength in decibels
    int count = 0;
  };
  // A family's offset is guessed from those of the others, follows its first strokes and hardly moves then:
  // while it moves, the same stroke is told harder or softer.
  float offset_of(Family family, float apart_db) FIRSTCHAIR_AUDIO;

  std::array<Offset, kFamilyCount> families_{};
  Offset take_;  // less what the families usually have
};

}  // namespace firstchair::ear
