// A whole book as lines of text, and back.
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <map>
#include <thread>

#include "store/book_auditions.h"
#include "store/book_charts.h"
#include "store/exchange.h"
#include "store/packing.h"

namespace firstchair::store {
namespace {

using exchange::Record;
using sqlite::Statement;

// All verdicts of a take, oldest first, without what they were counted into. Nothing when one is not what was
// written: damage is not carried into a text.
std::optional<std::vector<PackedJudgement>> judgements_of(const sqlite::Database& database,
                                                          std::int64_t take) {
  std::vector<PackedJudgement> judgements;
  Statement rows(
      database,
      "SELECT j.engine, j.judged_s, c.text, j.verdict, j.matched, c.hash, j.verdict_hash FROM judgements j "
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
    if (hex(packing::fingerprint(judgement.chart)) != rows.text(5) ||
        hex(packing::fingerprint(judgement.verdict)) != rows.text(6))
      return std::nullopt;
  }
  return rows.ok() ? std::optional(std::move(judgements)) : std::nullopt;
}

std::optional<PackedTake> packed_of(const sqlite::Database& database, std::int64_t id) {
  PackedTake take;
  Statement row(
      database,
      "SELECT key, began_s, minutes, item, title, bpm, bars, click, mode, discarded, pain, weights, device, "
      "round_trip_ms, round_trip_sd_ms, bpm_asked, meter, source, s.packed, counted FROM takes t "
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
  set_mode(kept, row.text(8));
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
  kept.counted = row.integer(19) != 0;
  take.strokes.assign(strokes.begin(), strokes.end());
  auto judgements = judgements_of(database, id);
  if (!judgements) return std::nullopt;
  take.judgements = std::move(*judgements);
  return take;
}

// Puts checked records into a book. Takes go in by parts, so that another program's take never waits for the
// whole of them; the rest is one part more.
class Import {
 public:
  Import(Book& book, sqlite::Database& database) : book_(book), database_(database) {}
  Result<Done> take_over(const std::vector<Record>& records) {
    if (Result<Done> done = take_over_takes(records); !done) return done.error();
    sqlite::Transaction transaction(database_);
    if (!transaction.begun()) return database_.error();
    for (const Record& record : records) {
      if (Result<Done> done = take_over_rest(record); !done) return done.error();
    }
    if (Result<Done> done = take_over_auditions(database_, records); !done) return done.error();
    if (!transaction.commit()) return database_.error();
    return Done{};
  }
  // Of takes and players that are there only since.
  void undo() {
    sqlite::Transaction transaction(database_);
    Statement take(database_, "DELETE FROM takes WHERE id = ?");
    for (const std::int64_t id : new_takes_) take.with(id).run();
    Statement player(database_, "DELETE FROM players WHERE id = ?");
    for (const std::int64_t id : new_players_) player.with(id).run();
    transaction.commit();
  }
  Book::Read read;

 private:
  static constexpr std::size_t kPart = 4 << 20;  // bytes
  // SQLite asks for the writer's place every 100 ms at the latest.
  static constexpr auto kOthersTurn = std::chrono::milliseconds(110);

  Result<Done> take_over_takes(const std::vector<Record>& records) {
    for (std::size_t next = 0; next < records.size();) {
      if (next > 0) std::this_thread::sleep_for(kOthersTurn);
      sqlite::Transaction transaction(database_);
      if (!transaction.begun()) return database_.error();
      std::vector<std::int64_t> takes;
      for (std::size_t bytes = 0; next < records.size() && bytes < kPart; ++next) {
        const Record& record = records[next];
        if (record.kind != Record::Kind::take) continue;
        const Result<std::int64_t> player = player_id(record.player);
        if (!player) return player.error();
        // Its key, or, should its player have been renamed since, its very strokes.
        Statement twin(database_,
                       "SELECT 1 FROM takes WHERE key = ?1 UNION ALL SELECT 1 FROM takes t JOIN strokes s ON "
                       "s.take = t.id WHERE t.player = ?2 AND t.began_s = ?3 AND s.packed = ?4");
        if (twin.with(record.take.key, *player, record.take.kept.began_s, sqlite::Bytes(record.take.strokes))
                .row()) {
          ++read.known;
          continue;
        }
        PackedTake take = record.take;
        take.kept.player = *player;
        const std::optional<std::int64_t> id = twin.ok() ? insert_take(database_, take) : std::nullopt;
        if (!id) return database_.error();
        takes.push_back(*id);
        bytes += take.strokes.size();
        for (const PackedJudgement& judgement : take.judgements)
          bytes += judgement.matched.size() + judgement.verdict.size();
      }
      if (!transaction.commit()) return database_.error();
      new_takes_.insert(new_takes_.end(), takes.begin(), takes.end());
      read.takes = static_cast<int>(new_takes_.size());
    }
    return Done{};
  }

  Result<Done> take_over_rest(const Record& record) {
    using Kind = Record::Kind;
    if (record.player.empty() || record.kind == Kind::take) return Done{};
    const Result<std::int64_t> player = player_id(record.player);
    if (!player) return player.error();
    if (record.kind == Kind::limit) return book_.keep_limit(*player, record.limit);
    if (record.kind == Kind::pain) return book_.tell_pain(*player, record.pain);
    if (record.kind == Kind::review) return book_.keep_review(*player, record.review);
    if (record.kind == Kind::chart) {  // a version that is later than those that are here
      const std::optional<WrittenChart> newest = newest_version(database_, *player, record.chart.name);
      if (!newest) return database_.error();
      const bool known = !newest->name.empty() && newest->written_s >= record.chart.written_s;
      if (known || insert_version(database_, *player, record.chart)) return Done{};
      return database_.error();
    }
    if (record.kind == Kind::goal) {  // what this book says already goes first
      Statement there(database_, "SELECT 1 FROM goals WHERE player = ? AND item = ?");
      return there.with(*player, record.goal.item).row() ? Result<Done>(Done{})
                                                         : book_.set_goal(*player, record.goal);
    }
    if (record.kind == Kind::retest) {
      Statement there(database_, "SELECT last_s FROM retests WHERE player = ? AND item = ?");
      const bool known =
          there.with(*player, record.retest.item).row() && there.integer(0) >= record.retest.last_s;
      return known ? Result<Done>(Done{}) : book_.set_retest(*player, record.retest);
    }
    return Done{};
  }

  Result<std::int64_t> player_id(const std::string& name) {
    if (const auto at = ids_.find(name); at != ids_.end()) return at->second;
    Result<Player> player = book_.player(name);
    if (!player && player.error().code == ErrorCode::not_found) {
      player = book_.add_player(name);
      if (player) new_players_.push_back(player->id);
      read.players = static_cast<int>(new_players_.size());
    }
    if (!player) return player.error();
    ids_[name] = player->id;
    return player->id;
  }

  Book& book_;
  sqlite::Database& database_;
  std::map<std::string, std::int64_t> ids_;
  std::vector<std::int64_t> new_takes_, new_players_;
};

}  // namespace

Result<Done> Book::write_lines(const std::function<bool(std::string_view)>& write) const {
  const sqlite::Database& database = state_->database;
  std::int64_t records = 0;
  std::uint64_t printed = 0;
  bool open = true;
  const auto put = [&](const std::string& line) {
    open = open && write(line);
    ++records;
    printed = exchange::follow(printed, packing::fingerprint(line));
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
    const Result<std::vector<LimitKept>> limits = limits_of(player.id, true);
    if (!limits) return limits.error();
    for (const LimitKept& limit : *limits) put(exchange::limit_line(player.name, limit));
    for (const Goal& goal : history->goals) put(exchange::goal_line(player.name, goal));
    for (const Retest& retest : history->retests) put(exchange::retest_line(player.name, retest));
    for (const Review& review : history->reviews) put(exchange::review_line(player.name, review));
    for (const PainTold& pain : history->pains) put(exchange::pain_line(player.name, pain));
    const Result<std::vector<WrittenChart>> charts = all_versions(database, player.id);
    if (!charts) return charts.error();
    for (const WrittenChart& chart : *charts) put(exchange::chart_line(player.name, chart));
  }
  if (Result<Done> done = put_auditions(database, file(), put); !done) return done.error();
  put(exchange::end_line(records, printed));
  if (!open) return Error{ErrorCode::unwritable, {}, "the text cannot be written", "Make room"};
  return Done{};
}

Result<Book::Read> Book::read_lines(const std::function<bool(std::string&)>& next) {
  // Everything is read and checked before the first row is written.
  std::vector<Record> records;
  std::string line;
  std::int64_t number = 0;
  std::uint64_t printed = 0;
  int version = 0;
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
    if (record->kind == Record::Kind::header) version = record->version;
    if (version > 1 && !record->checked)
      return broken({ErrorCode::malformed, {}, "its check is missing", {}});
    if (record->kind == Record::Kind::end) {
      ended = true;
      if (version > 1 && record->all != hex(printed) && record->records == number - 1)
        return broken({ErrorCode::malformed, {}, "a line before the end is not as it was written", {}});
      if (record->records != number - 1)
        return broken({ErrorCode::malformed, {}, "lines before the end are missing", {}});
    }
    printed = exchange::follow(printed, record->fingerprint);
    records.push_back(std::move(*record));
  }
  if (!ended) return broken({ErrorCode::malformed, {}, "it breaks off here", {}});

  Import import(*this, state_->database);
  Result<Done> taken = import.take_over(records);
  if (!taken) {
    import.undo();
    return taken.error();
  }
  return import.read;
}

}  // namespace firstchair::store
