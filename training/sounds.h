// These sound beside the drums, or alone, and are no stroke.
#pragma once

#include <vector>

#include "lab/sound.h"
#include "training/dynamics.h"
#include "training/noise_files.h"

namespace firstchair::training {

// Returns hiss, rumble, hum or a fan.
Sound noise(std::size_t size, lab::Dice& dice);
// Returns syllables.
Sound babble(std::size_t size, lab::Dice& dice);
// Returns a band: plucked chords, held chords, and the recorded notes given.
Sound music(std::size_t size, const std::vector<Sound>& notes, lab::Dice& dice);
// Returns a metronome: short beeps or ticks at a steady pace.
Sound clicks(std::size_t size, lab::Dice& dice);
// Returns glasses and keys.
Sound clinks(std::size_t size, lab::Dice& dice);
// Returns a steady or trembling tone.
Sound tone(std::size_t size, lab::Dice& dice);

}  // namespace firstchair::training
