// A WebAssembly module over exports.cpp has one room and one text, which its other parts reach from here.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/ear/kit_sound.h"

namespace firstchair::door {

// Returns the bytes that stand in the room.
std::span<const std::uint8_t> module_room();
// Returns what an export returns that tells this, or refuses it.
int module_tells(std::string text);
int module_refuses(const Error& error);

// Returns the kit's sound that recordings, and drills that are over, are heard with; null: none. The kit's
// module alone has this function: the one that a page waits for carries nothing of it.
const ear::KitSound* known_kit();

}  // namespace firstchair::door
