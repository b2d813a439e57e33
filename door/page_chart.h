// A page sees charts through this file: the formats that need no library, and JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::door {

// Reads drum tab or a MIDI file, told apart by the first bytes. MusicXML is an error (unsupported) that says
// who reads it.
Result<Chart> read_page_chart(std::span<const std::uint8_t> bytes);

// Returns one line about a chart: "Rock, eighths: 1 bar of 4/4, 12 notes, 92.5 BPM."
std::string page_chart_text(const Chart& chart);
// The JSON is {"title", "bars", "bpm" (null: none named), "beats", "unit", "notes", "text"}.
std::string page_chart_json(const Chart& chart);
// The JSON is [{"name", "title", "group"}].
std::string builtin_charts_json();

}  // namespace firstchair::door
