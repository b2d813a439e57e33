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

#ifdef FIRSTCHAIR_KIT_MODULE
// Returns the kit's sound that recordings, and drills that are over, are heard with; null: none.
const ear::KitSound* known_kit();
#else
// The module that a page waits for knows none, and carries nothing of it.
constexpr const ear::KitSound* known_kit() {
  return nullptr;
}
#endif

}  // namespace firstchair::door
