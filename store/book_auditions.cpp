#include "store/book_auditions.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/record/bytes.h"

namespace firstchair::store {
namespace {

using exchange::Record;
using sqlite::Statement;

struct Whole {
  exchange::AuditionText text;
  std::vector<std::string> lines;
};

Error broken(const std::string& title, std::string what) {
  return {ErrorCode::malformed, title.empty() ? "an audition" : "audition " + title, std::move(what), {}};
}

Result<Done> unlike_a_record(const Whole& whole) {
  std::string text;
  for (const std::string& line : whole.lines) text += line + "\n";
  const Result<std::vector<RecordLine>> read = read_open_record(text);
  if (!read) return broken(whole.text.kept.title, "its record is damaged at " + read.error().place);
  return Done{};
}

// The id of the audition whose record begins with this line; 0: there is none.
Result<std::int64_t> id_of(const sqlite::Database& database, const std::string& first) {
  Statement row(database, "SELECT audition FROM records WHERE n = 0 AND hash = ?");
  if (row.with(sha256(first)).row()) return row.integer(0);
  if (!row.ok()) return database.error();
  return std::int64_t{0};
}

Result<Done> take_over(const sqlite::Database& database, const Whole& whole) {
  if (whole.lines.empty()) return broken(whole.text.kept.title, "its record is missing");
  if (Result<Done> done = unlike_a_record(whole); !done) return done.error();
  Result<std::int64_t> id = id_of(database, whole.lines.front());
  if (!id) return id.error();
  std::size_t there = 0;
  if (*id == 0) {
    const KeptAudition& kept = whole.text.kept;
    Statement insert(database,
                     "INSERT INTO auditions(title, declared_hash, declared_s, key) VALUES (?, ?, ?, ?)");
    if (!insert.with(kept.title, kept.declared_hash, kept.declared_s, kept.key).run())
      return database.error();
    id = sqlite3_last_insert_rowid(database.get());
  } else {
    Statement rows(database, "SELECT line FROM records WHERE audition = ? ORDER BY n");
    rows.with(*id);
    for (; rows.row(); ++there) {
      if (there < whole.lines.size() && rows.text(0) != whole.lines[there])
        return broken(whole.text.kept.title,
                      fmt::format("it went on otherwise in this book, from line {} on", there + 1));
    }
    if (!rows.ok()) return database.error();
  }
  Statement line(database, "INSERT INTO records(audition, n, line, hash) VALUES (?, ?, ?, ?)");
  for (std::size_t n = there; n < whole.lines.size(); ++n) {
    if (!line.with(*id, static_cast<std::int64_t>(n), whole.lines[n], sha256(whole.lines[n])).run())
      return database.error();
  }
  Statement name(
      database, "INSERT OR IGNORE INTO entrants(audition, blind, name, salt, agrees) VALUES (?, ?, ?, ?, ?)");
  for (const EntrantName& e : whole.text.names) {
    if (!name.with(*id, e.blind, e.name, e.salt, e.agrees).run()) return database.error();
  }
  return Done{};
}

}  // namespace

Result<Done> put_auditions(const sqlite::Database& database, const std::string& file,
                           const std::function<void(const std::string&)>& put) {
  std::vector<KeptAudition> all;
  Statement rows(database, "SELECT id, title, declared_hash, declared_s, key FROM auditions ORDER BY id");
  rows.with();
  while (rows.row())
    all.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4)});
  if (!rows.ok()) return database.error();
  for (const KeptAudition& kept : all) {
    Whole whole{.text = {.kept = kept, .names = {}}, .lines = {}};
    Statement names(database,
                    "SELECT blind, name, salt, agrees FROM entrants WHERE audition = ? ORDER BY blind");
    names.with(kept.id);
    while (names.row())
      whole.text.names.push_back({names.text(0), names.text(1), names.text(2), names.integer(3) != 0});
    Statement lines(database, "SELECT line FROM records WHERE audition = ? ORDER BY n");
    lines.with(kept.id);
    while (lines.row()) whole.lines.push_back(lines.text(0));
    if (!names.ok() || !lines.ok()) return database.error();
    if (!unlike_a_record(whole))
      return Error{ErrorCode::malformed, file, fmt::format("audition {} is damaged", kept.id),
                   "Go back to a backup"};
    put(exchange::audition_text(whole.text));
    for (const std::string& line : whole.lines) put(exchange::audition_line(line));
  }
  return Done{};
}

Result<Done> take_over_auditions(const sqlite::Database& database, std::span<const Record> records) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].kind != Record::Kind::audition) continue;
    Whole whole{.text = records[i].audition, .lines = {}};
    for (std::size_t n = i + 1; n < records.size() && records[n].kind == Record::Kind::audition_line; ++n)
      whole.lines.push_back(records[n].line);
    if (Result<Done> done = take_over(database, whole); !done) return done;
  }
  return Done{};
}

}  // namespace firstchair::store
