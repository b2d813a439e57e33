// What a teacher names of a take, before an order is made of it.
#pragma once

#include <vector>

#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Returns what a teacher names of a take, the weightiest first; they are pointers into verdict.metrics.
// Consequences of what is named are left out: a pair that is apart because one of its lines is loose, a drift
// that is a step, the sum of all lines' slips where one line has them.
std::vector<const Metric*> findings(const Verdict& verdict);

// Says whether a measure counts strokes: missed, extra, on another drum.
bool is_slip(Measure m);
// Says whether a metric was laid beside its band.
bool tested(const Metric& m);
// Where several lines were measured, one that is looser than the others is so by their own strokes. Says
// whether `m`, of `verdict`, is one.
bool is_loose_alone(const Metric& m, const Verdict& verdict);

}  // namespace firstchair::teacher
