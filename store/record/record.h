// A record is a file of lines that nobody can change unseen: one JSON object a line, each naming the hash of
// the line before it. docs/formats/seating.md describes it.
//
// A line is canonical: keys in order, no spaces, UTF-8, whole numbers or texts, no binary reals. So whoever
// computes a line again gets the same bytes.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
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

// Returns a member of a JSON object that is a whole number from `low` to `high` >= 0; nothing otherwise.
std::optional<std::int64_t> whole_of(const nlohmann::json& object, const char* name, std::int64_t low,
                                     std::int64_t high);

// Returns the text of a record: the lines, and a last one of the type "seal", which names the head and is as
// old as the line before it. Every line ends with a line feed. `lines` is not empty.
std::string record_text(const std::vector<RecordLine>& lines);

// Returns the bytes of line `n` (from 0), without a line feed. `before` is the hash of the line before it; it
// is empty for the first.
std::string record_line(std::size_t n, std::string_view before, const RecordLine& line);
// Returns the record with its seal behind it. `open` is lines of a record that goes on, at least one, each
// with its line feed.
std::string sealed(std::string_view open);

// Returns the hash that the seal of a record names: that of the last line before it. It stands on receipts
// and sheets.
std::string head_of(std::string_view record);
// Returns the hash of the last line of a record that goes on; it is empty when there is no line.
std::string head_of_open(std::string_view open);

// This is the inverse of record_text: the lines without the seal, in order; line k of the file is entry k
// - 1. Errors: malformed, with "line N" as the place of the first line that does not hold; too_large.
Result<std::vector<RecordLine>> read_record(std::string_view text);
// Does the same for a record that goes on: it has no seal.
Result<std::vector<RecordLine>> read_open_record(std::string_view text);
// Does the same for lines of such a record that follow on `from` others, the last of which has the hash
// `before`. The place of an error counts from the record's first line.
Result<std::vector<RecordLine>> read_lines_after(std::size_t from, const std::string& before,
                                                 std::string_view text);

}  // namespace firstchair::store
