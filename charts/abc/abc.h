// This file reads drum parts of ABC tunes: voices with a percussion clef, on MIDI channel 10, or with a drum
// map. docs/formats/abc.md says what is read.
#pragma once

#include <string_view>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Says whether the text begins as a tune: a line "X:", and a key behind it.
bool is_abc(std::string_view head);

// Reads the first tune of the text that has a drum part. The limits are 1 MiB, 100,000 bars and 1,000,000
// notes. Errors: malformed with "line N, column M", unsupported without a drum part.
Result<ChartRead> read_abc(std::string_view text);

}  // namespace firstchair::charts
