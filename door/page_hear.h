// A recording or an e-kit's MIDI file judged in the page, without a server.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/session.h"

namespace firstchair::door {

// Keys: rate channels bpm pad name. With a chart when `chart` is one.
Result<SessionConfig> parse_hear_settings(std::string_view text, const std::optional<Chart>& chart,
                                          const judge::Norms& norms);

// Errors: those of read_performance and Session::make.
Result<Take> hear_page_midi(std::span<const std::uint8_t> bytes, SessionConfig config);

}  // namespace firstchair::door
