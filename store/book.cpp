#include "store/book.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/core/letters.h"
#include "store/book_state.h"

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;

// Other programs of the same book must be out of the way for it, so it may take a few tries; a book that is
// not in this mode yet is as safe, only its readers wait.
void use_write_ahead_log(sqlite::Database& database, int busy_ms) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_ms);
  while (!database.run("PRAGMA journal_mode = WAL")) {
    if (std::chrono::steady_clock::now() > until) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

bool is_wal(const sqlite::Database& database) {
  sqlite::Statement mode(database, "PRAGMA journal_mode");
  return mode.with().row() && mode.text(0) == "wal";
}

// A folder that cannot be written has no room for the files SQLite wants beside a book. Without a log beside
// it, the book is whole as it lies there.
std::optional<Result<sqlite::Database>> opened_still(const BookConfig& config, const Error& why) {
  std::error_code failed;
  if (why.code != ErrorCode::unwritable || config.vfs != nullptr || !fs::exists(config.file, failed))
    return std::nullopt;
  if (::access(config.file.c_str(), R_OK) != 0) return std::nullopt;
  const fs::path folder = fs::absolute(config.file, failed).parent_path();
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return std::nullopt;
  const auto log = fs::file_size(config.file + "-wal", failed);
  if (!failed && log > 0) return std::nullopt;
  return sqlite::Database::open_still(config.file);
}

Result<Done> check_name(const std::string& name) {
  const bool blank = name.find_first_not_of(' ') == std::string::npos;
  const bool control = name.find_first_of(std::string_view("\0\n\r\t\x1b", 5)) != std::string::npos;
  if (blank || control || letters_of(name) > 64)
    return Error{ErrorCode::usage, {}, "a player's name has 1 to 64 letters on one line", "Choose another"};
  return Done{};
}

}  // namespace

Book::Book(std::unique_ptr<State> state) : state_(std::move(state)) {}
Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

Result<Book> Book::open(const BookConfig& config) {
  std::error_code failed;
  const bool there = fs::exists(config.file, failed);
  if (!there && !config.create)
    return Error{ErrorCode::not_found, config.file, "there is no book yet",
                 "firstchair drill and firstchair hear --keep begin one"};
  const fs::path folder = fs::path(config.file).parent_path();
  if (!there && !folder.empty()) fs::create_directories(folder, failed);  // opening tells, should it matter

  bool still = false;
  Result<sqlite::Database> database =
      sqlite::Database::open(config.file, config.create, config.busy_ms, config.vfs);
  const auto prepare = [&]() -> Result<Done> {
    if (!database) return database.error();
    if (!database->run("PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF; "
                       "PRAGMA cell_size_check = ON"))
      return database->error();
    return bring_up_to_date(*database);
  };
  Result<Done> ready = prepare();
  if (!ready) {
    auto lying = opened_still(config, ready.error());
    if (!lying) return ready.error();
    database = std::move(*lying);
    still = true;
    if (ready = prepare(); !ready) return ready.error();
  }
  if (!still && !database->read_only() && !is_wal(*database)) use_write_ahead_log(*database, config.busy_ms);
  return Book(std::make_unique<State>(State{std::move(*database), still}));
}

const std::string& Book::file() const {
  return state_->database.file();
}

std::string Book::folder() const {
  std::error_code failed;
  return fs::absolute(file(), failed).parent_path().string();
}

bool Book::read_only() const {
  return state_->still || state_->database.read_only();
}

Result<std::int64_t> Book::State::player_or_first(std::int64_t player) const {
  if (player != 0) return player;
  sqlite::Statement first(database, "SELECT min(id) FROM players");
  if (!first.with().row()) return database.error();
  if (first.null(0)) return Error{ErrorCode::malformed, database.file(), "the book has no player", {}};
  return first.integer(0);
}

Result<std::vector<Player>> Book::players() const {
  std::vector<Player> players;
  sqlite::Statement all(state_->database, "SELECT id, name FROM players ORDER BY id");
  all.with();
  while (all.row()) players.push_back({all.integer(0), all.text(1)});
  if (!all.ok()) return state_->database.error();
  return players;
}

Result<Player> Book::player(const std::string& name) const {
  Result<std::vector<Player>> all = players();
  if (!all) return all.error();
  sqlite::Statement one(state_->database,
                        "SELECT id, name FROM players WHERE name = ? OR ? = '' ORDER BY id");
  if (one.with(name, name).row()) return Player{one.integer(0), one.text(1)};
  if (!one.ok()) return state_->database.error();
  return Error{ErrorCode::not_found, file(), "nobody in this book is called " + name,
               "firstchair book players lists who is; firstchair book players --add NAME adds one"};
}

Result<Player> Book::add_player(const std::string& name) {
  if (Result<Done> fit = check_name(name); !fit) return fit.error();
  sqlite::Statement insert(state_->database, "INSERT INTO players(name) VALUES (?)");
  if (!insert.with(name).run()) {
    if (state_->database.code() == SQLITE_CONSTRAINT_UNIQUE)
      return Error{ErrorCode::usage, file(), "a player called " + name + " is already there",
                   "Upper and lower case are one name; add a letter"};
    return state_->database.error();
  }
  return Player{sqlite3_last_insert_rowid(state_->database.get()), name};
}

Result<Done> Book::rename_player(std::int64_t id, const std::string& name) {
  if (Result<Done> fit = check_name(name); !fit) return fit.error();
  sqlite::Statement update(state_->database, "UPDATE players SET name = ? WHERE id = ?");
  if (!update.with(name, id).run()) {
    if (state_->database.code() == SQLITE_CONSTRAINT_UNIQUE)
      return Error{ErrorCode::usage, file(), "a player called " + name + " is already there",
                   "Upper and lower case are one name; add a letter"};
    return state_->database.error();
  }
  if (sqlite3_changes(state_->database.get()) == 0)
    return Error{ErrorCode::not_found, file(), fmt::format("there is no player {}", id), {}};
  return Done{};
}

}  // namespace firstchair::store
