#include <algorithm>
#include <array>

#include "charts/limits.h"
#include "charts/midi/midi_dynamics.h"
#include "charts/score/written_score.h"
#include "charts/title.h"

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
  Assembler(Chart& chart, Remarks& remarks) : chart_(chart), remarks_(remarks) { chart_.meters.clear(); }

  // `next` is what is played after it; null at the end.
  void add(const ScoreMeasure& measure, double bpm, const ScoreMeasure* next) {
    const Ticks length = measure.length, bar = measure.meter->bar_length();
    if (filled_ > 0) {  // the second half of a parted bar
      place(measure, chart_.length + filled_, bpm);
      chart_.length += bar_length_;
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
      } else if (chart_.length == 0 && next != nullptr) {
        lead = bar - length;
      } else if (measure.implicit && next != nullptr) {
        meter = meter_lasting(length, meter.unit);
      }
    }
    meter.tick = chart_.length;
    bar_length_ = meter.bar_length();
    const bool same = !chart_.meters.empty() && chart_.meters.back().beats == meter.beats &&
                      chart_.meters.back().unit == meter.unit;
    if (!same) chart_.meters.push_back(meter);
    place(measure, chart_.length + lead, bpm);
    if (filled_ == 0) {
      chart_.length += bar_length_;
      ++bars_;
    }
  }

  // Returns how many bars are complete.
  int bars() const { return bars_; }

 private:
  void place(const ScoreMeasure& measure, Ticks at, double bpm) {
    if (bpm > 0) set_tempo(at, bpm);
    for (const TempoChange& tempo : measure.tempi)
      set_tempo(at + std::min(tempo.tick, measure.length), tempo.bpm);
    for (Note note : measure.notes) {
      note.tick += at;
      chart_.notes.push_back(note);
    }
  }

  void set_tempo(Ticks tick, double bpm) {
    std::vector<TempoChange>& tempi = chart_.tempi;
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

  Chart& chart_;
  Remarks& remarks_;
  Ticks filled_ = 0;  // of a bar whose second half is still to come
  Ticks bar_length_ = 0;
  int bars_ = 0;
};

}  // namespace

Result<ChartRead> play_out(WrittenScore score, std::string_view title) {
  if (score.measures.empty())
    return Error{ErrorCode::unsupported, {}, "no bar in it", "Export the score again"};
  std::vector<ScoreMeasure>& measures = score.measures;
  std::vector<double> tempo_at_start;
  hold_attributes(measures, tempo_at_start);

  std::vector<BarFlow> flow;
  for (ScoreMeasure& measure : measures) flow.push_back(std::move(measure.flow));
  const std::vector<std::size_t> order = playing_order(flow, static_cast<std::size_t>(kMaxBars));
  Chart chart;
  chart.title = clean_title(title);
  ChartRead read;
  Assembler assembler(chart, score.remarks);
  LeftOuts outs;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const ScoreMeasure* const next = k + 1 < order.size() ? &measures[order[k + 1]] : nullptr;
    for (const std::string& name : measures[order[k]].outside) outs.add(name, assembler.bars() + 1);
    assembler.add(measures[order[k]], tempo_at_start[order[k]], next);
    if (std::max(chart.notes.size(), chart.tempi.size()) > kMaxNotes ||
        order.size() > static_cast<std::size_t>(kMaxBars)) {
      return Error{
          ErrorCode::too_large, {}, "over 100,000 bars or 1,000,000 notes with its repeats", "Repeat less"};
    }
  }
  if (chart.notes.empty()) {
    return Error{
        ErrorCode::unsupported, {}, "no stroke of a drum kit in it", "Export the score with its drum part"};
  }
  const auto swung = std::find_if(measures.begin(), measures.end(),
                                  [](const ScoreMeasure& m) { return m.swing.has_value(); });
  if (swung != measures.end()) chart.swing = *swung->swing;
  settle(chart);
  std::erase_if(chart.tempi, [&](const TempoChange& tempo) { return tempo.tick >= chart.length; });
  read.chart = std::move(chart);
  read.remarks = score.remarks.take();
  read.left_out = outs.take();
  return read;
}

void read_velocities(const std::vector<Note*>& notes) {
  std::array<std::vector<Note*>, kVoiceCount> lines;
  bool any = false;
  for (Note* note : notes) {
    if (note->dynamic != Dynamic::normal) return;
    lines[static_cast<std::size_t>(note->voice)].push_back(note);
    any = any || note->velocity > 0;
  }
  if (!any) return;
  for (const std::vector<Note*>& line : lines) {
    std::vector<std::uint8_t> velocities;
    for (const Note* note : line) velocities.push_back(note->velocity > 0 ? note->velocity : kNormalVelocity);
    const std::vector<Dynamic> dynamics = dynamics_of(velocities);
    for (std::size_t n = 0; n < line.size(); ++n) line[n]->dynamic = dynamics[n];
  }
}

}  // namespace firstchair::charts
