// What the flags of `band` ask for, put together: the song as often as it is played, who plays it, the clock.
#pragma once

#include <optional>
#include <string>

#include "apps/cli/band/band_command.h"
#include "apps/cli/band/stems.h"
#include "engine/band/played.h"
#include "engine/band/song.h"
#include "engine/band/style.h"
#include "practice/band/arrange.h"

namespace firstchair::cli {

inline constexpr double kDemoBpm = 140;
inline constexpr const char* kNoChart = "none";  // for --chart: not even the song's own drums

struct BandSong {
  band::Song song;  // its bars that were asked for, once
  band::Style style;
  std::optional<Chart> drums = {};  // the song's own
  band::KnownBy known_by = band::KnownBy::beat;
  double follow = 50;               // 0..100
  std::optional<Stems> stems = {};  // whose beat map the song is
  std::string soundfont;
};
// Reads what is named; remarks go to standard error. Errors: those of find_song, find_style, find_soundfont
// and play_bars.
Result<BandSong> read_band_song(const BandOptions& options);

struct BandAsked {
  double rate = 48000;
  double bpm = 120;    // home tempo
  int times = 1;       // how often the song is played
  double bar_1_s = 0;  // not before that second of the run
};
struct BandPlan {
  practice::Arranged band;
  practice::BandRunConfig run;
  std::optional<live::Backing> backing = {};
  std::string title, soundfont;
  MeterChange meter;
  double bar_1_s = 0;
};
// Errors: usage (a flag that cannot be read), those of play_form and arrange.
Result<BandPlan> plan_band(const BandOptions& options, const BandSong& song, const BandAsked& asked);

// Returns the chart that --chart names; empty: none.
std::string chart_named(const BandOptions& options);
// Returns the home tempo: what was asked for, else the song's, else `other`.
double home_bpm(const BandOptions& options, const BandSong& song, double other);
// Lets the drummer be followed by a chart, where there is one: only then the band waits at fermatas, and a
// rest that is written does not end the song.
void play_by(practice::BandRunConfig& run, const std::optional<Chart>& chart);
// Returns a line about fermatas at which nobody came.
std::string waited_out_text(int times);
// Fills in what a run does not know of itself.
void name_played(const BandPlan& plan, band::KnownBy known_by, band::BandPlayed& played);

}  // namespace firstchair::cli
