// take.json: every stroke, match, metric and the order, in the words of engine/core. docs/formats/take.md
// explains each field, docs/formats/take.schema.json is what the tests hold it against.
#include "engine/core/hit_count.h"
#include "report/data/json_parts.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

void reading(JsonWriter& json, const Reading& r) {
  json.begin_object("reading");
  json.boolean("chart_given", r.chart_given);
  if (!r.chart_played) json.boolean("chart_played", false);
  if (r.played_beats > 0) json.text("meter_played", played_meter(r));
  json.real("bpm", r.bpm, 3);
  json.real("bpm_low", r.bpm_low, 3);
  json.real("bpm_high", r.bpm_high, 3);
  json.real("tempo_probability", r.tempo_probability, 4);
  json.real("meter_probability", r.meter_probability, 4);
  json.real("bar_probability", r.bar_probability, 4);
  if (r.two_tempi()) {
    json.real("other_bpm", r.other_bpm, 3);
    json.real("other_probability", r.other_probability, 4);
  }
  json.end_object();
}

void count(JsonWriter& json, const HitCount& c) {
  json.integer("notes", c.notes);
  json.integer("missed", c.missed);
  json.integer("wrong_voice", c.wrong);
  json.integer("covered", c.covered);
  json.integer("extra", c.extra);
}

void counts(JsonWriter& json, const Take& take) {
  const HitCounts all = count_hits(take);
  json.begin_object("counts");
  count(json, all.all);
  json.begin_array("lines");
  for (const Line line : lines_of(take)) {
    json.begin_object();
    json.text("line", id_of(line));
    count(json, all.lines[static_cast<std::size_t>(line)]);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void order(JsonWriter& json, const Take& take) {
  const Order& o = take.order;
  json.begin_object("order");
  json.text("text", order_text(take));
  json.text("action", id_of(o.action));
  if (o.cause.n == 0 && o.cause.needed == 0) {
    json.null("cause");
  } else {
    write_metric(json, "cause", o.cause);
  }
  json.integer("from_bar", o.from_bar);
  json.integer("to_bar", o.to_bar);
  json.real("bpm", o.bpm, 3);
  json.real("target", o.target, 4);
  json.integer("count", o.count);
  json.end_object();
}

}  // namespace

std::string take_json(const Take& take, std::string_view ear) {
  JsonWriter json;
  json.begin_object();
  const auto section = [&](auto write) {
    json.line();
    write();
  };
  section([&] { json.text("format", "firstchair-take"); });
  section([&] { json.integer("format_version", 1); });
  section([&] { json.text("engine", FIRSTCHAIR_VERSION); });
  if (!ear.empty() && take.source.kind == SourceKind::audio) section([&] { json.text("ear", ear); });
  section([&] { write_source(json, take); });
  if (!take.source.kit.made.empty()) section([&] { write_kit(json, take.source.kit.made); });
  section([&] { reading(json, take.reading); });
  if (!take.nearest_chart.empty()) section([&] { json.text("nearest_chart", take.nearest_chart); });
  section([&] { json.text("headline", headline(take)); });
  section([&] {
    json.begin_array("facts");
    for (const std::string& fact : facts_told(take)) json.text({}, fact);
    json.end_array();
  });
  section([&] { order(json, take); });
  if (take.reading.chart_played) section([&] { counts(json, take); });
  section([&] { write_verdict(json, take.verdict); });
  section([&] { write_chart(json, take.chart); });
  section([&] { write_hits(json, take, ear); });
  section([&] { write_alignment(json, take); });
  json.line();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace firstchair::report
