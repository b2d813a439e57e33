// A Claim is what is said of a take, as a fact that can be laid beside a truth. It is read from verdict,
// order and alignment, never from words.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::testing {

enum class Subject : unsigned char {
  line_lean,     // a line is early or late everywhere
  place,         // a line is early or late at one place of the bar (every bar, or every so many)
  phrase,        // all lines together are, in one bar of every so many
  bar,           // all lines together are, once
  drift,         // the tempo goes somewhere
  step,          // the tempo changes at a bar
  looseness,     // a line's spread
  pair,          // two lines apart
  hand,          // the left hand's lean
  hand_spread,   // one hand's spread: the left's is larger (1) or the right's (-1)
  second,        // of a double: its second stroke is early or late
  second_level,  // of a double: its second stroke is soft or loud
  flam,
  swing,
  ghosts,      // not told from the rest
  level,       // of a line: uneven, or soft at one place
  level_fall,  // over the take
  missed,
  extra,
  wrong_drum,
  form,   // bars skipped, repeated, begun elsewhere
  tempo,  // another one than asked
  other_chart,
  instrument  // the kit's own strokes
};

struct Claim {
  Subject subject = Subject::line_lean;
  std::optional<Line> line = {};
  double beat = 0;  // from 1; 0: none, or any
  int every = 0;    // bars; 0: none said, or any
  int bar = 0;      // of the take, from 1; 0: none, or any
  int sign = 0;     // of the value; 0: none, or any
  double value = 0, low = 0, high = 0;
};

// Said holds the order's claim first when it is one to work on something (`ordered` is then true), then at
// most three facts, in the order in which they are told.
struct Said {
  bool ordered = false;
  bool slower = false;  // all lines are as loose: a slower tempo is ordered, nothing is claimed
  std::vector<Claim> claims;
};
Said said_of(const Take& take);

// Planted says what was planted. beat_to is the last beat of a stretch; size 0 asks none of the claim.
struct Planted {
  Claim claim;
  double beat_to = 0;
  double size = 0;
  int bar_reach = 0;  // bars that the claim may be off
};

// Returns whether the claim is right in subject, line, place, sign; and in size: its interval holds the
// truth, or its value is within a fifth of it.
bool names(const Claim& said, const Planted& truth);

}  // namespace firstchair::testing
