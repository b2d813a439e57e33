// This file turns note numbers into voices and back: the General MIDI percussion map, and the notes that
// common Roland (TD series) and Alesis modules send by default beyond it (hat bow and edge, snare rim, ride
// edge, crash edges ...).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/voice.h"

namespace firstchair::midi {

// Returns nothing for notes outside the kit (cowbell, tambourine, claps, shakers ...).
std::optional<Voice> voice_of_note(std::uint8_t note);
// Returns the General MIDI note that stands for a voice. Law: voice_of_note(note_of_voice(v)) == v for every
// v but pad (snare).
std::uint8_t note_of_voice(Voice voice);

}  // namespace firstchair::midi
