// Charts that a player wrote, as a book has them.
#include "store/book_charts.h"

#include <algorithm>

#include "engine/core/letters.h"
#include "store/book_state.h"

namespace firstchair::store {
namespace {

using sqlite::Statement;

// The row that stands: name, title, text, midi, written_s.
WrittenChart version_in(const Statement& row) {
  return {.name = row.text(0),
          .title = row.text(1),
          .text = row.text(2),
          .midi = row.integer(3) != 0,
          .written_s = row.integer(4)};
}

Result<std::vector<WrittenChart>> rows_of(Statement& rows, const sqlite::Database& database) {
  std::vector<WrittenChart> charts;
  while (rows.row()) charts.push_back(version_in(rows));
  if (!rows.ok()) return database.error();
  return charts;
}

}  // namespace

bool insert_version(const sqlite::Database& database, std::int64_t player, const WrittenChart& chart) {
  Statement newest(database, "SELECT coalesce(max(n), 0) FROM written WHERE player = ? AND name = ?");
  if (!newest.with(player, chart.name).row()) return false;
  const std::int64_t n = newest.integer(0) + 1;
  Statement insert(database,
                   "INSERT INTO written(player, name, n, title, text, midi, written_s) VALUES (?, ?, ?, ?, "
                   "?, ?, ?)");
  if (!insert.with(player, chart.name, n, chart.title, chart.text, chart.midi, chart.written_s).run())
    return false;
  Statement oldest(database, "DELETE FROM written WHERE player = ? AND name = ? AND n <= ?");
  return oldest.with(player, chart.name, n - Book::kMostVersions).run();
}

std::optional<WrittenChart> newest_version(const sqlite::Database& database, std::int64_t player,
                                           const std::string& name) {
  Statement row(database,
                "SELECT name, title, text, midi, written_s FROM written WHERE player = ? AND name = ? "
                "ORDER BY n DESC LIMIT 1");
  if (row.with(player, name).row()) return version_in(row);
  return row.ok() ? std::optional(WrittenChart()) : std::nullopt;
}

Result<std::vector<WrittenChart>> all_versions(const sqlite::Database& database, std::int64_t player) {
  Statement rows(database,
                 "SELECT name, title, text, midi, written_s FROM written WHERE player = ? ORDER BY name, n");
  rows.with(player);
  return rows_of(rows, database);
}

Result<std::int64_t> Book::write_chart(std::int64_t player, const WrittenChart& chart) {
  sqlite::Database& database = state_->database;
  if (chart.name.empty() || letters_of(chart.name) > Book::kMostChartName)
    return Error{ErrorCode::usage, {}, "a chart's name has 1 to 64 letters", {}};
  sqlite::Transaction transaction(database);
  if (!transaction.begun()) return database.error();
  const Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  const std::optional<WrittenChart> newest = newest_version(database, *who, chart.name);
  if (!newest) return database.error();
  WrittenChart version = chart;
  if (newest->name.empty()) {
    if (chart.text.empty()) return chart.written_s;
    Statement count(database, "SELECT count(DISTINCT name) FROM written WHERE player = ?");
    if (!count.with(*who).row()) return database.error();
    if (count.integer(0) >= kMostWritten)
      return Error{ErrorCode::usage, file(), "the book has as many charts of this player as it holds", {}};
  } else {
    version.written_s = newest->written_s;
    if (version == *newest) return newest->written_s;
    version.written_s = std::max(chart.written_s, newest->written_s + 1);
  }
  if (!insert_version(database, *who, version) || !transaction.commit()) return database.error();
  return version.written_s;
}

Result<std::vector<WrittenChart>> Book::written(std::int64_t player) const {
  const Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement rows(state_->database,
                 "SELECT name, title, text, midi, written_s FROM written w WHERE player = ?1 AND text <> '' "
                 "AND n = (SELECT max(n) FROM written WHERE player = ?1 AND name = w.name) "
                 "ORDER BY written_s DESC, name");
  rows.with(*who);
  return rows_of(rows, state_->database);
}

Result<std::vector<WrittenChart>> Book::versions_of(std::int64_t player, const std::string& name) const {
  const Result<std::int64_t> who = state_->player_or_first(player);
  if (!who) return who.error();
  Statement rows(state_->database,
                 "SELECT name, title, text, midi, written_s FROM written WHERE player = ? AND name = ? "
                 "ORDER BY n");
  rows.with(*who, name);
  Result<std::vector<WrittenChart>> versions = rows_of(rows, state_->database);
  if (versions && versions->empty()) return Error{ErrorCode::not_found, file(), "there is no such chart", {}};
  return versions;
}

}  // namespace firstchair::store
