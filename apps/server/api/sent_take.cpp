#include "apps/server/api/sent_take.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "apps/server/api/sent_band.h"
#include "apps/server/api/sent_chart.h"
#include "apps/server/api/sent_fields.h"
#include "apps/server/http/answers.h"
#include "book/practised.h"
#include "door/page_drill.h"
#include "door/page_hear.h"
#include "engine/ear/ear.h"
#include "engine/session.h"
#include "hearing/hear_file.h"
#include "midi/kit/kit_profile.h"
#include "midi/smf.h"
#include "report/text/band_now_text.h"
#include "report/text/text.h"
#include "store/chart_text.h"
#include "store/record/bytes.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;

constexpr double kMostHours = 6;
constexpr std::size_t kMostNotes = 500'000;  // of a chart as it is played
constexpr double kMostTrip_ms = 2000;
constexpr std::size_t kMostWords = 200;  // letters of a device or a version
constexpr std::int64_t kFirstClock = 946'684'800, kLastClock = 4'102'444'800;  // 2000 to 2100

// ear-<hash>.weights or file-ear-<hash>.weights.
bool is_ear(std::string_view name) {
  constexpr std::string_view kFile = "file-", kStart = "ear-", kEnd = ".weights";
  if (name.starts_with(kFile)) name.remove_prefix(kFile.size());
  if (!name.starts_with(kStart) || !name.ends_with(kEnd) || name.size() <= kStart.size() + kEnd.size())
    return false;
  name.remove_prefix(kStart.size());
  name.remove_suffix(kEnd.size());
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_name(std::string_view name) {
  return name.size() >= 8 && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

// How the page read an e-kit's notes, and what the kit made itself: source.kit and kit of take.json. A guess
// is the page's, so it is told and not made again.
Result<KitSoundUsed> read_kit_sound_used(const Json& object) {
  Fields in(object);
  KitSoundUsed used{.name = in.text("name", 40), .used = in.flag("used")};
  if (!midi::is_kit_id(used.name)) in.fail("name");
  if (!in.broken().empty()) return not_a_take("no such " + in.broken() + " of a kit's sound");
  return used;
}

Result<KitRead> read_kit(const Json& object, const Json* made) {
  constexpr std::int64_t kMost = 1 << 30;
  constexpr std::string_view kChoices[] = {"usual", "asked", "guessed"};
  Fields in(object);
  KitRead kit;
  kit.profile = in.text("profile", 40);
  if (!midi::is_kit_id(kit.profile)) in.fail("profile");
  const auto choice = std::find(std::begin(kChoices), std::end(kChoices), in.text("choice", 16));
  if (choice == std::end(kChoices)) in.fail("choice");
  kit.choice = static_cast<KitChoice>(choice - std::begin(kChoices));
  if (in.has("why")) kit.why = report::plain(in.text("why", kMostWords));
  if (in.has("hint")) kit.hint = report::plain(in.text("hint", 4 * kMostWords));
  if (in.has("channel")) {
    kit.channel = static_cast<int>(in.whole("channel", 1, 16));
    kit.channel_guessed = in.flag("channel_guessed");
  }
  kit.below_floor = static_cast<int>(in.whole("below_floor", 0, kMost));
  kit.retriggered = static_cast<int>(in.whole("retriggered", 0, kMost));
  kit.outside = static_cast<int>(in.whole("outside", 0, kMost));
  if (!in.broken().empty()) return not_a_take("no such " + in.broken());
  if (made == nullptr || made->is_null()) return kit;
  if (!made->is_array() || made->size() > kVoiceCount * kVoiceCount) return not_a_take("no such kit");
  for (const Json& row : *made) {
    Fields one(row);
    const std::optional<Voice> of = voice_from_id(one.text("of", 16)),
                               told = voice_from_id(one.text("told", 16));
    if (!of || !told) one.fail("of");
    kit.made.push_back({of.value_or(Voice::pad), told.value_or(Voice::pad),
                        static_cast<int>(one.whole("count", 1, kMost)), one.real("after_ms", -1000, 1000),
                        one.real("velocity", 0, 127)});
    if (!one.broken().empty()) return not_a_take("kit: no such " + one.broken());
  }
  return kit;
}

Result<std::vector<Hit>> read_hits(const Json* rows, Frames last) {
  std::vector<Hit> hits;
  if (rows == nullptr || !rows->is_array()) return not_a_take("no hits");
  if (rows->empty())
    return Error{ErrorCode::usage, "take", "no stroke in it", "Only a take with strokes is kept"};
  for (const Json& row : *rows) {
    Fields in(row);
    Hit& hit = hits.emplace_back();
    hit.frame = in.whole("frame", 0, last);
    const std::optional<Voice> voice = voice_from_id(in.text("voice", 16));
    if (!voice) in.fail("voice");
    hit.voice = voice.value_or(Voice::pad);
    hit.voice_probability = static_cast<float>(in.real("voice_probability", 0, 1));
    hit.level_db = static_cast<float>(in.real("level_db", -300, 100));
    hit.strength = static_cast<float>(in.real("strength", 0, 127));
    hit.sigma_ms = static_cast<float>(in.real("sigma_ms", 0, 1000));
    hit.timed = in.flag("timed");
    hit.unison = in.flag("unison");
    if (!in.broken().empty()) return not_a_take("hit " + std::to_string(hits.size()) + ": " + in.broken());
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

// The session that judges it, and what its settings tell of the circumstances.
struct Told {
  SessionConfig session;
  std::optional<Frames> last_bar;  // of a drill that plays all of its chart once: where its last bar begins
  std::optional<practice::DrillPlan> plan;  // of a drill
  std::optional<door::PageDrillSettings> settings;
  double round_trip = 0;
};

Result<Told> told_of_drill(const Chart& chart, const std::string& text, const judge::Norms& norms,
                           store::Circumstances& how) {
  const Result<door::PageDrillSettings> settings = door::parse_drill_settings(text, chart);
  if (!settings) return settings.error();
  if (chart.notes.size() * static_cast<std::size_t>(settings->range.times) > kMostNotes)
    return Error{ErrorCode::too_large, "chart", "over 500,000 notes to play", "Repeat it less often"};
  const Result<practice::DrillPlan> plan = practice::plan_drill(chart, settings->range, settings->click);
  if (!plan) return plan.error();
  book::set_practised(chart, settings->range, how);
  const practice::ClickPlan& click = plan->click;
  how.click = true;
  how.bpm = click.bpm;
  how.round_trip_ms = frames_to_ms(settings->round_trip, click.rate);
  how.round_trip_sd_ms = settings->round_trip_sd_ms;
  Told told{.session = door::drill_session(*settings, *plan, norms),
            .last_bar = {},
            .plan = *plan,
            .settings = *settings,
            .round_trip = settings->round_trip};
  if (how.mode == Mode::drill) {
    const practice::DrillRange& range = settings->range;
    if (click.gap_off > 0 || click.mute_share > 0) {
      how.mode = Mode::own;
    } else if (range.from == 1 && range.to == 0 && range.times == 1) {
      told.last_bar = std::llround(plan->bar_lines[plan->bar_lines.size() - 2] + settings->round_trip);
    }
  }
  return told;
}

Result<Told> told_of_band(const std::string& text, bool midi, const Json* object, const judge::Norms& norms,
                          store::Circumstances& how) {
  Result<door::PageHearing> hearing = door::parse_hear_settings(text, std::nullopt, norms);
  if (!hearing) return hearing.error();
  SessionConfig session = std::move(hearing->session);
  session.source.kind = midi ? SourceKind::midi : SourceKind::audio;
  if (midi) session.source.kit = door::read_by(hearing->kit);
  Result<PlayedWith> band = read_sent_band(object, session.source.rate);
  if (!band) return band.error();
  how.mode = Mode::free;
  how.title = report::band_title(band->follow, report::plain(session.source.name));
  how.click = band->follow == 0;
  if (how.click) how.bpm = band->home_bpm;
  how.round_trip_sd_ms = std::max(0., band->delay_sd_ms);
  session.source.band = std::move(*band);
  return Told{.session = std::move(session), .last_bar = {}, .plan = {}, .settings = {}};
}

Result<Told> told_of_hearing(const std::optional<Chart>& chart, const std::string& text, bool midi,
                             const judge::Norms& norms, store::Circumstances& how) {
  Result<door::PageHearing> hearing = door::parse_hear_settings(text, chart, norms);
  if (!hearing) return hearing.error();
  SessionConfig session = std::move(hearing->session);
  session.source.kind = midi ? SourceKind::midi : SourceKind::audio;
  if (midi) {
    session.source.rate = kMidiRate;
    if (hearing->kit.named) session.source.kit = door::read_by(hearing->kit);  // a guess was the page's
  }
  if (chart) {
    how.item = store::item_of(*chart);
    how.title = chart->title;
  }
  return Told{.session = std::move(session), .last_bar = {}, .plan = {}, .settings = {}};
}

}  // namespace

Result<std::string> name_of_sent(const std::string& body) {
  const Json object = object_of(body).value_or(Json());
  Fields in(object);
  const std::string name = in.text("id", 64);
  if (!object.is_object() || !is_name(name)) return not_a_take("no id of 8 to 64 letters and digits");
  return name;
}

Result<SentTake> read_sent_take(const std::string& body, const judge::Norms& norms, const io::Cage& cage) {
  const Json object = object_of(body).value_or(Json());
  if (!object.is_object()) return not_a_take("not a JSON object");
  Fields in(object);
  SentTake sent;
  sent.name = in.text("id", 64);
  if (!is_name(sent.name)) in.fail("id");
  store::Circumstances& how = sent.how;
  how.began_s = in.whole("began_s", kFirstClock, kLastClock);
  const std::string mode = in.text("mode", 16);
  const bool with_band = mode == "band";
  how.mode = with_band ? Mode::free : mode_of(mode);
  const bool heard = how.mode == Mode::hear;
  if (!heard && !with_band && how.mode != Mode::drill && how.mode != Mode::limit) in.fail("mode");
  const std::string settings = in.text("settings", 1 << 16);
  const bool midi = in.flag("midi");
  const auto length = static_cast<Frames>(in.whole("length", 0, INT64_MAX));
  const std::string engine = in.text("engine", kMostWords);
  const std::string ear = in.has("ear") ? in.text("ear", 64) : std::string();
  if (!ear.empty() && !is_ear(ear)) in.fail("ear");
  how.device = report::plain(in.text("device", kMostWords));
  if (in.has("pain")) how.pain = in.real("pain", 0, 10);
  const std::string written = in.text("chart", body.size());
  const std::optional<std::vector<std::uint8_t>> bytes = store::from_base64(written);
  if (!bytes || (bytes->empty() && !heard && !with_band)) in.fail("chart");
  if (with_band && in.has("round_trip_ms"))
    how.round_trip_ms = in.real("round_trip_ms", -kMostTrip_ms, kMostTrip_ms);
  if (!in.broken().empty()) return not_a_take("no such " + in.broken());

  std::optional<Chart> chart;
  if (!bytes->empty() && !with_band) {
    const bool smf = midi::is_midi(*bytes);
    Result<Chart> read = sent_chart(cage, *bytes, smf ? "chart.mid" : "chart.tab");  // what the page makes
    if (!read) return read.error();
    chart = std::move(*read);
  }
  Result<Told> told = with_band ? told_of_band(settings, midi, in.find("band"), norms, how)
                      : heard   ? told_of_hearing(chart, settings, midi, norms, how)
                                : told_of_drill(*chart, settings, norms, how);
  if (!told) return told.error();
  how.bpm_asked = with_band ? 0 : told->session.bpm;  // a band follows: nobody asked for one
  const double rate = told->session.source.rate;
  const auto last = static_cast<Frames>(kMostHours * 3600 * rate);
  if (length > last) return Error{ErrorCode::too_large, "take", "over 6 hours long", "Play shorter takes"};
  Result<std::vector<Hit>> hits = read_hits(in.find("hits"), last);
  if (!hits) return hits.error();

  told->session.source.name = report::plain(told->session.source.name);
  // A drill's strokes may be those of the second hearing; what its ear loses and adds is another's.
  if (ear.starts_with("file-")) hearing::hear_with(ear::WhichEar::file, told->session);
  const Result<Session> session = Session::make(told->session);  // knows what its kind of source can tell
  if (!session) return session.error();
  told->session.source = session->source();
  told->session.find_kit_strokes = false;  // the page did
  if (const Json* kit = in.find("kit_read"); kit != nullptr && session->source().kind == SourceKind::midi) {
    Result<KitRead> read = read_kit(*kit, in.find("kit"));
    if (!read) return read.error();
    told->session.source.kit = std::move(*read);
  }
  if (const Json* kit = in.find("kit_sound"); kit != nullptr && session->source().kind == SourceKind::audio) {
    Result<KitSoundUsed> used = read_kit_sound_used(*kit);
    if (!used) return used.error();
    told->session.source.kit_sound = std::move(*used);
  }
  told->session.source.length = std::max(length, hits->back().frame + 1);
  if (told->plan) {
    how.counted =
        !practice::broken_off(practice::played_bars(*hits, midi ? 0 : length, *told->plan, told->round_trip));
  }
  // What the page heard to be another groove is free playing, as it said.
  if (told->plan && how.mode != Mode::limit &&
      door::played_other_groove(*told->settings, *told->plan, norms, *hits)) {
    told->session.chart.reset();
    told->session.bpm = how.bpm_asked = 0;
    told->last_bar.reset();
    how.mode = Mode::free;
    how.counted = true;
    how.item.clear();
    how.title.clear();
    how.bars = 0;
  }
  if (told->last_bar && hits->back().frame >= *told->last_bar) how.mode = Mode::full;
  if (told->session.source.kind == SourceKind::audio) {
    how.weights = ear;
    if (ear.empty() && engine == FIRSTCHAIR_VERSION) how.weights = ear::ear_weights_name();
  }
  how.engine = FIRSTCHAIR_VERSION;
  sent.take = judge_strokes(told->session, std::move(*hits));
  if (!sent.take.reading.chart_played) {
    return Error{ErrorCode::malformed, "take", "not kept: something else than the chart was played",
                 "Choose the chart that was played"};
  }
  return sent;
}

}  // namespace firstchair::server
