// The parts of Book share this. It is for this room only.
#pragma once

#include "store/book.h"
#include "store/packed_strokes.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace firstchair::store {

struct Book::State {
  sqlite::Database database;
  bool still = false;  // true: the file is opened as it lies there

  // Returns nothing when there is no player at all, which is damage.
  Result<std::int64_t> player_or_first(std::int64_t player) const;
};

// A PackedTake is ready for its rows: everything that can be wrong or slow is behind. A PackedJudgement is
// the part of it that one engine made.
struct PackedJudgement {
  std::string engine;
  std::int64_t judged_s = 0;
  KeptTake outcome;
  std::string chart, verdict;
  std::vector<std::uint8_t> matched;
};

struct PackedTake {
  std::string key;
  KeptTake kept;
  Circumstances circumstances;
  std::string source;
  std::vector<std::uint8_t> strokes;
  std::vector<PackedJudgement> judgements;  // oldest first
};

PackedJudgement pack_judgement(const Take& take, const std::string& engine, std::int64_t judged_s);
// The result's kept.player is not filled in.
PackedTake pack_take(const Take& take, const Circumstances& circumstances);
// Returns a key that is equal for the same strokes of the same second and player, whichever book they are in.
std::string take_key(const PackedTake& take, const std::string& player);

// These work inside a transaction. When one returns nothing, database.error() says why.
std::optional<std::int64_t> insert_take(sqlite::Database& database, const PackedTake& take);
bool insert_judgement(sqlite::Database& database, std::int64_t take, const PackedJudgement& judgement);
std::optional<std::int64_t> insert_chart(sqlite::Database& database, const std::string& text);

std::string hex(std::uint64_t fingerprint);
std::string meter_text(const std::optional<MeterChange>& meter);  // "7/8", ""
std::optional<MeterChange> meter_of(const std::string& text);

}  // namespace firstchair::store
