// This file says which drum the label in front of a line of tab means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/voice.h"

namespace firstchair::charts {

struct TabLegend;

enum class TabLineKind : unsigned char {
  strokes,
  sticking,  // R and L for the lines above it
  outside    // an instrument that no chart holds (cowbell, tambourine ...): counted and left out
};

struct TabLabel {
  std::string label;  // upper case
  TabLineKind kind = TabLineKind::strokes;
  Voice voice = Voice::snare;
  std::string what;  // of an instrument outside: "cowbell"
};

// Returns the label without the colons, dashes and brackets around it: "HH: " is HH.
std::string clean_tab_label(std::string_view text);

// `text` is a clean label. Upper and lower case are the same. The legend goes before the common labels where
// it names another drum, and these before names in words ("Bass Drum").
std::optional<TabLabel> tab_label(std::string_view text, const TabLegend& legend);

}  // namespace firstchair::charts
