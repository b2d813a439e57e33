// Gives a WebAssembly module the weights of its ears.
#pragma once

#include <cstdint>
#include <span>

namespace firstchair::ear {

// Takes the bytes of the live ear's weights file that this source tree has. Returns false, and takes nothing,
// when they are not as many. An ear that is made without them, or with others, is refused: it reads the
// file's own hash.
bool give_weights(std::span<const std::uint8_t> bytes);
// Does the same for the ear that hears recordings.
bool give_file_weights(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::ear
