// Takes of a book: saving, listing, loading, judging again.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "store/book_state.h"
#include "store/chart_text.h"
#include "store/judgement_text.h"
#include "store/outcome.h"
#include "store/packing.h"
#include "store/recording.h"

namespace firstchair::store {
namespace {

using sqlite::Statement;

double finite(double value) {
  return std::isfinite(value) ? value : 0;
}

constexpr const char* kKept =
    "SELECT t.id, t.player, t.began_s, t.minutes, t.item, t.title, t.bpm, t.bars, t.click, t.mode, "
    "t.discarded, t.kit, "
    "t.pain, j.notes, j.missed, j.extra, j.wrong, j.z, j.z_low, j.z_high, j.clean, j.id, t.counted, "
    "j.covered, t.follow "
    "FROM takes t JOIN judgements j ON j.id = (SELECT max(id) FROM judgements WHERE take = t.id) ";

KeptTake kept_of(const Statement& row) {
  KeptTake kept;
  kept.id = row.integer(0);
  kept.player = row.integer(1);
  kept.began_s = row.integer(2);
  kept.minutes = row.real(3);
  kept.item = row.text(4);
  kept.title = row.text(5);
  kept.bpm = row.real(6);
  kept.bars = static_cast<int>(row.integer(7));
  kept.click = row.integer(8) != 0;
  set_mode(kept, row.text(9));
  kept.discarded = row.integer(10) != 0;
  kept.kit = row.text(11) == "midi" ? SourceKind::midi : SourceKind::audio;
  kept.pain = row.real(12);
  kept.hits.notes = static_cast<int>(row.integer(13));
  kept.hits.missed = static_cast<int>(row.integer(14));
  kept.hits.extra = static_cast<int>(row.integer(15));
  kept.hits.wrong = static_cast<int>(row.integer(16));
  kept.z = row.real(17);
  kept.z_low = row.real(18);
  kept.z_high = row.real(19);
  kept.clean = row.integer(20) != 0;
  kept.counted = row.integer(22) != 0;
  kept.hits.covered = static_cast<int>(row.integer(23));
  kept.follow = row.real(24);
  return kept;
}

// The lines of judgements, one after the other with one statement.
class Lines {
 public:
  explicit Lines(const sqlite::Database& database)
      : statement_(database,
                   "SELECT line, n, mean_ms, mean_low, mean_high, spread_ms, spread_low, spread_high, rho, "
                   "kurtosis, z, "
                   "z_low, z_high, level_db, level_sd_db, bias_sd_ms FROM lines WHERE judgement = ?") {}
  bool read(std::int64_t judgement, std::vector<KeptLine>& lines) {
    statement_.with(judgement);
    while (statement_.row()) {
      const Statement& row = statement_;
      KeptLine line;
      const std::string id = row.text(0);
      for (int l = 0; l < kLineCount; ++l) {
        if (id_of(static_cast<Line>(l)) == id) line.line = static_cast<Line>(l);
      }
      line.n = static_cast<int>(row.integer(1));
      int column = 2;
      for (double* value : {&line.mean_ms, &line.mean_low, &line.mean_high, &line.spread_ms, &line.spread_low,
                            &line.spread_high, &line.rho, &line.kurtosis, &line.z, &line.z_low, &line.z_high,
                            &line.level_db, &line.level_sd_db, &line.bias_sd_ms})
        *value = row.real(column++);
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end(),
              [](const KeptLine& a, const KeptLine& b) { return a.line < b.line; });
    return statement_.ok();
  }

 private:
  Statement statement_;
};

Error damaged(const std::string& file, std::int64_t id, const std::string& what) {
  return {ErrorCode::malformed, file, fmt::format("take {}: {}", id, what),
          "firstchair book check lists all damage; go back to a backup"};
}

}  // namespace

std::optional<std::int64_t> insert_chart(sqlite::Database& database, const std::string& text) {
  const std::string hash = hex(packing::fingerprint(text));
  Statement find(database, "SELECT id FROM charts WHERE hash = ? AND text = ?");
  if (find.with(hash, text).row()) return find.integer(0);
  Statement insert(database, "INSERT INTO charts(text, hash) VALUES (?, ?)");
  if (!find.ok() || !insert.with(text, hash).run()) return std::nullopt;
  return sqlite3_last_insert_rowid(database.get());
}

std::optional<std::int64_t> insert_take(sqlite::Database& database, const PackedTake& take) {
  const KeptTake& kept = take.kept;
  const Circumstances& how = take.circumstances;
  Statement insert(
      database,
      "INSERT INTO takes(key, player, began_s, minutes, item, title, bpm, bars, click, mode, kit, discarded, "
      "pain, weights, device, round_trip_ms, round_trip_sd_ms, bpm_asked, meter, audio, audio_bytes, "
      "source, counted, follow) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)");
  insert.with(take.key, kept.player, kept.began_s, finite(kept.minutes), kept.item, kept.title,
              finite(kept.bpm), kept.bars, kept.click, std::string(mode_text(kept)),
              kept.kit == SourceKind::midi ? "midi" : "audio", kept.discarded, finite(kept.pain), how.weights,
              how.device, finite(how.round_trip_ms), finite(how.round_trip_sd_ms), finite(how.bpm_asked),
              meter_text(how.meter), how.audio, how.audio_bytes, take.source, kept.counted,
              finite(kept.follow));
  if (!insert.run()) return std::nullopt;
  const std::int64_t id = sqlite3_last_insert_rowid(database.get());
  Statement strokes(database, "INSERT INTO strokes(take, packed) VALUES (?, ?)");
  if (!strokes.with(id, sqlite::Bytes(take.strokes)).run()) return std::nullopt;
  for (const PackedJudgement& judgement : take.judgements) {
    if (!insert_judgement(database, id, judgement)) return std::nullopt;
  }
  return id;
}

bool insert_judgement(sqlite::Database& database, std::int64_t take, const PackedJudgement& judgement) {
  const std::optional<std::int64_t> chart = insert_chart(database, judgement.chart);
  if (!chart) return false;
  const KeptTake& out = judgement.outcome;
  Statement insert(
      database,
      "INSERT OR REPLACE INTO judgements(take, engine, judged_s, chart, notes, missed, extra, wrong, z, "
      "z_low, "
      "z_high, clean, verdict_hash, verdict, matched, covered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, "
      "?, ?, ?)");
  insert.with(take, judgement.engine, judgement.judged_s, *chart, out.hits.notes, out.hits.missed,
              out.hits.extra, out.hits.wrong, finite(out.z), finite(out.z_low), finite(out.z_high), out.clean,
              hex(packing::fingerprint(judgement.verdict)), judgement.verdict,
              sqlite::Bytes(judgement.matched), out.hits.covered);
  if (!insert.run()) return false;
  const std::int64_t id = sqlite3_last_insert_rowid(database.get());
  Statement line(database, "INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const KeptLine& l : out.lines) {
    line.with(id, id_of(l.line), l.n, finite(l.mean_ms), finite(l.mean_low), finite(l.mean_high),
              finite(l.spread_ms), finite(l.spread_low), finite(l.spread_high), finite(l.rho),
              finite(l.kurtosis), finite(l.z), finite(l.z_low), finite(l.z_high), finite(l.level_db),
              finite(l.level_sd_db), finite(l.bias_sd_ms));
    if (!line.run()) return false;
  }
  return true;
}

Result<std::int64_t> Book::save(const Take& take, const Circumstances& circumstances) {
  return insert(take, circumstances, {});
}

Result<std::int64_t> Book::save_sent(const Take& take, const Circumstances& circumstances,
                                     const std::string& name) {
  return insert(take, circumstances, name);
}

Result<std::int64_t> Book::sent(const std::string& name) const {
  Statement row(state_->database, "SELECT take FROM sent WHERE name = ?");
  const std::int64_t id = row.with(name).row() ? row.integer(0) : 0;
  if (!row.ok()) return state_->database.error();
  return id;
}

Result<std::int64_t> Book::insert(const Take& take, const Circumstances& circumstances,
                                  const std::string& sent) {
  sqlite::Database& database = state_->database;
  PackedTake packed = pack_take(take, circumstances);
  Result<std::int64_t> player = state_->player_or_first(circumstances.player);
  if (!player) return player.error();
  packed.kept.player = *player;
  Statement name(database, "SELECT name FROM players WHERE id = ?");
  if (!name.with(*player).row())
    return name.ok() ? Error{ErrorCode::usage, file(), fmt::format("there is no player {}", *player), {}}
                     : database.error();
  packed.key = take_key(packed, name.text(0));
  name.with();  // ends its reading, so that the transaction can begin

  sqlite::Transaction transaction(database);
  if (!transaction.begun()) return database.error();
  if (!sent.empty()) {
    const Result<std::int64_t> known = this->sent(sent);
    if (!known || *known != 0) return known;
  }
  std::optional<std::int64_t> id;
  if (Statement twin(database, "SELECT id FROM takes WHERE key = ?"); twin.with(packed.key).row()) {
    id = twin.integer(0);
    if (sent.empty())
      return Error{ErrorCode::usage, file(), "these strokes are already in the book",
                   fmt::format("firstchair book show {} shows them", *id)};
  } else {
    id = insert_take(database, packed);
  }
  if (!id) return database.error();
  if (!sent.empty()) {
    Statement name_it(database, "INSERT INTO sent(name, take) VALUES (?, ?)");
    if (!name_it.with(sent, *id).run()) return database.error();
  }
  if (!transaction.commit()) return database.error();
  return *id;
}

Result<std::vector<KeptTake>> Book::takes(const TakeQuery& query) const {
  const sqlite::Database& database = state_->database;
  Result<std::int64_t> player = state_->player_or_first(query.player);
  if (!player) return player.error();
  Statement rows(
      database,
      std::string(kKept) +
          "WHERE t.player = ?1 AND (?2 = '' OR t.item = ?2) AND t.began_s >= ?3 AND "
          "(?4 OR NOT t.discarded) AND (?6 = 0 OR (t.began_s, t.id) < (SELECT began_s, id FROM takes "
          "WHERE id = ?6)) ORDER BY t.began_s DESC, t.id DESC LIMIT ?5");
  rows.with(*player, query.item, query.since_s, query.discarded, query.newest > 0 ? query.newest : -1,
            query.before);
  std::vector<KeptTake> takes;
  Lines lines(database);
  while (rows.row()) {
    takes.push_back(kept_of(rows));
    if (!lines.read(rows.integer(21), takes.back().lines)) return database.error();
  }
  if (!rows.ok()) return database.error();
  std::reverse(takes.begin(), takes.end());
  return takes;
}

Result<std::vector<Item>> Book::items(std::int64_t player) const {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  std::vector<Item> items;
  Statement rows(
      state_->database,
      "SELECT item, title, count(*) FROM takes WHERE player = ? AND item <> '' GROUP BY item, title "
      "ORDER BY item, title");
  rows.with(*who);
  while (rows.row()) items.push_back({rows.text(0), rows.text(1), static_cast<int>(rows.integer(2))});
  if (!rows.ok()) return state_->database.error();
  return items;
}

Result<BookTake> Book::load(std::int64_t id) const {
  const sqlite::Database& database = state_->database;
  BookTake loaded;
  Statement kept(database, std::string(kKept) + "WHERE t.id = ?");
  if (!kept.with(id).row()) {
    if (!kept.ok()) return database.error();
    return Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id),
                 "firstchair book list shows which there are"};
  }
  loaded.kept = kept_of(kept);
  const std::int64_t judgement = kept.integer(21);
  if (!Lines(database).read(judgement, loaded.kept.lines)) return database.error();

  Statement rest(
      database,
      "SELECT t.weights, t.device, t.round_trip_ms, t.round_trip_sd_ms, t.bpm_asked, t.meter, t.audio, "
      "t.audio_bytes, t.source, c.text, s.packed, j.engine, j.verdict, j.matched FROM takes t "
      "JOIN judgements j ON j.id = ?2 JOIN charts c ON c.id = j.chart JOIN strokes s ON s.take = t.id "
      "WHERE t.id = ?1");
  if (!rest.with(id, judgement).row())
    return rest.ok() ? damaged(file(), id, "its strokes are gone") : database.error();
  const KeptTake& k = loaded.kept;
  Circumstances& how = loaded.circumstances;
  how = {.player = k.player,
         .began_s = k.began_s,
         .mode = k.mode,
         .other_mode = k.other_mode,
         .item = k.item,
         .title = k.title,
         .bars = k.bars,
         .bpm = k.bpm,
         .click = k.click,
         .pain = k.pain,
         .counted = k.counted};
  how.weights = rest.text(0);
  how.device = rest.text(1);
  how.round_trip_ms = rest.real(2);
  how.round_trip_sd_ms = rest.real(3);
  how.bpm_asked = rest.real(4);
  how.meter = meter_of(rest.text(5));
  if (is_recording_name(rest.text(6))) {
    how.audio = rest.text(6);
    how.audio_bytes = rest.integer(7);
  }
  how.engine = rest.text(11);

  Result<Take> take = unpack_take({.source = rest.text(8),
                                   .chart = rest.text(9),
                                   .verdict = rest.text(12),
                                   .strokes = rest.bytes(10),
                                   .matched = rest.bytes(13)});
  if (!take) return damaged(file(), id, take.error().what);
  loaded.take = std::move(*take);
  return loaded;
}

Result<Done> Book::discard(std::int64_t id, bool discarded) {
  // A take that is discarded already keeps its place in the order.
  Statement update(state_->database,
                   "UPDATE takes SET discarded = ?1, discard_order = CASE WHEN NOT ?1 THEN 0 WHEN discarded "
                   "THEN discard_order ELSE (SELECT 1 + max(discard_order) FROM takes) END WHERE id = ?2");
  if (!update.with(discarded, id).run()) return state_->database.error();
  if (sqlite3_changes(state_->database.get()) == 0)
    return Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id), {}};
  return Done{};
}

Result<std::int64_t> Book::last_discarded(std::int64_t player) const {
  Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement last(state_->database,
                 "SELECT id FROM takes WHERE player = ? AND discarded ORDER BY discard_order DESC, id DESC "
                 "LIMIT 1");
  if (last.with(*who).row()) return last.integer(0);
  if (!last.ok()) return state_->database.error();
  return 0;
}

Result<Done> Book::set_counted(std::int64_t id, bool counted) {
  Statement update(state_->database, "UPDATE takes SET counted = ? WHERE id = ?");
  if (!update.with(counted, id).run()) return state_->database.error();
  if (sqlite3_changes(state_->database.get()) == 0)
    return Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id), {}};
  return Done{};
}

Result<Done> Book::set_pain(std::int64_t id, double pain) {
  Statement update(state_->database, "UPDATE takes SET pain = ? WHERE id = ?");
  if (!update.with(finite(pain), id).run()) return state_->database.error();
  if (sqlite3_changes(state_->database.get()) == 0)
    return Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id), {}};
  return Done{};
}

Result<Done> Book::judge_again(std::int64_t id, const Take& take, const std::string& engine,
                               std::int64_t now_s) {
  const PackedJudgement judgement = pack_judgement(take, engine, now_s);
  sqlite::Database& database = state_->database;
  sqlite::Transaction transaction(database);
  if (!transaction.begun()) return database.error();
  Statement there(database, "SELECT 1 FROM takes WHERE id = ?");
  if (!there.with(id).row())
    return there.ok() ? Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id), {}}
                      : database.error();
  if (!insert_judgement(database, id, judgement) || !transaction.commit()) return database.error();
  return Done{};
}

Result<std::vector<std::string>> Book::engines_of(std::int64_t id) const {
  std::vector<std::string> engines;
  Statement rows(state_->database, "SELECT engine FROM judgements WHERE take = ? ORDER BY id");
  rows.with(id);
  while (rows.row()) engines.push_back(rows.text(0));
  if (!rows.ok()) return state_->database.error();
  return engines;
}

Result<std::vector<Audio>> Book::audio() const {
  std::vector<Audio> all;
  Statement rows(state_->database,
                 "SELECT id, began_s, audio_bytes, audio FROM takes WHERE audio <> '' ORDER BY began_s, id");
  rows.with();
  while (rows.row()) {
    if (!is_recording_name(rows.text(3))) continue;
    all.push_back({.take = rows.integer(0),
                   .began_s = rows.integer(1),
                   .bytes = rows.integer(2),
                   .file = rows.text(3)});
  }
  if (!rows.ok()) return state_->database.error();
  return all;
}

Result<Done> Book::set_audio(std::int64_t id, const std::string& audio_file, std::int64_t bytes) {
  if (!audio_file.empty() && !is_recording_name(audio_file))
    return Error{ErrorCode::usage, audio_file, "not below the book's folders of sound", {}};
  Statement update(state_->database, "UPDATE takes SET audio = ?, audio_bytes = ? WHERE id = ?");
  if (!update.with(audio_file, bytes, id).run()) return state_->database.error();
  if (sqlite3_changes(state_->database.get()) == 0)
    return Error{ErrorCode::not_found, file(), fmt::format("there is no take {}", id), {}};
  return Done{};
}

}  // namespace firstchair::store
