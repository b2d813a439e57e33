// This file reads the staves of a MuseScore score: all of them for meters, tempi and repeats, those of drums
// for strokes.
#pragma once

#include <pugixml.hpp>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// `score` is the <Score> of the file.
Result<ChartRead> read_mscx_score(const pugi::xml_node& score);

}  // namespace firstchair::charts
