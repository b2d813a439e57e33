// The teacher's one order a take: the metric furthest outside its band in standard errors; hits come first.
// Inside the band: the next tempo. Too little to tell: record more.
#pragma once

#include "engine/core/chart.h"
#include "engine/core/order.h"
#include "engine/core/take.h"
#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Total and deterministic: always exactly one order. A take is laid beside a dozen bands at once, so a metric
// asks for an order only when its excess would be rare (5 %) among all the bands tested together
// (Bonferroni); slips that were counted are facts and need no such allowance.
Order give_order(const Verdict& verdict, const Chart& chart, const Reading& reading);

}  // namespace firstchair::teacher
