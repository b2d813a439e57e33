// This file holds the letters of GrooveScribe's lines.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/chart.h"

namespace firstchair::charts {

enum class GrooveLine : unsigned char { hats, snare, kick, tom_1, tom_2, tom_3, tom_4 };
inline constexpr std::string_view kGrooveLines[] = {"H", "S", "K", "T1", "T2", "T3", "T4"};

struct GrooveLetter {
  GrooveLine line;
  char letter;
  Note note;
};
// Of several letters for one note the first is written.
inline constexpr GrooveLetter kGrooveLetters[] = {
    {GrooveLine::hats, 'c', {.voice = Voice::crash}},
    {GrooveLine::hats, 'o', {.voice = Voice::hat_open}},
    {GrooveLine::hats, 'b', {.voice = Voice::ride_bell}},
    {GrooveLine::hats, 'r', {.voice = Voice::ride}},
    {GrooveLine::hats, 'X', {.voice = Voice::hat_closed, .dynamic = Dynamic::accent}},
    {GrooveLine::hats, 'x', {.voice = Voice::hat_closed}},
    {GrooveLine::hats, '+', {.voice = Voice::hat_closed}},
    {GrooveLine::hats, 'R', {.voice = Voice::ride}},
    {GrooveLine::hats, 'B', {.voice = Voice::ride_bell}},
    {GrooveLine::hats, 's', {.voice = Voice::crash}},  // a stack of cymbals
    {GrooveLine::snare, 'f', {.voice = Voice::snare, .ornament = Ornament::flam}},
    {GrooveLine::snare, 'd', {.voice = Voice::snare, .ornament = Ornament::drag}},
    {GrooveLine::snare, 'b', {.voice = Voice::snare, .ornament = Ornament::buzz}},
    {GrooveLine::snare, 'O', {.voice = Voice::snare, .dynamic = Dynamic::accent}},
    {GrooveLine::snare, 'g', {.voice = Voice::snare, .dynamic = Dynamic::ghost}},
    {GrooveLine::snare, 'o', {.voice = Voice::snare}},
    {GrooveLine::snare, 'x', {.voice = Voice::cross_stick}},
    {GrooveLine::snare, 'B', {.voice = Voice::snare, .ornament = Ornament::buzz}},
    {GrooveLine::kick, 'o', {.voice = Voice::kick}},
    {GrooveLine::kick, 'x', {.voice = Voice::hat_pedal}},
    {GrooveLine::tom_1, 'o', {.voice = Voice::tom_high}},
    {GrooveLine::tom_2, 'o', {.voice = Voice::tom_mid}},
    {GrooveLine::tom_4, 'o', {.voice = Voice::tom_low}},
    {GrooveLine::tom_3, 'o', {.voice = Voice::tom_mid}},
};
inline constexpr char kBothFeet = 'X';  // on the kick's line: kick and hi-hat

}  // namespace firstchair::charts
