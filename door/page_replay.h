// Plays what a page recorded through the same drill again. What comes out is what would have come out then,
// so whoever has the recording need not believe the page's strokes.
#pragma once

#include <string_view>

#include "door/page_drill.h"

namespace firstchair::door {

// `input` is as the page keeps it: of a microphone the frames of one channel, 24 bits each, the lowest byte
// first; of an e-kit lines of "frame,number,velocity" in the order in which they came. Errors: those of
// PageDrill::make; malformed (it is neither).
Result<Take> replay(const Chart& chart, const PageDrillSettings& settings, const judge::Norms& norms,
                    std::string_view input);

}  // namespace firstchair::door
