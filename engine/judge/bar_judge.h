// The BarJudge judges the bar that has just gone by: what of it was played, and where every line stood
// against the click.
//
// A bar holds a handful of strokes, so its lean has an interval only because the spread is learned over all
// bars so far (pooled about each bar's own mean; Student's t of the pooled degrees of freedom). A bar is
// broken when its strokes are missing beyond what the ear itself loses, or when a line's whole interval lies
// outside the +-10 ms in which professionals' own leans are found (docs/guide/measuring.md).
#pragma once

#include <array>
#include <span>

#include "engine/core/alignment.h"
#include "engine/core/bar_verdict.h"
#include "engine/core/source.h"

namespace firstchair::judge {

inline constexpr double kBarLeanBandMs = 10;

// A BarExtra is a stroke of the bar that answers no note.
struct BarExtra {
  Line line = Line::pad;
  bool one_stroke = false;  // with another it may be one (may_be_one_stroke)
};

struct BarNote {
  Line line = Line::pad;
  bool ghost = false;
  MatchKind kind = MatchKind::missed;  // matched, wrong_voice, missed or masked
  bool timed = false;                  // answered, and its time is to be trusted
  double error_ms = 0;                 // against the click; negative = early
};

class BarJudge {
 public:
  // `source` is what its hits lose and add; `offset_sd_ms` is the SD of the round trip, the same in every
  // stroke.
  BarJudge(const SourceErrors& source, double offset_sd_ms) : source_(source), offset_sd_ms_(offset_sd_ms) {}

  // [setup] Judges a bar that is over. The result counts as the take does (hit_count.h).
  BarVerdict close(int bar, std::span<const BarNote> notes, std::span<const BarExtra> extras);

 private:
  struct Pool {
    double squares = 0;  // about the bars' own means
    int freedom = 0;
  };
  SourceErrors source_;
  double offset_sd_ms_;
  std::array<Pool, kLineCount> pools_{};
};

}  // namespace firstchair::judge
