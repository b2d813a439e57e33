// A Chord is a root, a bass and the set of its pitch classes; a Song is what a band plays from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/units.h"

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

struct ChordAt {
  Ticks tick = 0;
  Chord chord;
  bool none = false;  // N.C.: nothing is played under it
  std::string text;   // as written
};

struct SectionAt {
  Ticks tick = 0;
  std::string name;
};

struct PartNote {
  Ticks tick = 0, length = 0;
  int pitch = 60;     // MIDI
  int velocity = 80;  // 1..127
  bool operator==(const PartNote&) const = default;
};

struct Part {
  std::string name;
  int program = 0;  // General MIDI, from 0
  std::vector<PartNote> notes;
};

// Laws: meters and tempi as in Chart; chords and sections are in order; repeats are played out; length is a
// whole number of bars.
struct Song {
  std::string title;
  std::string style;  // as the file names it; may be empty
  std::vector<MeterChange> meters = std::vector<MeterChange>(1);
  std::vector<TempoChange> tempi;
  std::vector<ChordAt> chords;
  std::vector<SectionAt> sections;
  std::vector<Part> parts;  // written out; without drums
  Ticks length = 0;
};

// Returns the chord in force at a tick, or null before the first one.
inline const ChordAt* chord_at(const Song& song, Ticks tick) {
  const ChordAt* found = nullptr;
  for (const ChordAt& at : song.chords) {
    if (at.tick > tick) break;
    found = &at;
  }
  return found;
}

}  // namespace firstchair::band
