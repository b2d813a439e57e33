// This is the shortest take that a school keeps: one snare of an e-kit beside a chart of one.
#pragma once

#include <string>

#include "engine/core/take.h"

namespace firstchair::testing {

// Returns it unjudged; the chart has that title.
inline Take take_of_one_stroke(const std::string& title) {
  Take take;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1'000'000;
  take.source.length = 3'000'000;
  take.chart.title = title;
  take.chart.meters = {MeterChange{}};
  Note note;
  note.voice = Voice::snare;
  take.chart.notes.push_back(note);
  settle(take.chart);
  Hit hit;
  hit.frame = 1000;
  hit.voice = Voice::snare;
  take.hits.push_back(hit);
  return take;
}

}  // namespace firstchair::testing
