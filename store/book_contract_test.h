// This file makes a place for a book of every kind that there is, fills a book with something of everything,
// and reads and writes its text.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "store/book.h"
#include "store/random_take_test.h"

namespace firstchair::store {

// A place for one book; open() opens it as one program more.
class BookInSqlite {
 public:
  BookInSqlite() {
    folder_ = std::filesystem::temp_directory_path() / ("firstchair-contract-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~BookInSqlite() { std::filesystem::remove_all(folder_); }
  Book open(const std::string& name = "book") {
    Result<Book> book = Book::open({.file = (folder_ / name).string()});
    EXPECT_TRUE(book) << book.error().line();
    return std::move(*book);
  }

 private:
  std::filesystem::path folder_;
};

// A second back end adds its type.
using BookBackends = ::testing::Types<BookInSqlite>;

template <class Backend>
class BookContract : public ::testing::Test {
 protected:
  Backend backend;
};

inline std::string lines_of(const Book& book) {
  std::string text;
  const Result<Done> done = book.write_lines([&](std::string_view line) {
    text += line;
    text += '\n';
    return true;
  });
  EXPECT_TRUE(done) << done.error().line();
  return text;
}

inline Result<Book::Read> read_text(Book& book, const std::string& text) {
  std::size_t at = 0;
  return book.read_lines([&](std::string& line) {
    if (at >= text.size()) return false;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line = text.substr(at, end - at);
    at = end + 1;
    return true;
  });
}

inline Book filled(Book book, int takes) {
  for (int i = 0; i < takes; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    const Result<std::int64_t> id = book.save(random_take(seed, 20 + i), random_circumstances(seed));
    EXPECT_TRUE(id) << id.error().line();
  }
  EXPECT_TRUE(book.keep_limit(0, {"0123456789abcdef", 1790000000, 6.9, 0.02, 0.08, 9}));
  EXPECT_TRUE(book.set_goal(0, {"0123456789abcdef", 120, 2, 'B'}));
  EXPECT_TRUE(book.set_retest(0, {"0123456789abcdef", 2.3065, 2.1181, 1790000000, 1790260000}));
  EXPECT_TRUE(book.keep_review(0, {"0123456789abcdef", 1790000000, 3, 0.88, 1.01}));
  for (const char* text : {"SN|oooo|", "SN|o-o-|", "SN|oooo|"})
    EXPECT_TRUE(book.write_chart(0, {.name = "a", .title = "Mine", .text = text, .written_s = 1790000000}));
  return book;
}

}  // namespace firstchair::store
