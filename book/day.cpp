#include "book/day.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "book/look.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::book {
namespace {

constexpr std::int64_t kLately = 180 * 86400;  // an item that was not touched for so long is not planned

Result<std::vector<teacher::PracticeItem>> items_of(const store::Book& book, const History& history,
                                                    std::int64_t now_s) {
  std::vector<teacher::PracticeItem> items;
  for (const KeptTake* kept : latest_of_items(history, now_s - kLately)) {
    const Result<store::BookTake> loaded = book.load(kept->id);
    if (!loaded) return loaded.error();
    const Take& take = loaded->take;
    teacher::PracticeItem item{.item = kept->item, .title = kept->title};
    item.bars = std::max(1, kept->bars);
    // A drill writes an item out as often as it is played.
    const auto played = static_cast<double>(std::max<std::size_t>(1, bars_of(take.chart).size()));
    item.minutes = std::max(0.1, kept->minutes * item.bars / played);
    for (const Note& note : take.chart.notes) item.limbs |= 1U << static_cast<unsigned>(line_of(note.voice));
    const Order order = told_take(*loaded).order;
    item.from_bar = order.from_bar;
    item.to_bar = std::max(order.from_bar, order.to_bar);
    items.push_back(std::move(item));
  }
  return items;
}

Result<Done> keep_retests(store::Book& book, const History& before, const History& after) {
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

}  // namespace

std::int64_t day_began(std::int64_t now_s) {
  const auto now = static_cast<std::time_t>(now_s);
  std::tm local{};
  if (::localtime_r(&now, &local) == nullptr) return now_s - now_s % 86400;
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  local.tm_isdst = -1;
  return static_cast<std::int64_t>(std::mktime(&local));
}

std::vector<const KeptTake*> latest_of_items(const History& history, std::int64_t since_s, bool counted) {
  std::vector<const KeptTake*> latest;
  for (auto take = history.takes.rbegin(); take != history.takes.rend() && take->began_s >= since_s; ++take) {
    if (take->item.empty() || take->discarded || (counted && !take->counted)) continue;
    if (std::none_of(latest.begin(), latest.end(),
                     [&](const KeptTake* seen) { return seen->item == take->item; }))
      latest.push_back(&*take);
  }
  return latest;
}

Result<Done> tell_pain(store::Book& book, const Player& player, std::int64_t now_s, double pain, bool numb) {
  if (pain < 0 && !numb) return Done{};
  return book.tell_pain(player.id, {.at_s = now_s, .pain = pain, .numb = numb});
}

Advice guard_now(const History& history, std::int64_t now_s, teacher::GuardInput input) {
  input.day_began_s = day_began(now_s);
  return teacher::advise(history, now_s, input);
}

Result<Today> day_of(store::Book& book, const Player& player, std::int64_t now_s, TodayOptions options) {
  if (auto told = tell_pain(book, player, now_s, options.pain, options.numb); !told) return told.error();
  Result<History> history = book.history(player.id);
  if (!history) return history.error();
  const Result<std::vector<teacher::PracticeItem>> items = items_of(book, *history, now_s);
  if (!items) return items.error();
  if (items->empty()) {
    const Advice advice = guard_now(*history, now_s);
    if (!advice.may_override) return Today{.advice = advice, .plan = {}, .done = {}};
    return Error{ErrorCode::not_found, "today",
                 "no chart was played in the last 180 days, so there is nothing to plan with",
                 "Play something first: firstchair drill CHART"};
  }
  options.day_began_s = day_began(now_s);
  const History before = *history;
  Today today = today_of(*history, *items, now_s, options);
  if (auto kept = keep_retests(book, before, *history); !kept) return kept.error();
  return today;
}

std::vector<GoalStanding> goals_of(const History& history, std::int64_t now_s) {
  std::vector<GoalStanding> goals;
  for (const Goal& goal : history.goals) {
    std::string title = goal.title.empty() ? goal.item : goal.title;
    for (const KeptTake& take : history.takes) {
      if (take.item == goal.item && !take.title.empty()) title = take.title;
    }
    goals.push_back({goal, std::move(title), teacher::level_of(history, goal.item, now_s)});
  }
  return goals;
}

std::string goal_text(const GoalStanding& standing) {
  const teacher::Level& level = standing.level;
  return fmt::format("{}: goal {}, {}.", report::plain(standing.title), report::number(standing.goal.bpm, 0),
                     level.observations == 0
                         ? "0 limits measured, 0 takes to a click"
                         : report::level_text(level.broke > 0, level.held_bpm, level.bpm(), level.low_bpm(),
                                              level.high_bpm()));
}

Result<Done> set_goal(store::Book& book, const Player& player, Goal goal) {
  store::TakeQuery query;
  query.player = player.id;
  query.item = goal.item;
  query.newest = 1;
  query.discarded = true;
  const Result<std::vector<KeptTake>> played = book.takes(query);
  if (!played) return played.error();
  if (goal.item.empty())
    return Error{ErrorCode::usage, "goal", "there is nothing to play in these bars, or they change the meter",
                 "Choose bars of one meter with --bars"};
  if (played->empty() && goal.title.empty())
    return Error{ErrorCode::not_found, goal.item, "it was not played yet, so nothing is known to plan with",
                 "Play it once"};
  if (!(goal.bpm > 0)) goal.weight = 0;
  return book.set_goal(player.id, goal);
}

}  // namespace firstchair::book
