// Charts come in and go out here: bytes -> Chart and back. The functions are pure; nothing here opens a file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "charts/chart_read.h"
#include "charts/tab/tab.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

enum class ChartFormat : unsigned char {
  tab,
  midi,  // also of a music game
  musicxml,
  mxl,
  hydrogen,  // a song or a pattern
  drumburp,
  game,  // Clone Hero's .chart
  guitar_pro,
  musescore,
  abc,          // with a drum part
  groovescribe  // a link, in a text or an internet shortcut
};

// Tells the format by the first bytes where they leave no doubt (MIDI, XML, zip, ABC), else by the name's
// ending
// (.txt .tab / .mid .midi .rmi / .musicxml .xml / .mxl / .h2song .h2pattern / .brp / .chart / .gp3 .gp4 .gp5
// .gpx .gp / .mscz .mscx / .abc / .url), else by what looks like tab. Errors: unsupported, with the way from
// a known program's file to one that is read.
Result<ChartFormat> chart_format(std::string_view name, std::span<const std::uint8_t> bytes);

// Reads a chart and what its reader took for granted. Errors carry "line N" (tab), "byte N" or "tick N"
// (MIDI) or "measure N" (MusicXML) in `place`; the caller puts the file before it. A file without a
// percussion note is unsupported. Every chart returned passes check_chart(). `meter`, where given, is that of
// a MIDI file, and of a tab or a game's chart that names none; where it is not used, a remark says so.
Result<ChartRead> read_whole_chart(ChartFormat format, std::span<const std::uint8_t> bytes,
                                   std::optional<MeterChange> meter = {});
// read_whole_chart(format, bytes)'s chart.
Result<Chart> read_chart(ChartFormat format, std::span<const std::uint8_t> bytes);

// Says whether charts are written in that format; others are read alone.
bool is_written(ChartFormat format);
// Returns the bytes of the chart in that format, or none where it is not written or cannot hold the chart
// (groovescribe.h). ChartRead them gives the
// chart back, but for what the format cannot hold (docs/formats/ lists it for each).
std::vector<std::uint8_t> write_chart(ChartFormat format, const Chart& chart,
                                      Repeats repeats = Repeats::written_out);

// --- built in

struct BuiltinChart {
  std::string_view name;   // "single-paradiddle", "rock-8ths"
  std::string_view title;  // "Single paradiddle"
  std::string_view group;  // "rudiment" or "groove"
  std::string_view tab;    // the chart's text in tab
};

std::span<const BuiltinChart> builtin_charts();  // 40 rudiments, then 12 grooves
// Returns whether the chart is a built-in one with the tempo that is built in. It stands there only so that a
// drill has one: a player who named none was asked for none.
bool has_builtin_tempo(const Chart& chart);
// "single-" may be left out of a name. Errors: not_found, with the nearest names.
Result<Chart> builtin_chart(std::string_view name);

}  // namespace firstchair::charts
