// A PackedTake is a take ready for the rows of a database, whichever it is: everything that can be wrong or
// slow is behind. A PackedJudgement is the part of it that one engine made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/practice/history.h"
#include "store/book.h"

namespace firstchair::store {

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
// The result's kept.player is not filled in, nor its key.
PackedTake pack_take(const Take& take, const Circumstances& circumstances);
// Returns a key that is equal for the same strokes of the same second and player, whichever book they are in.
std::string take_key(const PackedTake& take, const std::string& player);

// What a take's rows hold of it.
struct TakeRows {
  std::string source, chart, verdict;
  std::span<const std::uint8_t> strokes, matched;
};
// This is the inverse of packing. Errors: malformed, without a place; `what` says which part is damaged.
Result<Take> unpack_take(const TakeRows& rows);

// Returns the dial of the band that played along, 0..100; -1: no band did.
double dial_of(const Source& source);
std::string hex(std::uint64_t fingerprint);
std::string meter_text(const std::optional<MeterChange>& meter);  // "7/8", ""
std::optional<MeterChange> meter_of(const std::string& text);

}  // namespace firstchair::store
