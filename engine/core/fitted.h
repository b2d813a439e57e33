// A file of fitted numbers: text that a person can read and compare, and that every machine reads alike.
//
//   firstchair groove 1                      what the numbers are, and the version of their order
//   command: firstchair bench follow ...     what made them
//   date: 2026-11-24                         when
//   commit: acf55286af41                     from which state of the program
//   split: the training split of ...         from which data
//   numbers: 2328                            how many follow
//
//   # a remark, ignored; so are empty lines
//   0.0679 4.7483 0.1934
//
// What is not known of a file's making is said there as "not recorded". A number is a decimal of at most 15
// digits (those before the first that is not 0 do not count) and 18 decimals, without an exponent, so a
// double reads it exactly and no library's rounding takes part. The file's name carries the hash of its
// bytes, as in groove-0123456789abcdef.weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair {

// FNV-1a of 64 bits, over the bytes of a file in data/weights. constexpr: the build holds a file against its
// name with it (cmake/embed.cmake).
constexpr std::uint64_t content_hash(std::span<const std::uint8_t> bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 1099511628211ULL;
  return hash;
}
// Returns the hash that a name such as "ear-0123456789abcdef.weights" promises, or 0 when it has none.
std::uint64_t hash_in_name(std::string_view name);

struct FittedHead {
  std::string command, date, commit, split;
};

struct Fitted {
  FittedHead head;
  std::vector<double> numbers;
};

// [setup] Reads a whole file of one kind ("groove"), of which this program needs `count` numbers. Fails
// (malformed, naming the file and the line) when the kind, the version or the count is another one, when a
// line of the head is missing or empty, when the file is cut short, when something is no such number, or when
// its name promises another hash.
Result<Fitted> read_fitted(std::string_view name, std::span<const std::uint8_t> bytes, std::string_view kind,
                           std::size_t count);

}  // namespace firstchair
