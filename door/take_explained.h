// The lines of a take in whole sentences, as a page shows them after the first visit.
#pragma once

#include <string>

#include "engine/core/take.h"

namespace firstchair::door {

// Returns [Explained] of docs/formats/page.schema.json (report::lines_explained).
std::string take_explained_json(const Take& take, bool lean_known);

}  // namespace firstchair::door
