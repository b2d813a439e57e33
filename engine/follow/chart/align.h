// Whole-take alignment says which note every stroke answers.
//
// Drum patterns repeat, so tempo is part of the state: a beam of hypotheses (place in the chart, phase,
// period, cost) walks along the strokes; each stroke answers a note, is extra, or follows a jump in the form.
// Costs are negative log likelihoods; the cheapest path wins. The work is O(hits * beam).
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct AlignConfig {
  double rate = 48000;  // frames a second of the hits
  VoiceDetail detail = VoiceDetail::voice;
  bool polyphonic = true;
  double bpm = 0;  // 0: take the chart's tempo as a hint, or find it
  // The sound ends here, and what is written after it was not reached: it is neither missed nor covered. It
  // is 0 where nobody knows (an e-kit's take ends with its last stroke).
  Frames length = 0;
  ChartTuning tuning = {};
};

// `hits` are in order of frame, and `chart` is lawful (check_chart). The function is total: it never fails,
// and strokes that answer nothing are extra. Laws: every hit is in exactly one match; every note is answered
// at most once a passage; matches carry the target of fit_pulse().
Alignment align(std::span<const Hit> hits, const Chart& chart, const AlignConfig& config);

}  // namespace firstchair::follow
