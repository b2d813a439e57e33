// What verifying a record tells, as JSON: the page's module and the native program make it by the same
// function, so a test holds one against the other to the last digit.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::audition {

// Returns {"ok", "said" (sentences), "head", "takes", "differences", "sheet" (sheet_json; null without a
// seating)}. A record that does not hold has ok false, and in `said` the line that it is told by.
std::string verified_told(std::string_view record);

}  // namespace firstchair::audition
