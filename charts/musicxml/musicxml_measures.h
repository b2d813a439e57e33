// This file reads the written measures of a score: every part goes into one list, before repeats are played
// out.
#pragma once

#include <optional>

#include "charts/musicxml/musicxml_document.h"
#include "charts/musicxml/musicxml_drums.h"
#include "charts/score/written_score.h"

namespace firstchair::charts {

// Adds one part to the measures, of which there must be enough: its strokes if it is percussion, and every
// part's tempi, meters and repeats.
std::optional<Error> read_part(const PartXml& part, const DrumPart& drums, WrittenScore& score);

}  // namespace firstchair::charts
