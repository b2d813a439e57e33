// A drill's take is judged by the bars of its run, every pass written out. Its player knows the bars of the
// chart: the order and the slips are told in those, and the drill that obeys the order plays them.
#pragma once

#include "engine/core/order.h"
#include "engine/core/take.h"
#include "practice/bar_plan.h"

namespace firstchair::practice {

// Returns the order of a take that was played by `plan`, with the bars of the chart that the plan was made
// from. A stretch that runs over the end of a pass becomes all the bars of the pass. A tempo that is held
// from a bar of the run on is held for as many bars as the run has, where the chart comes more than once.
Order order_in_chart(Order order, const DrillPlan& plan);

// Returns the same of a run of which is known only that a chart of `chart_bars` bars was played in it, from
// its first bar on and as often as `run_bars` bars hold it. A run that is no longer than the chart is the
// chart.
Order order_in_chart(Order order, int run_bars, int chart_bars);

// Changes what is told of a take to the same: its order by order_in_chart, and of its metrics and the order's
// cause the places of slips, and of a bar that lies elsewhere. Place::bar becomes the chart's, Place::played
// the run's. What happens once in a run (a step, a drift) keeps the bar of the run.
void tell_in_chart(Take& take, const DrillPlan& plan);
void tell_in_chart(Take& take, int run_bars, int chart_bars);

}  // namespace firstchair::practice
