// A Chord is a root, a bass and the set of its pitch classes.
#pragma once

#include <cstdint>

namespace firstchair::band {

// Pitch classes are 0..11 from C. MIDI pitches have 60 for the C in the middle.
inline constexpr int pitch_class(int pitch) {
  return ((pitch % 12) + 12) % 12;
}

struct Chord {
  int root = 0;
  int bass = 0;             // the root, where none is written
  std::uint16_t tones = 1;  // bit n: the pitch class n semitones above the root; bit 0 is always there
  bool operator==(const Chord&) const = default;

  // Says whether a pitch is one of the chord's, its bass included.
  bool holds(int pitch) const {
    return pitch_class(pitch) == bass || (tones >> pitch_class(pitch - root) & 1) != 0;
  }
};

}  // namespace firstchair::band
