// What a take with a band was, beat by beat, and what it says of who moved whom.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/band/moves.h"
#include "engine/core/chart.h"
#include "engine/stats/stats.h"

namespace firstchair::band {

struct BandBeat {
  PlayedBeat played;         // times are of the take's clock, in ms from its beginning
  std::int64_t quarter = 0;  // of the song, from 0
  double home_bpm = 0, band_bpm = 0;
  double drummer_bpm = 0;  // as followed; 0: not known
  double moved_ms = 0;     // the phase that the band took on since the quarter before
  double lean_ms = 0;      // the drummer's, as known then
  // The drummer played alone, hits were written, or the band was muted: one of the two did not correct.
  bool held = false;
  bool alone = false;  // the drummer played alone
  bool sure = false;   // where the drummer was, was known
  bool backbeat = false,
       backbeat_and = false;  // a snare stroke that is no ghost note, on it or half a beat later
};

// What the band knew the drummer by: the beat that was heard, a chart that was asked for, or the drums that
// the song itself has written out.
enum class KnownBy : unsigned char { beat, chart, songs_drums };

struct BandPlayed {
  std::string title = {};
  MeterChange meter = {};
  double follow = 0;  // 0..1, the dial
  double looseness_ms = 0;
  std::vector<BandBeat> beats = {};
  bool limited = false;  // the drummer went further from the home tempo than the band goes
  KnownBy known_by = KnownBy::beat;
};

// Moves are the figures of who moved whom.
struct Moves {
  Gain gain;             // the drummer's
  double band_gain = 0;  // mean of the band's own, of the same beats
  Led led = Led::cannot_tell;
  bool unmoved = false;  // the band held and was not loose: nothing tells how far the drummer followed
  TempoParts tempo;
  TempoEnds ends;                         // told with fewer beats than `tempo`, and with an open gain
  double bars = 0, bars_wanted = 0;       // that told it, and that tell it to about 0.35
  double gap_mean_ms = 0, gap_sd_ms = 0;  // drummer less band, of the beats both played
  stats::Interval gap_mean = {}, gap_sd = {};
  int both = 0;
  double lean_ms = 0;
  // How the drummer was there when the band came in again, after every stretch alone in which that beat was
  // heard.
  struct Return {
    std::int64_t quarter = 0;
    double gap_ms = 0;  // drummer less band, on that beat
    Tempo drummer;      // of the beats alone
    double band_bpm = 0;
  };
  std::vector<Return> returns = {};
  double returns_mean_ms = 0,
         returns_half_ms = 0;  // of their gaps, and half of its 95 % interval, from two on
  // Bars of four quarters, four and more on end, in which the backbeat lay on every "and", or on 3 alone: the
  // band kept its own count.
  int double_time = 0, half_time = 0;
  int lost = 0;  // passages of two beats and more with a gap beyond 100 ms
};
// Beats under a hold are left out of the gain, whose band did not listen.
Moves moves_of(const BandPlayed& played);

}  // namespace firstchair::band
