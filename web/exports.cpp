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
#include "charts/reshape.h"
#include "charts/tab/tab.h"
#include "door/choices.h"
#include "door/nearest_told.h"
#include "door/page_again.h"
#include "door/page_chart.h"
#include "door/page_drill.h"
#include "door/page_hear.h"
#include "door/page_kit.h"
#include "door/page_limit.h"
#include "door/page_order.h"
#include "door/page_sound.h"
#include "door/take_explained.h"
#include "engine/core/ears_differ.h"
#include "engine/fixed_takes.h"
#include "engine/heard_by.h"
#include "engine/judge/norms.h"
#include "midi/kit/kit_json.h"
#include "practice/loopback.h"
#include "practice/taps.h"
#include "report/report.h"
#include "report/text/ear_text.h"
#include "web/ear_weights.h"
#include "web/module.h"

namespace firstchair::door {
namespace {

constexpr std::size_t kBlock = 128;       // what a browser's audio thread hands over at a time
constexpr std::size_t kMostBlock = 4096;  // and the most it may

struct Module {
  std::vector<std::uint8_t> room;
  std::string text;
  std::optional<Chart> chart;
  std::optional<PageDrill> drill;
  std::optional<PageLimit> limit;
  std::optional<Session> session;
  std::optional<PageAgain> again;
  std::optional<Take> take;
  std::string ear;  // that heard it
  std::vector<NamedChart> own;
  std::string broken_off;  // of the drill that was closed last
  std::string doing;       // what its order asks for
  std::string differ;      // where it was heard otherwise when it was heard again
  bool lean_known = true;  // of the drill that was opened last, to play or to hear again
  practice::PulseTrain train;
  practice::TapTrain taps;
  std::vector<practice::Loopback> loops;  // since they were joined last
  std::span<const float> fixed;
  std::array<float, kMostBlock> in{}, out{};
};

Module& module() {
  static Module one;
  return one;
}

std::string_view room_text(int from, int size) {
  return {reinterpret_cast<const char*>(module().room.data()) + from, static_cast<std::size_t>(size)};
}

std::span<const float> room_floats() {
  return {reinterpret_cast<const float*>(module().room.data()), module().room.size() / sizeof(float)};
}

int tell(std::string text) {
  module().text = std::move(text);
  return static_cast<int>(module().text.size());
}
int fail(const Error& error) {
  return -tell(error.line());
}

int tell_take(Take take, std::string ear) {
  tell_nearest_chart(take, module().own);
  module().take = std::move(take);
  module().ear = std::move(ear);
  return tell(report::take_json(*module().take, module().ear));
}
// Of what was played just now.
int tell_take(Take take) {
  return tell_take(std::move(take), std::string(ear::ear_weights_name()));
}

int no_stroke() {
  return fail({ErrorCode::unsupported, {}, "no stroke heard", "Record closer to the drum or louder"});
}

Result<PageDrillSettings> drill_wishes() {
  return parse_drill_settings(room_text(0, static_cast<int>(module().room.size())), *module().chart);
}

int open_drill(const PageDrillSettings& settings, const judge::Norms& norms) {
  Result<PageDrill> drill = PageDrill::make(*module().chart, settings, norms);
  if (!drill) return fail(drill.error());
  module().drill.emplace(std::move(*drill));
  module().lean_known = !settings.relative;
  return tell(module().drill->plan_json());
}

// A kit's sound; null: none.
const ear::KitSound* heard_with() {
#ifdef FIRSTCHAIR_KIT_MODULE
  return known_kit();
#else
  return nullptr;
#endif
}

const Error kNoDrill{ErrorCode::usage, {}, "no drill is open", {}};
const Error kNoLimit{ErrorCode::usage, {}, "no search for a limit is open", "Press Start"};
const Error kNoAgain{ErrorCode::usage, {}, "nothing is being heard", {}};
const Error kNoChart{ErrorCode::usage, {}, "no chart is open", "Choose one"};

}  // namespace

std::span<const std::uint8_t> module_room() {
  return module().room;
}
int module_tells(std::string text) {
  return tell(std::move(text));
}
int module_refuses(const Error& error) {
  return fail(error);
}

}  // namespace firstchair::door

using namespace firstchair;
using namespace firstchair::door;

extern "C" {

int firstchair_ear_weights() {
  if (ear::give_weights(module().room)) return tell("");
  return fail({ErrorCode::malformed, "ear.weights", "not the ear's weights", "Load the page again"});
}
int firstchair_file_ear_weights() {
  if (ear::give_file_weights(module().room)) return tell("");
  return fail(
      {ErrorCode::malformed, "file-ear.weights", "not the file ear's weights", "Load the page again"});
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
  module().text.assign(tab.begin(), tab.end());
  module().fixed = take.sound;
  return static_cast<int>(take.sound.size());
}
const float* firstchair_fixed_sound() {
  return module().fixed.data();
}

std::uint8_t* firstchair_room(int size) {
  module().room.resize(static_cast<std::size_t>(size));
  return module().room.data();
}
const char* firstchair_text() {
  return module().text.data();
}

// --- what a page may choose from

int firstchair_choices() {
  return tell(door::choices_json());
}
int firstchair_gap_told(int on, int off) {
  return tell(door::gap_text(on, off));
}
int firstchair_sound_told() {
  Result<std::string> told =
      door::page_sound_json(door::room_text(0, static_cast<int>(module().room.size())));
  return told ? tell(std::move(*told)) : fail(told.error());
}

// --- the e-kit

int firstchair_kit_learn() {
  const Result<std::string> told =
      kit_learnt_json(door::room_text(0, static_cast<int>(module().room.size())));
  return told ? tell(*told) : fail(told.error());
}
int firstchair_kit_profile() {
  const std::string_view text = door::room_text(0, static_cast<int>(module().room.size()));
  if (const midi::KitProfile* kit = midi::builtin_kit(text)) return tell(midi::write_kit(*kit));
  const Result<midi::KitProfile> kit = midi::read_kit(text);
  return kit ? tell(midi::write_kit(*kit)) : fail(kit.error());
}

// --- charts

int firstchair_chart_open() {
  Result<Chart> chart = read_page_chart(module().room);
  if (!chart) return fail(chart.error());
  module().chart = std::move(*chart);
  return tell(page_chart_json(*module().chart));
}
int firstchair_chart_notation(double width) {
  return module().chart ? tell(report::chart_notation(*module().chart, width)) : fail(door::kNoChart);
}
int firstchair_chart_write(int format) {
  if (!module().chart) return fail(door::kNoChart);
  const std::vector<std::uint8_t> bytes = format == 0   ? charts::write_tab(*module().chart)
                                          : format == 1 ? charts::write_midi_chart(*module().chart)
                                                        : charts::write_musicxml(*module().chart);
  return tell({bytes.begin(), bytes.end()});
}
int firstchair_chart_sounds(double bpm) {
  return module().chart ? tell(door::chart_sounds_json(*module().chart, bpm)) : fail(door::kNoChart);
}
int firstchair_chart_builtin() {
  const std::string_view name = door::room_text(0, static_cast<int>(module().room.size()));
  for (const charts::BuiltinChart& chart : charts::builtin_charts()) {
    if (chart.name == name) return tell(std::string(chart.tab));
  }
  return fail(door::kNoChart);
}
int firstchair_chart_lines() {
  if (!module().chart) return fail(door::kNoChart);
  Result<Chart> chart =
      chart_of_lines(*module().chart, door::room_text(0, static_cast<int>(module().room.size())));
  if (!chart) return fail(chart.error());
  module().chart = std::move(*chart);
  return tell(page_chart_json(*module().chart));
}
int firstchair_chart_grids() {
  return module().chart ? tell(door::chart_grids_json(*module().chart)) : fail(door::kNoChart);
}
int firstchair_chart_on_grid(int grid) {
  const std::span<const charts::ChartGrid> grids = charts::chart_grids();
  if (!module().chart || grid < 0 || grid >= static_cast<int>(grids.size())) return fail(door::kNoChart);
  module().chart = charts::on_grid(std::move(*module().chart), grids[static_cast<std::size_t>(grid)]);
  return tell(page_chart_json(*module().chart));
}
int firstchair_chart_mirrored() {
  const Result<std::vector<std::uint8_t>> bytes = mirrored_chart(module().room);
  return bytes ? tell({bytes->begin(), bytes->end()}) : fail(bytes.error());
}
void firstchair_chart_own(int name_size) {
  const int size = static_cast<int>(module().room.size());
  if (name_size < 0 || name_size > size) return;
  add_own_chart(module().own, door::room_text(0, name_size),
                std::span(module().room).subspan(static_cast<std::size_t>(name_size)));
}
int firstchair_charts() {
  return tell(door::builtin_charts_json());
}

// --- the drill

int firstchair_drill_open() {
  if (!module().chart) return fail(door::kNoChart);
  const Result<door::PageDrillSettings> settings = door::drill_wishes();
  return settings ? door::open_drill(*settings, judge::default_norms()) : fail(settings.error());
}
float* firstchair_drill_in() {
  return module().in.data();
}
float* firstchair_drill_out() {
  return module().out.data();
}
int firstchair_drill_block(int frames) {
  if (!module().drill || frames < 0 || frames > static_cast<int>(door::kMostBlock)) return -1;
  const std::span<float> out = std::span(module().out).first(static_cast<std::size_t>(frames));
  std::fill(out.begin(), out.end(), 0.0F);
  return module().drill->block(std::span<const float>(module().in).first(out.size()), out) ? 1 : 0;
}
void firstchair_drill_note(double frame, int number, int velocity) {
  if (module().drill && number >= 0 && number < 128 && velocity >= 0 && velocity < 128)
    module().drill->note(static_cast<Frames>(frame), static_cast<std::uint8_t>(number),
                         static_cast<std::uint8_t>(velocity));
}
int firstchair_drill_news() {
  return module().drill ? tell(module().drill->news_json()) : tell("");
}
int firstchair_drill_close() {
  if (!module().drill) return fail(door::kNoDrill);
  Take take = module().drill->finish();
  module().broken_off = module().drill->broken_off_text();
  const practice::DrillPlan& plan = module().drill->plan();
  module().doing = page_order_json(take, plan, plan.click.bpm);
  module().drill.reset();
  return door::tell_take(std::move(take));
}
int firstchair_drill_notation(double width) {
  if (!module().chart) return fail(door::kNoChart);
  const Result<door::PageDrillSettings> settings = door::drill_wishes();
  if (!settings) return fail(settings.error());
  Result<std::string> drawn = door::drill_notation(*module().chart, *settings, width);
  return drawn ? tell(std::move(*drawn)) : fail(drawn.error());
}
int firstchair_take_explained() {
  return module().take ? tell(take_explained_json(*module().take, module().lean_known)) : fail(kNoDrill);
}
int firstchair_drill_doing() {
  return tell(module().doing);
}
int firstchair_drill_broken_off() {
  return tell(module().broken_off);
}

// --- a drill that is over, heard again

int firstchair_again_open() {
  if (!module().chart) return fail(door::kNoChart);
  const Result<door::PageDrillSettings> settings = door::drill_wishes();
  if (!settings) return fail(settings.error());
  Result<PageAgain> again = PageAgain::make(*module().chart, *settings, judge::default_norms());
  if (!again) return fail(again.error());
  if (const ear::KitSound* kit = heard_with()) {
    if (const Result<Done> knows = again->know(*kit); !knows) return fail(knows.error());
  }
  module().again.emplace(std::move(*again));
  module().lean_known = !settings->relative;
  module().differ.clear();
  return tell("");
}
void firstchair_again_sound() {
  if (module().again) module().again->push(door::room_floats());
}
int firstchair_again_close() {
  if (!module().again) return fail(door::kNoAgain);
  const std::string ear = module().again->ear();
  const practice::DrillPlan plan = module().again->plan();
  const int size = static_cast<int>(module().room.size());
  Take take = module().again->finish();
  module().again.reset();
  if (take.hits.empty()) return door::no_stroke();
  module().differ = report::ears_differ_text(
      compare_ears(hits_told(door::room_text(0, size)), take.hits, take.source.rate));
  module().doing = page_order_json(take, plan, plan.click.bpm);
  return door::tell_take(std::move(take), ear);
}
int firstchair_again_told() {
  return tell(module().differ);
}

// --- the breaking tempo

int firstchair_limit_open() {
  if (!module().chart) return fail(door::kNoChart);
  const Result<door::PageLimitSettings> settings =
      parse_limit_settings(door::room_text(0, static_cast<int>(module().room.size())), *module().chart);
  if (!settings) return fail(settings.error());
  return tell(module().limit.emplace(*settings, judge::default_norms()).json());
}
int firstchair_limit_drill() {
  if (!module().chart || !module().limit) return fail(door::kNoLimit);
  const Result<door::PageDrillSettings> wishes = door::drill_wishes();
  return wishes ? open_drill(module().limit->excerpt(*wishes), judge::default_norms()) : fail(wishes.error());
}
int firstchair_limit_close() {
  if (!module().drill || !module().limit) return fail(door::kNoLimit);
  Take take = module().drill->finish();
  module().broken_off = module().drill->broken_off_text();
  if (module().drill->over() && !take.hits.empty()) module().limit->add(*module().drill);
  module().drill.reset();
  return door::tell_take(std::move(take));
}
int firstchair_limit_discard() {
  return module().limit && module().limit->discard_last() ? 1 : 0;
}
int firstchair_limit_told() {
  return module().limit ? tell(module().limit->json()) : fail(door::kNoLimit);
}

// --- a take that is there already

int firstchair_hear_open(int with_chart) {
  Result<PageHearing> hearing =
      parse_hear_settings(door::room_text(0, static_cast<int>(module().room.size())),
                          with_chart != 0 ? module().chart : std::nullopt, judge::default_norms());
  if (!hearing) return fail(hearing.error());
  if (const ear::KitSound* kit = heard_with()) hearing->session.kit_sound = *kit;
  module().ear = heard_by(hearing->session);
  Result<Session> session = Session::make(std::move(hearing->session));
  if (!session) return fail(session.error());
  module().session.emplace(std::move(*session));
  return tell("");
}
void firstchair_hear_sound() {
  if (module().session) module().session->push(door::room_floats());
}
int firstchair_hear_close() {
  if (!module().session) return fail(door::kNoAgain);
  Take take = module().session->finish();
  module().session.reset();
  return take.hits.empty() ? door::no_stroke() : door::tell_take(std::move(take), module().ear);
}
int firstchair_hear_midi(int settings_size, int with_chart) {
  const int size = static_cast<int>(module().room.size());
  if (settings_size < 0 || settings_size > size) return fail({ErrorCode::usage, {}, "no settings", {}});
  Result<PageHearing> hearing =
      parse_hear_settings(door::room_text(0, settings_size), with_chart != 0 ? module().chart : std::nullopt,
                          judge::default_norms());
  if (!hearing) return fail(hearing.error());
  Result<Take> take = hear_page_midi(
      std::span(module().room).subspan(static_cast<std::size_t>(settings_size)), std::move(*hearing));
  return take ? door::tell_take(std::move(*take)) : fail(take.error());
}

int firstchair_take_html() {
  return module().take ? tell(report::take_html(*module().take, module().ear)) : tell("");
}

// --- the round trip

int firstchair_loopback_open(double rate, double level_db) {
  module().train = practice::make_pulse_train({.rate = rate, .level_db = level_db});
  return static_cast<int>(module().train.sound.size());
}
const float* firstchair_loopback_sound() {
  return module().train.sound.data();
}
int firstchair_loopback_listen() {
  return static_cast<int>(module().train.listen);
}
int firstchair_loopback_measure() {
  const Result<practice::Loopback> loop = measure_loopback(module().train, door::room_floats());
  if (!loop) return fail(loop.error());
  module().loops.push_back(*loop);
  return tell(door::round_trip_json(*loop));
}
int firstchair_loopback_join() {
  const std::vector<practice::Loopback> loops = std::exchange(module().loops, {});
  Result<std::string> told = door::round_trips_json(loops);
  return told ? tell(std::move(*told)) : fail(told.error());
}

int firstchair_tap_open(double rate, double level_db) {
  Result<practice::TapTrain> train = practice::make_tap_train({.rate = rate, .level_db = level_db});
  if (!train) return fail(train.error());
  module().taps = std::move(*train);
  return static_cast<int>(module().taps.sound.size());
}
const float* firstchair_tap_sound() {
  return module().taps.sound.data();
}
int firstchair_tap_click(double frame) {
  return practice::click_of_tap(module().taps, frame);
}
int firstchair_tap_measure() {
  const Result<practice::Loopback> taps = measure_taps(module().taps, door::room_floats());
  return taps ? tell(door::taps_json(*taps)) : fail(taps.error());
}

}  // extern "C"
