// take.json: every stroke, match, metric and the order, in the words of engine/core. docs/formats/take.md
// explains each field, docs/formats/take.schema.json is what the tests hold it against.
#include "engine/core/hit_count.h"
#include "report/data/json_writer.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using report::id_of;
using report::JsonWriter;

void index(JsonWriter& json, std::string_view key, std::int32_t value) {
  if (value < 0) {
    json.null(key);
  } else {
    json.integer(key, value);
  }
}

void kit_read(JsonWriter& json, const KitRead& k) {
  constexpr std::string_view kChoices[] = {"usual", "asked", "guessed"};
  json.begin_object("kit");
  json.text("profile", k.profile);
  json.text("choice", kChoices[static_cast<std::size_t>(k.choice)]);
  if (!k.why.empty()) json.text("why", k.why);
  if (k.channel > 0) {
    json.integer("channel", k.channel);
    json.boolean("channel_guessed", k.channel_guessed);
  }
  json.integer("below_floor", k.below_floor);
  json.integer("retriggered", k.retriggered);
  json.integer("outside", k.outside);
  if (!k.hint.empty()) json.text("hint", k.hint);
  json.end_object();
}

// Its beats are of the take's time; without a known delay nothing was told against them.
void played_with(JsonWriter& json, const Take& take, const PlayedWith& band) {
  json.begin_object("band");
  json.real("follow", band.follow, 2);
  json.real("home_bpm", band.home_bpm, 3);
  if (band.delay_sd_ms >= 0) {
    json.real("delay_sd_ms", band.delay_sd_ms, 3);
  } else {
    json.null("delay_sd_ms");
  }
  json.begin_array("beats");
  for (const ClockBeat& beat : band.beats) {
    json.line();
    json.begin_object();
    json.integer("quarter", beat.quarter);
    json.real("time_ms", 1000 * report::seconds(take, beat.frame), 2);
    json.end_object();
  }
  json.line();
  json.end_array();
  json.end_object();
}

void source(JsonWriter& json, const Take& take) {
  const Source& s = take.source;
  json.begin_object("source");
  json.text("name", s.name);
  json.text("kind", id_of(s.kind));
  json.real("rate", s.rate, 3);
  json.integer("channels", s.channels);
  json.integer("length", s.length);
  json.real("duration_s", report::seconds(take, static_cast<double>(s.length)), 3);
  json.text("detail", id_of(s.detail));
  json.boolean("polyphonic", s.polyphonic);
  json.real("bias_sd_ms", s.bias_sd_ms, 3);
  if (!s.kit.profile.empty()) kit_read(json, s.kit);
  if (!s.music.empty()) {
    json.begin_array("music");
    for (const MusicHeard& heard : s.music) {
      json.begin_object();
      json.real("from_s", report::seconds(take, static_cast<double>(heard.from)), 3);
      json.real("to_s", report::seconds(take, static_cast<double>(heard.to)), 3);
      json.end_object();
    }
    json.end_array();
  }
  if (s.band) played_with(json, take, *s.band);
  json.end_object();
}

void kit(JsonWriter& json, const std::vector<KitStrokes>& kit) {
  json.begin_array("kit");
  for (const KitStrokes& k : kit) {
    json.begin_object();
    json.text("of", id_of(k.of));
    json.text("told", id_of(k.told));
    json.integer("count", k.count);
    json.real("after_ms", k.after_ms, 3);
    json.real("velocity", k.velocity, 1);
    json.end_object();
  }
  json.end_array();
}

void reading(JsonWriter& json, const Reading& r) {
  json.begin_object("reading");
  json.boolean("chart_given", r.chart_given);
  if (!r.chart_played) json.boolean("chart_played", false);
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

void chart(JsonWriter& json, const Chart& c) {
  json.begin_object("chart");
  json.text("title", c.title);
  json.integer("ticks_per_quarter", kTicksPerQuarter);
  json.integer("length", c.length);
  json.real("swing", c.swing, 4);
  json.begin_array("meters");
  for (const MeterChange& m : c.meters) {
    json.begin_object();
    json.integer("tick", m.tick);
    json.integer("beats", m.beats);
    json.integer("unit", m.unit);
    json.end_object();
  }
  json.end_array();
  json.begin_array("tempi");
  for (const TempoChange& t : c.tempi) {
    json.begin_object();
    json.integer("tick", t.tick);
    json.real("bpm", t.bpm, 3);
    json.end_object();
  }
  json.end_array();
  json.begin_array("notes");
  for (const Note& n : c.notes) {
    json.line();
    json.begin_object();
    json.integer("tick", n.tick);
    json.text("voice", id_of(n.voice));
    json.text("dynamic", id_of(n.dynamic));
    json.text("ornament", id_of(n.ornament));
    json.text("hand", id_of(n.hand));
    json.integer("velocity", n.velocity);
    json.end_object();
  }
  json.line();
  json.end_array();
  json.end_object();
}

void hits(JsonWriter& json, const Take& take) {
  json.begin_array("hits");
  for (const Hit& h : take.hits) {
    json.line();
    json.begin_object();
    json.integer("frame", h.frame);
    json.real("time_ms", 1000 * report::seconds(take, static_cast<double>(h.frame)), 2);
    json.text("voice", id_of(h.voice));
    json.real("voice_probability", static_cast<double>(h.voice_probability), 3);
    json.real("level_db", static_cast<double>(h.level_db), 2);
    json.real("strength", static_cast<double>(h.strength), 1);
    json.real("sigma_ms", static_cast<double>(h.sigma_ms), 3);
    json.boolean("timed", h.timed);
    json.boolean("unison", h.unison);
    json.end_object();
  }
  json.line();
  json.end_array();
}

void alignment(JsonWriter& json, const Take& take) {
  const Alignment& a = take.alignment;
  json.begin_array("matches");
  for (std::size_t i = 0; i < a.matches.size(); ++i) {
    const Match& m = a.matches[i];
    const bool heard = m.hit >= 0;
    json.line();
    json.begin_object();
    json.text("kind", id_of(m.kind));
    index(json, "hit", m.hit);
    index(json, "note", m.note);
    json.integer("passage", m.passage);
    json.integer("tick", m.tick);
    json.real("target_ms", 1000 * report::seconds(take, m.target), 2);
    if (heard) {
      json.real("error_ms", m.error_ms, 2);
    } else {
      json.null("error_ms");
    }
    const auto& local = take.verdict.local_error_ms;
    if (i < local.size()) {
      json.real("local_error_ms", local[i], 2);
    } else {
      json.null("local_error_ms");
    }
    json.end_object();
  }
  json.line();
  json.end_array();

  json.begin_array("passages");
  for (const Passage& p : a.passages) {
    json.line();
    json.begin_object();
    json.integer("first_tick", p.first_tick);
    json.integer("last_tick", p.last_tick);
    json.integer("first_frame", p.first_frame);
    json.integer("last_frame", p.last_frame);
    json.integer("offset", p.offset);
    json.boolean("new_pulse", p.new_pulse);
    json.end_object();
  }
  json.line();
  json.end_array();

  json.begin_array("departures");
  for (const Departure& d : a.departures) {
    json.line();
    json.begin_object();
    json.text("kind", id_of(d.kind));
    json.integer("first_bar", d.first_bar);
    json.integer("last_bar", d.last_bar);
    json.integer("frame", d.frame);
    json.real("pause_ms", d.pause_ms, 2);
    json.text("text", report::departure(d, take.source.rate));
    json.end_object();
  }
  json.line();
  json.end_array();

  json.begin_array("pulse");
  for (const PulsePoint& p : a.pulse) {
    json.line();
    json.begin_object();
    json.integer("tick", p.tick);
    json.integer("passage", p.passage);
    json.real("time_ms", 1000 * report::seconds(take, p.frame), 2);
    json.real("bpm", p.bpm, 3);
    json.real("bpm_sd", p.bpm_sd, 3);
    json.end_object();
  }
  json.line();
  json.end_array();
}

void place(JsonWriter& json, const Place& p) {
  json.integer("bar", p.bar);
  json.real("beat", p.beat, 4);
  json.integer("tick", p.tick);
  if (p.played > 0) json.integer("played", p.played);
}

void metric(JsonWriter& json, std::string_view key, const Metric& m) {
  const bool value = report::measured(m);
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
  json.text("unit", report::unit_of(m.measure));
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
  const std::string letters = report::grade(m);
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

void verdict(JsonWriter& json, const Verdict& v) {
  json.begin_array("metrics");
  for (const Metric& m : v.metrics) {
    json.line();
    metric(json, {}, m);
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
  for (const Line line : report::lines_of(take)) {
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
    metric(json, "cause", o.cause);
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
  section([&] { source(json, take); });
  if (!take.source.kit.made.empty()) section([&] { kit(json, take.source.kit.made); });
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
  section([&] { verdict(json, take.verdict); });
  section([&] { chart(json, take.chart); });
  section([&] { hits(json, take); });
  section([&] { alignment(json, take); });
  json.line();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace firstchair::report
