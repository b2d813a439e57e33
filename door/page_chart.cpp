#include "door/page_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "charts/charts.h"
#include "charts/midi/midi_chart.h"
#include "charts/reshape.h"
#include "charts/tab/tab.h"
#include "engine/follow/pulse/grid.h"
#include "midi/smf.h"
#include "report/data/json_writer.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr std::array kLevelOf{0.35, 0.7, 1.0};  // ghost, normal, accent

// In the order of the kit.
std::vector<Line> lines_of(const Chart& chart) {
  std::array<bool, kLineCount> there{};
  for (const Note& note : chart.notes) there[static_cast<std::size_t>(line_of(note.voice))] = true;
  std::vector<Line> lines;
  for (int line = 0; line < kLineCount; ++line) {
    if (there[static_cast<std::size_t>(line)]) lines.push_back(static_cast<Line>(line));
  }
  return lines;
}

}  // namespace

Result<Chart> read_page_chart(std::span<const std::uint8_t> bytes) {
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                               std::min<std::size_t>(bytes.size(), 512));
  if (midi::is_midi(bytes)) return charts::read_midi_chart(bytes);
  if (start.starts_with("PK") || start.find("<?xml") != std::string_view::npos ||
      start.find("<score-") != std::string_view::npos) {
    return Error{ErrorCode::unsupported,
                 {},
                 "a score that the page itself does not read",
                 "Drop it while firstchair runs, which does"};
  }
  return charts::read_tab(bytes);
}

std::string page_chart_text(const Chart& chart) {
  const std::string title = chart.title.empty() ? "Chart" : chart.title;
  std::string text = fmt::format("{}: {} of {}/{}, {}", title, report::count(bars_of(chart).size(), "bar"),
                                 chart.meters.front().beats, chart.meters.front().unit,
                                 report::count(chart.notes.size(), "note"));
  if (const double bpm = tempo_at(chart, 0); bpm > 0) {
    std::string tempo = report::number(bpm, 2);
    tempo.erase(tempo.find_last_not_of('0') + 1);
    if (tempo.back() == '.') tempo.pop_back();
    text += fmt::format(", {} BPM", tempo);
  }
  return text + ".";
}

std::string page_chart_json(const Chart& chart) {
  report::JsonWriter json;
  json.begin_object();
  json.text("title", chart.title);
  json.integer("bars", static_cast<std::int64_t>(bars_of(chart).size()));
  if (const double bpm = tempo_at(chart, 0); bpm > 0) {
    json.real("bpm", bpm, 2);
  } else {
    json.null("bpm");
  }
  json.integer("beats", chart.meters.front().beats);
  json.integer("unit", chart.meters.front().unit);
  json.integer("notes", static_cast<std::int64_t>(chart.notes.size()));
  json.text("text", page_chart_text(chart));
  json.begin_array("lines");
  for (const Line line : lines_of(chart)) {
    json.begin_object();
    json.text("id", id_of(line));
    json.text("text", report::capital(name_of(line)));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string chart_sounds_json(const Chart& chart, double bpm) {
  const follow::Grid grid(chart);
  if (bpm <= 0) bpm = grid.bpm() > 0 ? grid.bpm() : kTempoOtherwise;
  const auto seconds = [&](Ticks tick) { return grid.position(tick) * 60 / bpm; };
  report::JsonWriter json;
  json.begin_object();
  json.real("bpm", bpm, 2);
  json.real("seconds", seconds(chart.length), 5);
  json.begin_array("bars");
  for (const Bar& bar : bars_of(chart)) json.real("", seconds(bar.start), 5);
  json.end_array();
  json.begin_array("strokes");
  for (std::size_t i = 0; i < chart.notes.size(); ++i) {
    const Note& note = chart.notes[i];
    json.begin_object();
    json.real("s", seconds(note.tick), 5);
    json.integer("note", static_cast<std::int64_t>(i));
    json.text("voice", id_of(note.voice));
    json.real("level", kLevelOf[static_cast<std::size_t>(note.dynamic)], 2);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

Result<Chart> chart_of_lines(Chart chart, std::string_view lines) {
  std::array<bool, kLineCount> wanted{};
  std::string names;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find(' '), lines.size());
    const std::string_view id = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (id.empty()) continue;
    const auto has = lines_of(chart);
    const auto line = std::find_if(has.begin(), has.end(), [&](Line one) { return id_of(one) == id; });
    if (line == has.end())
      return Error{ErrorCode::usage, {}, fmt::format("the chart has no {}", id), "Choose its voices"};
    wanted[static_cast<std::size_t>(*line)] = true;
    names += (names.empty() ? "" : " and ") + std::string(name_of(*line));
  }
  if (names.empty()) return Error{ErrorCode::usage, {}, "no voice is named", "Choose one"};
  std::erase_if(chart.notes,
                [&](const Note& note) { return !wanted[static_cast<std::size_t>(line_of(note.voice))]; });
  chart.title = fmt::format("{}, {} alone", chart.title.empty() ? "Chart" : chart.title, names);
  return chart;
}

std::string chart_grids_json(const Chart& chart) {
  report::JsonWriter json;
  json.begin_array();
  const bool performed = charts::was_performed(chart);
  const std::size_t likely = performed ? charts::likely_grid(chart) : 0;
  for (std::size_t i = 0; performed && i < charts::chart_grids().size(); ++i) {
    const charts::ChartGrid& grid = charts::chart_grids()[i];
    const charts::GridFit fit = charts::fit_of(chart, grid);
    json.begin_object();
    json.text("id", grid.id);
    json.text("text", fmt::format("{}: {} of {} notes move, {} fall together", report::capital(grid.text),
                                  fit.moved, chart.notes.size(), fit.merged));
    json.boolean("likely", i == likely);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

Result<std::vector<std::uint8_t>> mirrored_chart(std::span<const std::uint8_t> bytes) {
  Result<Chart> chart = read_page_chart(bytes);
  if (!chart) return chart.error();
  const bool hands = std::any_of(chart->notes.begin(), chart->notes.end(),
                                 [](const Note& note) { return note.hand != Hand::unwritten; });
  if (!hands) return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
  return charts::write_tab(charts::mirrored(std::move(*chart)));
}

std::string builtin_charts_json() {
  report::JsonWriter json;
  json.begin_array();
  for (const charts::BuiltinChart& chart : charts::builtin_charts()) {
    json.begin_object();
    json.text("name", chart.name);
    json.text("title", chart.title);
    json.text("group", chart.group);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

}  // namespace firstchair::door
