// Without a chart, transcribe() finds tempo, meter and bar line from the strokes alone and writes down what
// was played, so that the player can be judged against their own pulse.
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/take.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct TranscribeConfig {
  double rate = 48000;
  VoiceDetail detail = VoiceDetail::voice;
  double bpm = 0;       // 0: find it; else the tempo the player names (quarter notes a minute)
  MeterChange meter{};  // used when meter_given
  bool meter_given = false;
  FreeTuning tuning = {};
};

struct Transcription {
  Chart chart;
  Reading reading;
  Alignment alignment;  // every hit matched to its own note, or extra where it fits no subdivision
};

// `hits` are in order of frame. The function is total: with fewer than 8 hits the chart is empty and every
// hit is extra.
Transcription transcribe(std::span<const Hit> hits, const TranscribeConfig& config);

}  // namespace firstchair::follow
