#include "door/page_chart.h"

#include <fmt/format.h>

#include "charts/charts.h"
#include "charts/midi/midi_chart.h"
#include "charts/tab/tab.h"
#include "report/data/json_writer.h"
#include "report/text/words.h"

namespace firstchair::door {

Result<Chart> read_page_chart(std::span<const std::uint8_t> bytes) {
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                               std::min<std::size_t>(bytes.size(), 512));
  if (start.starts_with("MThd")) return charts::read_midi_chart(bytes);
  if (start.starts_with("PK") || start.find("<?xml") != std::string_view::npos ||
      start.find("<score-") != std::string_view::npos) {
    return Error{
        ErrorCode::unsupported, {}, "MusicXML is read by firstchair serve", "Drop it while connected"};
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
  json.end_object();
  return json.take();
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
