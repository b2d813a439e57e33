// This file reads songs and patterns of the drum machine Hydrogen (.h2song, .h2pattern): patterns in the
// order of the song, its kit by the names of its instruments. docs/formats/games_and_machines.md says what is
// read.
#pragma once

#include <cstdint>
#include <span>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// The limits are 64 MiB, 1,000,000 notes and 100,000 bars. Errors: malformed with "line N", unsupported.
Result<ChartRead> read_hydrogen(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::charts
