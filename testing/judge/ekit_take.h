// The strokes of an e-kit go through the whole engine, as those of files do.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/judge/norms.h"
#include "engine/session.h"

namespace firstchair::testing {

// Returns the take of strokes in any order, whose frames are of kMidiRate.
inline Take ekit_take(const Chart& chart, double bpm, std::vector<Hit> hits) {
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.chart = chart;
  config.bpm = bpm;
  config.norms = judge::default_norms();
  Result<Session> session = Session::make(config);
  session->push(hits);
  return session->finish();
}

}  // namespace firstchair::testing
