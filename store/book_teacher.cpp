// What the teacher keeps in a book.
#include <fmt/format.h>

#include "store/book_state.h"

namespace firstchair::store {
namespace {

using sqlite::Statement;

Error no_take(const std::string& file, std::int64_t id) {
  return {ErrorCode::not_found, file, fmt::format("there is no take {}", id), {}};
}

}  // namespace

Result<Done> Book::keep_limit(std::int64_t player, const LimitKept& limit,
                              std::span<const std::int64_t> takes) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  std::string of = limit.takes_of;
  Statement key(state_->database, "SELECT key FROM takes WHERE id = ?");
  for (const std::int64_t id : takes) {
    if (!key.with(id).row()) return key.ok() ? no_take(file(), id) : state_->database.error();
    of += (of.empty() ? "" : " ") + key.text(0);
  }
  Statement insert(state_->database,
                   "INSERT OR REPLACE INTO limits(player, item, began_s, t50, sd_oct, sigma_oct, takes, "
                   "broke, held_bpm, takes_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.with(*who, limit.item, limit.began_s, limit.t50, limit.sd_oct, limit.sigma_oct, limit.takes,
              limit.broke, limit.held_bpm, of);
  if (!insert.run()) return state_->database.error();
  return Done{};
}

Result<Done> Book::set_goal(std::int64_t player, const Goal& goal) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  const bool none = goal.weight <= 0;
  Statement change(state_->database, none ? "DELETE FROM goals WHERE player = ?1 AND item = ?2"
                                          : "INSERT OR REPLACE INTO goals(player, item, bpm, weight, letter, "
                                            "title) VALUES (?, ?, ?, ?, ?, ?)");
  if (none) {
    change.with(*who, goal.item);
  } else {
    change.with(*who, goal.item, goal.bpm, goal.weight,
                goal.letter == 0 ? std::string() : std::string(1, goal.letter), goal.title);
  }
  if (!change.run()) return state_->database.error();
  return Done{};
}

Result<Done> Book::set_retest(std::int64_t player, const Retest& retest) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement insert(state_->database,
                   "INSERT OR REPLACE INTO retests(player, item, stability, difficulty, last_s, due_s) "
                   "VALUES (?, ?, ?, ?, ?, ?)");
  insert.with(*who, retest.item, retest.stability, retest.difficulty, retest.last_s, retest.due_s);
  if (!insert.run()) return state_->database.error();
  return Done{};
}

Result<Done> Book::keep_review(std::int64_t player, const Review& review) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement insert(state_->database,
                   "INSERT OR REPLACE INTO reviews(player, item, at_s, grade, predicted, quotient) "
                   "VALUES (?, ?, ?, ?, ?, ?)");
  insert.with(*who, review.item, review.at_s, review.grade, review.predicted, review.quotient);
  if (!insert.run()) return state_->database.error();
  return Done{};
}

Result<Done> Book::tell_pain(std::int64_t player, const PainTold& pain) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement insert(state_->database,
                   "INSERT OR IGNORE INTO pains(player, at_s, pain, numb) VALUES (?, ?, ?, ?)");
  insert.with(*who, pain.at_s, pain.pain, pain.numb);
  if (!insert.run()) return state_->database.error();
  return Done{};
}

Result<std::vector<LimitKept>> Book::limits_of(std::int64_t player, bool all) const {
  std::vector<LimitKept> kept;
  Statement limits(state_->database,
                   "SELECT item, began_s, t50, sd_oct, sigma_oct, takes, broke, held_bpm, takes_of "
                   "FROM limits WHERE player = ?1 AND (?2 OR NOT EXISTS (SELECT 1 FROM takes t WHERE "
                   "t.player = ?1 AND t.discarded AND instr(limits.takes_of, t.key) > 0)) "
                   "ORDER BY began_s, id");
  limits.with(player, all);
  while (limits.row()) {
    kept.push_back({.item = limits.text(0),
                    .began_s = limits.integer(1),
                    .t50 = limits.real(2),
                    .sd_oct = limits.real(3),
                    .sigma_oct = limits.real(4),
                    .takes = static_cast<int>(limits.integer(5)),
                    .broke = static_cast<int>(limits.integer(6)),
                    .held_bpm = limits.real(7),
                    .takes_of = limits.text(8)});
  }
  if (!limits.ok()) return state_->database.error();
  return kept;
}

Result<History> Book::history(std::int64_t player) const {
  const sqlite::Database& database = state_->database;
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  History history;
  Statement name(database, "SELECT id, name FROM players WHERE id = ?");
  if (!name.with(*who).row())
    return name.ok() ? Error{ErrorCode::not_found, file(), "there is no such player", {}} : database.error();
  history.player = {name.integer(0), name.text(1)};
  Result<std::vector<KeptTake>> kept = takes({.player = *who, .item = {}, .discarded = true});
  if (!kept) return kept.error();
  history.takes = std::move(*kept);

  Result<std::vector<LimitKept>> limits = limits_of(*who, false);
  if (!limits) return limits.error();
  history.limits = std::move(*limits);
  Statement goals(database,
                  "SELECT item, bpm, weight, letter, title FROM goals WHERE player = ? ORDER BY item");
  goals.with(*who);
  while (goals.row()) {
    const std::string letter = goals.text(3);
    history.goals.push_back(
        {goals.text(0), goals.real(1), goals.real(2), letter.empty() ? '\0' : letter.front(), goals.text(4)});
  }
  Statement retests(database,
                    "SELECT item, stability, difficulty, last_s, due_s FROM retests WHERE player = ? "
                    "ORDER BY due_s, item");
  retests.with(*who);
  while (retests.row())
    history.retests.push_back(
        {retests.text(0), retests.real(1), retests.real(2), retests.integer(3), retests.integer(4)});
  Statement reviews(
      database,
      "SELECT item, at_s, grade, predicted, quotient FROM reviews WHERE player = ? ORDER BY at_s, id");
  reviews.with(*who);
  while (reviews.row())
    history.reviews.push_back({reviews.text(0), reviews.integer(1), static_cast<int>(reviews.integer(2)),
                               reviews.real(3), reviews.real(4)});
  Statement pains(database, "SELECT at_s, pain, numb FROM pains WHERE player = ? ORDER BY at_s, id");
  pains.with(*who);
  while (pains.row()) history.pains.push_back({pains.integer(0), pains.real(1), pains.integer(2) != 0});
  if (!pains.ok() || !goals.ok() || !retests.ok() || !reviews.ok()) return database.error();
  return history;
}

}  // namespace firstchair::store
