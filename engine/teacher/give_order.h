// The teacher gives one order a take. It speaks of what is largest beside what a teacher would speak of; hits
// come first. When every metric is inside its band the order is the next tempo; when all lines stray as far
// beside their norms, a slower one; and when there is too little to tell it is to record more.
#pragma once

#include "engine/core/chart.h"
#include "engine/core/order.h"
#include "engine/core/take.h"
#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Returns whether a tempo can be named in an order: not where two are told, nor where the one that was read
// is more likely to be another than 15 in 100 (0.85, as follow/free/reading.h).
bool tempo_is_sure(const Reading& reading);

// The function is total and deterministic: it always gives exactly one order. A take is laid beside a dozen
// bands at once, so a metric asks for an order only when its excess would be rare (5 %) among all the bands
// tested together (Bonferroni); slips that were counted are facts and need no such allowance.
Order give_order(const Verdict& verdict, const Chart& chart, const Reading& reading);

}  // namespace firstchair::teacher
