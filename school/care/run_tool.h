// PostgreSQL's own programs are run by this. It is for this room only.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::school {

// Runs a program of PATH and waits for it. Errors: unsupported (it is not there),
// unwritable (it failed; with the first line that it said).
Result<Done> run_tool(const std::vector<std::string>& words);

}  // namespace firstchair::school
