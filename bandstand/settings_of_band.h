// This file reads the settings that a page gives a band, and says their ranges.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "door/page_kit.h"
#include "engine/core/result.h"

namespace firstchair::bandstand {

struct Range {
  double low = 0, high = 0, first = 0;
};
// What a page may choose, by the name of its setting.
inline constexpr std::array<std::pair<std::string_view, Range>, 7> kRanges{{
    {"bpm", {20, 400, 120}},
    {"follow", {0, 100, 50}},
    {"count_in", {0, 16, 2}},
    {"times", {1, 100, 3}},
    {"trade", {0, 32, 0}},
    {"solo", {-1, 1000, -1}},
    {"answer", {0, 12, 0}},
}};

struct BandSettings {
  double rate = 48000;
  double bpm = 0;      // home tempo; 0: the song's, else the range's first
  double follow = 50;  // 0..100, the dial that is asked for
  int count_in = 2;    // bars
  int times = 1;       // how often the song is played
  int trade = 0;       // bars with the band, then as many alone; 0: never
  bool walk = false;   // the bass goes on meanwhile
  int solo = -1;       // bars of a written solo; 0: until the cue; -1: as written
  double answer = 0;   // dB, how far the band goes with the drummer's dynamics
  std::string style;   // empty: the song's
  std::string mute;    // the part that does not play; empty: all play
  bool free_home = false;
  bool probe = false;  // 8 ms loose and not 5
  std::uint64_t seed = 1;
  bool midi = false;      // strokes of an e-kit; else sound
  bool measured = false;  // the round trip is known
  double round_trip = 0;  // frames; of an e-kit it may be negative
  double round_trip_sd_ms = 10;
  bool clock = false;  // the band's MIDI clock is wanted
  door::PageKit kit;
};

// The keys are the members' names, of the kit those of page_kit; what is absent is as above. Errors: usage (a
// key or a value that it cannot have).
Result<BandSettings> parse_band_settings(std::string_view text);

}  // namespace firstchair::bandstand
