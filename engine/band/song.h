// A Song is what a band plays from: its chords, sections and written parts. A drummer's notes are a Chart
// beside it.
#pragma once

#include <string>
#include <vector>

#include "engine/band/chord.h"
#include "engine/core/chart.h"
#include "engine/core/units.h"

namespace firstchair::band {

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
