// How often and in which order a player is told: numbers fade as the spread falls, and the player says first
// what was heard ("early, late or even?").
//
// Feedback after every take helps while it is there and is missed when it is gone; judging one's own error
// before being told helped at any frequency (docs/guide/teacher.md). Inside the band: silence.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/practice/practised_run.h"
#include "engine/core/verdict.h"

namespace firstchair::teacher {

// Numbers after every take (1), every second (2) or every fourth (4). z: spread over the norm; 0: not known.
int told_every(double z);
// Is take number `take` (from 0) of a session one after which numbers are shown?
bool tells(int take, double z);

// "early", "e", "late", "l", "even", "n" ...; none for anything else.
std::optional<SaidLean> said_of(std::string_view text);
// What the interval says: early or late where it lies wholly outside +-10 ms, even where it does not.
SaidLean heard_lean(double low_ms, double high_ms);

// The lean to ask about: of the line with the most strokes that has one; null where none was measured.
const Metric* asked_about(const Verdict& verdict);

}  // namespace firstchair::teacher
