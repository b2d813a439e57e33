// A soak runs hours of a drill through a real JACK server in freewheel, faster than time. A drummer plays a
// rendered take over and over; ear, follower, bar judge and take writer do what they do in a drill.
#pragma once

#include <string>
#include <vector>

#include "bench/memory.h"
#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::bench {

struct SoakConfig {
  double hours = 4;          // hours of sound, at most 4.4
  std::string folder;        // the take's; it must not be there, and is removed
  double sample_every = 60;  // seconds of sound between two looks at the memory
};

struct SoakSample {
  double seconds = 0;  // seconds of sound so far
  double rss_kb = 0;
  std::size_t strokes = 0;  // told so far
  double kept_kb = 0;       // memory of what is kept of them
};

struct Soak {
  double seconds = 0, wall_s = 0;                          // seconds of sound; seconds that it took
  Frames left_out = 0, unheard = 0, lost = 0, silent = 0;  // by the server, by the listener, by the disk;
                                                           // missing in the file
  std::size_t played = 0, told = 0, matched = 0;           // strokes; told: revisions are not counted
  double worst_lean_ms = 0;  // largest error of a bar's printed lean against what was played
  int leans = 0;
  std::vector<SoakSample> samples;
  double finish_s = 0, peak_kb = 0;  // the whole-take alignment and judgement at the end
};

struct SoakGrowth {
  Growth memory;
  double kb_per_hour_of_strokes = 0;  // the part of that which is kept of the strokes, as their sizes say
};
SoakGrowth growth_of(const std::vector<SoakSample>& samples);

// Errors: those of live sound, and of the take. The program's operator new must be guarded
// (testing/no_new.h): the callback's thread is marked.
Result<Soak> soak(const SoakConfig& config);

}  // namespace firstchair::bench
