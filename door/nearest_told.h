// A take that is not of the chart it was laid beside is told with the chart it is of, by program, page and
// server alike: one of the player's own, or a built-in one.
#pragma once

#include <span>

#include "engine/nearest_chart.h"

namespace firstchair::door {

// Fills in take.nearest_chart where the chart was not played; of charts that explain as much, `own` come
// first.
void tell_nearest_chart(Take& take, std::span<const NamedChart> own = {});

}  // namespace firstchair::door
