// How much one player's spread changes from one take to the next, measured from a book: tau, the SD of ln
// spread beyond what the strokes themselves explain. It uses DerSimonian and Laird's moments, with the
// interval of Q.
#pragma once

#include <span>
#include <vector>

#include "engine/core/practice/history.h"

namespace firstchair::audition {

struct TakesApart {
  int pairs = 0;                      // takes of one thing that follow each other within the days
  double tau = 0, low = 0, high = 0;  // SD of ln spread, 95 %
};
inline constexpr int kPairsToDeclare = 100;  // from so many on a tau may be declared

// Takes that do not count, and lines without an interval, are left out. A take is in at most two pairs, with
// the one before and the one after it; each pair is as sure as its own strokes allow.
TakesApart takes_apart(std::span<const KeptTake> takes, int days);

}  // namespace firstchair::audition
