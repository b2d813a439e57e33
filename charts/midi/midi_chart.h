// This file turns a Standard MIDI File into a Chart and back: tempo map, meters and the percussion channel.
// docs/formats/midi.md says what is read and what firstchair adds to the files it writes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "midi/kit/kit_profile.h"
#include "midi/smf.h"

namespace firstchair::charts {

// Errors carry "byte N" or "tick N". The limits are 1,000,000 notes and 100,000 bars. `asked` is the kit
// profile that the player named, or null: then channel and profile are chosen as for a performance
// (midi/kit/kit_choice.h). Floors and retrigger times are a kit's, not a chart's, and play no part.
// `meter`, where given, is that of the whole chart; a file that names none is read in the one found
// (midi_meter.h). The drums of a music game are read by their lanes (charts/games).
Result<ChartRead> read_midi_chart_on(std::span<const std::uint8_t> bytes, const midi::KitProfile* asked,
                                     std::optional<MeterChange> meter = {});
// Reads what game_midi.h made of a game's file. Errors: as above.
struct GameChart;
Result<ChartRead> read_game_chart(const GameChart& game, std::optional<MeterChange> meter = {});
// read_midi_chart_on(bytes, nullptr)'s chart.
Result<Chart> read_midi_chart(std::span<const std::uint8_t> bytes);

// Returns what a file says of itself without its notes: title, meters, tempi, and its length in whole bars.
// Errors: as above, without those of notes.
Result<Chart> midi_frame(const midi::Smf& smf);

// Law: reading it gives the chart back, but for hands of feet, tempi rounded to whole microseconds a quarter
// note, ticks that no division up to 32767 holds, a practice pad beside a snare (it becomes the snare), and
// velocity 0 beside written velocities (it becomes that of its dynamic).
std::vector<std::uint8_t> write_midi_chart(const Chart& chart);

}  // namespace firstchair::charts
