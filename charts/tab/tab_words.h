// This file reads the words around a tab: title, tempo, meter, swing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firstchair::charts {

std::string_view trimmed(std::string_view text);

// Reads "Title: Purple Rain" as "Purple Rain".
std::optional<std::string_view> title_in(std::string_view line);

struct TabWords {
  std::optional<double> bpm;       // quarter notes a minute
  std::optional<int> beats, unit;  // the meter's
  std::optional<double> swing;     // long : short
  bool keep_time = false;          // the next bars are suggested
  std::string error, advice;       // set for a value out of its range
};

// A MeterWritten is a meter on a line of nothing but meters.
struct MeterWritten {
  int column = 0;  // from 1
  int beats = 4, unit = 4;
};
// Reads "4/4          2/4"; nothing where the line has other words.
std::vector<MeterWritten> meters_in(std::string_view line);

// Reads a meter among other words: "a waltz in 3/4", "12/8 feel"; one of halves, quarters, eighths or
// sixteenths with at least two beats. A date is none.
std::optional<std::pair<int, int>> meter_in_words(std::string_view line);

// Returns whether a line of words ends with a count: "La la la - x2", "(guitar solo) 4x".
bool ends_with_count(std::string_view line);

// Returns whether a line heads the bars of another player: "Drummer 2:", "Second kit".
bool heads_second_player(std::string_view line);

// Returns whether a line asks for bars that stand elsewhere: "Repeat verse", "play Groove A 4 times".
bool asks_for_bars(std::string_view line);

// Reads "Tempo: 120", "120 bpm", "q. = 60"; "Meter: 6/8", "6/8"; "Swing: 1.9", "Swing: 66%"; "Keep time:"
// alone. Any other line is text.
TabWords words_in(std::string_view line);

}  // namespace firstchair::charts
