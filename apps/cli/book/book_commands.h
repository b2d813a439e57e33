// The commands of `firstchair book` look into the book and take care of it. Each returns an Error for main()
// to print, or the exit code.
#pragma once

#include <cstdint>
#include <string>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

struct BookOptions {
  std::string book, player;  // empty: the platform's, the first
  std::string item;          // a chart's file or name, or the start of an item's number
  std::int64_t id = 0, other = 0;
  int newest = 30;  // 0: all
  bool all = false, json = false, csv = false, midi = false, dry = false, undo = false, force = false;
  std::string file, older, larger, add, rename;
};

Declare declare_book;
Result<int> book_list(const BookOptions& options);
Result<int> book_show(const BookOptions& options);
Result<int> book_progress(const BookOptions& options);
Result<int> book_compare(const BookOptions& options);
Result<int> book_rejudge(const BookOptions& options);
Result<int> book_export(const BookOptions& options);
Result<int> book_import(const BookOptions& options);
Result<int> book_check(const BookOptions& options);
Result<int> book_prune(const BookOptions& options);
Result<int> book_backup(const BookOptions& options);
Result<int> book_players(const BookOptions& options);
Result<int> book_discard(const BookOptions& options);
Result<int> book_undo(const BookOptions& options);
Result<int> book_count(const BookOptions& options);

// These read "90d", "12w", "2y" as seconds and "500MB", "2GB" as bytes. Errors: usage, when the text is
// neither.
Result<std::int64_t> parse_age(const std::string& text);
Result<std::int64_t> parse_size(const std::string& text);

}  // namespace firstchair::cli
