// The search for the breaking tempo through live sound: count-in, excerpt, verdict, rest, next tempo, until
// it is known; then a cool-down at the working tempo.
#pragma once

#include <optional>

#include "book/keep.h"
#include "apps/cli/commands.h"
#include "practice/limit_finder.h"

namespace firstchair {

// 0 also when the drummer ends it. Errors: usage (bars), those of live sound.
Result<int> limit_live(const LimitOptions& options, const Norms& norms, const Chart& chart,
                       LimitFinder& finder, std::optional<Keeper>& keeper, const History& history);
// What was found, into the book.
Result<Done> keep_limit(Keeper& keeper, const LimitFinder& finder, const std::string& item);

}  // namespace firstchair
