// What stands around the notes: attributes, directions, bar lines.
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "charts/musicxml/musicxml_measures.h"

namespace firstchair::charts {

// `what` of the error, where the meter is none.
struct TimeSignature {
  std::optional<MeterChange> meter;
  std::string error;
};
TimeSignature read_time(const pugi::xml_node& time);

// A <direction>, or a <sound> that stands alone; `tick` is its place. False where a tempo is no tempo.
bool read_direction(const pugi::xml_node& node, Ticks tick, double ticks_per_division, ScoreMeasure& measure);

void read_barline(const pugi::xml_node& barline, ScoreMeasure& measure);

// "R", "L", in words and lyrics.
Hand hand_in(std::string_view text);

}  // namespace firstchair::charts
