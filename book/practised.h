// What was practised (practice/practised.h), as the book numbers and names it.
#pragma once

#include <string>

#include "practice/bar_plan.h"
#include "store/book.h"

namespace firstchair::book {

// Returns the item's number in the book. It is empty when there is no chart or there are no such bars.
std::string item_of_bars(const Chart& chart, const practice::DrillRange& range);

// Fills in item, bars and title of these bars of the chart as it was named. When there are no such bars,
// `circumstances` is left alone, as in free playing.
void set_practised(const Chart& chart, const practice::DrillRange& range,
                   store::Circumstances& circumstances);

}  // namespace firstchair::book
