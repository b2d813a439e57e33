// This file turns a Standard MIDI File into a Chart and back: tempo map, meters and the percussion channel.
// docs/formats/midi.md says what is read and what firstchair adds to the files it writes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// Errors carry "byte N" or "tick N". The limits are 1,000,000 notes and 100,000 bars.
Result<Chart> read_midi_chart(std::span<const std::uint8_t> bytes);

// Law: reading it gives the chart back, but for hands of feet, tempi rounded to whole microseconds a quarter
// note, ticks that no division up to 32767 holds, a practice pad beside a snare (it becomes the snare), and
// velocity 0 beside written velocities (it becomes that of its dynamic).
std::vector<std::uint8_t> write_midi_chart(const Chart& chart);

}  // namespace firstchair::charts
