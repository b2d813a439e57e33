// The sound of a page before a drill: what lies between its click and its microphone, and what is to be said
// of it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "practice/loopback.h"

namespace firstchair::door {

// Keys, all of them as the browser says: rate, midi (1: an e-kit), output_ms and input_ms (its latencies); of
// a round trip that was measured with this microphone, or of taps on this e-kit, if there is one,
// trip_frames, trip_ms, trip_low_ms and trip_high_ms. Tells [SoundTold] of docs/formats/page.schema.json.
// Errors: usage.
Result<std::string> page_sound_json(std::string_view settings);

// [RoundTrip]
std::string round_trip_json(const practice::Loopback& loop);
// Returns [RoundTrip] of several openings of the sound, whose interval holds the next opening. Errors: those
// of join_openings.
Result<std::string> round_trips_json(std::span<const practice::Loopback> loops);
// Returns [RoundTrip] of taps (practice::measure_taps).
std::string taps_json(const practice::Loopback& taps);

}  // namespace firstchair::door
