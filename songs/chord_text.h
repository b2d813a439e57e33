// Chord text becomes a Chord here, by one table for every program's way of writing.
//
// A chord is a root, a suffix and perhaps a bass: "Bb^7", "F#m7b5/E", "C7(b9,#11)". A suffix is a stem of the
// table ("-7", "maj7", "minor-seventh") and any number of changes ("b5", "#11", "add9", "no3", "sus4").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/band/chord.h"
#include "engine/core/result.h"

namespace firstchair::songs {

struct ChordRead {
  band::Chord chord;
  bool none = false;  // "N.C."
};

// Errors: malformed, 'chord "Cmaj7#15" is not known (near: Cmaj7#11)'; the caller adds the place.
Result<ChordRead> read_chord(std::string_view text);

// Takes a note's name ("Bb", "F#", "E") off the front of `text` and returns its pitch class; nothing where
// none is there.
std::optional<int> take_note(std::string_view& text);

// Returns the tones of a suffix alone (bit 0 is the root), or nothing where it is not known.
std::optional<std::uint16_t> tones_of(std::string_view suffix);

// Changes the tones as MusicXML's degrees do: what is "add", "alter" or "subtract", value 1..13, and half
// tones up or down.
void change_degree(std::uint16_t& tones, std::string_view what, int value, int alter);

// Returns the chord as iReal Pro writes it; nothing where it has no such quality.
std::optional<std::string> ireal_text(const band::Chord& chord);

// Returns the chord as it is told to people: "Bb7", "F#m7b5/E".
std::string chord_name(const band::Chord& chord);

}  // namespace firstchair::songs
