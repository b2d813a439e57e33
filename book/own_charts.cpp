#include "book/own_charts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "book/keep.h"
#include "book/look.h"

namespace firstchair::book {

std::vector<NamedChart> own_charts(const store::Book& book, std::int64_t player, std::size_t most) {
  std::vector<NamedChart> own;
  const Result<std::vector<KeptTake>> takes = book.takes({.player = player, .item = {}});
  if (!takes) return own;
  std::vector<std::string> seen;
  for (auto take = takes->rbegin(); take != takes->rend() && own.size() < most; ++take) {
    if (take->item.empty() || !counts(*take) || std::ranges::find(seen, take->item) != seen.end()) continue;
    seen.push_back(take->item);
    Result<store::BookTake> kept = book.load(take->id);
    if (!kept) continue;
    Result<Chart> chart = chart_of_item(*kept);
    if (!chart || chart->notes.empty()) continue;
    const std::string& title = kept->circumstances.title;
    own.push_back({title.empty() ? chart->title : title, std::move(*chart)});
  }
  return own;
}

std::vector<NamedChart> own_charts(const std::string& file, const std::string& player) {
  const Result<store::Book> book = open_book(file, false);
  if (!book) return {};
  const Result<Player> of = book->player(player);
  return of ? own_charts(*book, of->id) : std::vector<NamedChart>();
}

}  // namespace firstchair::book
