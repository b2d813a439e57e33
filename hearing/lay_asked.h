// What was asked of lay(): the files of every camera, and whether the words fit.
#pragma once

#include "hearing/lay.h"

namespace firstchair::hearing {

// Returns the files of a camera as it was named: itself, or its pieces, `a.mp4+b.mp4`. A file whose name has
// a plus in it is itself.
std::vector<std::string> files_of(const std::string& camera);

// Errors: usage, when there are no cameras or too many, when two have one name, or when an option names none
// of them.
Result<Done> check_asked(std::span<const std::string> cameras, const LayOptions& options);

}  // namespace firstchair::hearing
