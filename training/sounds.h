// What sounds beside the drums, or alone, and is no stroke.
#pragma once

#include <vector>

#include "lab/sound.h"

namespace firstchair::training {

using Sound = std::vector<float>;

// Hiss, rumble, hum, a fan.
Sound noise(std::size_t size, lab::Dice& dice);
// Syllables.
Sound babble(std::size_t size, lab::Dice& dice);
// A band: plucked chords, held chords, and the recorded notes given.
Sound music(std::size_t size, const std::vector<Sound>& notes, lab::Dice& dice);
// A metronome: short beeps or ticks at a steady pace.
Sound clicks(std::size_t size, lab::Dice& dice);
// Glasses and keys.
Sound clinks(std::size_t size, lab::Dice& dice);
// A steady or trembling tone.
Sound tone(std::size_t size, lab::Dice& dice);

}  // namespace firstchair::training
