// This file turns compressed MusicXML (.mxl), a zip archive with a MusicXML score in it, into a Chart and
// back. Nothing is extracted to disk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Returns the score that META-INF/container.xml names; without one, the first .musicxml or .xml of the
// archive. The limit is 64 MiB, packed and unpacked. Errors: malformed, too_large, unsupported without a
// score.
Result<std::vector<std::uint8_t>> score_in_mxl(std::span<const std::uint8_t> bytes);
// Reads that score. Errors: those of score_in_mxl and of read_musicxml.
Result<ChartRead> read_whole_mxl(std::span<const std::uint8_t> bytes);
// read_whole_mxl(bytes)'s chart.
Result<Chart> read_mxl(std::span<const std::uint8_t> bytes);

// The same chart gives the same bytes.
std::vector<std::uint8_t> write_mxl(const Chart& chart);

}  // namespace firstchair::charts
