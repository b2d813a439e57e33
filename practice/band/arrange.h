// A song is arranged for a band: which parts play, with which instruments, what is counted in, where the
// drummer is alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/band/player.h"
#include "engine/band/song.h"
#include "engine/band/style.h"
#include "engine/core/result.h"
#include "practice/band/band_run.h"

namespace firstchair::practice {

struct ArrangeOptions {
  std::vector<std::string> parts = {};  // names of those that play; empty: all
  std::vector<std::string> mute = {};   // names of those that do not
  std::uint64_t seed = 1;               // of bass and chords
  // Bars of sticks, 0..16; a pick-up lies in the last of them. The second half of the last is counted twice
  // as fast.
  int count_in = 2;
  bool click = false;   // it is counted by a metronome instead of sticks
  bool walk = false;    // the bass goes on where the others leave the drummer alone (band::Mark::without)
  bool sticks = false;  // nobody plays but the sticks that count in: the band is a recording
};

struct ArrangedPart {
  std::string name;
  int program = 0;  // General MIDI, from 0
  bool drums = false;
  double level = 1, pan = 0;  // 0..1; -1 left .. 1 right
};

struct Arranged {
  std::vector<ArrangedPart> parts;  // a note's `part` is its index
  std::vector<band::PlayerNote> notes;
  std::vector<band::MarkAt> marks;  // the song's
  Ticks count_in = 0;               // before tick 0
  int comp = -1;                    // the part that comps by the style; below 0: none does
};

// Returns for how many bars on end the drummer's part is silent at most.
int longest_rest(const Chart& chart);

// Bass and chords are played by the style wherever the song has chords and no such part of its own; what the
// song has written out is played as it stands. Errors: usage (a part that is not there, with those that are;
// a count-in out of range), malformed (the style cannot be played), unsupported (nobody plays).
Result<Arranged> arrange(const band::Song& song, const band::Style& style, const ArrangeOptions& options);

}  // namespace firstchair::practice
