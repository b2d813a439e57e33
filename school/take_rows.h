// A take as rows of a school's database, inside a transaction. It is for this room only.
#pragma once

#include <string>

#include "engine/core/chart.h"
#include "school/working.h"
#include "store/packed_take.h"

namespace firstchair::school {

// Returns the take's number; a name that this person has sent before is the take it was then.
std::int64_t insert_take(Working& work, std::int64_t person, const std::string& sent_name,
                         const store::PackedTake& take);
// Keeps a chart once and returns its hash. `owner` 0: it belongs to a take, and nobody assigns it by name.
std::string insert_chart(Working& work, const std::string& text, const std::string& title, std::int64_t owner,
                         std::int64_t at_s);

}  // namespace firstchair::school
