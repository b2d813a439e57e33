// This file reads and writes the links of GrooveScribe:
// "...?TimeSig=4/4&Div=16&Tempo=80&Measures=2&H=|x-x-|". docs/formats/groovescribe.md says what they hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Says whether the text is such a link, or a short text with one in it.
bool is_groovescribe(std::string_view text);

// Reads the link in the text. The limits are 1 MiB and 64 measures. Errors: malformed, with the parameter's
// name in `place`; unsupported without a stroke.
Result<ChartRead> read_groovescribe(std::string_view text);

struct GrooveLink {
  std::string url;
  int lost = 0;  // strokes that had no place in it: a line of cymbals has one stroke a cell
};
// Returns nothing for a chart that no link holds: over 10 bars, of several meters, or finer than 32nds and
// triplets of 32nds. Law: without losses the strokes are read back, but for velocities, accents of others
// than snare and closed hat, and ghosts and ornaments outside the snare.
std::optional<GrooveLink> write_groovescribe(const Chart& chart);

}  // namespace firstchair::charts
