// take_read.h reads what others need of a take.json again: its source, its strokes, and the chart that was
// given. What was judged is not read: it is judged again from the strokes (judge_strokes()).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/result.h"
#include "engine/core/source.h"

namespace firstchair::edit {

struct ReadTake {
  Source source;               // name, kind, rate, channels, length
  std::vector<Hit> hits;       // in order of frame
  std::optional<Chart> chart;  // only where it was given, and played
};

inline constexpr std::size_t kMostTakeBytes = 256u << 20;

// Reads the text of a take.json (docs/formats/take.md). `place` is what errors call it. Errors: malformed (no
// take.json, or something in it cannot be), unsupported (a later format), too_large.
Result<ReadTake> read_take(const std::string& text, const std::string& place);

}  // namespace firstchair::edit
