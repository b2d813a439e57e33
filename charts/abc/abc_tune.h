// This file holds an ABC tune as it is written: voices of measures of beats, before anybody asks which drum a
// note means.
#pragma once

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/drum_names.h"
#include "charts/score/bar_flow.h"
#include "charts/score/written_score.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// A note as it is written. `place` counts steps from C, as StaffPlace does: "C" is 28, "c" 35, "C," 21.
struct AbcKey {
  int place = 0, alter = 0;
  auto operator<=>(const AbcKey&) const = default;
};

struct AbcStroke {
  AbcKey key{};
  Dynamic dynamic = Dynamic::normal;
  std::string_view head{};  // "x" where a decoration says so
  bool open = false;        // a decoration says that the hat is open
  bool tied = false;        // to the note before: no stroke
};

// What sounds together; a rest has no strokes.
struct AbcBeat {
  double ticks = 0;
  int slashes = 0;  // of a tremolo
  std::uint8_t velocity = 0;
  std::vector<AbcStroke> strokes{};
  std::vector<AbcKey> graces{};
};

struct AbcMeasure {
  int line = 0;
  MeterChange meter;
  BarFlow flow;
  std::vector<TempoChange> tempi;
  std::vector<std::vector<AbcBeat>> layers = std::vector<std::vector<AbcBeat>>(1);  // "&" begins another
};

using AbcMap = std::map<AbcKey, NamedDrum>;

struct AbcVoice {
  std::string id;
  std::optional<bool> percussion_clef;
  bool channel_10 = false;
  AbcMap drums;
  std::map<AbcKey, std::string> names;  // of those in `drums` that are outside the kit
  std::vector<AbcMeasure> measures;
};

struct AbcTune {
  std::string title;
  AbcVoice all;  // what is said before the first voice; it has no measures
  std::deque<AbcVoice> voices;
  Remarks remarks;
};

// Reads the lines of one tune, the first of which is line `first_line` of its file.
Result<AbcTune> read_abc_tune(std::string_view text, int first_line);

// Reads the note at the start of `text`: "^c'". Returns how many bytes it has; 0 where there is none.
std::size_t abc_key(std::string_view text, AbcKey& key);

}  // namespace firstchair::charts
