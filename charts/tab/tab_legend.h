// This file reads the legend of a tab: "S - Splash cymbal", "r: roll", "o| open hi-hat".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "charts/drum_names.h"

namespace firstchair::charts {

// What a legend says that a letter is.
enum class TabLetter : unsigned char {
  plain,
  accent,
  ghost,
  flam,
  drag,
  buzz,
  twice,  // two strokes, the second halfway to the next cell
  bell,
  open,
  closed,
  pedal,
  cross_stick,
  crash
};

struct LegendDrum {
  NamedDrum drum;
  std::string words;  // in small letters
};

struct TabLegend {
  std::map<std::string, LegendDrum, std::less<>> labels;  // as written
  std::map<char, TabLetter> letters;
};

// Reads "CC|-Crash cymbal----|" and "|-f-| Flam", keys that are drawn as bars. Returns whether the line is
// one.
bool read_drawn_key(std::string_view line, TabLegend& legend);

// Adds what a line of text says, if it is one of a legend. `line` has one byte a character.
void read_legend(std::string_view line, TabLegend& legend);

}  // namespace firstchair::charts
