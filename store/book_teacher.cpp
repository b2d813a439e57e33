// What the teacher keeps in a book.
#include "store/book_state.h"

namespace firstchair::store {

using sqlite::Statement;

Result<Done> Book::keep_limit(std::int64_t player, const LimitKept& limit) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement insert(state_->database,
                   "INSERT OR REPLACE INTO limits(player, item, began_s, t50, sd_oct, sigma_oct, takes) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.with(*who, limit.item, limit.began_s, limit.t50, limit.sd_oct, limit.sigma_oct, limit.takes);
  if (!insert.run()) return state_->database.error();
  return Done{};
}

Result<Done> Book::set_goal(std::int64_t player, const Goal& goal) {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  const bool none = goal.weight <= 0;
  Statement change(
      state_->database,
      none ? "DELETE FROM goals WHERE player = ?1 AND item = ?2"
           : "INSERT OR REPLACE INTO goals(player, item, bpm, weight, letter) VALUES (?, ?, ?, ?, ?)");
  if (none) {
    change.with(*who, goal.item);
  } else {
    change.with(*who, goal.item, goal.bpm, goal.weight,
                goal.letter == 0 ? std::string() : std::string(1, goal.letter));
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

  Statement limits(database,
                   "SELECT item, began_s, t50, sd_oct, sigma_oct, takes FROM limits WHERE player = ? "
                   "ORDER BY began_s, id");
  limits.with(*who);
  while (limits.row())
    history.limits.push_back({limits.text(0), limits.integer(1), limits.real(2), limits.real(3),
                              limits.real(4), static_cast<int>(limits.integer(5))});
  Statement goals(database, "SELECT item, bpm, weight, letter FROM goals WHERE player = ? ORDER BY item");
  goals.with(*who);
  while (goals.row()) {
    const std::string letter = goals.text(3);
    history.goals.push_back(
        {goals.text(0), goals.real(1), goals.real(2), letter.empty() ? '\0' : letter.front()});
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
  if (!limits.ok() || !goals.ok() || !retests.ok() || !reviews.ok()) return database.error();
  return history;
}

}  // namespace firstchair::store
