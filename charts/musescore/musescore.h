// This file reads the drum staves of MuseScore's own scores (.mscz, .mscx) of versions 2 to 4.
// docs/formats/musescore.md says what is read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// The limits are 64 MiB, packed and unpacked, 8,000,000 tags, 1,000,000 notes and 100,000 bars. Errors:
// malformed with "line N" or "measure N", unsupported for scores without drums, too_large.
Result<ChartRead> read_musescore(std::span<const std::uint8_t> bytes);

// Says whether the bytes begin as MuseScore's XML, or are a zip archive with such a file.
bool is_musescore(std::string_view bytes);

}  // namespace firstchair::charts
