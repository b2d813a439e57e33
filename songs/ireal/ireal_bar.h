// An IRealBar is one bar of iReal Pro's music as it is written: cells, signs and words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "songs/written_song.h"

namespace firstchair::songs {

// An IRealCell is a chord with the empty cells behind it.
struct IRealCell {
  band::ChordAt chord;
  int beats = 1;
  bool small = false;  // a small chord lasts a beat, whatever is behind it
};

struct IRealBar {
  std::vector<IRealCell> cells;
  int empty = 0;       // cells before the first chord
  int repeats = 0;     // 1: the bar before again; 2: the one two before
  bool holds = false;  // only the chord before goes on
  std::optional<MeterChange> meter;
  std::string section;
  charts::BarFlow flow;
  bool coda_before = false, coda_behind = false;
  bool fermata = false;
  std::vector<std::string> words;

  bool empty_of_music() const { return cells.empty() && repeats == 0 && !holds; }
};

// Returns the bar's chords at their ticks: a chord has as many beats as cells, then more or fewer until the
// bar is full.
std::vector<band::ChordAt> laid_chords(const IRealBar& bar, const MeterChange& meter);

// Returns what words ask of the band in a bar of that length, or nothing.
std::optional<band::MarkAt> mark_in(std::string_view words, Ticks length);
// Says whether words are of the form: "D.C. al Coda", "Fine", "3x".
bool is_jump(std::string_view words);

}  // namespace firstchair::songs
