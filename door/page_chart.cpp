#include "door/page_chart.h"

#include "charts/charts.h"
#include "charts/midi/midi_chart.h"
#include "charts/tab/tab.h"
#include "report/data/json_writer.h"

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
