// A take that was played goes into the book first and into its folder second. This file finishes takes whose
// program was ended in between.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "book/keep.h"

namespace firstchair::cli {

// Looks at the takes of the last day in `takes` that have strokes and no take.json. What the book has is
// written beside the strokes; what it has not is told, with what can be done. Returns a line for each;
// without a book none is looked at.
std::vector<std::string> finish_takes(const std::string& takes, std::optional<book::Keeper>& keeper);

}  // namespace firstchair::cli
