// The engine has two clocks. Physical time is a count of frames, musical position a count of ticks; both are
// exact integers, so nothing drifts. They meet only in follow/.
#pragma once

#include <cstdint>

namespace firstchair {

using Frames = std::int64_t;  // at the take's own rate; a MIDI take counts microseconds (rate 1e6)
using Ticks = std::int64_t;   // kTicksPerQuarter to a quarter note

// The number is 2^10 * 3^2 * 5 * 7: every power-of-two division to 4096ths, triplets, quintuplets, septuplets
// and the PPQ of every sequencer in use (24 ... 1024, 15360) fall on whole ticks.
inline constexpr Ticks kTicksPerQuarter = 322560;
inline constexpr Ticks kTicksPerWhole = 4 * kTicksPerQuarter;

inline constexpr double kMidiRate = 1e6;  // frames per second of a MIDI take

inline constexpr double frames_to_ms(double frames, double rate) {
  return 1000.0 * frames / rate;
}
inline constexpr double ms_to_frames(double ms, double rate) {
  return ms * rate / 1000.0;
}

}  // namespace firstchair
