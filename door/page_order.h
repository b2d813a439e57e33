// An order as the drill that obeys it, for a page that begins it by one press.
#pragma once

#include <string>

#include "engine/core/take.h"
#include "practice/bar_plan.h"

namespace firstchair::door {

// Returns JSON: {"text": what is played, "bpm" (0: the chart's), "from", "to" (bars of the chart that `plan`
// was made from), "times" (0: until every line has strokes enough), "lines": [ids; none: all]}. `take` was
// played by `plan`, at `bpm`, and its order names bars of that chart (practice::order_in_chart). It is empty
// where the take was not judged: such an order asks for no drill.
std::string page_order_json(const Take& take, const practice::DrillPlan& plan, double bpm);

}  // namespace firstchair::door
