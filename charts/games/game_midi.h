// This file reads the drums of a music game: a MIDI file whose track PART DRUMS has notes for lanes, as Rock
// Band, Phase Shift and Clone Hero keep them, and Clone Hero's own .chart, which is the same as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "midi/smf.h"

namespace firstchair::charts {

// A GameChart is the file with its drums as General MIDI on channel 10, and nothing else but its tempi,
// meters and name.
struct GameChart {
  midi::Smf smf;
  std::vector<std::string> remarks;
};

// Returns nothing for a file without such a track. The hardest level is read.
std::optional<GameChart> game_chart_in(const midi::Smf& smf);

// Reads a .chart of Clone Hero, its hardest drums. Errors: malformed with "line N", unsupported (no drums).
Result<GameChart> read_clone_hero(std::string_view text);

// A lane is what the game draws.
enum class Lane : unsigned char { kick, red, yellow, blue, green, orange };

struct LaneNote {
  std::int64_t tick = 0;
  Lane lane = Lane::kick;
  bool tom = false;   // of yellow, blue and green: marked as a tom, not a cymbal
  int velocity = 80;  // 40 for a ghost, 115 for an accent
};

// Adds the notes as General MIDI. Five lanes have an orange cymbal and a green tom.
void add_lanes(const std::vector<LaneNote>& notes, bool five, midi::Smf& smf);

}  // namespace firstchair::charts
