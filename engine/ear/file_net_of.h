// Whoever hears with the file ear's net makes it here.
#pragma once

#include "engine/ear/ear.h"
#include "engine/ear/file_net.h"

namespace firstchair::ear {

// [setup] Errors: unsupported when the rate is outside 8000..192000 or no weights are given, malformed when
// they are not the file ear's, whole and unharmed.
Result<FileNet> file_net_of(const EarConfig& config);

}  // namespace firstchair::ear
