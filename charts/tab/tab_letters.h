// This file holds the letters of drum tab: what a cell of a line means.
#pragma once

#include <optional>
#include <string_view>

#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_legend.h"
#include "engine/core/chart.h"

namespace firstchair::charts {

struct TabStroke {
  Voice voice = Voice::snare;
  Dynamic dynamic = Dynamic::normal;
  Ornament ornament = Ornament::none;
  Hand hand = Hand::unwritten;
  bool twice = false;             // the second stroke stands halfway to the next cell
  std::string_view assumed = {};  // what the letter was taken for, where tabs do not agree; else empty
};

// How the letters of a line are read.
struct TabWay {
  Voice voice = Voice::snare;
  char own = '\0';                // the first letter of the label: on its own line it is a stroke
  bool only_own = false;          // the line has neither x nor o, and the letter above
  bool x_is_cross_stick = false;  // on a snare line
  bool hands = false;             // R and L are strokes of the right and the left hand
  bool hand_accents = false;      // and capitals are accents
  const TabLegend* legend = nullptr;
};

bool is_tab_rest(char cell);
// Returns what a letter means: by the legend, by what tabs agree on, as the line's own letter, by what most
// mean; or nothing for a letter with no meaning there.
std::optional<TabStroke> tab_stroke(const TabWay& way, char cell);
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
