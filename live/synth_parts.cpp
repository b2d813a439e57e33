#include "live/synth_parts.h"

#include <algorithm>

namespace firstchair::live {

std::vector<io::SynthPart> synth_parts(const practice::Arranged& band, double answer_db) {
  std::vector<io::SynthPart> parts;
  for (const practice::ArrangedPart& part : band.parts)
    parts.push_back({.program = part.program,
                     .level = part.level,
                     .pan = part.pan,
                     .drums = part.drums,
                     .pitches = {},
                     .loudest = answer_db > 0 ? 127 : 1});
  for (const band::PlayerNote& note : band.notes) {
    io::SynthPart& part = parts[note.part];
    part.pitches.set(note.pitch & 127U);
    part.loudest = std::max<int>(part.loudest, note.velocity);
  }
  return parts;
}

}  // namespace firstchair::live
