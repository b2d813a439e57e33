// The program and the page ask the book these questions alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/practice/comparison.h"
#include "engine/core/practice/limit.h"
#include "engine/core/result.h"
#include "engine/core/take.h"
#include "store/book.h"

namespace firstchair::book {

// ItemProgress holds every take of one item, and what they show.
struct ItemProgress {
  std::string item, title;
  std::vector<KeptTake> takes;            // oldest first; not empty, the discarded ones left out
  std::vector<Progress> shown;            // the lines whose spread has changed
  std::vector<std::string> said() const;  // a sentence for each of `shown`
};
// Errors: not_found, when the item has no take.
Result<ItemProgress> item_progress(const store::Book& book, std::int64_t player, const std::string& item);

// TakesCompared says whether something really changed from take a to take b.
struct TakesCompared {
  KeptTake before, after;
  std::vector<Comparison> lines;  // the drums with enough strokes in both takes
};
// Errors: usage (the takes are not alike, or there is no such drum), those of Book::load.
Result<TakesCompared> compare_in(const store::Book& book, std::int64_t a, std::int64_t b);

// Returns a remembered limit as it was estimated.
LimitEstimate estimate_of(const LimitKept& limit);

// Returns what was practised in a take: the item's bars, once through, at the take's tempo. Errors: usage (it
// was free playing), those of plan_drill.
Result<Chart> chart_of_item(const store::BookTake& take);

// Returns the take as it is told: the order of a drill names bars of the item, as it did when the drill
// ended.
Take told_take(const store::BookTake& take);

}  // namespace firstchair::book
