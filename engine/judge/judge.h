// The judge says what an aligned take shows, with intervals. It is the only place with opinions about
// playing. docs/guide/measuring.md has the formulas and bands.
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/take.h"
#include "engine/core/verdict.h"
#include "engine/judge/norms.h"

namespace firstchair::judge {

struct JudgeConfig {
  double bpm_wanted = 0;   // the tempo that the player asked for; 0: none, then tempo has no band
  double bpm_written = 0;  // the tempo that the piece names and nobody asked for; 0: none
  // Accents and ghosts of a line that lie nearer than this are told: d', the distance of their mean levels in
  // their common spread. At 2 five of six strokes are told apart by a listener without a bias
  // (docs/guide/hands_and_levels.md).
  double ghosts_apart = 2;
};

// The function is total: it never fails, and a metric without enough strokes says so.
Verdict judge(const Source& source, std::span<const Hit> hits, const Chart& chart, const Reading& reading,
              const Alignment& alignment, const Norms& norms, const JudgeConfig& config);

}  // namespace firstchair::judge
