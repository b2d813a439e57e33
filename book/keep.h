// The program and the server share the book through this file: where it is, who plays, and how a take goes
// in.
#pragma once

#include <optional>
#include <string>

#include "engine/session.h"
#include "store/book.h"

namespace firstchair::book {

struct KeepOptions {
  std::string book;    // file; empty: the platform's
  std::string player;  // name; empty: the first
};

// Returns `file`, or for an empty name the platform's book. Errors: usage (there is no home folder).
Result<std::string> book_file(const std::string& file);

// Opens the book in `file`; an empty name means the platform's. Errors: usage (there is no home folder),
// those of Book::open.
Result<store::Book> open_book(const std::string& file, bool create);

// A Keeper is a book and who plays. Both are found before anything is played, so that nothing is found out
// too late.
class Keeper {
 public:
  static Result<Keeper> open(const KeepOptions& options);
  struct Kept {
    std::int64_t id = 0;
    // This line is to be printed: the take is in the book, and, where the clock has jumped back, that too.
    std::string line;
  };
  // Keeps the take and fills in player and engine. `sound` is the recording's path, empty for none.
  Result<Kept> keep(const Take& take, store::Circumstances circumstances, const std::string& sound);
  store::Book& book() { return book_; }
  const store::Book& book() const { return book_; }
  const Player& player() const { return player_; }

 private:
  Keeper(store::Book book, Player player) : book_(std::move(book)), player_(std::move(player)) {}
  store::Book book_;
  Player player_;
};

// Returns the config of the session that judges a take of the book again, but for builtin_tempo: this room
// knows no built-in charts.
SessionConfig session_of(const store::BookTake& kept, const judge::Norms& norms);

// Returns local time as "2026-11-25 18:04".
std::string when_text(std::int64_t unix_s);

}  // namespace firstchair::book
