// A whole book as lines of text, and back.
#include <fmt/format.h>
#include <sqlite3.h>

#include <map>
#include <set>

#include "store/exchange.h"

namespace firstchair {
namespace {

using exchange::Record;
using sqlite::Statement;

// All verdicts of a take, oldest first, without what they were counted into.
std::optional<std::vector<PackedJudgement>> judgements_of(const sqlite::Database& database,
                                                          std::int64_t take) {
  std::vector<PackedJudgement> judgements;
  Statement rows(database,
                 "SELECT j.engine, j.judged_s, c.text, j.verdict, j.matched FROM judgements j "
                 "JOIN charts c ON c.id = j.chart WHERE j.take = ? ORDER BY j.id");
  rows.with(take);
  while (rows.row()) {
    PackedJudgement& judgement = judgements.emplace_back();
    judgement.engine = rows.text(0);
    judgement.judged_s = rows.integer(1);
    judgement.chart = rows.text(2);
    judgement.verdict = rows.text(3);
    const sqlite::Bytes matched = rows.bytes(4);
    judgement.matched.assign(matched.begin(), matched.end());
  }
  return rows.ok() ? std::optional(std::move(judgements)) : std::nullopt;
}

std::optional<PackedTake> packed_of(const sqlite::Database& database, std::int64_t id) {
  PackedTake take;
  Statement row(
      database,
      "SELECT key, began_s, minutes, item, title, bpm, bars, click, mode, discarded, pain, weights, device, "
      "round_trip_ms, round_trip_sd_ms, bpm_asked, meter, source, s.packed FROM takes t "
      "JOIN strokes s ON s.take = t.id WHERE t.id = ?");
  if (!row.with(id).row()) return std::nullopt;
  KeptTake& kept = take.kept;
  Circumstances& how = take.circumstances;
  take.key = row.text(0);
  kept.began_s = row.integer(1);
  kept.minutes = row.real(2);
  kept.item = row.text(3);
  kept.title = row.text(4);
  kept.bpm = row.real(5);
  kept.bars = static_cast<int>(row.integer(6));
  kept.click = row.integer(7) != 0;
  kept.mode = row.text(8);
  kept.discarded = row.integer(9) != 0;
  kept.pain = row.real(10);
  how.weights = row.text(11);
  how.device = row.text(12);
  how.round_trip_ms = row.real(13);
  how.round_trip_sd_ms = row.real(14);
  how.bpm_asked = row.real(15);
  how.meter = meter_of(row.text(16));
  take.source = row.text(17);
  const sqlite::Bytes strokes = row.bytes(18);
  take.strokes.assign(strokes.begin(), strokes.end());
  auto judgements = judgements_of(database, id);
  if (!judgements) return std::nullopt;
  take.judgements = std::move(*judgements);
  return take;
}

}  // namespace

Result<Done> Book::write_lines(const std::function<bool(std::string_view)>& write) const {
  const sqlite::Database& database = state_->database;
  std::int64_t records = 0;
  bool open = true;
  const auto put = [&](const std::string& line) {
    open = open && write(line);
    ++records;
  };
  put(exchange::header_line());
  Result<std::vector<Player>> all = players();
  if (!all) return all.error();
  for (const Player& player : *all) {
    put(exchange::player_line(player.name));
    const Result<History> history = this->history(player.id);
    if (!history) return history.error();
    for (const KeptTake& kept : history->takes) {
      if (!open) return Error{ErrorCode::unwritable, {}, "the text cannot be written", "Make room"};
      const std::optional<PackedTake> take = packed_of(database, kept.id);
      const std::optional<std::string> line = take ? exchange::take_line(player.name, *take) : std::nullopt;
      if (!line)
        return Error{ErrorCode::malformed, file(), fmt::format("take {} is damaged", kept.id),
                     "firstchair book check lists all damage; go back to a backup"};
      put(*line);
    }
    for (const LimitKept& limit : history->limits) put(exchange::limit_line(player.name, limit));
    for (const Goal& goal : history->goals) put(exchange::goal_line(player.name, goal));
    for (const Retest& retest : history->retests) put(exchange::retest_line(player.name, retest));
    for (const Review& review : history->reviews) put(exchange::review_line(player.name, review));
  }
  put(exchange::end_line(records));
  if (!open) return Error{ErrorCode::unwritable, {}, "the text cannot be written", "Make room"};
  return Done{};
}

Result<Book::Read> Book::read_lines(const std::function<bool(std::string&)>& next) {
  // Everything is read and checked before the first row is written.
  std::vector<Record> records;
  std::string line;
  std::int64_t number = 0;
  bool ended = false;
  const auto broken = [&](Error error) {
    error.place = fmt::format("line {}", number);
    if (error.advice.empty()) error.advice = "Nothing was taken over; export again";
    return error;
  };
  while (next(line)) {
    ++number;
    if (ended) return broken({ErrorCode::malformed, {}, "there is more after the end", {}});
    Result<Record> record = exchange::read_line(line);
    if (!record) return broken(record.error());
    if ((record->kind == Record::Kind::header) != (number == 1))
      return broken({ErrorCode::malformed, {}, "this is no book as text", {}});
    if (record->kind == Record::Kind::end) {
      ended = true;
      if (record->records != number - 1)
        return broken({ErrorCode::malformed, {}, "lines before the end are missing", {}});
    }
    records.push_back(std::move(*record));
  }
  if (!ended) return broken({ErrorCode::malformed, {}, "it breaks off here", {}});

  sqlite::Database& database = state_->database;
  sqlite::Transaction transaction(database);
  if (!transaction.begun()) return database.error();
  Read read;
  std::map<std::string, std::int64_t> ids;
  const auto player_id = [&](const std::string& name) -> Result<std::int64_t> {
    if (const auto at = ids.find(name); at != ids.end()) return at->second;
    Result<Player> player = this->player(name);
    if (!player && player.error().code == ErrorCode::not_found) {
      player = add_player(name);
      read.players += static_cast<bool>(player);
    }
    if (!player) return player.error();
    ids[name] = player->id;
    return player->id;
  };
  Statement twin(database, "SELECT 1 FROM takes WHERE key = ?");
  Statement has_goal(database, "SELECT 1 FROM goals WHERE player = ? AND item = ?");
  Statement has_retest(database, "SELECT last_s FROM retests WHERE player = ? AND item = ?");
  number = 0;
  for (Record& record : records) {
    ++number;
    if (record.kind == Record::Kind::header || record.kind == Record::Kind::end) continue;
    const Result<std::int64_t> player = player_id(record.player);
    if (!player) return player.error();
    Result<Done> kept = Done{};
    switch (record.kind) {
      case Record::Kind::take:
        if (twin.with(record.take.key).row()) {
          ++read.known;
        } else {
          record.take.kept.player = *player;
          if (!twin.ok() || !insert_take(database, record.take)) kept = database.error();
          ++read.takes;
        }
        break;
      case Record::Kind::limit:
        kept = keep_limit(*player, record.limit);
        break;
      case Record::Kind::goal:  // what this book says already goes first
        if (!has_goal.with(*player, record.goal.item).row()) kept = set_goal(*player, record.goal);
        break;
      case Record::Kind::retest:
        if (!has_retest.with(*player, record.retest.item).row() ||
            has_retest.integer(0) < record.retest.last_s)
          kept = set_retest(*player, record.retest);
        break;
      case Record::Kind::review:
        kept = keep_review(*player, record.review);
        break;
      default:
        break;
    }
    if (!kept) return kept.error();
  }
  if (!transaction.commit()) return database.error();
  return read;
}

}  // namespace firstchair
