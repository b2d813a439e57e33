// Words in which planted faults and what has to be said of them are put down. Every family of kinds is a file
// of this folder.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "testing/faults/faults.h"

namespace firstchair::testing {

using Seed = std::uint64_t;

inline int sign_of(double x) {
  return x < 0 ? -1 : 1;
}

// These say what has to be said: of a line, of anything, of a line at a place, of all lines in a phrase or in
// one bar. A size of 0 asks for no sign.
Planted on_line(Subject subject, Line line, double size = 0);
Planted anywhere(Subject subject, int sign = 0);
Planted at_place(Line line, double beat, double size, int every = 0);
Planted in_phrase(double from, double to, double size, int every);
Planted in_bar(int bar, double size);

// Changes every stroke of which `of` is true; returns how many they were.
template <class Of, class Change>
int change(Playing& playing, Of of, Change to) {
  int n = 0;
  for (PlayedStroke& stroke : playing.strokes) {
    if (of(stroke)) to(stroke), ++n;
  }
  return n;
}

// Returns the beat of a place of the bar, from 1.
double beat_at(const Playing& playing, Ticks in_bar);

// Returns one of the places at which the line plays in every bar: one that the seed picks and that is not the
// first, where there is more than one.
Ticks a_place(const Playing& playing, Line line, Seed seed);

// Grooves by name; faulty_take() passes over those that are not there.
using Names = std::vector<std::string_view>;
inline const Names kKit = {"rock-8ths", "rock-16ths", "four-bars", "funk-ghosts", "gmd-rock", "gmd-funk"};
inline const Names kEighths = {"rock-8ths", "funk-ghosts", "gmd-rock"};
inline const Names kUnghosted = {"rock-8ths", "rock-16ths", "gmd-rock"};
inline const Names kFour = {"four-bars"};
inline const Names kSingles = {"single-stroke-roll"};
inline const Names kDoubles = {"double-stroke-open-roll"};
inline const Names kFlam = {"flam"};
inline const Names kShuffle = {"shuffle"};
inline const Names kGhosts = {"funk-ghosts"};
inline const Names kOthers = {"bossa-nova", "swing-ride", "samba"};
inline const Names kPedal = {"swing-ride"};

// These are the families, in the order of the table.
std::vector<FaultKind> leaning_kinds();
std::vector<FaultKind> together_kinds();
std::vector<FaultKind> hand_kinds();
std::vector<FaultKind> level_kinds();
std::vector<FaultKind> note_kinds();
std::vector<FaultKind> own_stroke_kinds();
std::vector<FaultKind> kept_back_kinds();

}  // namespace firstchair::testing
