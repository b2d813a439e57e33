// Charts come in and go out here: bytes -> Chart and back. The functions are pure; nothing here opens a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

enum class ChartFormat : unsigned char { tab, midi, musicxml, mxl };

// Tells the format by the name's ending (.txt .tab / .mid .midi / .musicxml .xml / .mxl), else by the first
// bytes.
Result<ChartFormat> chart_format(std::string_view name, std::span<const std::uint8_t> bytes);

// Reads a chart and what its reader took for granted. Errors carry "line N" (tab), "byte N" or "tick N"
// (MIDI) or "measure N" (MusicXML) in `place`; the caller puts the file before it. A file without a
// percussion note is unsupported. Every chart returned passes check_chart().
Result<ChartRead> read_whole_chart(ChartFormat format, std::span<const std::uint8_t> bytes);
// read_whole_chart(format, bytes)'s chart.
Result<Chart> read_chart(ChartFormat format, std::span<const std::uint8_t> bytes);

// Returns the bytes of the chart in that format. ChartRead them gives the chart back, but for what the format
// cannot hold (docs/formats/ lists it for each).
std::vector<std::uint8_t> write_chart(ChartFormat format, const Chart& chart);

// --- built in

struct BuiltinChart {
  std::string_view name;   // "single-paradiddle", "rock-8ths"
  std::string_view title;  // "Single paradiddle"
  std::string_view group;  // "rudiment" or "groove"
  std::string_view tab;    // the chart's text in tab
};

std::span<const BuiltinChart> builtin_charts();      // 40 rudiments, then 12 grooves
Result<Chart> builtin_chart(std::string_view name);  // not_found names the nearest names

}  // namespace firstchair::charts
