// This file puts the book in words: rows of lists, and what a newer engine changed. The functions are pure;
// dates come as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/practice/history.h"
#include "engine/core/take.h"

namespace firstchair::report {

// Returns a row like "  12  2026-11-25 18:04   3.2 min  Rock 8ths   92 bpm click  3 missed, 1 extra of 256  z
// 1.31 (1.12 to 1.53)".
std::string take_row(const KeptTake& take, std::string_view when);
// Returns the row of one take on the way of one item: tempo, hits, then every line's lean and spread.
std::string progress_row(const KeptTake& take, std::string_view when);

// Returns a line like "Broken off after 1 of 8 bars: not counted.", and for a take of the book (id not 0) how
// to count it all the same.
std::string not_counted_text(int whole_bars, int of, std::int64_t id);

// Returns what a later judgement says otherwise: a line for every count, metric and order that differs as it
// is printed. It is empty where nothing differs.
std::vector<std::string> changes_between(const Take& before, const Take& after);

// Returns "512 bytes", "4.1 MB" or "2.3 GB".
std::string size_text(std::int64_t bytes);

}  // namespace firstchair::report
