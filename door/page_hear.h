// A page judges a recording or an e-kit's MIDI file through this file, without a server.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/session.h"

namespace firstchair::door {

// The keys are rate, channels, bpm, pad and name. The session has a chart when `chart` holds one.
Result<SessionConfig> parse_hear_settings(std::string_view text, const std::optional<Chart>& chart,
                                          const judge::Norms& norms);

// Errors: those of read_performance and Session::make.
Result<Take> hear_page_midi(std::span<const std::uint8_t> bytes, SessionConfig config);

}  // namespace firstchair::door
