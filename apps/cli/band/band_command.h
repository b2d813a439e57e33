// `firstchair band` plays a song with the drums left out, holds its tempo or follows the drummer, and says
// who moved whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

struct BandOptions {
  std::string song;     // file; empty: none
  int number = 1;       // of the songs in the file
  bool demo = false;    // the blues, with a drummer who was recorded
  std::string drummer;  // of the demo: groove (recorded) or made; empty: groove
  double bpm = 0;       // home tempo; 0: the song's, else the take's, else 120
  double follow = -1;   // 0..100; below 0: as the song asks, else 50
  bool free_home = false;
  std::vector<std::string> parts, mute;
  std::string stems, beats;  // folder, beat map; empty: none
  bool varispeed = false;    // stems change their pitch with the tempo
  std::string style;         // empty: the song's, else swing
  std::string soundfont;
  int count_in = 2;
  bool count_click = false;  // by a metronome instead of sticks
  std::string trade;         // "4", "4:walk"; empty: never
  std::string gap;           // "4/2"; empty: none
  double mute_beats = 0;     // share of the beats at which the band is silent
  double wait_s = 8;         // at a fermata, at most
  std::string solo;          // bars of a drum solo, or "open"; empty: as written
  double answer_db = 0;      // how far the band goes with the drummer's dynamics, each way
  int cue_note = -1;         // MIDI note that is a cue; below 0: none
  std::string bars;          // "5-12"; empty: all
  int times = 0;             // 0: once, with --against as often as the take lasts
  std::uint64_t seed = 1;
  bool probe = false;                    // looser, so that who follows is known sooner
  std::optional<std::string> clock_out;  // MIDI port; empty text: ours alone
  bool transport = false;                // leads JACK's
  std::string render;                    // OUT.wav
  std::string against;                   // take: MIDI or sound
  std::string
      chart;  // what the drummer plays: file, built-in or none; empty: the song's drums, else by the beat
  double at_s = -1;  // the take's second of bar 1; below 0: its first bar line
  bool with_drums = false;
  bool force = false;
  bool plain = false, timing = false;
  LiveOptions live;
};
Declare declare_band;
Result<int> band(const BandOptions& options);
Result<int> band_live(const BandOptions& options);
Result<int> band_render(const BandOptions& options);
Result<int> band_show(const BandOptions& options);
Result<int> band_styles(const BandOptions& options);

}  // namespace firstchair::cli
