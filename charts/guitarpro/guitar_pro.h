// This file reads the percussion tracks of Guitar Pro's files: 3, 4 and 5 (.gp3 .gp4 .gp5), 6 (.gpx), 7 and 8
// (.gp). docs/formats/guitar_pro.md says what is read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// The limits are 64 MiB, packed and unpacked, 1,000,000 notes and 100,000 bars. Errors: malformed with
// "byte N" or "measure N", unsupported for versions before 3 and songs without drums, too_large.
Result<ChartRead> read_guitar_pro(std::span<const std::uint8_t> bytes);

// Says whether the bytes begin as a Guitar Pro file of any version; a .gp is a zip archive with score.gpif.
bool is_guitar_pro(std::string_view bytes);

// --- its parts

// Versions 3 to 5. `bytes` begin with the version's name.
Result<ChartRead> read_guitar_pro_5(std::span<const std::uint8_t> bytes);
// The XML of versions 6 to 8.
Result<ChartRead> read_gpif(std::span<const std::uint8_t> bytes);
// Returns the file score.gpif of a .gpx, compressed (BCFZ) or not (BCFS).
Result<std::vector<std::uint8_t>> gpif_in_gpx(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::charts
