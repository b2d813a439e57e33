// This file says when to play a consolidated item again, cold. It uses FSRS-6 (Free Spaced Repetition
// Scheduler; the formulas and default weights of open-spaced-repetition's py-fsrs, MIT).
//
// The model was fitted to flash cards, not to drumming. It only times retests, and is dropped for fixed
// intervals when after 200 retests it foretells them no better than the share of retests held so far.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/core/practice/history.h"

namespace firstchair::teacher {

enum class Recall : unsigned char { again = 1, hard = 2, good = 3, easy = 4 };

struct Memory {
  double stability = 0;   // days until recall falls to 0.9; 0: never reviewed
  double difficulty = 0;  // 1..10
};

// Returns the probability of recall `days` after the last review.
double recall_probability(const Memory& memory, double days);
// Returns the memory after a review `days` after the last one. Less than a day counts as the same day.
Memory review(const Memory& memory, Recall grade, double days);
// Returns the days until recall falls to `wanted`.
double days_until(const Memory& memory, double wanted);

// Grades a cold retest by its quotient: the breaking tempo (or the tempo held) over the best so far.
Recall grade_of(double quotient);

// Returns the days to the next retest: by FSRS for a recall of 0.85 within 1 to 21 days, or 1, 3, 7, 14 by
// the number of retests held in a row once FSRS was dropped.
double retest_days(const Memory& memory, std::span<const Review> reviews, std::string_view item);
// Returns false once the drop rule has spoken. `reviews` are those of all items, in order.
bool fsrs_foretells(std::span<const Review> reviews);

// Enters one retest into the history: its review, and the item's next due time.
void enter_retest(History& history, std::string_view item, double quotient, std::int64_t at_s);

}  // namespace firstchair::teacher
