// The live search for the breaking tempo goes through count-in, excerpt, verdict, rest and next tempo until
// the tempo is known. A cool-down at the working tempo follows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "apps/cli/limit/limit_command.h"
#include "book/keep.h"
#include "practice/limit_finder.h"

namespace firstchair::cli {

// Runs the search. The exit code is 0 also when the drummer ends it. Errors: usage (bars), those of live
// sound.
Result<int> limit_live(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
                       practice::LimitFinder& finder, std::optional<book::Keeper>& keeper,
                       const History& history);
// What was found, as a sentence. bar_numbers: LimitFinder::what_breaks.
std::string limit_words(const practice::LimitFinder& finder, std::span<const int> bar_numbers = {});
std::string limit_words_so_far(const practice::LimitFinder& finder);
// Keeps what was found in the book. `takes` are the numbers of the takes it rests on, those that are there.
Result<Done> keep_limit(book::Keeper& keeper, const practice::LimitFinder& finder, const std::string& item,
                        std::span<const std::int64_t> takes);

}  // namespace firstchair::cli
