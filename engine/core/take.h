// A Take is everything known of one performance. session.h fills it; report/ and store/ read it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/order.h"
#include "engine/core/source.h"
#include "engine/core/verdict.h"

namespace firstchair {

// A Reading says how the chart, the tempo and the meter of a take came to be known.
struct Reading {
  bool chart_given = false;  // false: `chart` was written down from the playing
  // It is false when a chart was given and something else was played. Then bpm is that of the player's own
  // pulse, and the verdict is empty.
  bool chart_played = true;
  double bpm = 0, bpm_low = 0, bpm_high = 0;  // mean tempo in quarter notes a minute, 95 %
  double tempo_probability = 1;  // that the beat level is right and not half or double (1 when given)
  double meter_probability = 1;  // that beats per bar are right (1 when given)
  double bar_probability = 1;    // that the bar line stands on the right beat (1 when given)
  // The next likeliest tempo, most often half or double, where `bpm` is not sure enough to be told alone:
  // then both are told, and no order names a tempo. 0: there is none.
  double other_bpm = 0;
  double other_probability = 0;  // that this one is right

  // What was played where the chart was not: its meter, with the probabilities above. It is 0 where unknown.
  int played_beats = 0, played_unit = 0;

  bool two_tempi() const { return other_bpm > 0; }
};

struct Take {
  Source source;
  std::vector<Hit> hits;  // in order of frame
  Chart chart;            // given, or written down from the playing
  // Where the chart was not played: the name of one that explains the strokes; empty: none is known.
  std::string nearest_chart;
  Reading reading;
  Alignment alignment;
  Verdict verdict;
  Order order;
};

}  // namespace firstchair
