// An Order is the one thing to do next. teacher/ gives it, report/ words it ([where] [what, signed, ms] [+-]
// [next action]).
#pragma once

#include "engine/core/verdict.h"

namespace firstchair {

enum class Action : unsigned char {
  record_more,      // the take is too short to say anything: play `count` bars
  next_tempo,       // everything inside the band, or every line as loose as the others: play it at `bpm`
  loop,             // play bars from_bar..to_bar at `bpm`, until `count` clean passes
  line_alone,       // play `line` alone over the bars at `bpm`
  two_lines_alone,  // play `line` and `other` alone at `bpm`
  let_click_come,   // `line` early: wait for the pulse, bars at bpm
  meet_click,       // `line` late: move up to the pulse, bars at bpm
  hold_tempo,       // drift: again from from_bar with the click at `bpm`
  open_flams,       // gap to band_low..band_high ms
  close_flams,
  swing_to,      // set the long-short ratio to `target`
  lower_ghosts,  // widen the gap between accent and ghost to `target` dB
  even_level,    // bring the level spread of `line` under `target` dB
  hand_leads     // the hand that lands late begins: left where the cause's value is above 0
};
inline constexpr Action kLastAction = Action::hand_leads;  // readers refuse what lies beyond

struct Order {
  Action action = Action::record_more;
  // This metric asked for the order. For next_tempo and record_more it is the one nearest its band, or empty.
  Metric cause;
  int from_bar = 0, to_bar = 0;  // 0: not bound to bars
  double bpm = 0;                // 0: none
  double target = 0;             // unit of the action
  int count = 0;                 // clean passes or bars
};

}  // namespace firstchair
