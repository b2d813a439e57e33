#include "charts/score/lay_out.h"

#include <algorithm>

#include "charts/limits.h"

namespace firstchair::charts {
namespace {

// In order, without marks that change nothing: a repeat may play them a hundred thousand times.
void tidy(std::vector<TempoChange>& tempi) {
  std::stable_sort(tempi.begin(), tempi.end(),
                   [](const TempoChange& a, const TempoChange& b) { return a.tick < b.tick; });
  std::vector<TempoChange> kept;
  for (const TempoChange& tempo : tempi) {
    if (!kept.empty() && kept.back().tick == tempo.tick) kept.pop_back();
    if (kept.empty() || kept.back().bpm != tempo.bpm) kept.push_back(tempo);
  }
  tempi = std::move(kept);
}

// A meter that lasts as long as `length`, or the least longer one.
MeterChange meter_lasting(Ticks length, int unit) {
  for (int finer = unit; finer <= 64; finer *= 2) {
    const Ticks beat = kTicksPerWhole / finer;
    if (length % beat == 0 && length / beat <= 64) return {0, static_cast<int>(length / beat), finer};
  }
  int coarser = 64;
  while (coarser > 1 && length > 64 * (kTicksPerWhole / coarser)) coarser /= 2;
  const Ticks beat = kTicksPerWhole / coarser;
  return {0, static_cast<int>(std::clamp<Ticks>((length + beat - 1) / beat, 1, 64)), coarser};
}

// Meter and tempo in force wherever a jump may land. Before any meter is written a bar is as long as its
// notes.
void hold_attributes(std::vector<ScoreMeasure>& measures, std::vector<double>& tempo_at_start) {
  for (ScoreMeasure& measure : measures) tidy(measure.tempi);
  std::optional<MeterChange> meter;
  const auto first =
      std::find_if(measures.begin(), measures.end(), [](const ScoreMeasure& m) { return !m.tempi.empty(); });
  double bpm = 0;
  for (ScoreMeasure& measure : measures) {
    if (measure.meter) meter = measure.meter;
    measure.meter = meter ? *meter : measure.length > 0 ? meter_lasting(measure.length, 4) : MeterChange{};
    if (bpm == 0 && first != measures.end()) bpm = first->tempi.front().bpm;
    tempo_at_start.push_back(bpm);
    if (!measure.tempi.empty()) bpm = measure.tempi.back().bpm;
  }
  ScoreMeasure& pickup = measures.front();
  if (pickup.length < pickup.meter->bar_length()) pickup.implicit = true;
}

// Lays measures end to end as whole bars.
class Assembler {
 public:
  Assembler(Layout& layout, Remarks& remarks) : layout_(layout), remarks_(remarks) {}

  // `next` is what is played after it; null at the end.
  void add(std::size_t index, const ScoreMeasure& measure, double bpm, const ScoreMeasure* next) {
    const Ticks length = measure.length, bar = measure.meter->bar_length();
    if (filled_ > 0) {  // the second half of a parted bar
      place(index, measure, layout_.length + filled_, bpm);
      layout_.length += bar_length_;
      ++bars_;
      filled_ = 0;
      return;
    }
    MeterChange meter = *measure.meter;
    Ticks lead = 0;
    if (length > bar && only_rings_over(measure, bar)) {
      remarks_.add(measure.place, "its last note is longer than the bar, which stays in " +
                                      std::to_string(meter.beats) + "/" + std::to_string(meter.unit));
    } else if (length > bar) {
      meter = meter_lasting(length, meter.unit);
    } else if (length > 0 && length < bar) {
      if (next != nullptr && next->implicit && next->length + length == bar && next->meter == measure.meter) {
        filled_ = length;
      } else if (layout_.length == 0 && next != nullptr) {
        lead = layout_.pickup = bar - length;
      } else if (measure.implicit && next != nullptr) {
        meter = meter_lasting(length, meter.unit);
      }
    }
    meter.tick = layout_.length;
    bar_length_ = meter.bar_length();
    const bool same = !layout_.meters.empty() && layout_.meters.back().beats == meter.beats &&
                      layout_.meters.back().unit == meter.unit;
    if (!same) layout_.meters.push_back(meter);
    place(index, measure, layout_.length + lead, bpm);
    if (filled_ == 0) {
      layout_.length += bar_length_;
      ++bars_;
    }
  }

 private:
  void place(std::size_t index, const ScoreMeasure& measure, Ticks at, double bpm) {
    if (bpm > 0) set_tempo(at, bpm);
    for (const TempoChange& tempo : measure.tempi)
      set_tempo(at + std::min(tempo.tick, measure.length), tempo.bpm);
    layout_.laid.push_back({index, at, bars_ + 1});
  }

  void set_tempo(Ticks tick, double bpm) {
    std::vector<TempoChange>& tempi = layout_.tempi;
    if (tempi.empty()) tick = 0;
    if (!tempi.empty() && tempi.back().tick >= tick) tempi.pop_back();
    if (tempi.empty() || tempi.back().bpm != bpm) tempi.push_back({tempi.empty() ? 0 : tick, bpm});
  }

  // Exporters round: the bar is longer by a sixteenth at most, and nothing begins behind its end.
  static bool only_rings_over(const ScoreMeasure& measure, Ticks bar) {
    return measure.length - bar <= kTicksPerWhole / 16 &&
           std::all_of(measure.notes.begin(), measure.notes.end(),
                       [&](const Note& note) { return note.tick < bar; });
  }

  Layout& layout_;
  Remarks& remarks_;
  Ticks filled_ = 0;  // of a bar whose second half is still to come
  Ticks bar_length_ = 0;
  int bars_ = 0;
};

}  // namespace

Result<Layout> lay_out(std::vector<ScoreMeasure>& measures, Remarks& remarks) {
  if (measures.empty()) return Error{ErrorCode::unsupported, {}, "no bar in it", "Export the score again"};
  std::vector<double> tempo_at_start;
  hold_attributes(measures, tempo_at_start);

  std::vector<BarFlow> flow;
  for (ScoreMeasure& measure : measures) flow.push_back(std::move(measure.flow));
  const std::vector<std::size_t> order = playing_order(flow, static_cast<std::size_t>(kMaxBars));
  Layout layout;
  Assembler assembler(layout, remarks);
  for (std::size_t k = 0; k < order.size(); ++k) {
    const ScoreMeasure* const next = k + 1 < order.size() ? &measures[order[k + 1]] : nullptr;
    assembler.add(order[k], measures[order[k]], tempo_at_start[order[k]], next);
    if (layout.tempi.size() > kMaxNotes || order.size() > static_cast<std::size_t>(kMaxBars)) return kTooMuch;
  }
  const auto swung = std::find_if(measures.begin(), measures.end(),
                                  [](const ScoreMeasure& m) { return m.swing.has_value(); });
  if (swung != measures.end()) layout.swing = *swung->swing;
  return layout;
}

}  // namespace firstchair::charts
