// This file makes a whole file of a FLAC stream whose writing broke off (a kill, a full disk, a pulled plug).
//
// A FLAC frame numbers itself and carries two checksums (RFC 9639, section 9), so a stream that was written
// frame by frame is its own journal: everything up to the last whole frame can be proved good. What follows
// it is cut off and the length is written into the header, in place, so that no free space is needed.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::live {

// Returns how many frames of sound the file now holds. It is 0 when the file broke off before the first
// frame: such a file is left as it is. A whole file stays as it is but for its MD5 field. The stream must
// have a fixed block size, as libFLAC's have. Errors: not_found, malformed (no FLAC header), unwritable.
Result<Frames> repair_flac(const std::string& path);

}  // namespace firstchair::live
