#include "apps/cli/book/day.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>

#include "apps/cli/book/keep.h"
#include "apps/cli/book/today.h"
#include "apps/cli/commands.h"
#include "apps/cli/drill/keep_take.h"
#include "engine/teacher/level.h"
#include "report/text.h"
#include "report/words.h"

namespace firstchair {
namespace {

constexpr std::int64_t kLately = 180 * 86400;  // an item that was not touched for so long is not planned

std::int64_t day_began(std::int64_t now_s) {
  const auto now = static_cast<std::time_t>(now_s);
  std::tm local{};
  if (::localtime_r(&now, &local) == nullptr) return now_s - now_s % 86400;
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  local.tm_isdst = -1;
  return static_cast<std::int64_t>(std::mktime(&local));
}

// The latest take of every item, the item last touched first.
std::vector<const KeptTake*> latest_of_items(const History& history, std::int64_t since_s) {
  std::vector<const KeptTake*> latest;
  for (auto take = history.takes.rbegin(); take != history.takes.rend() && take->began_s >= since_s; ++take) {
    if (take->item.empty() || take->discarded) continue;
    if (std::none_of(latest.begin(), latest.end(),
                     [&](const KeptTake* seen) { return seen->item == take->item; }))
      latest.push_back(&*take);
  }
  return latest;
}

Result<std::vector<PracticeItem>> items_of(const Book& book, const History& history, std::int64_t now_s) {
  std::vector<PracticeItem> items;
  for (const KeptTake* kept : latest_of_items(history, now_s - kLately)) {
    const Result<BookTake> loaded = book.load(kept->id);
    if (!loaded) return loaded.error();
    const Take& take = loaded->take;
    PracticeItem item{.item = kept->item, .title = kept->title};
    item.bars = std::max(1, kept->bars);
    // A drill writes an item out as often as it is played.
    const auto played = static_cast<double>(std::max<std::size_t>(1, bars_of(take.chart).size()));
    item.minutes = std::max(0.1, kept->minutes * item.bars / played);
    for (const Note& note : take.chart.notes) item.limbs |= 1U << static_cast<unsigned>(line_of(note.voice));
    if (take.order.from_bar > 0) {
      item.from_bar = (take.order.from_bar - 1) % item.bars + 1;
      item.to_bar = (std::max(take.order.from_bar, take.order.to_bar) - 1) % item.bars + 1;
      if (item.to_bar < item.from_bar) item.from_bar = item.to_bar = 0;
    }
    items.push_back(std::move(item));
  }
  return items;
}

Result<Done> keep_retests(Book& book, const History& before, const History& after) {
  const std::int64_t player = after.player.id;
  for (const Retest& retest : after.retests) {
    if (std::find(before.retests.begin(), before.retests.end(), retest) != before.retests.end()) continue;
    if (auto kept = book.set_retest(player, retest); !kept) return kept.error();
  }
  for (std::size_t i = before.reviews.size(); i < after.reviews.size(); ++i) {
    if (auto kept = book.keep_review(player, after.reviews[i]); !kept) return kept.error();
  }
  return Done{};
}

Result<int> list_goals(const History& history, std::int64_t now_s) {
  if (history.goals.empty()) {
    fmt::print("0 goals. Set one: firstchair goal CHART BPM\n");
    return 0;
  }
  for (const Goal& goal : history.goals) {
    std::string title = goal.item;
    for (const KeptTake& take : history.takes) {
      if (take.item == goal.item && !take.title.empty()) title = take.title;
    }
    const Level level = level_of(history, goal.item, now_s);
    fmt::print("{}: goal {}, {}.\n", report::plain(title), report::number(goal.bpm, 0),
               level.observations == 0
                   ? "0 limits measured, 0 takes to a click"
                   : fmt::format("breaks at {} ({}-{})", report::number(level.bpm(), 0),
                                 report::number(level.low_bpm(), 0), report::number(level.high_bpm(), 0)));
  }
  return 0;
}

}  // namespace

Result<int> day(const DayOptions& options) {
  Result<Keeper> keeper = Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  const auto now_s = static_cast<std::int64_t>(std::time(nullptr));
  Result<History> history = keeper->book().history(keeper->player().id);
  if (!history) return history.error();
  const Result<std::vector<PracticeItem>> items = items_of(keeper->book(), *history, now_s);
  if (!items) return items.error();
  if (items->empty())
    return Error{ErrorCode::not_found, "today",
                 "no chart was played in the last 180 days, so there is nothing to plan with",
                 "Play something first: firstchair drill CHART"};
  const History before = *history;
  fmt::print("{}", today_text(*history, *items, now_s,
                              {.minutes = options.minutes,
                               .pain = options.pain,
                               .numb = options.numb,
                               .done = options.done,
                               .day_began_s = day_began(now_s)}));
  if (auto kept = keep_retests(keeper->book(), before, *history); !kept) return kept.error();
  return 0;
}

Result<int> goal(const DayOptions& options) {
  Result<Keeper> keeper = Keeper::open({.book = options.book, .player = options.player});
  if (!keeper) return keeper.error();
  Result<History> history = keeper->book().history(keeper->player().id);
  if (!history) return history.error();
  const auto now_s = static_cast<std::int64_t>(std::time(nullptr));
  if (options.chart.empty()) return list_goals(*history, now_s);
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  const Result<DrillRange> range = parse_bars(options.bars);
  if (!range) return range.error();
  const std::string item = item_of_bars(*chart, *range);
  const bool played = std::any_of(history->takes.begin(), history->takes.end(),
                                  [&](const KeptTake& take) { return take.item == item; });
  if (!played)
    return Error{ErrorCode::not_found, options.chart,
                 "it was not played yet, so nothing is known to plan with",
                 "Play it once: firstchair drill " + options.chart};
  const Goal wanted{.item = item, .bpm = options.bpm, .weight = options.bpm > 0 ? options.weight : 0};
  if (auto kept = keeper->book().set_goal(keeper->player().id, wanted); !kept) return kept.error();
  history = keeper->book().history(keeper->player().id);
  if (!history) return history.error();
  return list_goals(*history, now_s);
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

}  // namespace firstchair
