// What a search for the breaking tempo is made of, the same for recordings, for live sound and in the page:
// where it begins, what counts as clean, what is played, when the guard ends it, the rests and the cool-down.
// teacher/breaking_tempo.h proposes the tempi; limit_finder.h keeps the takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/practice/advice.h"
#include "engine/core/practice/history.h"
#include "engine/teacher/breaking_tempo.h"
#include "practice/bar_plan.h"
#include "practice/limit_finder.h"

namespace firstchair::practice {

// Tempi of a search, quarter notes a minute: between them the limit is looked for.
inline constexpr double kLowestLimit = 40, kHighestLimit = 260;
inline constexpr int kMostLimitTakes = 40;
inline constexpr int kMostPasses = 100;  // of the bars, in an excerpt
inline constexpr int kExcerptBars = 8;
inline constexpr char kLimitLetter = 'C';     // the professionals' range
inline constexpr double kLimitRestS = 10;     // between takes
inline constexpr double kReturningSd = 0.15;  // octaves: of a limit that was measured before

// --- where it begins

// Of an earlier search for the same item; 0: there was none.
struct KnownLimit {
  double log2_bpm = 0;
  double sigma_oct = 0;  // the player's own slope
};
// Finds the latest of that item.
KnownLimit known_limit(const History& history, std::string_view item);
// What a search may have found, for whoever is told of one: a tempo, its posterior's SD, a slope.
inline constexpr double kLowestLog2Bpm = 4, kHighestLog2Bpm = 9;  // 16 to 512 a minute
inline constexpr double kLeastOctaves = 1e-4, kMostOctaves = 2;

struct LimitWishes {
  double asked_bpm = 0;    // where the player thinks it is; 0: nobody said
  double written_bpm = 0;  // the chart's; 0: it names none
  KnownLimit known = {};
  int most_takes = teacher::LimitConfig{}.most_takes;
};
// The tempo that was asked for, else the known limit, else the chart's tempo, held within kLowestLimit and
// kHighestLimit. A known slope is used whatever the tempo.
teacher::LimitConfig begin_search(const LimitWishes& wishes);

// --- what counts as clean

// Reads a letter of the scale, of either case, as a spread over the norm. Errors: usage, at `place`.
Result<double> spread_of_letter(std::string_view letter, std::string place);

// --- what is played

// `range` with as many passes as make kExcerptBars; passes that were asked for stay.
DrillRange excerpt_range(const Chart& chart, DrillRange range);
// Makes a plain click with one bar of count-in: nothing in it helps or hinders. Rate, start and seed stay.
ClickPlan excerpt_click(ClickPlan click, double bpm);
// Once the search has ended: the tempo at which 85 of 100 takes hold, whole beats a minute, and no more than
// was held where nothing broke.
double cool_down_bpm(const teacher::BreakingTempo& limit);

// --- when it ends for today

// What the guard says after a take: ten minutes over 90 % of the limit are enough for a day, and whatever
// else the history tells. It is not asked before there was speed work.
Advice guard_of(const LimitFinder& finder, const History& history, std::int64_t now_s,
                std::int64_t day_began_s = 0);  // as teacher::GuardInput has it

}  // namespace firstchair::practice
