// What was to be played and what was: a take.json's "chart", "hits" and how they were laid beside each other.
#include "engine/ear/right_shares.h"
#include "report/data/json_parts.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

void index(JsonWriter& json, std::string_view key, std::int32_t value) {
  if (value < 0) {
    json.null(key);
  } else {
    json.integer(key, value);
  }
}

}  // namespace

void write_chart(JsonWriter& json, const Chart& c) {
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

void write_hits(JsonWriter& json, const Take& take, std::string_view ear) {
  const bool names = take.source.kind == SourceKind::audio && take.source.detail == VoiceDetail::family;
  const bool known = take.source.kit_sound && take.source.kit_sound->used;
  std::optional<ear::RightShares> right;
  if (names) right = known ? ear::RightShares::of_known(ear) : ear::RightShares::of(ear);
  json.begin_array("hits");
  for (const Hit& h : take.hits) {
    json.line();
    json.begin_object();
    json.integer("frame", h.frame);
    json.real("time_ms", 1000 * seconds(take, static_cast<double>(h.frame)), 2);
    json.text("voice", id_of(h.voice));
    json.real("voice_probability", static_cast<double>(h.voice_probability), 3);
    if (right) json.real("voice_right", static_cast<double>((*right)(h.voice, h.voice_probability)), 2);
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

void write_alignment(JsonWriter& json, const Take& take) {
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
    json.real("target_ms", 1000 * seconds(take, m.target), 2);
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
    json.text("text", departure(d, take.source.rate));
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
    json.real("time_ms", 1000 * seconds(take, p.frame), 2);
    json.real("bpm", p.bpm, 3);
    json.real("bpm_sd", p.bpm_sd, 3);
    json.end_object();
  }
  json.line();
  json.end_array();
}

}  // namespace firstchair::report
