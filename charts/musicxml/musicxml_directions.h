// This file reads what stands around the notes: attributes, directions, bar lines.
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "charts/musicxml/musicxml_measures.h"

namespace firstchair::charts {

// Without a meter, `error` is the `what` of the Error.
struct TimeSignature {
  std::optional<MeterChange> meter;
  std::string error;
};
TimeSignature read_time(const pugi::xml_node& time);

// Reads a <direction>, or a <sound> that stands alone; `tick` is its place. Returns false where a tempo is no
// tempo.
bool read_direction(const pugi::xml_node& node, Ticks tick, double ticks_per_division, ScoreMeasure& measure);

void read_barline(const pugi::xml_node& barline, ScoreMeasure& measure);

// Returns the hand that "R" or "L" in words and lyrics means.
Hand hand_in(std::string_view text);

}  // namespace firstchair::charts
