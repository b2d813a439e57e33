// firstchair chairs tau, power.
#include <fmt/format.h>

#include "apps/chairs/power_table.h"
#include "apps/chairs/takes_apart.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "book/keep.h"
#include "report/text/words.h"

namespace firstchair::cli {

Result<int> chairs_tau(const ChairsTauOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  const Result<std::vector<Player>> players = book->players();
  if (!players) return players.error();
  std::vector<KeptTake> takes;
  for (const Player& player : *players) {
    if (!options.player.empty() && player.name != options.player) continue;
    Result<std::vector<KeptTake>> own = book->takes({.player = player.id, .item = {}});
    if (!own) return own.error();
    // What two players practise is two things.
    for (KeptTake& take : *own) {
      if (!take.item.empty()) take.item += fmt::format(" {}", player.id);
      takes.push_back(std::move(take));
    }
  }
  const audition::TakesApart told = audition::takes_apart(takes, options.days);
  if (told.pairs == 0) {
    say(fmt::format("No two takes of one thing lie within {} of each other; tau stays at its choice, .12.",
                    report::count(static_cast<std::size_t>(options.days), "day")));
    return 0;
  }
  say(fmt::format("Tau {} ({}), the SD of ln spread from take to take, over {} within {}.",
                  report::number(told.tau, 2), report::range(told.low, told.high, 2),
                  report::count(static_cast<std::size_t>(told.pairs), "pair"),
                  report::count(static_cast<std::size_t>(options.days), "day")));
  say(told.pairs >= audition::kPairsToDeclare
          ? fmt::format("It may be declared: --tau {}.", report::number(told.tau, 2))
          : fmt::format("It may be declared from {} pairs on; until then tau is .12.",
                        audition::kPairsToDeclare));
  return 0;
}

Result<int> chairs_power(const ChairsPowerOptions& options) {
  int told = 0;
  for (const audition::PowerRow& row : audition::power_rows()) {
    if (options.players != 0 && row.players != options.players) continue;
    say(audition::power_told(row));
    ++told;
  }
  if (told == 0)
    return Error{ErrorCode::usage, fmt::format("--players {}", options.players), "was not counted",
                 "Leave it out to see what was"};
  say("Counted over simulated drummers: firstchair bench chairs, docs/measured/chairs.md.");
  return 0;
}

}  // namespace firstchair::cli
