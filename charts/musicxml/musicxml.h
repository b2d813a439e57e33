// This file turns the percussion parts of a MusicXML score, repeats played out, into a Chart and back.
// docs/formats/musicxml.md says what is read, what is written and what the format cannot hold. The format is
// MusicXML 4.0 (W3C Music Notation Community Group, 2021).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Reads partwise or timewise scores in any encoding of XML. Document types and entities are never expanded.
// Errors carry "measure N", or "line N" where the XML itself breaks. The limits are 64 MiB, 1,000,000 notes
// and 100,000 bars.
Result<ChartRead> read_whole_musicxml(std::span<const std::uint8_t> bytes);
// read_whole_musicxml(bytes)'s chart.
Result<Chart> read_musicxml(std::span<const std::uint8_t> bytes);

// Writes MusicXML 4.0 with one percussion part, hands stems up and feet stems down. Law: reading it gives the
// chart back, but for changes of meter or tempo that change nothing, and what clean_title takes from the
// title.
std::vector<std::uint8_t> write_musicxml(const Chart& chart);

}  // namespace firstchair::charts
