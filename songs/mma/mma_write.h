// This file writes a song's chords for MMA (Musical MIDI Accompaniment), a program that stands beside this
// one and turns chords and a groove into a MIDI file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/band/song.h"
#include "engine/core/result.h"

namespace firstchair::songs {

struct MmaWritten {
  std::string text;
  int simpler = 0;  // chords that MMA has no name for: a part of their tones is written
  int moved = 0;    // chords between beats, written on the beat before
};

// Returns the chord as MMA writes it: all its tones, or as many of them as one of MMA's chords has.
std::string mma_chord(const band::Chord& chord);

// A seed makes the same accompaniment again. Errors: usage (a groove's name has other signs than letters,
// digits, - and _), unsupported (no chords, more than one meter, a meter that is not in quarters).
Result<MmaWritten> write_mma(const band::Song& song, std::string_view groove, std::uint64_t seed);

}  // namespace firstchair::songs
