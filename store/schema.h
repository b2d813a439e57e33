// This file holds the tables of a book, and says how an older book becomes a newer one.
#pragma once

#include <span>

#include "store/sqlite.h"

namespace firstchair::store {

inline constexpr int kBookApplication = 0x66636262;  // "fcbb" at byte 68 of the file

struct Migration {
  const char* sentence;  // what it brings
  const char* sql;
};
// Migration number i + 1 leads from version i to i + 1. A migration never changes once it is released; new
// ones are only added.
std::span<const Migration> migrations();

// Makes the tables of an empty file or brings an older book up to date, in one transaction. Errors:
// unsupported (newer), malformed (something else's database, or one with a table, view, trigger or index that
// no version of firstchair put there: whoever opens a stranger's book runs what is in it).
Result<Done> bring_up_to_date(sqlite::Database& database);

}  // namespace firstchair::store
