// This file holds the letters of drum tab: labels in front of a line, and the cells of a line.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/chart.h"

namespace firstchair::charts {

enum class TabLineKind : unsigned char {
  strokes,
  sticking,  // R and L for the lines above it
  outside    // an instrument that no chart holds (cowbell, tambourine ...): read over
};

struct TabLabel {
  std::string_view label;  // upper case
  TabLineKind kind = TabLineKind::strokes;
  Voice voice = Voice::snare;
};

// Upper and lower case are the same.
std::optional<TabLabel> tab_label(std::string_view text);

struct TabStroke {
  Voice voice = Voice::snare;
  Dynamic dynamic = Dynamic::normal;
  Ornament ornament = Ornament::none;
};

bool is_tab_rest(char cell);
// Returns what a letter means on the line of a voice, or nothing for a letter with no meaning there. On a
// snare line x is a cross stick when `x_is_cross_stick`.
std::optional<TabStroke> tab_stroke(Voice line, char cell, bool x_is_cross_stick);
// Returns the letter that tab_stroke reads back on that line, but for a ghosted ornament, whose ghost is
// lost. Returns nothing when the line has no letter for it (an open hat's flam on a hat line).
std::optional<char> tab_letter(Voice line, const Note& note);
// These are the label that write_tab puts before a voice's own line, and the order of lines from the top.
std::string_view tab_label_of(Voice voice);
int tab_place_of(Voice voice);

inline bool has_hand(Voice voice) {
  return voice != Voice::kick && voice != Voice::hat_pedal;
}

}  // namespace firstchair::charts
