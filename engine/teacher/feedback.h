// This file says how often and in which order a player is told: numbers fade as the spread falls, and the
// player says first what was heard ("early, late or even?").
//
// Feedback after every take helps while it is there and is missed when it is gone; judging one's own error
// before being told helped at any frequency (docs/guide/teacher.md). Inside the band nothing is said.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/practice/practised_run.h"
#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Returns 1, 2 or 4: numbers are told after every take, every second or every fourth. `z` is the spread over
// the norm; 0 means that it is not known.
int told_every(double z);
// Says whether numbers are shown after take number `take` (from 0) of a session.
bool tells(int take, double z);

// Reads "early", "e", "late", "l", "even", "n" ...; returns nothing for any other text.
std::optional<SaidLean> said_of(std::string_view text);
// Returns what the interval says: early or late where it lies wholly outside +-10 ms, even where it does not.
SaidLean heard_lean(double low_ms, double high_ms);

// Returns the lean to ask about: that of the line with the most strokes that has one. Returns null where none
// was measured.
const Metric* asked_about(const Verdict& verdict);

}  // namespace firstchair::teacher
