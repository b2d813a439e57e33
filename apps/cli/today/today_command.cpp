#include "apps/cli/today/today_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>

#include "apps/cli/commands.h"
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

Result<int> day(const DayOptions& options) {
  Result<book::Keeper> keeper = book::Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  const Result<book::Today> today = book::day_of(
      keeper->book(), keeper->player(), static_cast<std::int64_t>(std::time(nullptr)),
      {.minutes = options.minutes, .pain = options.pain, .numb = options.numb, .done = options.done});
  if (!today) return today.error();
  fmt::print("{}", book::today_text(*today));
  return 0;
}

Result<int> goal(const DayOptions& options) {
  Result<book::Keeper> keeper = book::Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  if (options.chart.empty()) return list_goals(*keeper);
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  const Result<practice::DrillRange> range = practice::parse_bars(options.bars);
  if (!range) return range.error();
  const Goal wanted{.item = book::item_of_bars(*chart, *range), .bpm = options.bpm, .weight = options.weight};
  if (auto set = book::set_goal(keeper->book(), keeper->player(), wanted); !set) {
    Error error = set.error();
    if (error.code == ErrorCode::not_found) {
      error.place = options.chart;
      error.advice = "Play it once: firstchair drill " + options.chart;
    }
    return error;
  }
  return list_goals(*keeper);
}

void add_day_commands(CLI::App& app, DayOptions& options, std::function<Result<int>()>& command) {
  const auto whose = [&](CLI::App* sub) {
    sub->add_option("--book", options.book, "another book than the platform's")->type_name("FILE");
    sub->add_option("--player", options.player, "whose; the first player's when left out")->type_name("NAME");
  };
  CLI::App* today = app.add_subcommand("today", "what to practise today, for how long, and why");
  today->add_option("--minutes", options.minutes, "to play, the rests beside")->check(CLI::Range(5.0, 240.0));
  today->add_option("--pain", options.pain, "now, 0 to 10")->check(CLI::Range(0.0, 10.0));
  today->add_flag("--numb", options.numb, "numbness or tingling");
  today->add_flag("--done", options.done, "what became of the plan (with the same --minutes)");
  whose(today);
  today->callback([&] { command = [&] { return day(options); }; });

  CLI::App* goals = app.add_subcommand("goal", "the tempi to work towards; without a chart: list them");
  goals->add_option("CHART", options.chart, "a tab, MIDI or MusicXML file, or a built-in name");
  goals->add_option("BPM", options.bpm, "quarter notes a minute; 0 or left out: no goal any more")
      ->check(CLI::Range(0.0, 400.0));
  goals->add_option("--bars", options.bars, "only these bars: 5 or 5-8");
  goals->add_option("--weight", options.weight, "against other goals")->check(CLI::Range(0.1, 10.0));
  whose(goals);
  goals->callback([&] { command = [&] { return goal(options); }; });
}

}  // namespace firstchair::cli
