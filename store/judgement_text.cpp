#include "store/judgement_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "store/fields.h"

namespace firstchair::store {

constexpr Voice kLastVoice = static_cast<Voice>(kVoiceCount - 1);

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, KitStrokes>
void fields(Io& io, T& k) {
  io.field("of", k.of, kLastVoice);
  io.field("told", k.told, kLastVoice);
  io.field("count", k.count);
  io.field("after_ms", k.after_ms);
  io.field("velocity", k.velocity);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, KitRead>
void fields(Io& io, T& k) {
  io.field("profile", k.profile);
  io.field("choice", k.choice, KitChoice::guessed);
  io.later("why", k.why);
  io.field("channel", k.channel);
  io.later("channel_guessed", k.channel_guessed);
  io.later("below_floor", k.below_floor);
  io.later("retriggered", k.retriggered);
  io.later("outside", k.outside);
  io.later("hint", k.hint);
  io.list("made", k.made);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, MusicHeard>
void fields(Io& io, T& m) {
  io.field("from", m.from);
  io.field("to", m.to);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, ClockBeat>
void fields(Io& io, T& b) {
  io.field("quarter", b.quarter);
  io.field("frame", b.frame);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, PlayedWith>
void fields(Io& io, T& b) {
  io.field("follow", b.follow);
  io.field("home_bpm", b.home_bpm);
  io.field("delay_sd_ms", b.delay_sd_ms);
  io.list("beats", b.beats);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, KitSoundUsed>
void fields(Io& io, T& k) {
  io.field("name", k.name);
  io.field("used", k.used);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Source>
void fields(Io& io, T& s) {
  io.field("name", s.name);
  io.field("kind", s.kind, SourceKind::midi);
  io.field("rate", s.rate);
  io.field("channels", s.channels);
  io.field("length", s.length);
  io.field("detail", s.detail, VoiceDetail::none);
  io.field("polyphonic", s.polyphonic);
  io.field("times_apart", s.times_apart);
  io.field("bias_sd_ms", s.bias_sd_ms);
  io.field("errors_missed", s.errors.missed);
  io.field("errors_missed_ghost", s.errors.missed_ghost);
  io.field("errors_extra", s.errors.extra);
  io.later_part("kit", s.kit);
  io.later_list("music", s.music);
  io.later_maybe("band", s.band);
  io.later_maybe("kit_sound", s.kit_sound);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Reading>
void fields(Io& io, T& r) {
  io.field("chart_given", r.chart_given);
  io.field("bpm", r.bpm);
  io.field("bpm_low", r.bpm_low);
  io.field("bpm_high", r.bpm_high);
  io.field("tempo_probability", r.tempo_probability);
  io.field("meter_probability", r.meter_probability);
  io.field("bar_probability", r.bar_probability);
  io.later("other_bpm", r.other_bpm);
  io.later("other_probability", r.other_probability);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Passage>
void fields(Io& io, T& p) {
  io.field("first_tick", p.first_tick);
  io.field("last_tick", p.last_tick);
  io.field("first_frame", p.first_frame);
  io.field("last_frame", p.last_frame);
  io.field("offset", p.offset);
  io.field("new_pulse", p.new_pulse);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Departure>
void fields(Io& io, T& d) {
  io.field("kind", d.kind, DepartureKind::restart);
  io.field("first_bar", d.first_bar);
  io.field("last_bar", d.last_bar);
  io.field("frame", d.frame);
  io.field("pause_ms", d.pause_ms);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Place>
void fields(Io& io, T& p) {
  io.field("bar", p.bar);
  io.field("beat", p.beat);
  io.field("tick", p.tick);
  io.later("played", p.played);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Metric>
void fields(Io& io, T& m) {
  // Lines and measures are only ever added at the end; these are the last ones this version knows.
  io.field("measure", m.measure, static_cast<Measure>(kMeasureCount - 1));
  io.field("line", m.line, Line::pad);
  io.field("other", m.other, Line::pad);
  io.field("has_line", m.has_line);
  io.field("dynamic", m.dynamic, Dynamic::accent);
  io.part("place", m.place);
  io.field("value", m.value);
  io.field("low", m.low);
  io.field("high", m.high);
  io.field("mean", m.mean);
  io.field("mean_low", m.mean_low);
  io.field("mean_high", m.mean_high);
  io.field("spread", m.spread);
  io.field("n", m.n);
  io.field("needed", m.needed);
  io.field("band_low", m.band_low);
  io.field("band_high", m.band_high);
  io.field("standing", m.standing, Standing::below_floor);
  io.field("excess", m.excess);
  io.field("z", m.z);
  io.field("grade_low", m.grade_low);
  io.field("grade_high", m.grade_high);
  io.later("beat_to", m.beat_to);
  io.later("every", m.every);
  io.later("which", m.which);
  io.later("has_loose", m.has_loose);
  io.later("loose", m.loose, Line::pad);
  io.later("perhaps_kit", m.perhaps_kit);
  io.later("beside_band", m.beside_band);
  io.list("places", m.places);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, PositionCell>
void fields(Io& io, T& p) {
  io.field("line", p.line, Line::pad);
  io.field("in_bar", p.in_bar);
  io.field("beat", p.beat);
  io.field("n", p.n);
  io.field("mean_ms", p.mean_ms);
  io.field("shrunk_ms", p.shrunk_ms);
  io.field("sd_ms", p.sd_ms);
  io.field("probability", p.probability);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Order>
void fields(Io& io, T& o) {
  io.field("action", o.action, kLastAction);
  io.part("cause", o.cause);
  io.field("from_bar", o.from_bar);
  io.field("to_bar", o.to_bar);
  io.field("bpm", o.bpm);
  io.field("target", o.target);
  io.field("count", o.count);
}

template <class Io, class T>
  requires std::is_same_v<std::remove_const_t<T>, Take>
void fields(Io& io, T& take) {
  io.part("reading", take.reading);
  io.list("passages", take.alignment.passages);
  io.list("departures", take.alignment.departures);
  io.list("metrics", take.verdict.metrics);
  io.list("positions", take.verdict.positions);
  io.field("floor_ms", take.verdict.floor_ms);
  io.field("outliers", take.verdict.outliers);
  io.part("order", take.order);
}

namespace {

template <class Struct>
std::string text_of(const Struct& value) {
  FieldsOut out;
  fields(out, value);
  return out.object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class Struct>
bool read(std::string_view text, Struct& value) {
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
  FieldsIn in(object);
  if (in.good()) fields(in, value);
  return in.good();
}

// Whatever was written into a file: numbers that a band can have played.
bool plausible(const PlayedWith& band) {
  double before = -std::numeric_limits<double>::infinity();
  const bool rising = std::all_of(band.beats.begin(), band.beats.end(), [&](const ClockBeat& beat) {
    const bool after = std::isfinite(beat.frame) && std::abs(beat.frame) < 1e12 && beat.frame > before;
    before = beat.frame;
    return after;
  });
  return band.follow >= 0 && band.follow <= 100 && band.home_bpm > 0 && band.home_bpm <= 1000 &&
         band.delay_sd_ms >= -1 && band.delay_sd_ms <= 1e4 && rising;
}

}  // namespace

std::string judgement_text(const Take& take) {
  return text_of(take);
}

Result<Done> read_judgement_text(std::string_view text, Take& take) {
  if (!read(text, take)) return Error{ErrorCode::malformed, {}, "the verdict cannot be read", {}};
  return Done{};
}

std::string source_text(const Source& source) {
  return text_of(source);
}

Result<Source> read_source_text(std::string_view text) {
  Source source;
  const KitRead& kit = source.kit;
  const auto counts = [&] {
    return kit.channel >= 0 && kit.channel <= 16 && kit.below_floor >= 0 && kit.retriggered >= 0 &&
           kit.outside >= 0 && std::all_of(kit.made.begin(), kit.made.end(), [](const KitStrokes& made) {
             return made.count > 0;
           });
  };
  if (!read(text, source) || !counts() || (source.band && !plausible(*source.band)))
    return Error{ErrorCode::malformed, {}, "the take's source cannot be read", {}};
  return source;
}

}  // namespace firstchair::store
