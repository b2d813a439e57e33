#include "store/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

namespace firstchair::store {
namespace {

constexpr std::array kMigrations{
    Migration{"Players, charts by content, and the takes they played.", R"sql(
CREATE TABLE players(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64)
) STRICT;
INSERT INTO players(id, name) VALUES (1, 'me');
CREATE TABLE charts(
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE takes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  player INTEGER NOT NULL REFERENCES players(id),
  began_s INTEGER NOT NULL,
  minutes REAL NOT NULL CHECK (minutes >= 0),
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  bpm REAL NOT NULL,
  bars INTEGER NOT NULL,
  click INTEGER NOT NULL CHECK (click IN (0, 1)),
  mode TEXT NOT NULL,
  kit TEXT NOT NULL CHECK (kit IN ('audio', 'midi')),
  discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded IN (0, 1)),
  pain REAL NOT NULL DEFAULT -1,
  weights TEXT NOT NULL,
  device TEXT NOT NULL,
  round_trip_ms REAL NOT NULL,
  round_trip_sd_ms REAL NOT NULL,
  bpm_asked REAL NOT NULL,
  meter TEXT NOT NULL,
  audio TEXT NOT NULL,
  audio_bytes INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX takes_in_time ON takes(player, began_s);
CREATE INDEX takes_of_item ON takes(player, item, began_s);
)sql"},
    Migration{"Every stroke of a take, and what each engine made of them.", R"sql(
CREATE TABLE strokes(
  take INTEGER PRIMARY KEY REFERENCES takes(id) ON DELETE CASCADE,
  packed BLOB NOT NULL
) STRICT;
CREATE TABLE judgements(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  take INTEGER NOT NULL REFERENCES takes(id) ON DELETE CASCADE,
  engine TEXT NOT NULL,
  judged_s INTEGER NOT NULL,
  chart INTEGER NOT NULL REFERENCES charts(id),
  notes INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  extra INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  z REAL NOT NULL,
  z_low REAL NOT NULL,
  z_high REAL NOT NULL,
  clean INTEGER NOT NULL CHECK (clean IN (0, 1)),
  verdict_hash TEXT NOT NULL,
  verdict TEXT NOT NULL,
  matched BLOB NOT NULL,
  UNIQUE (take, engine)
) STRICT;
CREATE INDEX judgements_of_take ON judgements(take, id);
CREATE TABLE lines(
  judgement INTEGER NOT NULL REFERENCES judgements(id) ON DELETE CASCADE,
  line TEXT NOT NULL,
  n INTEGER NOT NULL,
  mean_ms REAL NOT NULL,
  mean_low REAL NOT NULL,
  mean_high REAL NOT NULL,
  spread_ms REAL NOT NULL,
  spread_low REAL NOT NULL,
  spread_high REAL NOT NULL,
  rho REAL NOT NULL,
  kurtosis REAL NOT NULL,
  z REAL NOT NULL,
  z_low REAL NOT NULL,
  z_high REAL NOT NULL,
  level_db REAL NOT NULL,
  level_sd_db REAL NOT NULL,
  bias_sd_ms REAL NOT NULL,
  PRIMARY KEY (judgement, line)
) STRICT, WITHOUT ROWID;
)sql"},
    Migration{"Breaking tempi, goals and retests for the teacher.", R"sql(
CREATE TABLE limits(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  began_s INTEGER NOT NULL,
  t50 REAL NOT NULL,
  sd_oct REAL NOT NULL,
  sigma_oct REAL NOT NULL,
  takes INTEGER NOT NULL,
  UNIQUE (player, item, began_s)
) STRICT;
CREATE TABLE goals(
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  bpm REAL NOT NULL,
  weight REAL NOT NULL,
  letter TEXT NOT NULL,
  PRIMARY KEY (player, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE retests(
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  stability REAL NOT NULL,
  difficulty REAL NOT NULL,
  last_s INTEGER NOT NULL,
  due_s INTEGER NOT NULL,
  PRIMARY KEY (player, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
  predicted REAL NOT NULL,
  quotient REAL NOT NULL,
  UNIQUE (player, item, at_s)
) STRICT;
)sql"},
    Migration{"What other programs that send takes call them.", R"sql(
CREATE TABLE sent(
  name TEXT PRIMARY KEY CHECK (name <> ''),
  take INTEGER NOT NULL REFERENCES takes(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
)sql"},
    Migration{"Takes that do not count, notes not told apart, what a limit rests on, and pain told.", R"sql(
ALTER TABLE takes ADD COLUMN counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1));
ALTER TABLE takes ADD COLUMN discard_order INTEGER NOT NULL DEFAULT 0;
ALTER TABLE judgements ADD COLUMN covered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE limits ADD COLUMN broke INTEGER NOT NULL DEFAULT 1;
ALTER TABLE limits ADD COLUMN held_bpm REAL NOT NULL DEFAULT 0;
ALTER TABLE limits ADD COLUMN takes_of TEXT NOT NULL DEFAULT '';
ALTER TABLE goals ADD COLUMN title TEXT NOT NULL DEFAULT '';
CREATE TABLE pains(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  at_s INTEGER NOT NULL,
  pain REAL NOT NULL CHECK (pain BETWEEN -1 AND 10),
  numb INTEGER NOT NULL CHECK (numb IN (0, 1)),
  UNIQUE (player, at_s, pain, numb)
) STRICT;
)sql"},
    Migration{"Auditions: their records, which nothing changes, and the names that no record tells.", R"sql(
CREATE TABLE auditions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  declared_hash TEXT NOT NULL CHECK (length(declared_hash) = 64),
  declared_s INTEGER NOT NULL,
  key TEXT NOT NULL
) STRICT;
CREATE TABLE entrants(
  audition INTEGER NOT NULL REFERENCES auditions(id),
  blind TEXT NOT NULL CHECK (length(blind) BETWEEN 1 AND 24),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  salt TEXT NOT NULL CHECK (length(salt) = 64),
  agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
  PRIMARY KEY (audition, blind)
) STRICT, WITHOUT ROWID;
CREATE TABLE records(
  audition INTEGER NOT NULL REFERENCES auditions(id),
  n INTEGER NOT NULL CHECK (n >= 0),
  line TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (audition, n)
) STRICT;
CREATE TRIGGER records_stay BEFORE DELETE ON records BEGIN
  SELECT RAISE(ABORT, 'a record is only added to');
END;
CREATE TRIGGER records_stand BEFORE UPDATE ON records BEGIN
  SELECT RAISE(ABORT, 'a record is only added to');
END;
)sql"},
    Migration{"The dial of the band that a take was played with.", R"sql(
ALTER TABLE takes ADD COLUMN follow REAL NOT NULL DEFAULT -1 CHECK (follow BETWEEN -1 AND 100);
)sql"},
    Migration{"Charts that players wrote, version by version.", R"sql(
CREATE TABLE written(
  player INTEGER NOT NULL REFERENCES players(id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  n INTEGER NOT NULL CHECK (n >= 1),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  midi INTEGER NOT NULL CHECK (midi IN (0, 1)),
  written_s INTEGER NOT NULL,
  PRIMARY KEY (player, name, n)
) STRICT, WITHOUT ROWID;
)sql"},
};

// -1: it cannot be read.
std::int64_t pragma(const sqlite::Database& database, const char* sql) {
  sqlite::Statement statement(database, sql);
  return statement.with().row() ? statement.integer(0) : -1;
}

// Whatever is defined in a database but what SQLite keeps for itself, by kind and name.
std::optional<std::map<std::string, std::string>> schema_of(const sqlite::Database& database) {
  std::map<std::string, std::string> all;
  sqlite::Statement rows(database, "SELECT type || ' ' || name, sql FROM sqlite_schema");
  rows.with();
  while (rows.row()) {
    const std::string name = rows.text(0);
    const bool its_own = name.starts_with("table sqlite_") || name.starts_with("index sqlite_");
    if (!its_own) all[name] = rows.text(1);
  }
  return rows.ok() ? std::optional(std::move(all)) : std::nullopt;
}

// What version `version` of a book defines: its migrations, run in memory.
std::optional<std::map<std::string, std::string>> schema_of_version(std::int64_t version) {
  Result<sqlite::Database> database = sqlite::Database::open(":memory:", true, 0, nullptr);
  if (!database) return std::nullopt;
  for (std::int64_t i = 0; i < version; ++i) {
    if (!database->run(kMigrations[static_cast<std::size_t>(i)].sql)) return std::nullopt;
  }
  return schema_of(*database);
}

// The first thing in `found` that is not in `wanted`, or the other way round; empty: they are the same.
std::string strange(const std::map<std::string, std::string>& found,
                    const std::map<std::string, std::string>& wanted) {
  for (const auto& [name, sql] : found) {
    const auto at = wanted.find(name);
    if (at == wanted.end() || at->second != sql) return name;
  }
  for (const auto& [name, sql] : wanted)
    if (!found.contains(name)) return name;
  return {};
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

Result<Done> bring_up_to_date(sqlite::Database& database) {
  const auto newest = static_cast<std::int64_t>(kMigrations.size());
  // Of one moment: another program that begins the book meanwhile would otherwise show its tables without the
  // mark that tells whose they are.
  if (!database.run("BEGIN")) return database.error();
  const std::int64_t application = pragma(database, "PRAGMA application_id");
  const std::int64_t version = pragma(database, "PRAGMA user_version");
  const std::int64_t tables = pragma(database, "SELECT count(*) FROM sqlite_schema");
  const auto found = schema_of(database);
  if (application < 0 || version < 0 || tables < 0 || !found) {
    const Error why = database.error();
    database.run("ROLLBACK");
    return why;
  }
  if (!database.run("COMMIT")) return database.error();
  if (application != kBookApplication && (application != 0 || tables > 0)) {
    return Error{ErrorCode::malformed, database.file(), "this is not a book of firstchair",
                 "Name another with --book"};
  }
  if (version > newest) {
    return Error{
        ErrorCode::unsupported, database.file(),
        fmt::format("this book is from a newer firstchair (version {}; this one knows {})", version, newest),
        "Update firstchair; the book is untouched"};
  }
  // Only the newest is asked for every day.
  static const auto kNewest = schema_of_version(newest);
  const auto wanted = version == newest ? kNewest : schema_of_version(application == 0 ? 0 : version);
  if (!wanted)
    return Error{ErrorCode::unreadable, database.file(), "there is no memory to open it", "Try again later"};
  if (const std::string name = strange(*found, *wanted); !name.empty()) {
    return Error{ErrorCode::malformed, database.file(),
                 "the book's tables are not as firstchair makes them (" + name + ")",
                 "Do not trust it; go back to a backup"};
  }
  if (version == newest) return Done{};
  if (database.read_only()) {
    return Error{ErrorCode::unwritable, database.file(),
                 fmt::format("this book is from an older firstchair (version {} of {}) and can only be read",
                             version, newest),
                 "Make it writable once, so that it can be brought up to date"};
  }

  sqlite::Transaction transaction(database);
  if (!transaction.begun()) return database.error();
  // Another program may have been first.
  const std::int64_t from = pragma(database, "PRAGMA user_version");
  for (std::int64_t i = std::max<std::int64_t>(from, 0); i < newest; ++i) {
    if (!database.run(kMigrations[static_cast<std::size_t>(i)].sql)) return database.error();
  }
  if (from < newest) {
    const std::string marks =
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kBookApplication, newest);
    if (!database.run(marks.c_str())) return database.error();
  }
  if (!transaction.commit()) return database.error();
  return Done{};
}

}  // namespace firstchair::store
