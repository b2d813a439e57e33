// The sheet says who sits where, how sure that is, what decided and what was too little. Its words neither
// praise nor blame.
#pragma once

#include <string>

#include "apps/chairs/seated.h"

namespace firstchair::audition {

// Returns the sheet as lines for a terminal. `head` is the record's (store::head_of).
std::string sheet_text(const Seated& seated, const std::string& head);
// Returns one whole page: the same sentences, and every player's score with its interval on one axis, cuts as
// lines, shared chairs bracketed.
std::string sheet_html(const Seated& seated, const std::string& head);
// Returns the same as JSON numbers, with the sentences; docs/formats/seating.md.
std::string sheet_json(const Seated& seated, const std::string& head);

}  // namespace firstchair::audition
