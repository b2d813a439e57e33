// What the Api lets others do: reading bytes of strangers and judging what was played. The server lends its
// cage for it; the Api itself reads no chart's file and hears no sound.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "engine/core/take.h"
#include "store/book.h"

namespace firstchair::school_api {

struct Heard {
  Take take;
  store::Circumstances how = {};
};

// A Wanted is a recording or an e-kit's MIDI file that was handed in, to be heard beside a chart.
struct Wanted {
  std::string file, name;  // where it lies; what the sender calls it
  const Chart& chart;
  double bpm = 0;
  std::int64_t began_s = 0;
};

// Any number of threads may call these at once.
struct Hearing {
  // Judges a take that a page sends (SentTake of openapi.json). Errors: usage, too_large, malformed.
  std::function<Result<Heard>(const std::string& body)> page_take = {};
  // Hears a recording. Errors: unreadable, unwritable (a machine failed: another try may go better); every
  // other one is of the recording itself and comes again.
  std::function<Result<Heard>(const Wanted& wanted)> recording = {};
  std::function<Result<Chart>(std::span<const std::uint8_t> bytes, const std::string& name)> chart = {};
  // Says whether what was practised, as circumstances name it, is the whole of a chart.
  std::function<bool(const Chart& chart, const std::string& item)> whole = {};
};

}  // namespace firstchair::school_api
