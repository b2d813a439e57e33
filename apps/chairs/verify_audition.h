// Verifies the record of an audition with attempts: every line against the rules, every take judged again,
// every seating and outcome recomputed. It is for this room only; verify_record (seating_record.h) calls it.
#pragma once

#include <vector>

#include "apps/chairs/seating_record.h"

namespace firstchair::audition {

// Fills `verified` from the lines of a record. Errors: malformed, at the first line that does not hold.
Result<Done> verify_audition(const std::vector<store::RecordLine>& lines, Verified& verified);

}  // namespace firstchair::audition
