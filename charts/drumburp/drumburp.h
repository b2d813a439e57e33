// This file reads scores of DrumBurp (.brp), plain or packed with gzip, of its file formats 0 to 2.
// docs/formats/drumburp.md says what is read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Tells a score by its first line, inside gzip too.
bool is_drumburp(std::string_view bytes);

// The limits are 64 MiB unpacked, 1,000,000 notes and 100,000 bars. Errors: malformed with "line N",
// unsupported.
Result<ChartRead> read_drumburp(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::charts
