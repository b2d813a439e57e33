// This file names the ear that hears a session.
#pragma once

#include <string>

#include "engine/session.h"

namespace firstchair {

// Returns the name of the weights with which such a session hears sound, as the book and take.json hold it:
// those that it was given, else the live ear's own. A file ear without weights has no name, and no session.
std::string heard_by(const SessionConfig& config);

}  // namespace firstchair
