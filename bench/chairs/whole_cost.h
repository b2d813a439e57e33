// What a whole audition of 40 players by 4 excerpts of 32 bars costs, from strokes to a verified record.
#pragma once

#include <string>

namespace firstchair::bench {

// Returns rows "| what | took |" in processor time, for the table of costs.
std::string whole_cost_rows();

}  // namespace firstchair::bench
