// This file holds a laying against what somebody said of it.
#pragma once

#include "hearing/lay.h"

namespace firstchair::hearing {

// A camera for which an offset was said, and none of whose pieces lies within 2 s of it, has no place: nobody
// asked for that other one. Its grade becomes `no`, and a note says so.
void keep_to_offsets(Laid& laid, const LayOptions& options);

}  // namespace firstchair::hearing
