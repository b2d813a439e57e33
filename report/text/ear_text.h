// This file says where two ears differ that heard one sound.
#pragma once

#include <string>

#include "engine/core/ears_differ.h"

namespace firstchair::report {

// Returns one sentence: "Heard again: 3 strokes more, 0 fewer, 1 of another drum than was told while you
// played."
std::string ears_differ_text(const EarsDiffer& differ);

}  // namespace firstchair::report
