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

inline constexpr double kTempoOtherwise = 100;  // bpm, of a chart that names no tempo

// Reads drum tab or a MIDI file, told apart by the first bytes. MusicXML is an error (unsupported) that says
// who reads it.
Result<Chart> read_page_chart(std::span<const std::uint8_t> bytes);

// Returns one line about a chart: "Rock, eighths: 1 bar of 4/4, 12 notes, 92.5 BPM."
std::string page_chart_text(const Chart& chart);
// The JSON is {"title", "bars", "bpm" (null: none named), "beats", "unit", "notes", "text"}.
std::string page_chart_json(const Chart& chart);
// Returns JSON of what the chart sounds like at `bpm` (0: its own, or 100), as written and swung: {"bpm",
// "seconds" (of the whole), "bars": [seconds], "strokes": [{"s", "note" (index), "voice", "level" (0 to
// 1)}]}.
std::string chart_sounds_json(const Chart& chart, double bpm);
// Returns `chart` with the notes of those lines only, which its title then names. `lines` holds ids ("snare
// hat") with blanks between them. Errors: usage (no such line, or none of its notes).
Result<Chart> chart_of_lines(Chart chart, std::string_view lines);
// Returns JSON of the grids that a performed chart can be set on, the coarsest first: [{"id", "text",
// "likely" (of one)}]; empty where the chart was written and not performed.
std::string chart_grids_json(const Chart& chart);
// Returns drum tab with its stickings changed over, or the bytes as they are where they hold no hands.
// Errors: those of read_page_chart.
Result<std::vector<std::uint8_t>> mirrored_chart(std::span<const std::uint8_t> bytes);
// The JSON is [{"name", "title", "group"}].
std::string builtin_charts_json();

}  // namespace firstchair::door
