#include "report/page/timeline.h"

#include <algorithm>
#include <cmath>

#include "report/text/words.h"

namespace firstchair::report {

Timeline Timeline::of(const Take& take) {
  Timeline timeline;
  const Alignment& a = take.alignment;
  if (take.chart.notes.empty() || a.pulse.empty()) return timeline;
  const std::vector<Bar> bars = bars_of(take.chart);
  auto& stretches = timeline.stretches_;
  stretches.resize(std::max<std::size_t>(1, a.passages.size()));
  const auto widen = [&](std::int32_t passage, Ticks first, Ticks last) {
    if (passage < 0 || static_cast<std::size_t>(passage) >= stretches.size()) return;
    Stretch& s = stretches[static_cast<std::size_t>(passage)];
    const Ticks start = bar_at(bars, first).start, end = bar_at(bars, last).end();
    s.first = s.used ? std::min(s.first, start) : start;
    s.last = s.used ? std::max(s.last, end) : end;
    s.used = true;
  };
  for (std::size_t i = 0; i < a.passages.size(); ++i) {
    const Passage& p = a.passages[i];
    widen(static_cast<std::int32_t>(i), p.first_tick,
          std::max(p.first_tick, std::min(p.last_tick, take.chart.length - 1)));
  }
  for (const Match& m : a.matches) widen(m.passage, m.tick, m.tick);

  for (std::size_t i = 0; i < stretches.size(); ++i) {
    Stretch& s = stretches[i];
    if (!s.used) continue;
    s.offset = timeline.length_;
    for (const Bar& bar : bars) {
      if (bar.start < s.first || bar.start >= s.last) continue;
      timeline.bars_.push_back({bar, static_cast<std::int32_t>(i), s.offset + bar.start - s.first});
    }
    timeline.length_ += s.last - s.first;
  }
  // Each departure stands where the passage begins that it led to.
  for (const Departure& d : a.departures) {
    Ticks at = 0;
    if (d.kind == DepartureKind::early_end) {
      at = timeline.length_;
    } else if (d.kind != DepartureKind::late_start) {
      double nearest = HUGE_VAL;
      for (std::size_t i = 1; i < a.passages.size(); ++i) {
        const double gap = std::fabs(static_cast<double>(a.passages[i].first_frame - d.frame));
        if (gap < nearest) nearest = gap, at = stretches[i].offset;
      }
    }
    timeline.marks_.push_back({at, departure(d, take.source.rate)});
  }
  return timeline;
}

Ticks Timeline::offset(std::int32_t passage, Ticks tick) const {
  if (passage < 0 || static_cast<std::size_t>(passage) >= stretches_.size()) return 0;
  const Stretch& s = stretches_[static_cast<std::size_t>(passage)];
  return s.offset + std::clamp(tick, s.first, s.last) - s.first;
}

}  // namespace firstchair::report
