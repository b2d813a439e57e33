// MusicXML <-> Chart: the percussion parts of a score, repeats played out. docs/formats/musicxml.md says what
// is read, what is written and what the format cannot hold. Source: MusicXML 4.0, W3C Music Notation
// Community Group, 2021.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Partwise or timewise, any encoding of XML. Document types and entities are never expanded. Errors carry
// "measure N", or "line N" where the XML itself breaks. Limits: 64 MiB, 1,000,000 notes, 100,000 bars.
Result<Chart> read_musicxml(std::span<const std::uint8_t> bytes);

// MusicXML 4.0, one percussion part, hands stems up and feet stems down. Law: reading it gives the chart
// back, but for changes of meter or tempo that change nothing, and what clean_title takes from the title.
std::vector<std::uint8_t> write_musicxml(const Chart& chart);

}  // namespace firstchair::charts
