// A trial is one excerpt played at one tempo. It is clean or broken, and this file says what broke in those
// that did.
//
// A clean take has at most 2 in 100 notes missed or extra beyond what the instrument loses and adds itself,
// the spread within the letter asked for, the tempo held, and no bar lost. A note that the player never plays
// is no slip at any tempo: it is told once, as missing (never_played).
#pragma once

#include <span>
#include <vector>

#include "engine/core/practice/limit.h"
#include "engine/core/take.h"
#include "engine/judge/norms.h"

namespace firstchair::teacher {

struct TrialRules {
  double bpm = 0;         // asked for
  double z_wanted = 1;    // spread over the norm: 1.33 is the professionals' range (C), 1 their median (B)
  bool lost_bar = false;  // a bar was lost against the click (a drill knows)
  std::span<const WrittenNote> missing = {};  // these are not counted
  std::span<const int> bar_numbers = {};      // what the take's bars are called; empty: 1, 2, 3 ...
};

// Returns a drummer's letter (A..E of the verdict scale) as z, or 0 for another letter.
double z_of_letter(char letter);

// Returns the notes that no pass of any of these takes of one chart played, in order of bar and beat. A note
// is among them when it was missed kNeverPlayed times at least; where they are more than a quarter of what is
// written, something else was played, and none is.
inline constexpr int kNeverPlayed = 3;
std::vector<WrittenNote> never_played(std::span<const Take* const> takes,
                                      std::span<const int> bar_numbers = {});

TrialOutcome try_out(const Take& take, const judge::Norms& norms, const TrialRules& rules);

// Finds the limb and the bar that break. A stroke has a cost: 1 for a slip, else a ninth of its squared
// residual in norms, at most 1. The limb and the bar are those with the most cost beyond that of the takes
// that held (beyond the mean of all, where none did); they are named only where the difference is over 2.6
// standard errors. The takes are of one chart. `bar_numbers` says what its bars are called, so that the
// passes of a bar written out count together; empty means 1, 2, 3 ...
WhatBreaks what_breaks(std::span<const Take* const> broken, std::span<const Take* const> held,
                       const judge::Norms& norms, std::span<const int> bar_numbers = {});

}  // namespace firstchair::teacher
