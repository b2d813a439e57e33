// A song's form as it is played: which bars and how often, at which tempo, with its last chord and its
// written ritardandi and accelerandi, and where the drummer asked to be without the band. Form (form.h) then
// says what happens on the way. The program, the page and the benches ask here.
#pragma once

#include <cstdint>

#include "engine/band/song.h"
#include "engine/core/result.h"

namespace firstchair::band {

struct FormAsked {
  double bpm = 120;       // of the song's first bar, quarter notes a minute
  int from = 1, to = 0;   // bars, from 1; to 0: the last
  int times = 1;          // 1..1000
  int trade = 0;          // 0..64: so many bars with the band, then as many without, over and over; 0: never
  int gap_on = 0;         // 1..64 where gap_off is above 0: so many bars with the band, then
  int gap_off = 0;        // 0..64: so many without, over and over; 0: no gaps
  double mute_share = 0;  // 0..1 of the beats fall silent, drawn from the seed
  std::uint64_t seed = 1;
};

// Returns the song to be played. Trades and gaps are marks `without`, silent beats are marks `muted`; the
// count-in, written solos and stops and the last chord are untouched by them. Errors: usage (a number out of
// range, trades and gaps at once, bars that are not there).
Result<Song> play_form(const Song& song, const FormAsked& asked);

// Returns bars `from` to `to` of a song (from 1; to 0: its last), `times` times (1..1000) in a row. Errors:
// usage (bars that are not there).
Result<Song> play_bars(const Song& song, int from, int to, int times);
// Returns the same bars of a drummer's chart that has the song's bars, once; where it ends before them it is
// silent. It may hold no note.
Chart chart_bars(const Chart& chart, int from, int to);
// Returns the song with every tempo so that the first is `bpm`; a song that names none gets it.
Song at_tempo(Song song, double bpm);

}  // namespace firstchair::band
