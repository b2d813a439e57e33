#include "bandstand/page_band.h"

#include <algorithm>
#include <cmath>

#include "engine/band/dial.h"
#include "engine/band/form.h"
#include "engine/band/looseness.h"
#include "engine/band/song_form.h"
#include "engine/session.h"
#include "practice/band/played_with.h"
#include "report/page/band_picture.h"
#include "report/text/band_now_text.h"
#include "report/text/band_text.h"
#include "report/text/words.h"
#include "songs/styles.h"

namespace firstchair::bandstand {
namespace {

constexpr double kLead_s = .5;   // before the count-in
constexpr double kRing_s = 2.5;  // after the last note
constexpr double kLevel_s = .05;
constexpr int kMostStopBars = 64;

double home_bpm(const band::Song& song, const BandSettings& settings) {
  if (settings.bpm > 0) return settings.bpm;
  return song.tempi.empty() ? kRanges.front().second.first : song.tempi.front().bpm;
}

}  // namespace

Result<PageBand> PageBand::make(const OpenSong& open, const BandSettings& settings) {
  const double bpm = home_bpm(open.read.song, settings);
  band::Style style = open.style;
  if (!settings.style.empty()) {
    Result<band::Style> named = songs::style_by_name(settings.style);
    if (!named) return named.error();
    style = std::move(*named);
  }
  Result<band::Song> played = band::play_form(
      open.read.song, {.bpm = bpm, .times = settings.times, .trade = settings.trade, .seed = settings.seed});
  if (!played) return played.error();
  band::Song& whole = *played;
  practice::ArrangeOptions how{.seed = settings.seed, .count_in = settings.count_in, .walk = settings.walk};
  if (!settings.mute.empty()) how.mute.push_back(settings.mute);
  Result<practice::Arranged> arranged = practice::arrange(whole, style, how);
  if (!arranged) return arranged.error();

  const band::Dial dial = band::set_dial({.follow = settings.follow,
                                          .delay_known = settings.midi || settings.measured,
                                          .sound_ms = frames_to_ms(settings.round_trip, settings.rate),
                                          .bpm = bpm});
  const double count_in_s =
      static_cast<double>(arranged->count_in) / static_cast<double>(kTicksPerQuarter) * 60 / bpm;
  practice::BandRunConfig run;
  run.notes = arranged->notes;
  run.meters = whole.meters;
  run.tempi = whole.tempi;
  run.marks = arranged->marks;
  run.length = whole.length;
  run.thins = arranged->comp;
  run.rate = settings.rate;
  run.start = std::llround((kLead_s + count_in_s) * settings.rate);
  run.clock.follow = dial.follow / 100;
  run.clock.looseness_ms = band::looseness_of(dial.follow, settings.probe);
  run.clock.seed = settings.seed;
  run.clock.home_free = settings.free_home;
  run.form.waits = true;
  run.form.solo_bars = settings.solo;
  run.form.answer_db = settings.answer;
  run.round_trip = settings.round_trip;
  if (open.read.drums) {
    run.drummer.chart = open.read.drums;
    if (!settings.midi) run.drummer.detail = VoiceDetail::family;
    run.form.stop_bars =
        std::min(kMostStopBars, run.form.stop_bars + practice::longest_rest(*open.read.drums));
  }
  const double looseness_ms = run.clock.looseness_ms;
  const Frames start = run.start;
  Result<practice::BandRun> made = practice::BandRun::make(std::move(run));
  if (!made) return made.error();
  PageBand band(std::move(*made), settings, std::move(*arranged));
  if (!settings.midi) {
    Result<ear::Ear> ear = ear::Ear::make({.rate = settings.rate});
    if (!ear) return ear.error();
    band.ear_.emplace(std::move(*ear));
  }
  band.settings_.follow = dial.follow;
  band.settings_.bpm = bpm;
  band.settings_.style = style.name;
  band.song_ = std::move(whole);
  if (const std::string why = report::dial_text(dial, "Setup"); !why.empty())
    band.dial_text_ = report::capital(why) + ".";
  band.looseness_ms_ = looseness_ms;
  band.charted_ = open.read.drums.has_value();
  band.start_ = start;
  return band;
}

PageBand::PageBand(practice::BandRun run, BandSettings settings, practice::Arranged arranged)
    : run_(std::move(run)),
      settings_(std::move(settings)),
      gate_(settings_.kit.profile, settings_.rate),
      band_(std::move(arranged)),
      ring_(static_cast<Frames>(kRing_s * settings_.rate)),
      midi_clock_(band_.count_in) {}

void PageBand::hear(std::span<const float> in) {
  double power = 0;
  for (const float sample : in) power += static_cast<double>(sample) * static_cast<double>(sample);
  const double frames = static_cast<double>(in.size()), part = frames / settings_.rate / kLevel_s;
  power_ += (power / frames - power_) * (1 - std::exp(-part));
  run_.level(10 * std::log10(power_ + 1e-20));
  ear_->push(in);
  for (const Hit& hit : ear_->hits()) {
    run_.push(hit);
    hits_.push_back(hit);
  }
}

void PageBand::note(Frames frame, std::uint8_t number, std::uint8_t velocity) {
  const auto after = std::upper_bound(to_come_.begin(), to_come_.end(), frame,
                                      [](Frames at, const Note& note) { return at < note.frame; });
  to_come_.insert(after, {frame, number, velocity});
}

void PageBand::strike_until(Frames until) {
  std::size_t told = 0;
  for (; told < to_come_.size() && to_come_[told].frame < until; ++told) {
    const Note& note = to_come_[told];
    const std::optional<Hit> hit = gate_.push(note.number, note.velocity, {.frame = note.frame});
    if (!hit) continue;
    run_.push(*hit);
    hits_.push_back(*hit);
  }
  to_come_.erase(to_come_.begin(), to_come_.begin() + static_cast<std::ptrdiff_t>(told));
}

void PageBand::sound(const band::Sounded& note) {
  notes_.push_back(note);
  const std::pair key(note.part, note.pitch);
  std::erase(sounding_, key);
  if (note.velocity > 0) sounding_.push_back(key);
}

void PageBand::block(std::span<const float> in) {
  notes_.clear();
  clock_.clear();
  if (in.empty()) return;
  const Frames until = now_ + static_cast<Frames>(in.size());
  // What is over was heard before the band goes on.
  if (over_at_ < 0) {
    while (const std::optional<band::Sounded> sounded = run_.next(now_, until)) sound(*sounded);
    if (settings_.clock)
      while (const auto message = midi_clock_.next(run_, now_, until)) clock_.push_back(*message);
    if (run_.over()) {
      over_at_ = until;
      while (!sounding_.empty()) {
        const auto [part, pitch] = sounding_.back();
        sound({.frame = until - 1, .part = part, .pitch = pitch, .velocity = 0});
      }
    }
  }
  if (ear_) hear(in);
  now_ = until;
  if (settings_.midi) strike_until(now_);
}

std::string PageBand::plan_json() const {
  report::JsonWriter json;
  json.begin_object();
  json.real("rate", settings_.rate, 3);
  json.text("title", song_.title);
  json.text("take_title", report::band_title(settings_.follow, song_.title));
  json.text("style", settings_.style);
  json.integer("start", start_);
  json.real("bpm", settings_.bpm, 3);
  json.real("follow", settings_.follow, 0);
  json.text("text", dial_text_);
  json.real("count_in", static_cast<double>(band_.count_in) / static_cast<double>(kTicksPerQuarter), 6);
  json.begin_array("parts");
  for (const practice::ArrangedPart& part : band_.parts) {
    json.begin_object();
    json.text("name", part.name);
    json.integer("program", part.program);
    json.boolean("drums", part.drums);
    json.real("level", part.level, 4);
    json.real("pan", part.pan, 4);
    json.end_object();
  }
  json.end_array();
  write_bars(json, song_, band_.marks);
  json.end_object();
  return json.take();
}

std::string PageBand::news_json() const {
  const double tick = run_.tick_at(static_cast<double>(now_));
  const double bpm = run_.clock().bpm(tick);
  report::JsonWriter json;
  json.begin_object();
  json.integer("frame", now_);
  json.real("quarter", tick / static_cast<double>(kTicksPerQuarter), 5);
  json.real("bpm", bpm, 2);
  const band::BandBeat* last = run_.beats().empty() ? nullptr : &run_.beats().back();
  const bool sure = last != nullptr && last->sure && last->drummer_bpm > 0;
  if (sure) json.real("you_bpm", last->drummer_bpm, 2);
  json.integer("strokes", static_cast<std::int64_t>(hits_.size()));
  json.text("text", over_at_ >= 0 ? std::string() : report::playing_text(run_.playing()));
  json.text("limit", run_.limited() && sure ? report::band_limit_text(settings_.bpm, last->drummer_bpm, bpm)
                                            : std::string());
  json.integer("waited_out", run_.waited_out());
  json.boolean("over", over_at_ >= 0);
  json.boolean("done", done());
  json.end_object();
  return json.take();
}

band::BandPlayed PageBand::played() const {
  band::BandPlayed played{.title = song_.title,
                          .meter = song_.meters.front(),
                          .follow = settings_.follow / 100,
                          .looseness_ms = looseness_ms_,
                          .limited = run_.limited(),
                          .known_by = charted_ ? band::KnownBy::songs_drums : band::KnownBy::beat};
  played.beats.assign(run_.beats().begin(), run_.beats().end());
  return played;
}

std::optional<Take> PageBand::take(const judge::Norms& norms) const {
  if (hits_.empty()) return std::nullopt;
  SessionConfig config;
  config.source.name = song_.title;
  config.source.kind = settings_.midi ? SourceKind::midi : SourceKind::audio;
  config.source.rate = settings_.rate;
  config.source.channels = 1;
  if (settings_.midi) config.source.kit = door::read_by(settings_.kit);
  config.bpm = settings_.bpm;
  config.norms = norms;
  const Result<Session> session = Session::make(config);  // it knows what its kind of source can tell
  if (!session) return std::nullopt;
  config.source = session->source();
  std::vector<Hit> hits = hits_;
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  config.source.length = std::max(now_, hits.back().frame + 1);
  const bool known = settings_.midi || settings_.measured;
  config.source.band = practice::played_with(played(), settings_.rate, settings_.round_trip,
                                             known ? settings_.round_trip_sd_ms : -1);
  return judge_strokes(config, std::move(hits));
}

std::string PageBand::told_json(const std::optional<Take>& take) const {
  const band::BandPlayed whole = played();
  report::JsonWriter json;
  json.begin_object();
  json.integer("strokes", static_cast<std::int64_t>(hits_.size()));
  std::vector<std::string> lines;
  if (!hits_.empty()) lines = report::band_lines(whole, true);
  if (take)
    for (std::string& line : report::band_lean_lines(*take)) lines.push_back(std::move(line));
  json.begin_array("lines");
  for (const std::string& line : lines) {
    // The terminal sets what a line is about in a column of its own.
    const std::size_t blank = line.find(' '), text = line.find_first_not_of(' ', blank);
    json.begin_object();
    json.text("about", line.substr(0, blank));
    json.text("text", text == std::string::npos ? std::string() : line.substr(text));
    json.end_object();
  }
  json.end_array();
  json.text("picture", !hits_.empty() ? report::band_picture(whole) : std::string());
  json.begin_array("csv");
  const std::string csv = report::moves_csv(whole);
  for (std::size_t from = 0, end = 0; (end = csv.find('\n', from)) != std::string::npos; from = end + 1)
    json.text("", csv.substr(from, end - from));
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace firstchair::bandstand
