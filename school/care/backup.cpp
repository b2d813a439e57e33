#include "school/care/backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "school/care/backup_files.h"
#include "school/care/run_tool.h"
#include "school/sql/schema.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

Error taken(const std::string& place) {
  return Error{ErrorCode::usage, place, "there is something already", "Name a place where nothing is"};
}

std::int64_t rows_of(const BackupFacts& facts) {
  std::int64_t rows = 0;
  for (const auto& [school, sums] : facts.schools)
    for (const TableSum& one : sums) rows += one.rows;
  return rows;
}

// A name in an SQL text.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char letter : text) out += letter == '\'' ? std::string("''") : std::string(1, letter);
  return out + "'";
}

Result<Done> dump_sqlite(const BackupWish& wish, BackupFacts& facts, SoundList& sounds) {
  const std::string file = database_file(wish.folder, false);
  {
    const auto connection = sql::connect_sqlite(wish.database, false);
    if (!connection) return connection.error();
    // One moment of the database, while others read and write.
    if (const Result<Done> done = (*connection)->run("VACUUM INTO " + quoted(file)); !done) return done;
  }
  const auto copy = sql::connect_sqlite(file, false);
  if (!copy) return copy.error();
  const auto step = step_of(**copy, false);
  if (!step) return step.error();
  facts.step = *step;
  auto sums = all_sums(**copy, *step, false, sounds);
  if (!sums) return sums.error();
  facts.schools = std::move(*sums);
  // One file again, without a log beside it.
  return (*copy)->run("PRAGMA journal_mode = DELETE");
}

Result<Done> dump_postgres(const BackupWish& wish, BackupFacts& facts, SoundList& sounds) {
  const auto connection = sql::connect_postgres(wish.database);
  if (!connection) return connection.error();
  const auto step = step_of(**connection, true);
  if (!step) return step.error();
  facts.step = *step;
  // The dump and the sums see the same moment.
  for (const char* line : {"SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0",
                           "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"})
    if (const Result<Done> done = (*connection)->run(line); !done) return done;
  const auto snapshot =
      (*connection)->ask("SELECT pg_export_snapshot(), row_security_active('schools')::int", {});
  if (!snapshot) return snapshot.error();
  if (snapshot->front().integer(1) != 0)
    return Error{ErrorCode::usage, "--database", "this role sees one school at a time",
                 "A backup is made as a role with BYPASSRLS (docs/guide/school_operations.md)"};
  if (const Result<Done> done =
          run_tool({"pg_dump", "-Fc", "--no-owner", "--snapshot=" + snapshot->front().text(0), "-f",
                    database_file(wish.folder, true), "-d", wish.database});
      !done)
    return done;
  auto sums = all_sums(**connection, *step, true, sounds);
  (*connection)->rollback();
  if (!sums) return sums.error();
  facts.schools = std::move(*sums);
  return Done{};
}

// A database of PostgreSQL that is made for a while on somebody's server, and dropped.
class Scratch {
 public:
  static Result<std::unique_ptr<Scratch>> make(const std::string& server) {
    auto connection = sql::connect_postgres(server);
    if (!connection) return connection.error();
    // Of a check that was killed its database is left; whose connection is there still is being checked.
    const auto left = (*connection)
                          ->ask(
                              "SELECT datname FROM pg_database d WHERE datname ~ '^firstchair_check_[0-9]+$'"
                              " AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE"
                              " 'firstchair_check_' || a.pid = d.datname)",
                              {});
    if (!left) return left.error();
    for (const sql::Row& row : *left)
      (void)(*connection)->run("DROP DATABASE IF EXISTS " + row.text(0) + " WITH (FORCE)");
    const auto name =
        (*connection)->ask("SELECT 'firstchair_check_' || pg_backend_pid(), current_database()", {});
    if (!name) return name.error();
    const std::string drawn = name->front().text(0), of = name->front().text(1);
    if (const Result<Done> done = (*connection)->run("CREATE DATABASE " + drawn + " TEMPLATE template0");
        !done)
      return done.error();
    // The address with the other database's name: the last one that an address says counts.
    const std::string address =
        server + (server.find('?') == std::string::npos ? "?" : "&") + "dbname=" + drawn;
    return std::unique_ptr<Scratch>(new Scratch(std::move(*connection), server, address, drawn));
  }
  ~Scratch() {
    if (const auto connection = sql::connect_postgres(server_))
      (void)(*connection)->run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& address() const { return address_; }

 private:
  Scratch(std::unique_ptr<sql::Connection> held, std::string server, std::string address, std::string name)
      : held_(std::move(held)),
        server_(std::move(server)),
        address_(std::move(address)),
        name_(std::move(name)) {}
  std::unique_ptr<sql::Connection> held_;  // says to others that it is in use
  std::string server_, address_, name_;
};

// Where a copy lies that a killed process leaves behind: whoever serves finds it there. Empty: among
// temporary files.
store::PassingPlace passing_in(const fs::path& folder) {
  std::error_code failed;
  return store::PassingPlace(folder.empty() ? fs::temp_directory_path(failed).string() : folder.string());
}

Result<Done> restore_dump(const std::string& folder, const std::string& address) {
  return run_tool(
      {"pg_restore", "--no-owner", "--exit-on-error", "-d", address, database_file(folder, true)});
}

// What the restored database says against what stood when the backup was made.
Result<Done> compare(const std::string& folder, const BackupFacts& facts, const SoundList& listed,
                     sql::Connection& connection) {
  if (facts.postgres)
    for (const char* line :
         {"SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0", "BEGIN READ ONLY"})
      if (const Result<Done> done = connection.run(line); !done) return done;
  SoundList sounds;
  const auto sums = all_sums(connection, facts.step, facts.postgres, sounds);
  if (facts.postgres) connection.rollback();
  if (!sums) return sums.error();
  const auto differs = [&](const std::string& what) {
    return Error{ErrorCode::malformed, folder, what + " is not as it was when the backup was made",
                 "Use another backup"};
  };
  if (sums->size() != facts.schools.size()) return differs("the list of schools");
  for (const auto& [school, now] : *sums) {
    const auto then = facts.schools.find(school);
    if (then == facts.schools.end() || then->second.size() != now.size())
      return differs(fmt::format("school {}", school));
    for (std::size_t i = 0; i < now.size(); ++i)
      if (now[i] != then->second[i])
        return differs(fmt::format("table {} of school {}", now[i].table, school));
  }
  if (sounds != listed) return differs("the list of sound");
  return Done{};
}

Result<BackupFacts> checked_files(const std::string& folder, SoundList& listed) {
  auto facts = read_facts(folder);
  if (!facts) return facts;
  for (const auto& [file, hash] : {std::pair(database_file(folder, facts->postgres), facts->database_hash),
                                   std::pair(folder + "/sound.txt", facts->sounds_hash)}) {
    const auto now = hash_of_file(file);
    if (!now) return now.error();
    if (*now != hash)
      return Error{ErrorCode::malformed, file, "it is not as it was when the backup was made",
                   "Use another backup"};
  }
  auto sounds = read_sounds(folder);
  if (!sounds) return sounds.error();
  listed = std::move(*sounds);
  return facts;
}

// Sound that the backup has itself is compared byte by byte.
Result<Done> check_sounds(const std::string& folder, const SoundList& listed, Backup& told) {
  if (!fs::is_directory(folder + "/sound")) return Done{};
  const Sounds kept(folder + "/sound");
  for (const auto& [school, hash] : listed) {
    const std::string file = kept.file(school, hash);
    if (file.empty()) {
      ++told.sounds_missing;
      continue;
    }
    const auto now = hash_of_file(file);
    if (!now || *now != hash)
      return Error{ErrorCode::malformed, file, "this sound is not as it was", "Use another backup"};
  }
  return Done{};
}

}  // namespace

int sweep_beside(const std::string& database) {
  return sql::is_postgres(database) ? 0 : passing_in(fs::path(database).parent_path()).sweep();
}

Result<Backup> make_backup(const BackupWish& wish) {
  std::error_code failed;
  if (fs::exists(wish.folder, failed)) return taken(wish.folder);
  fs::create_directories(wish.folder, failed);
  if (failed) return Error{ErrorCode::unwritable, wish.folder, "the folder cannot be made", {}};
  // Names of children are in it.
  fs::permissions(wish.folder, fs::perms::owner_all, failed);
  BackupFacts facts{
      .at_s = wish.at_s, .postgres = sql::is_postgres(wish.database), .database_hash = {}, .sounds_hash = {}};
  SoundList sounds;
  const Result<Done> dumped =
      facts.postgres ? dump_postgres(wish, facts, sounds) : dump_sqlite(wish, facts, sounds);
  if (!dumped) return dumped.error();
  Backup told{.schools = static_cast<std::int64_t>(facts.schools.size()),
              .rows = rows_of(facts),
              .sounds = static_cast<std::int64_t>(sounds.size())};
  if (wish.sounds != nullptr) {
    const Sounds copies(wish.folder + "/sound");
    for (const auto& [school, hash] : sounds) {
      const auto file = wish.sounds->found(school, hash);
      // One that was dropped since is not missed; what cannot be read is.
      if (!file && file.error().code != ErrorCode::not_found) return file.error();
      const std::string copy = wish.folder + "/copy";
      if (file) fs::copy_file(*file, copy, fs::copy_options::overwrite_existing, failed);
      if (!file || failed) {
        ++told.sounds_missing;
        failed.clear();
        continue;
      }
      if (const auto kept = copies.keep(school, copy); !kept) return kept.error();
    }
  }
  if (const Result<Done> done = write_sounds(wish.folder, sounds); !done) return done.error();
  for (const auto& [file, hash] :
       {std::pair(database_file(wish.folder, facts.postgres), &facts.database_hash),
        std::pair(wish.folder + "/sound.txt", &facts.sounds_hash)}) {
    auto now = hash_of_file(file);
    if (!now) return now.error();
    *hash = std::move(*now);
  }
  if (const Result<Done> done = write_facts(wish.folder, facts); !done) return done.error();
  return told;
}

Result<Backup> check_backup(const std::string& folder, const std::string& scratch) {
  SoundList listed;
  const auto facts = checked_files(folder, listed);
  if (!facts) return facts.error();
  Backup told{.schools = static_cast<std::int64_t>(facts->schools.size()),
              .rows = rows_of(*facts),
              .sounds = static_cast<std::int64_t>(listed.size())};
  if (const Result<Done> done = check_sounds(folder, listed, told); !done) return done.error();
  if (facts->postgres) {
    if (scratch.empty())
      return Error{ErrorCode::usage, "--scratch", "a dump of PostgreSQL is put up to be checked",
                   "Name a server where a database may be made: --scratch postgresql://postgres@/postgres"};
    const auto made = Scratch::make(scratch);
    if (!made) return made.error();
    if (const Result<Done> done = restore_dump(folder, (*made)->address()); !done) return done.error();
    const auto connection = sql::connect_postgres((*made)->address());
    if (!connection) return connection.error();
    if (const Result<Done> done = compare(folder, *facts, listed, **connection); !done) return done.error();
    return told;
  }
  // Looked at as it lies there, without writing into it.
  const store::PassingPlace passing = passing_in({});
  const Result<std::string> copies = passing.folder();
  if (!copies) return copies.error();
  const std::string copy = *copies + "/checked.sqlite";
  std::error_code failed;
  fs::copy_file(database_file(folder, false), copy, failed);
  if (failed) return Error{ErrorCode::unwritable, copy, "there is no room to check the backup", {}};
  const auto opened = sql::connect_sqlite(copy, false);
  if (!opened) return opened.error();
  if (const Result<Done> same = compare(folder, *facts, listed, **opened); !same) return same.error();
  return told;
}

Result<Backup> restore_backup(const std::string& folder, const std::string& database, const Sounds* sounds) {
  SoundList listed;
  const auto facts = checked_files(folder, listed);
  if (!facts) return facts.error();
  if (facts->postgres != sql::is_postgres(database))
    return Error{ErrorCode::usage, "--database " + database,
                 facts->postgres ? "the backup is one of PostgreSQL" : "the backup is one of SQLite",
                 "firstchair school move leads from SQLite to PostgreSQL"};
  Backup told{.schools = static_cast<std::int64_t>(facts->schools.size()),
              .rows = rows_of(*facts),
              .sounds = static_cast<std::int64_t>(listed.size())};
  if (const Result<Done> done = check_sounds(folder, listed, told); !done) return done.error();
  std::error_code failed;
  if (facts->postgres) {
    {
      const auto connection = sql::connect_postgres(database);
      if (!connection) return connection.error();
      const auto tables =
          (*connection)->ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", {});
      if (!tables) return tables.error();
      if (tables->front().integer(0) > 0) return taken("--database");
    }
    if (const Result<Done> done = restore_dump(folder, database); !done) return done.error();
    const auto connection = sql::connect_postgres(database);
    if (!connection) return connection.error();
    if (const Result<Done> done = compare(folder, *facts, listed, **connection); !done) return done.error();
  } else {
    if (fs::exists(database, failed)) return taken(database);
    const store::PassingPlace passing = passing_in(fs::path(database).parent_path());
    const Result<std::string> copies = passing.folder();
    if (!copies) return copies.error();
    const std::string copy = *copies + "/restored.sqlite";
    fs::copy_file(database_file(folder, false), copy, failed);
    if (!failed) fs::rename(copy, database, failed);
    if (failed) return Error{ErrorCode::unwritable, database, "the database cannot be written here", {}};
    const auto opened = sql::connect_sqlite(database, false);
    if (!opened) return opened.error();
    if (const Result<Done> done = compare(folder, *facts, listed, **opened); !done) return done.error();
  }
  if (sounds == nullptr) return told;
  const Sounds kept(folder + "/sound");
  for (const auto& [school, hash] : listed) {
    const std::string file = kept.file(school, hash), copy = folder + "/copy";
    if (file.empty()) continue;
    fs::copy_file(file, copy, fs::copy_options::overwrite_existing, failed);
    const auto done = sounds->keep(school, copy);
    if (!done) return done.error();
  }
  return told;
}

}  // namespace firstchair::school
