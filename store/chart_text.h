// This file writes a chart as canonical text: equal charts give equal text and nothing is lost, which no
// exchange format offers. Every fact has a line; docs/formats/book.md describes them.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::store {

std::string chart_text(const Chart& chart);
// Law: read_chart_text(chart_text(c)) == c for every chart that passes check_chart and has its title on one
// line. Errors: malformed, "line N".
Result<Chart> read_chart_text(std::string_view text);

// Returns what is practised, whatever it is called and however fast it goes: 16 hex digits over the text
// without title and tempi. The history speaks of charts by it.
std::string item_of(const Chart& chart);

}  // namespace firstchair::store
