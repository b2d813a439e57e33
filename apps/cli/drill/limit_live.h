// The search for the breaking tempo through live sound: count-in, excerpt, verdict, rest, next tempo, until
// it is known; then a cool-down at the working tempo.
#pragma once

#include "apps/cli/commands.h"
#include "apps/cli/drill/limit_finder.h"

namespace firstchair {

// 0 also when the drummer ends it. Errors: usage (bars), those of live sound.
Result<int> limit_live(const LimitOptions& options, const Norms& norms, const Chart& chart,
                       LimitFinder& finder);

}  // namespace firstchair
