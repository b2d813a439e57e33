// This file keeps a take that was played live in the book.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "apps/cli/live/setup.h"
#include "apps/cli/live/shared_flags.h"
#include "book/keep.h"
#include "book/practised.h"
#include "live/live_run.h"
#include "practice/bar_plan.h"
#include "practice/broken_off.h"

namespace firstchair::cli {

// Returns nothing when the book is not wanted. Errors: those of Keeper::open, with what else may be done.
Result<std::optional<book::Keeper>> open_keeper(const LiveOptions& options);

// Returns the player's history as kept so far; it is empty without a book. Errors: those of Book::history.
Result<History> history_of(const std::optional<book::Keeper>& keeper);

// Keeps the pain that was told with --pain, should any have been: it holds for the day. Errors: those of the
// book.
Result<Done> tell_pain(std::optional<book::Keeper>& keeper, double pain);

struct LiveTake {
  const Chart& chart;                 // as it was named; empty: free playing
  const practice::DrillRange& range;  // which bars of it
  const practice::DrillPlan& plan;
  const RoundTrip& trip;
  Mode mode = Mode::drill;
  std::string device;  // as the live system calls it
  std::int64_t began_s = 0;
  bool clicked = true, midi = false;
  double pain = -1;
  practice::PlayedBars bars = {};  // of the plan; free playing: none
  std::string title = {};          // of what was played; empty: the chart's
  std::string weights = {};        // of the ear that heard it; empty: the live one, and none of an e-kit
};

// Returns how much of the plan a run played.
practice::PlayedBars bars_of_run(const live::LiveResult& result, const practice::DrillPlan& plan,
                                 const RoundTrip& trip);

// A drill that was broken off is kept and not counted; the line says so. The result holds the line to print,
// also when the take could not be kept (then id is 0): the take's own
// files are on the disk whatever the book says.
book::Keeper::Kept keep_take(book::Keeper& keeper, const live::LiveResult& result, const LiveTake& how);

}  // namespace firstchair::cli
