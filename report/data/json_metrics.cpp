// What the judge measured: a take.json's "metrics", "positions", and a metric wherever else one stands.
#include "report/data/json_parts.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

void place(JsonWriter& json, const Place& p) {
  json.integer("bar", p.bar);
  json.real("beat", p.beat, 4);
  json.integer("tick", p.tick);
  if (p.played > 0) json.integer("played", p.played);
}

}  // namespace

void write_metric(JsonWriter& json, std::string_view key, const Metric& m) {
  const bool value = measured(m);
  const auto real = [&](std::string_view name, double x) {
    if (value) {
      json.real(name, x, 4);
    } else {
      json.null(name);
    }
  };
  json.begin_object(key);
  json.text("measure", id_of(m.measure));
  if (m.has_line) {
    json.text("line", id_of(m.line));
  } else {
    json.null("line");
  }
  if (m.measure == Measure::unison) {
    json.text("other", id_of(m.other));
  } else {
    json.null("other");
  }
  if (m.measure == Measure::dynamics) {
    json.text("dynamic", id_of(m.dynamic));
  } else {
    json.null("dynamic");
  }
  json.text("unit", unit_of(m.measure));
  json.text("standing", id_of(m.standing));
  real("value", m.value);
  real("low", m.low);
  real("high", m.high);
  const bool has_mean = m.measure == Measure::unison || m.measure == Measure::flam_gap ||
                        m.measure == Measure::accent || m.measure == Measure::hands ||
                        m.measure == Measure::hand_spread ||
                        (m.measure == Measure::swing && m.mean_high > m.mean_low);
  if (has_mean) {
    real("mean", m.mean);
    real("mean_low", m.mean_low);
    real("mean_high", m.mean_high);
  }
  if (m.measure == Measure::flam_gap) real("spread", m.spread);
  if (m.standing == Standing::below_floor) json.real("floor", m.value, 4);
  json.integer("n", m.n);
  json.integer("needed", m.needed);
  json.real("band_low", m.band_low, 4);
  json.real("band_high", m.band_high, 4);
  json.real("excess", m.excess, 4);
  if (m.z > 0) {
    json.real("z", m.z, 4);
  } else {
    json.null("z");
  }
  const std::string letters = grade(m);
  if (letters.empty()) {
    json.null("grade");
  } else {
    json.text("grade", letters);
  }
  if (m.every > 1) {
    json.integer("every", m.every);
    json.integer("which", m.which);
  }
  if (m.beat_to > 0) json.real("beat_to", m.beat_to, 4);
  if (m.has_loose) json.text("loose", id_of(m.loose));
  if (m.perhaps_kit) json.boolean("perhaps_kit", true);
  if (m.beside_band) json.boolean("beside_band", true);
  if (m.place.bar > 0 || m.place.beat > 0) {
    json.begin_object("place");
    place(json, m.place);
    json.end_object();
  } else {
    json.null("place");
  }
  json.begin_array("places");
  for (const Place& p : m.places) {
    json.begin_object();
    place(json, p);
    json.end_object();
  }
  json.end_array();
  json.text("text", metric_text(m));
  json.end_object();
}

void write_verdict(JsonWriter& json, const Verdict& v) {
  json.begin_array("metrics");
  for (const Metric& m : v.metrics) {
    json.line();
    write_metric(json, {}, m);
  }
  json.line();
  json.end_array();

  json.begin_array("positions");
  for (const PositionCell& p : v.positions) {
    json.line();
    json.begin_object();
    json.text("line", id_of(p.line));
    json.integer("in_bar", p.in_bar);
    json.real("beat", p.beat, 4);
    json.integer("n", p.n);
    json.real("mean_ms", p.mean_ms, 2);
    json.real("shrunk_ms", p.shrunk_ms, 2);
    json.real("sd_ms", p.sd_ms, 2);
    json.real("probability", p.probability, 4);
    json.end_object();
  }
  json.line();
  json.end_array();
  json.real("floor_ms", v.floor_ms, 3);
  json.integer("outliers", v.outliers);
}

}  // namespace firstchair::report
