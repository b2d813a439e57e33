// Compressed MusicXML (.mxl) <-> Chart: a zip archive with a MusicXML score in it. Nothing is extracted to
// disk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// The score that META-INF/container.xml names; without one, the first .musicxml or .xml of the archive.
// Errors as read_musicxml. Limits: 64 MiB, packed and unpacked.
Result<Chart> read_mxl(std::span<const std::uint8_t> bytes);

// Same chart, same bytes.
std::vector<std::uint8_t> write_mxl(const Chart& chart);

}  // namespace firstchair::charts
