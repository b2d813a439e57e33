// A page judges a recording or an e-kit's MIDI file through this file, without a server.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "door/page_kit.h"
#include "engine/session.h"

namespace firstchair::door {

struct PageHearing {
  SessionConfig session;
  PageKit kit;  // reads a MIDI file, where it was named; else one is chosen
};

// The keys are rate, channels, bpm, pad, name, ear (live or file, live where it is not said), midi (1:
// strokes of an e-kit will come, whose frames are microseconds, and no sound), and those of page_kit. The
// session has a chart when `chart` holds one, and the file ear's own weights when that one hears.
Result<PageHearing> parse_hear_settings(std::string_view text, const std::optional<Chart>& chart,
                                        const judge::Norms& norms);

// Errors: those of read_performance and Session::make.
Result<Take> hear_page_midi(std::span<const std::uint8_t> bytes, PageHearing hearing);

}  // namespace firstchair::door
