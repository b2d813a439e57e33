#include <algorithm>
#include <array>

#include "charts/limits.h"
#include "charts/midi/midi_dynamics.h"
#include "charts/score/lay_out.h"
#include "charts/title.h"

namespace firstchair::charts {

Result<ChartRead> play_out(WrittenScore score, std::string_view title) {
  std::vector<ScoreMeasure>& measures = score.measures;
  Result<Layout> layout = lay_out(measures, score.remarks);
  if (!layout) return layout.error();
  Chart chart;
  chart.title = clean_title(title);
  ChartRead read;
  LeftOuts outs;
  std::size_t left_out = 0;
  for (const LaidMeasure& laid : layout->laid) {
    const ScoreMeasure& measure = measures[laid.measure];
    for (const std::string& name : measure.outside) outs.add(name, laid.bar);
    left_out += measure.outside.size();
    for (Note note : measure.notes) {
      note.tick += laid.tick;
      chart.notes.push_back(note);
    }
    if (std::max(chart.notes.size(), left_out) > kMaxNotes) return kTooMuch;
  }
  chart.meters = std::move(layout->meters);
  chart.tempi = std::move(layout->tempi);
  chart.swing = layout->swing;
  chart.length = layout->length;
  if (chart.notes.empty()) {
    return Error{
        ErrorCode::unsupported, {}, "no stroke of a drum kit in it", "Export the score with its drum part"};
  }
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
