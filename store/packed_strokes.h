// This file packs every stroke of a take, and what it was matched with, into bytes. Both are exact: what is
// read is what was written, bit for bit. docs/formats/book.md has the layout.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/hit.h"
#include "engine/core/source.h"

namespace firstchair::store {

// Says whether these are numbers that a take can have. A stroke lies at most a second before the sound's
// start and within 25 hours, and its numbers are finite and near their ranges. A book of a stranger may hold
// any others, and judging them would take for ever.
bool plausible(const Source& source, std::span<const Hit> hits);

std::vector<std::uint8_t> pack_hits(std::span<const Hit> hits);
// Returns nothing when the bytes are not whole, of another layout, or say what no stroke can be.
std::optional<std::vector<Hit>> unpack_hits(std::span<const std::uint8_t> bytes);

// Matched holds the long lists of a judged take.
struct Matched {
  std::vector<Match> matches;
  std::vector<double> local_error_ms;  // one per match; NaN where there is none
  std::vector<PulsePoint> pulse;
};

// `hits` at `rate` frames a second are those the matches speak of: an error that follows from them takes no
// room.
std::vector<std::uint8_t> pack_matched(const Matched& matched, std::span<const Hit> hits, double rate);
std::optional<Matched> unpack_matched(std::span<const std::uint8_t> bytes, std::span<const Hit> hits,
                                      double rate);

}  // namespace firstchair::store
