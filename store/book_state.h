// The parts of Book share this. It is for this room only.
#pragma once

#include "store/book.h"
#include "store/packed_strokes.h"
#include "store/packed_take.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace firstchair::store {

struct Book::State {
  sqlite::Database database;
  bool still = false;  // true: the file is opened as it lies there

  // Returns nothing when there is no player at all, which is damage.
  Result<std::int64_t> player_or_first(std::int64_t player) const;
};

// These work inside a transaction. When one returns nothing, database.error() says why.
std::optional<std::int64_t> insert_take(sqlite::Database& database, const PackedTake& take);
bool insert_judgement(sqlite::Database& database, std::int64_t take, const PackedJudgement& judgement);
std::optional<std::int64_t> insert_chart(sqlite::Database& database, const std::string& text);

}  // namespace firstchair::store
