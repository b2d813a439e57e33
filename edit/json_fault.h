// This file says where a text ends to be JSON: whoever edits one by hand forgets a comma.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::edit {

// Returns "is no JSON from line 12, column 5 on", counted from 1; "is no JSON object" where all of it can be
// read.
std::string json_fault(std::string_view text);

}  // namespace firstchair::edit
