// This file says what is wrong with a JSON that was edited by hand: a comma is forgotten, a line doubled.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::edit {

// Returns "is no JSON from line 12, column 5 on", counted from 1; "is no JSON object" where all of it can be
// read.
std::string json_fault(std::string_view text);

// Returns the first field that an object has twice, "shots[2].camera"; empty: there is none. The text is
// JSON, and it is not deep.
std::string said_twice(std::string_view text);

}  // namespace firstchair::edit
