// A performance becomes a chart: what was played, written down on a grid.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/hear/hear_command.h"
#include "charts/charts.h"
#include "io/files/files.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

// Moves every note to the nearest of `cells` a whole note. What falls behind the last cell of the chart stays
// in it. Notes of one voice that meet become one.
void to_grid(Chart& chart, int cells) {
  const Ticks cell = kTicksPerWhole / cells;
  for (Note& note : chart.notes)
    note.tick = std::min((note.tick + cell / 2) / cell * cell, chart.length - cell);
  settle(chart);
}

// The whole number of beats a minute where the playing allows it, else one place behind the point.
void round_tempo(Chart& chart, const Reading& reading) {
  for (TempoChange& tempo : chart.tempi) {
    const double whole = std::round(tempo.bpm);
    const bool may = chart.tempi.size() == 1 && whole >= reading.bpm_low && whole <= reading.bpm_high;
    tempo.bpm = may ? whole : std::round(tempo.bpm * 10) / 10;
  }
}

}  // namespace

Result<int> chart_from(const ChartFromOptions& options) {
  const Result<charts::ChartFormat> format = charts::chart_format(options.out, {});
  if (!format || !charts::is_written(*format)) {
    return Error{ErrorCode::usage, options.out, "not a kind of chart that is written",
                 "Write .tab, .mid, .musicxml or .mxl"};
  }
  const Result<std::optional<MeterChange>> meter = parse_meter(options.meter);
  if (!meter) return meter.error();
  HearOptions hearing;
  hearing.take = options.take;
  hearing.kit = options.kit;
  SessionConfig config;
  config.meter = *meter;
  config.bpm = options.bpm;
  firstchair::hearing::hear_with(hearing.ear, config);
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  Chart chart = std::move(take->chart);
  if (chart.notes.empty()) {
    return Error{ErrorCode::unsupported, options.take, "no pulse was found, so nothing can be written down",
                 "Name the tempo with --bpm"};
  }
  round_tempo(chart, take->reading);
  const std::size_t strokes = chart.notes.size();
  if (options.grid > 0) to_grid(chart, options.grid);
  const std::vector<std::uint8_t> bytes = charts::write_chart(*format, chart, charts::Repeats::folded);
  if (bytes.empty()) {
    return Error{ErrorCode::unsupported, options.out, "it does not hold what was played",
                 "Write .tab, .mid, .musicxml or .mxl"};
  }
  auto done =
      io::write_file(options.out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options.force);
  if (!done) return done.error();
  const std::vector<Bar> bars = bars_of(chart);
  fmt::print("{}: {}, {}, {}/{}, {:.4g} bpm", report::plain(options.out), report::count(bars.size(), "bar"),
             report::count(chart.notes.size(), "note"), chart.meters.front().beats, chart.meters.front().unit,
             take->reading.bpm);
  if (chart.notes.size() < strokes) fmt::print("; {} met on the grid", strokes - chart.notes.size());
  fmt::print(".\n");
  return 0;
}

}  // namespace firstchair::cli
