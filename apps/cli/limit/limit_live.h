// The search for the breaking tempo through live sound: count-in, excerpt, verdict, rest, next tempo, until
// it is known; then a cool-down at the working tempo.
#pragma once

#include <optional>

#include "apps/cli/limit/limit_command.h"
#include "book/keep.h"
#include "practice/limit_finder.h"

namespace firstchair::cli {

// 0 also when the drummer ends it. Errors: usage (bars), those of live sound.
Result<int> limit_live(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
                       practice::LimitFinder& finder, std::optional<book::Keeper>& keeper,
                       const History& history);
// What was found, into the book.
Result<Done> keep_limit(book::Keeper& keeper, const practice::LimitFinder& finder, const std::string& item);

}  // namespace firstchair::cli
