// A take that is not of the chart it was laid beside is told with the chart it is of, by program, page and
// server alike: one of the player's own, or a built-in one.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/nearest_chart.h"

namespace firstchair::door {

// Adds a chart of the player's own, as a page keeps it (drum tab or MIDI), to `own`; what cannot be read or
// holds no note, and what is beyond kMostOwnCharts, is left out.
inline constexpr std::size_t kMostOwnCharts = 20;
void add_own_chart(std::vector<NamedChart>& own, std::string_view name, std::span<const std::uint8_t> bytes);

// Fills in take.nearest_chart where the chart was not played; of charts that explain as much, `own` come
// first.
void tell_nearest_chart(Take& take, std::span<const NamedChart> own = {});

}  // namespace firstchair::door
