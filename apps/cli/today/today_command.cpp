#include "apps/cli/today/today_command.h"

#include <fmt/format.h>

#include <ctime>

#include "apps/cli/chart/chart_command.h"
#include "book/day.h"
#include "book/keep.h"
#include "book/practised.h"

namespace firstchair::cli {
namespace {

Result<int> list_goals(const book::Keeper& keeper) {
  const Result<History> history = keeper.book().history(keeper.player().id);
  if (!history) return history.error();
  if (history->goals.empty()) fmt::print("0 goals. Set one: firstchair goal CHART BPM\n");
  for (const book::GoalStanding& goal :
       book::goals_of(*history, static_cast<std::int64_t>(std::time(nullptr))))
    fmt::print("{}\n", book::goal_text(goal));
  return 0;
}

}  // namespace

Result<int> today(const TodayOptions& options) {
  Result<book::Keeper> keeper = book::Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  const Result<book::Today> plan = book::day_of(
      keeper->book(), keeper->player(), static_cast<std::int64_t>(std::time(nullptr)),
      {.minutes = options.minutes, .pain = options.pain, .numb = options.numb, .done = options.done});
  if (!plan) return plan.error();
  fmt::print("{}", book::today_text(*plan));
  return 0;
}

Result<int> goal(const GoalOptions& options) {
  Result<book::Keeper> keeper = book::Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  if (options.chart.empty()) return list_goals(*keeper);
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  const Result<practice::DrillRange> range = practice::parse_bars(options.bars);
  if (!range) return range.error();
  store::Circumstances named;
  book::set_practised(*chart, *range, named);
  const Goal wanted{.item = named.item,
                    .bpm = options.bpm,
                    .weight = options.weight,
                    .title = named.title.empty() ? options.chart : named.title};
  if (auto set = book::set_goal(keeper->book(), keeper->player(), wanted); !set) {
    Error error = set.error();
    error.place = options.chart;
    return error;
  }
  return list_goals(*keeper);
}

}  // namespace firstchair::cli
