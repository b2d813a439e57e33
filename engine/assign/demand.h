// A Demand is what an assignment asks of one take: a measure, of one line or of all, and a bound. How a take
// stands to it follows from the judge's own value and 95 % interval; nothing is measured a second time.
//
//   const Demand hat{.kind = DemandKind::spread_norm, .line = Line::hat, .bound = 1.33};
//   const Answered answer = answer_of(hat, verdict, {.asked_bpm = 92});
#pragma once

#include <optional>

#include "engine/core/take.h"
#include "engine/core/verdict.h"

namespace firstchair::assign {

enum class DemandKind : unsigned char {
  spread_norm,  // the line's spread over the norm at this tempo; at most `bound`
  spread_ms,    // the line's spread; at most
  lean_ms,      // the line's lean; at most `bound` to either side
  slips,        // missed, extra and on another drum, per 100 notes; at most
  tempo_off,    // the mean tempo's distance from the one that was asked, %; at most to either side
  limit_bpm,    // the breaking tempo; at least
  bars_clean    // the longest run of bars without a slip (missed, extra, on another drum); at least
};

struct Demand {
  DemandKind kind = DemandKind::spread_norm;
  Line line = Line::pad;  // spread and lean
  double bound = 0;       // > 0

  bool operator==(const Demand&) const = default;
};

enum class DemandStanding : unsigned char {
  not_told,  // too few strokes, or nothing was measured: neither for nor against the player
  not_met,   // the value is worse than the bound
  met,       // the value is at the bound or better; its interval may reach beyond
  shown      // the whole interval is at the bound or better
};

// An Answered is one demand beside one take. Without a value `n` of `needed` strokes were there. Clean bars
// are counted, not measured: their interval is the count itself.
struct Answered {
  DemandStanding standing = DemandStanding::not_told;
  double value = 0, low = 0, high = 0;  // in the demand's unit; low <= value <= high
  int n = 0, needed = 0;

  bool operator==(const Answered&) const = default;
};

// A Limit is what is known of the player's breaking tempo.
struct Limit {
  double bpm = 0, low = 0, high = 0;
};

struct Circumstance {
  double asked_bpm = 0;             // of the assignment; 0: none was asked
  std::optional<Limit> limit = {};  // nothing: it was not measured
  int bars = 0;                     // of the take (bars_played); 0: not known
};

// Returns the bars of the take, counted from its beginning, up to the last one with a note that was played or
// missed; 0 without a chart.
int bars_played(const Take& take);

Answered answer_of(const Demand& demand, const Verdict& verdict, const Circumstance& how);
// Returns where a value with its interval stands. Law: a bound that is easier never gives a lower standing.
DemandStanding standing_of(DemandKind kind, double bound, double value, double low, double high);

}  // namespace firstchair::assign
