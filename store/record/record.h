// A record is a file of lines that nobody can change unseen: one JSON object a line, each naming the hash of
// the line before it. docs/formats/seating.md describes it.
//
// A line is canonical: keys in order, no spaces, UTF-8, whole numbers or texts, no binary reals. So whoever
// computes a line again gets the same bytes.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::store {

inline constexpr std::size_t kMostRecordBytes = 256u << 20;

struct RecordLine {
  std::int64_t t = 0;  // Unix seconds
  std::string type = {};
  nlohmann::json fields = nlohmann::json::object();  // without n, prev, t and type
};

// Returns the text of a record: the lines, and a last one of the type "seal", which names the head and is as
// old as the line before it. Every line ends with a line feed. `lines` is not empty.
std::string record_text(const std::vector<RecordLine>& lines);

// Returns the hash that the seal of a record names: that of the last line before it. It stands on receipts
// and sheets.
std::string head_of(std::string_view record);

// This is the inverse of record_text: the lines without the seal, in order; line k of the file is entry k
// - 1. Errors: malformed, with "line N" as the place of the first line that does not hold; too_large.
Result<std::vector<RecordLine>> read_record(std::string_view text);

}  // namespace firstchair::store
