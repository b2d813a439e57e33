// Where the strokes of a take.json come from: its "source" and its "kit".
#include "report/data/json_parts.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

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
    json.real("time_ms", 1000 * seconds(take, beat.frame), 2);
    json.end_object();
  }
  json.line();
  json.end_array();
  json.end_object();
}

}  // namespace

void write_source(JsonWriter& json, const Take& take) {
  const Source& s = take.source;
  json.begin_object("source");
  json.text("name", s.name);
  json.text("kind", id_of(s.kind));
  json.real("rate", s.rate, 3);
  json.integer("channels", s.channels);
  json.integer("length", s.length);
  json.real("duration_s", seconds(take, static_cast<double>(s.length)), 3);
  json.text("detail", id_of(s.detail));
  json.boolean("polyphonic", s.polyphonic);
  json.real("bias_sd_ms", s.bias_sd_ms, 3);
  if (!s.kit.profile.empty()) kit_read(json, s.kit);
  if (!s.music.empty()) {
    json.begin_array("music");
    for (const MusicHeard& heard : s.music) {
      json.begin_object();
      json.real("from_s", seconds(take, static_cast<double>(heard.from)), 3);
      json.real("to_s", seconds(take, static_cast<double>(heard.to)), 3);
      json.end_object();
    }
    json.end_array();
  }
  if (s.kit_sound) {
    json.begin_object("kit_sound");
    json.text("name", s.kit_sound->name);
    json.boolean("used", s.kit_sound->used);
    json.end_object();
  }
  if (s.band) played_with(json, take, *s.band);
  json.end_object();
}

void write_kit(JsonWriter& json, const std::vector<KitStrokes>& kit) {
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

}  // namespace firstchair::report
