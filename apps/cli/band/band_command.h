// `firstchair band` plays a song with the drums left out, holds its tempo or follows the drummer, and says who
// moved whom.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "engine/band/song.h"
#include "engine/band/style.h"

namespace firstchair::cli {

struct BandOptions {
  std::string song;    // file; empty: none
  bool demo = false;   // the blues, with a made drummer
  double bpm = 0;      // home tempo; 0: the song's, else the take's, else 120
  double follow = 50;  // 0..100
  bool free_home = false;
  std::vector<std::string> parts, mute;
  std::string style;  // empty: the song's, else swing
  std::string soundfont;
  int count_in = 2;
  std::string trade;  // "4", "4:walk"; empty: never
  std::string bars;   // "5-12"; empty: all
  int times = 0;      // 0: once, with --against as often as the take lasts
  std::uint64_t seed = 1;
  bool probe = false;      // looser, so that who follows is known sooner
  std::string render;      // OUT.wav
  std::string against;     // take: MIDI or sound
  std::string chart;       // what the drummer of the take plays: file or built-in; empty: the beat is found
  double at_s = -1;        // the take's second of bar 1; below 0: its first bar line
  bool with_drums = false;
  bool force = false;
};
Declare declare_band;
Result<int> band(const BandOptions& options);
Result<int> band_show(const BandOptions& options);

// Returns the song of a file, or the blues when `name` is "blues" and no such file is there. Errors: those of
// reading it.
Result<band::Song> find_song(const std::string& name);
// Returns the style of that name, or swing for an empty one. Errors: not_found, with the names there are.
Result<band::Style> find_style(const std::string& name);

}  // namespace firstchair::cli
