#include "charts/musicxml/musicxml_rhythm.h"

#include <algorithm>

namespace firstchair::charts {
namespace {

constexpr int kFinestValue = 8;  // 256th notes
constexpr Ticks kFinest = kTicksPerWhole >> kFinestValue;

Ticks beat_of(const MeterChange& meter) {
  const Ticks unit = kTicksPerWhole / meter.unit;
  if (meter.unit >= 8 && meter.beats % 3 == 0) return 3 * unit;
  if (meter.unit == 8 && meter.beats % 2 == 0) return 2 * unit;
  return std::min(unit, kTicksPerQuarter);
}

struct Tuplet {
  int actual = 1, normal = 1;

  Ticks drawn(Ticks heard) const { return heard * actual / normal; }
  Ticks heard(Ticks drawn) const { return drawn * normal / actual; }
};

// The first tuplet in which every onset of the beat stands after a plain note value; actual = 0 when none
// does.
Tuplet tuplet_for(Ticks beat, Ticks start, std::span<const Ticks> onsets) {
  const int notes =
      beat % (3 * kFinest) == 0 ? 3 : 1;  // of one value in the beat, when it is not divided further
  for (const int actual : {1, 3, 5, 7, 9, 15}) {
    // "Five in the time of four": as many plain notes as the beat has, but not more than five.
    int normal = notes > actual ? 1 : notes;
    while (normal * 2 <= actual) normal *= 2;
    if (actual > 1 && (actual == normal || beat % (normal * kFinest) != 0)) continue;
    const auto fits = [&](Ticks onset) { return (onset - start) * actual % (normal * kFinest) == 0; };
    if (std::all_of(onsets.begin(), onsets.end(), fits)) return {actual, normal};
  }
  return {0, 0};
}

class Engraver {
 public:
  Engraver(const MeterChange& meter, std::span<const Ticks> onsets) : meter_(meter), onsets_(onsets) {}

  std::vector<RhythmSlot> slots() {
    const Ticks beat = beat_of(meter_), bar = meter_.bar_length();
    if (onsets_.empty()) return {{.length = bar, .whole_bar = true}};
    std::size_t first = 0;
    Ticks rest_from = 0;
    for (Ticks start = 0; start < bar; start += beat, ++beat_) {
      std::size_t last = first;
      while (last < onsets_.size() && onsets_[last] < start + beat) ++last;
      if (last == first) continue;
      draw_rests({}, rest_from, start);
      draw_beat(start, beat, first, last);
      rest_from = start + beat;
      first = last;
    }
    draw_rests({}, rest_from, bar);
    return std::move(slots_);
  }

 private:
  // The largest note value of at most `length`, whose multiple `at` is.
  static int value_of(Ticks length, Ticks at) {
    int value = 0;
    while (value < kFinestValue && (kTicksPerWhole >> value > length || at % (kTicksPerWhole >> value) != 0))
      ++value;
    return value;
  }

  void add(const Tuplet& tuplet, Ticks drawn, int onset, int value, int dots) {
    slots_.push_back({.length = tuplet.heard(drawn),
                      .onset = onset,
                      .value = value,
                      .dots = dots,
                      .actual = tuplet.actual,
                      .normal = tuplet.normal,
                      .beat = beat_});
  }

  void draw_rests(const Tuplet& tuplet, Ticks from, Ticks to) {
    while (from < to) {
      const int value = value_of(to - from, from);
      add(tuplet, kTicksPerWhole >> value, -1, value, 0);
      from += kTicksPerWhole >> value;
    }
  }

  // A note as long as may be with at most one dot, and rests behind it.
  void draw_note(const Tuplet& tuplet, Ticks from, Ticks to, int onset) {
    const int value = value_of(to - from, 0);
    const Ticks plain = kTicksPerWhole >> value;
    const bool dotted = to - from == plain + plain / 2;
    add(tuplet, dotted ? to - from : plain, onset, value, dotted ? 1 : 0);
    draw_rests(tuplet, from + (dotted ? to - from : plain), to);
  }

  void draw_beat(Ticks start, Ticks beat, std::size_t first, std::size_t last) {
    const Tuplet tuplet = tuplet_for(beat, start, onsets_.subspan(first, last - first));
    const std::size_t first_slot = slots_.size();
    const bool drawable = tuplet.actual > 0;
    if (onsets_[first] > start) {
      const Ticks gap = onsets_[first] - start;
      if (drawable) {
        draw_rests(tuplet, 0, tuplet.drawn(gap));
      } else {
        slots_.push_back({.length = gap, .beat = beat_});
      }
    }
    for (std::size_t o = first; o < last; ++o) {
      const Ticks end = o + 1 < last ? onsets_[o + 1] : start + beat;
      if (drawable) {
        draw_note(tuplet, tuplet.drawn(onsets_[o] - start), tuplet.drawn(end - start), static_cast<int>(o));
      } else {
        slots_.push_back({.length = end - onsets_[o], .onset = static_cast<int>(o), .beat = beat_});
      }
    }
    if (tuplet.actual > 1) {
      slots_[first_slot].tuplet_starts = true;
      slots_.back().tuplet_stops = true;
    }
  }

  const MeterChange& meter_;
  std::span<const Ticks> onsets_;
  std::vector<RhythmSlot> slots_;
  int beat_ = 0;
};

}  // namespace

std::vector<RhythmSlot> engrave(const MeterChange& meter, std::span<const Ticks> onsets) {
  return Engraver(meter, onsets).slots();
}

}  // namespace firstchair::charts
