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

// What a score asks of a band besides its notes.
enum class Mark : unsigned char {
  fermata,      // the note at `tick` is held until somebody goes on
  hits,         // every written stroke from `tick` to `until` is played together: nothing is moved there
  stop,         // nothing but hits is played from `tick` to `until`
  solo,         // the drummer is alone from `tick` to `until`
  ritardando,   // the tempo falls from `tick` to `until`
  ending,       // the chord at `tick` is played by everybody and held until `until`
  without,      // the drummer asked to be without the band from `tick` to `until`
  muted,        // the band is silent from `tick` to `until`, and listens on
  accelerando,  // the tempo rises from `tick` to `until`
  a_tempo,      // the tempo before the last change is back at `tick`
};
struct MarkAt {
  Ticks tick = 0, until = 0;  // until == tick: the mark is a place
  Mark mark = Mark::fermata;
  bool operator==(const MarkAt&) const = default;
};

// Laws (check_song names the first one broken): meters and tempi as in Chart; chords, sections and marks are
// in order, inside the song; notes of a part are in order; repeats are played out; length is a whole number
// of bars, one at least.
struct Song {
  std::string title, composer;
  std::string style;  // as the file names it; may be empty
  std::string key;    // as the file names it: "Bb", "A-"; may be empty
  std::vector<MeterChange> meters = std::vector<MeterChange>(1);
  std::vector<TempoChange> tempi;
  std::vector<ChordAt> chords;
  std::vector<SectionAt> sections;
  std::vector<Part> parts;  // written out; without drums
  std::vector<MarkAt> marks;
  int follow = -1;  // 0..100, the dial that the score asks for; -1: it asks for none
  Ticks length = 0;
  // Where the notes before the first whole bar begin, in bar 1: what stands before it is silent. 0: none do.
  Ticks pickup = 0;
};

// Returns an empty text when the laws above hold, else one sentence saying which is broken.
std::string check_song(const Song& song);

// Returns the bars of a song, as bars_of a chart.
std::vector<Bar> bars_of(const Song& song);

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
