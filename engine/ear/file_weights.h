// The file ear's weights, as this program was built with them. They are a file of their own: who does not
// call these functions does not link them, so a page may fetch them when it needs them.
#pragma once

#include <string_view>

#include "engine/ear/ear.h"

namespace firstchair::ear {

// Returns the weights' name: file-ear-<hash>.weights.
std::string_view file_ear_weights_name();
EarWeights file_ear_weights();

}  // namespace firstchair::ear
