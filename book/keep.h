// The book as the program and the server share it: where it is, who plays, and how a take goes in.
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

// Errors: usage (there is no home folder), those of Book::open.
Result<store::Book> open_book(const std::string& file, bool create);

// A book and who plays, found before anything is played, so that nothing is found out too late.
class Keeper {
 public:
  static Result<Keeper> open(const KeepOptions& options);
  struct Kept {
    std::int64_t id = 0;
    std::string line;  // to print: that it is in the book, and, where the clock has jumped back, that too
  };
  // Fills in player and engine. `sound`: the recording's path, empty for none.
  Result<Kept> keep(const Take& take, store::Circumstances circumstances, const std::string& sound);
  store::Book& book() { return book_; }
  const store::Book& book() const { return book_; }
  const Player& player() const { return player_; }

 private:
  Keeper(store::Book book, Player player) : book_(std::move(book)), player_(std::move(player)) {}
  store::Book book_;
  Player player_;
};

// The session that judges a take of the book again.
SessionConfig session_of(const store::BookTake& kept, const judge::Norms& norms);

// "2026-11-25 18:04", local time.
std::string when_text(std::int64_t unix_s);

}  // namespace firstchair::book
