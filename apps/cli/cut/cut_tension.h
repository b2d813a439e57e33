// `firstchair cut tension` tells the tension of a take, by which the lengths of shots are chosen, so that it
// can be looked at, changed, and handed to `cut --tension`.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "engine/cut/film.h"

namespace firstchair::cli {

struct TensionOptions {
  std::string take;             // a take.json or its folder, a recording, or an e-kit's MIDI
  std::string style = "clean";  // whiplash rises to the end
  std::string out;              // a csv; empty: standard output
  bool force = false;
};
Declare declare_cut_tension;  // of the command `cut`
Result<int> cut_tension(const TensionOptions& options);

// Returns the curve that a user asked for: "0:0.2,90:1", or the name of a csv as cut_tension() writes it.
// Errors: usage, not_found, malformed, too_large.
Result<std::vector<cut::TensionPoint>> tension_asked(const std::string& words);

}  // namespace firstchair::cli
