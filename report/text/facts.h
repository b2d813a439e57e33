// Several parts of a report look these up in a take.
#pragma once

#include <string>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

// Returns the lines that were played or should have been, from the top of the staff down.
std::vector<Line> lines_of(const Take& take);

// Returns the line a match is shown in: the note's where there is one, else the hit's.
Line line_of(const Take& take, const Match& match);

// Returns the first metric of that kind, or nullptr when the judge gave none.
const Metric* find(const Take& take, Measure measure);
const Metric* find(const Take& take, Measure measure, Line line);

double seconds(const Take& take, double frame);

// Says whether a number stands behind this metric.
bool measured(const Metric& metric);

// Says whether anything is known of the line's time: its lean or its spread.
bool can_be_judged(const Take& take, Line line);
// Returns the lines of which nothing is, in one sentence with their strokes: "Too few strokes to judge: crash
// 4, tom 9."; empty when there are none.
std::string too_few_words(const Take& take);

// Says whether a signed error can be shown for the match: it is an answered note whose hit has a trustworthy
// time.
bool has_error(const Take& take, const Match& match);

}  // namespace firstchair::report
