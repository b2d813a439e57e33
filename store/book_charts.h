// This file keeps the versions of a chart in a book's tables. It is for this room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/book.h"
#include "store/sqlite.h"

namespace firstchair::store {

// Adds a version after those that are there, as it is, and forgets the oldest beyond Book::kMostVersions.
// Belongs inside a transaction. Returns false when it failed; the database's error says why.
bool insert_version(const sqlite::Database& database, std::int64_t player, const WrittenChart& chart);

// Returns the newest version; a version without a name where there is none. It returns
// nothing when it failed.
std::optional<WrittenChart> newest_version(const sqlite::Database& database, std::int64_t player,
                                           const std::string& name);

// Returns every version of every chart of a player, those that are thrown away too, in order of name and
// version. Errors: the database's.
Result<std::vector<WrittenChart>> all_versions(const sqlite::Database& database, std::int64_t player);

}  // namespace firstchair::store
