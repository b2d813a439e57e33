// The charts that a player has played, as the book has them: what somebody means who plays something else
// than the chart that lies open is most often one of these.
#pragma once

#include <string>
#include <vector>

#include "engine/nearest_chart.h"
#include "store/book.h"

namespace firstchair::book {

inline constexpr std::size_t kMostOwnCharts = 20;

// Returns the charts of the takes that count and were played last, the latest first, each once; the name is
// the item's title. What cannot be read is left out: nobody asked for the book.
std::vector<NamedChart> own_charts(const store::Book& book, std::int64_t player,
                                   std::size_t most = kMostOwnCharts);

// Returns the same of a player (empty: the first) of the book in `file` (empty: the platform's); none where
// there is no such book or player. No book is made.
std::vector<NamedChart> own_charts(const std::string& file, const std::string& player);

}  // namespace firstchair::book
