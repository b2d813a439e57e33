#include "store/auditions.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/record/bytes.h"
#include "store/sqlite.h"

namespace firstchair::store {

struct Auditions::State {
  sqlite::Database database;
};

namespace {

Error no_audition(const std::string& file, std::int64_t id) {
  return {ErrorCode::not_found, file, fmt::format("there is no audition {}", id),
          "firstchair chairs show lists those of this book"};
}

// Adds the lines behind line `n`, whose hash is `before`. Returns false when the database says why not.
bool insert_lines(const sqlite::Database& database, std::int64_t id, std::size_t n, std::string before,
                  std::span<const RecordLine> lines) {
  sqlite::Statement insert(database, "INSERT INTO records(audition, n, line, hash) VALUES (?, ?, ?, ?)");
  for (const RecordLine& line : lines) {
    const std::string bytes = record_line(n, before, line);
    before = sha256(bytes);
    if (!insert.with(id, static_cast<std::int64_t>(n), bytes, before).run()) return false;
    ++n;
  }
  return true;
}

KeptAudition row_of(const sqlite::Statement& rows) {
  return {rows.integer(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4)};
}

}  // namespace

Auditions::Auditions(std::unique_ptr<State> state) : state_(std::move(state)) {}
Auditions::Auditions(Auditions&&) noexcept = default;
Auditions& Auditions::operator=(Auditions&&) noexcept = default;
Auditions::~Auditions() = default;

Result<Auditions> Auditions::open(const BookConfig& config, bool write) {
  bool still = false;
  {
    Result<Book> book = Book::open(config);
    if (!book) return book.error();
    still = book->read_only();
    if (write && still)
      return Error{ErrorCode::unwritable, book->file(), "the book can only be read",
                   "Change its permissions and its folder's, or name another with --book"};
  }
  // A folder that cannot be written has no room for the files SQLite wants beside a book.
  Result<sqlite::Database> database =
      still ? sqlite::Database::open_still(config.file)
            : sqlite::Database::open(config.file, false, config.busy_ms, config.vfs);
  if (!database) return database.error();
  if (!database->run("PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF; "
                     "PRAGMA cell_size_check = ON"))
    return database->error();
  return Auditions(std::make_unique<State>(State{std::move(*database)}));
}

Result<std::int64_t> Auditions::begin(const KeptAudition& audition, const RecordLine& first) {
  sqlite::Transaction transaction(state_->database);
  if (!transaction.begun()) return state_->database.error();
  sqlite::Statement insert(
      state_->database, "INSERT INTO auditions(title, declared_hash, declared_s, key) VALUES (?, ?, ?, ?)");
  if (!insert.with(audition.title, audition.declared_hash, audition.declared_s, audition.key).run())
    return state_->database.error();
  const std::int64_t id = sqlite3_last_insert_rowid(state_->database.get());
  if (!insert_lines(state_->database, id, 0, {}, {&first, 1})) return state_->database.error();
  if (!transaction.commit()) return state_->database.error();
  return id;
}

Result<std::vector<KeptAudition>> Auditions::all() const {
  std::vector<KeptAudition> all;
  sqlite::Statement rows(state_->database,
                         "SELECT id, title, declared_hash, declared_s, key FROM auditions ORDER BY id");
  rows.with();
  while (rows.row()) all.push_back(row_of(rows));
  if (!rows.ok()) return state_->database.error();
  return all;
}

Result<KeptAudition> Auditions::audition(std::int64_t id) const {
  sqlite::Statement row(state_->database,
                        "SELECT id, title, declared_hash, declared_s, key FROM auditions WHERE id = ?");
  if (row.with(id).row()) return row_of(row);
  if (!row.ok()) return state_->database.error();
  return no_audition(state_->database.file(), id);
}

Result<std::string> Auditions::record(std::int64_t id) const {
  std::string text;
  sqlite::Statement rows(state_->database, "SELECT line FROM records WHERE audition = ? ORDER BY n");
  rows.with(id);
  while (rows.row()) {
    text += rows.text(0);
    text += '\n';
  }
  if (!rows.ok()) return state_->database.error();
  if (text.empty()) return no_audition(state_->database.file(), id);
  return text;
}

Result<std::vector<EntrantName>> Auditions::names(std::int64_t id) const {
  std::vector<EntrantName> names;
  sqlite::Statement rows(state_->database,
                         "SELECT blind, name, salt, agrees FROM entrants WHERE audition = ? ORDER BY blind");
  rows.with(id);
  while (rows.row()) names.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3) != 0});
  if (!rows.ok()) return state_->database.error();
  return names;
}

Result<bool> Auditions::append(std::int64_t id, std::size_t after, std::span<const RecordLine> lines,
                               std::span<const EntrantName> names) {
  sqlite::Transaction transaction(state_->database);
  if (!transaction.begun()) return state_->database.error();
  sqlite::Statement last(state_->database,
                         "SELECT count(*), sum(length(line)), (SELECT hash FROM records WHERE audition = ?1 "
                         "ORDER BY n DESC LIMIT 1) FROM records WHERE audition = ?1");
  if (!last.with(id).row()) return state_->database.error();
  const auto count = static_cast<std::size_t>(last.integer(0));
  const std::int64_t bytes = last.integer(1);
  const std::string before = last.text(2);
  while (last.row()) continue;
  if (count == 0) return no_audition(state_->database.file(), id);
  if (count != after) return false;
  std::size_t more = 0;
  for (const RecordLine& line : lines) more += record_line(count, before, line).size() + 1;
  if (static_cast<std::size_t>(bytes) + more > kMostRecordBytes)
    return Error{ErrorCode::too_large, state_->database.file(), "a record is at most 256 MiB", {}};
  if (!insert_lines(state_->database, id, count, before, lines)) return state_->database.error();
  sqlite::Statement name(state_->database,
                         "INSERT INTO entrants(audition, blind, name, salt, agrees) VALUES (?, ?, ?, ?, ?)");
  for (const EntrantName& e : names) {
    if (!name.with(id, e.blind, e.name, e.salt, e.agrees).run()) return state_->database.error();
  }
  if (!transaction.commit()) return state_->database.error();
  return true;
}

}  // namespace firstchair::store
