// This file holds what Guitar Pro's versions have in common: drums by their numbers, endings, directions,
// feel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/score/endings.h"
#include "charts/score/part_writer.h"
#include "charts/score/written_score.h"

namespace firstchair::charts {

// Returns nothing for an instrument outside the kit. Numbers above General MIDI's drums are Guitar Pro's own
// articulations (91: rim shot).
std::optional<Voice> gp_drum(int number);
std::string gp_instrument(int number);

// Takes a sign or a jump, named as Guitar Pro 7 does: "Segno", "DaCapoAlCoda", "DaCoda".
void write_direction(std::string_view name, BarFlow& flow);

enum class GpFeel : unsigned char { straight, eighths, other };
// Tells the swing that most bars have; what is not read is a remark.
void write_feel(const std::vector<GpFeel>& feel, WrittenScore& score);

// Returns the velocity of ppp (1) to fff (8); f when it is none of them.
std::uint8_t gp_velocity(int dynamic);
inline constexpr int kGpForte = 6;

// A tremolo of eighths (1), sixteenths (2) or finer (3); the last is a buzz.
void write_tremolo(int slashes, PartStroke& stroke);

}  // namespace firstchair::charts
