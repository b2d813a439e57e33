// The teacher's one order a take: what is largest beside what a teacher would speak of; hits come first.
// Inside the band: the next tempo. Too little to tell: record more.
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/core/order.h"
#include "engine/core/take.h"
#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Total and deterministic: always exactly one order. A take is laid beside a dozen bands at once, so a metric
// asks for an order only when its excess would be rare (5 %) among all the bands tested together
// (Bonferroni); slips that were counted are facts and need no such allowance.
//
// What a teacher names of a take, the weightiest first; pointers into verdict.metrics. Consequences of what
// is named are left out: a pair that is apart because one of its lines is loose, a drift that is a step, the
// sum of all lines' slips where one line has them.
std::vector<const Metric*> findings(const Verdict& verdict);

Order give_order(const Verdict& verdict, const Chart& chart, const Reading& reading);

}  // namespace firstchair::teacher
