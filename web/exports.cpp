// The engine's door to JavaScript: flat C over WebAssembly, as exports.h declares it.
#include "web/exports.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "charts/charts.h"
#include "charts/midi/midi_chart.h"
#include "charts/musicxml/musicxml.h"
#include "charts/tab/tab.h"
#include "door/choices.h"
#include "door/page_chart.h"
#include "door/page_drill.h"
#include "door/page_hear.h"
#include "door/page_limit.h"
#include "door/page_sound.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"
#include "practice/loopback.h"
#include "report/report.h"

namespace firstchair::door {
namespace {

constexpr std::size_t kBlock = 128;       // what a browser's audio thread hands over at a time
constexpr std::size_t kMostBlock = 4096;  // and the most it may

struct Door {
  std::vector<std::uint8_t> room;
  std::string text;
  std::optional<Chart> chart;
  std::optional<PageDrill> drill;
  std::optional<PageLimit> limit;
  std::optional<Session> session;
  std::optional<Take> take;
  practice::PulseTrain train;
  std::span<const float> fixed;
  std::array<float, kMostBlock> in{}, out{};
};

Door& door() {
  static Door one;
  return one;
}

std::string_view room_text(int from, int size) {
  return {reinterpret_cast<const char*>(door().room.data()) + from, static_cast<std::size_t>(size)};
}

int tell(std::string text) {
  door().text = std::move(text);
  return static_cast<int>(door().text.size());
}
int fail(const Error& error) {
  return -tell(error.line());
}

Result<judge::Norms> norms() {
  return judge::default_norms();
}

std::string text_of_signature() {
  const Result<judge::Norms> read = norms();
  if (!read) return read.error().what + "\n";
  const Result<std::string> lines = signature_lines(*read);
  return lines ? *lines : lines.error().what + "\n";
}

int tell_take(Take take) {
  door().take = std::move(take);
  return tell(report::take_json(*door().take));
}

Result<PageDrillSettings> drill_wishes() {
  return parse_drill_settings(room_text(0, static_cast<int>(door().room.size())), *door().chart);
}

int open_drill(const PageDrillSettings& settings, const judge::Norms& norms) {
  Result<PageDrill> drill = PageDrill::make(*door().chart, settings, norms);
  if (!drill) return fail(drill.error());
  door().drill.emplace(std::move(*drill));
  return tell(door().drill->plan_json());
}

const Error kNoDrill{ErrorCode::usage, {}, "no drill is open", {}};
const Error kNoLimit{ErrorCode::usage, {}, "no search for a limit is open", "Press Start"};
const Error kNoChart{ErrorCode::usage, {}, "no chart is open", "Choose one"};

}  // namespace
}  // namespace firstchair::door

using namespace firstchair;
using namespace firstchair::door;

extern "C" {

const char* firstchair_signature() {
  static const std::string text = door::text_of_signature();
  return text.c_str();
}

int firstchair_ear_speed(double seconds) {
  static const FixedTake take = std::move(fixed_takes(judge::Norms{}).front());
  Result<ear::Ear> ear = ear::Ear::make({.rate = take.config.source.rate});
  if (!ear) return -1;
  const std::span<const float> sound = take.sound;
  std::size_t at = 0, strokes = 0;
  for (double left = seconds * take.config.source.rate; left > 0; left -= kBlock) {
    ear->push(sound.subspan(at, kBlock));
    strokes += ear->hits().size();
    at += kBlock;
    if (at + kBlock > sound.size()) at = 0;
  }
  return static_cast<int>(strokes);
}

int firstchair_fixed_take() {
  static const FixedTake take = std::move(fixed_takes(judge::Norms{}).front());
  const std::vector<std::uint8_t> tab = charts::write_tab(*take.config.chart);
  door().text.assign(tab.begin(), tab.end());
  door().fixed = take.sound;
  return static_cast<int>(take.sound.size());
}
const float* firstchair_fixed_sound() {
  return door().fixed.data();
}

std::uint8_t* firstchair_room(int size) {
  door().room.resize(static_cast<std::size_t>(size));
  return door().room.data();
}
const char* firstchair_text() {
  return door().text.data();
}

// --- what a page may choose from

int firstchair_choices() {
  return tell(door::choices_json());
}
int firstchair_gap_told(int on, int off) {
  return tell(door::gap_text(on, off));
}
int firstchair_sound_told() {
  Result<std::string> told = door::page_sound_json(door::room_text(0, static_cast<int>(door().room.size())));
  return told ? tell(std::move(*told)) : fail(told.error());
}

// --- charts

int firstchair_chart_open() {
  Result<Chart> chart = read_page_chart(door().room);
  if (!chart) return fail(chart.error());
  door().chart = std::move(*chart);
  return tell(page_chart_json(*door().chart));
}
int firstchair_chart_notation(double width) {
  return door().chart ? tell(chart_notation(*door().chart, width)) : fail(door::kNoChart);
}
int firstchair_chart_write(int format) {
  if (!door().chart) return fail(door::kNoChart);
  const std::vector<std::uint8_t> bytes = format == 0   ? write_tab(*door().chart)
                                          : format == 1 ? write_midi_chart(*door().chart)
                                                        : write_musicxml(*door().chart);
  return tell({bytes.begin(), bytes.end()});
}
int firstchair_chart_builtin() {
  const std::string_view name = door::room_text(0, static_cast<int>(door().room.size()));
  for (const charts::BuiltinChart& chart : charts::builtin_charts()) {
    if (chart.name == name) return tell(std::string(chart.tab));
  }
  return fail(door::kNoChart);
}
int firstchair_charts() {
  return tell(door::builtin_charts_json());
}

// --- the drill

int firstchair_drill_open() {
  if (!door().chart) return fail(door::kNoChart);
  const Result<judge::Norms> read = norms();
  if (!read) return fail(read.error());
  const Result<door::PageDrillSettings> settings = door::drill_wishes();
  return settings ? door::open_drill(*settings, *read) : fail(settings.error());
}
float* firstchair_drill_in() {
  return door().in.data();
}
float* firstchair_drill_out() {
  return door().out.data();
}
int firstchair_drill_block(int frames) {
  if (!door().drill || frames < 0 || frames > static_cast<int>(door::kMostBlock)) return -1;
  const std::span<float> out = std::span(door().out).first(static_cast<std::size_t>(frames));
  std::fill(out.begin(), out.end(), 0.0F);
  return door().drill->block(std::span<const float>(door().in).first(out.size()), out) ? 1 : 0;
}
void firstchair_drill_note(double frame, int number, int velocity) {
  if (door().drill && number >= 0 && number < 128 && velocity >= 0 && velocity < 128)
    door().drill->note(static_cast<Frames>(frame), static_cast<std::uint8_t>(number),
                       static_cast<std::uint8_t>(velocity));
}
int firstchair_drill_news() {
  return door().drill ? tell(door().drill->news_json()) : tell("");
}
int firstchair_drill_close() {
  if (!door().drill) return fail(door::kNoDrill);
  Take take = door().drill->finish();
  door().drill.reset();
  return door::tell_take(std::move(take));
}

// --- the breaking tempo

int firstchair_limit_open() {
  if (!door().chart) return fail(door::kNoChart);
  const Result<judge::Norms> read = norms();
  if (!read) return fail(read.error());
  const Result<door::PageLimitSettings> settings =
      parse_limit_settings(door::room_text(0, static_cast<int>(door().room.size())), *door().chart);
  if (!settings) return fail(settings.error());
  return tell(door().limit.emplace(*settings, *read).json());
}
int firstchair_limit_drill() {
  if (!door().chart || !door().limit) return fail(door::kNoLimit);
  const Result<judge::Norms> read = norms();
  if (!read) return fail(read.error());
  const Result<door::PageDrillSettings> wishes = door::drill_wishes();
  return wishes ? open_drill(door().limit->excerpt(*wishes), *read) : fail(wishes.error());
}
int firstchair_limit_close() {
  if (!door().drill || !door().limit) return fail(door::kNoLimit);
  Take take = door().drill->finish();
  if (door().drill->over() && !take.hits.empty()) door().limit->add(*door().drill);
  door().drill.reset();
  return door::tell_take(std::move(take));
}
int firstchair_limit_discard() {
  return door().limit && door().limit->discard_last() ? 1 : 0;
}
int firstchair_limit_told() {
  return door().limit ? tell(door().limit->json()) : fail(door::kNoLimit);
}

// --- a take that is there already

int firstchair_hear_open(int with_chart) {
  const Result<judge::Norms> read = norms();
  if (!read) return fail(read.error());
  Result<SessionConfig> config = parse_hear_settings(door::room_text(0, static_cast<int>(door().room.size())),
                                                     with_chart != 0 ? door().chart : std::nullopt, *read);
  if (!config) return fail(config.error());
  Result<Session> session = Session::make(std::move(*config));
  if (!session) return fail(session.error());
  door().session.emplace(std::move(*session));
  return tell("");
}
void firstchair_hear_sound() {
  if (!door().session) return;
  door().session->push(
      {reinterpret_cast<const float*>(door().room.data()), door().room.size() / sizeof(float)});
}
int firstchair_hear_close() {
  if (!door().session) return fail({ErrorCode::usage, {}, "nothing is being heard", {}});
  Take take = door().session->finish();
  door().session.reset();
  if (take.hits.empty())
    return fail({ErrorCode::unsupported, {}, "no stroke heard", "Record closer to the drum or louder"});
  return door::tell_take(std::move(take));
}
int firstchair_hear_midi(int settings_size, int with_chart) {
  const int size = static_cast<int>(door().room.size());
  if (settings_size < 0 || settings_size > size) return fail({ErrorCode::usage, {}, "no settings", {}});
  const Result<judge::Norms> read = norms();
  if (!read) return fail(read.error());
  Result<SessionConfig> config = parse_hear_settings(door::room_text(0, settings_size),
                                                     with_chart != 0 ? door().chart : std::nullopt, *read);
  if (!config) return fail(config.error());
  Result<Take> take = hear_page_midi(std::span(door().room).subspan(static_cast<std::size_t>(settings_size)),
                                     std::move(*config));
  return take ? door::tell_take(std::move(*take)) : fail(take.error());
}

int firstchair_take_html() {
  return door().take ? tell(take_html(*door().take)) : tell("");
}

// --- the round trip

int firstchair_loopback_open(double rate, double level_db) {
  door().train = practice::make_pulse_train({.rate = rate, .level_db = level_db});
  return static_cast<int>(door().train.sound.size());
}
const float* firstchair_loopback_sound() {
  return door().train.sound.data();
}
int firstchair_loopback_listen() {
  return static_cast<int>(door().train.listen);
}
int firstchair_loopback_measure() {
  const std::span<const float> heard(reinterpret_cast<const float*>(door().room.data()),
                                     door().room.size() / sizeof(float));
  const Result<practice::Loopback> loop = measure_loopback(door().train, heard);
  if (!loop) return fail(loop.error());
  return tell(door::round_trip_json(*loop));
}

}  // extern "C"
