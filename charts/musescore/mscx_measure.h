// This file reads what MuseScore writes around the notes: lengths, meters, endings, jumps and tempi.
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "charts/score/written_score.h"

namespace firstchair::charts {

// Returns the length in ticks of "3/8", or nothing.
std::optional<double> fraction_in(const char* text);

// Returns the length of a chord or rest without its tuplet; `bar` is the measure's.
double length_in(const pugi::xml_node& chord, double bar);

// Reads a <TimeSig>; nothing when it is no meter.
std::optional<MeterChange> meter_in(const pugi::xml_node& time);

// Reads a <Marker> or a <Jump>.
void read_sign(const pugi::xml_node& node, BarFlow& flow);

// Returns the passes of a <Volta> as bits; the first pass is bit 0.
unsigned passes_of(const pugi::xml_node& volta);

// Returns quarter notes a minute, or nothing where they are none.
std::optional<double> tempo_in(const pugi::xml_node& tempo);

// Returns the swing of the score's style or of a text, long / short.
std::optional<double> swing_in(const char* unit, const char* ratio);

// Returns how many slashes a <Tremolo> has; 3 for a buzz roll, 0 for none.
int slashes_of(const pugi::xml_node& chord);

}  // namespace firstchair::charts
