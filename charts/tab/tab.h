// This file turns plain drum tab, the `HH|x-x-x-x-|` text drummers share, into a Chart and back.
// docs/formats/tab.md describes the dialect; its examples are tests.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Errors carry "line N", or "line N, column M" in characters. The limits are 1,000,000 notes and 100,000 bars
// after repeats. Remarks are what was assumed. `meter` is that of a tab that names none.
Result<ChartRead> read_whole_tab(std::span<const std::uint8_t> bytes, std::optional<MeterChange> meter = {});
// read_whole_tab(bytes)'s chart.
Result<Chart> read_tab(std::span<const std::uint8_t> bytes);

// Bars that come again one after the other, up to eight together, may be written once, between repeat signs.
enum class Repeats : unsigned char { written_out, folded };
// Law, folded or not: read_tab(write_tab(chart)) == chart, but for velocities, hands of feet, ghosted
// ornaments, tempo changes inside a bar (they move to the next bar line) and notes finer than the grids of
// tab_grid.h (rounded to 1/24 beat).
std::vector<std::uint8_t> write_tab(const Chart& chart, Repeats repeats = Repeats::written_out);

}  // namespace firstchair::charts
