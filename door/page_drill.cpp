#include "door/page_drill.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "door/page_chart.h"
#include "door/settings.h"
#include "practice/chart_order.h"
#include "practice/drill_length.h"
#include "report/data/json_writer.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/drill_text.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr const char* kOfOwnLean = " of your own lean";

constexpr std::array<std::string_view, 28> kDrillSettings{
    "rate",   "bpm",      "from",  "to",      "times",      "count_in",         "subdivision", "offbeat",
    "gap_on", "gap_off",  "mute",  "seed",    "ramp_bars",  "ramp_step",        "ramp_limit",  "ramp_back",
    "start",  "level_db", "pad",   "midi",    "round_trip", "round_trip_sd_ms", "click_heard", "stop",
    "name",   "kit",      "notes", "relative"};

// Strokes whose errors say what the player's own lean is, and how many of the latest say it.
constexpr std::size_t kLeastOwnLean = 4, kMostOwnLean = 32;

// Notes of a bar that no stroke answers, by their index in the plan's chart.
struct Unanswered {
  std::vector<std::size_t> missed, covered;
};

void interval(report::JsonWriter& json, std::string_view key, double value, double low, double high) {
  json.begin_array(key);
  for (const double x : {value, low, high}) json.real("", x, 2);
  json.end_array();
}

std::string count_in_text(int bars) {
  if (bars <= 0) return "Play.";
  return "Count-in: " + report::count(static_cast<std::size_t>(bars), "bar") + ".";
}

void write(report::JsonWriter& json, const HitCount& hits) {
  json.integer("notes", hits.notes);
  json.integer("missed", hits.missed);
  json.integer("wrong_voice", hits.wrong);
  json.integer("covered", hits.covered);
  json.integer("extra", hits.extra);
}

void write(report::JsonWriter& json, const BarVerdict& bar, bool midi, bool relative,
           const Unanswered& unanswered) {
  json.integer("bar", bar.bar);
  BarVerdict said = bar;
  for (BarLine& line : said.lines) line.measured = line.measured && !relative;
  json.text("text", bar.played ? report::bar_text(said) : report::nothing_heard_text(bar, midi));
  json.text("fault", bar.fault == BarFault::none ? "none" : bar.fault == BarFault::hits ? "hits" : "lean");
  json.boolean("played", bar.played);
  write(json, bar.hits);
  json.begin_array("lines");
  for (const BarLine& line : bar.lines) {
    json.begin_object();
    json.text("line", id_of(line.line));
    json.text("name", report::capital(name_of(line.line)));
    json.integer("n", line.timed);
    write(json, line.hits);
    if (line.measured) {
      interval(json, "lean_ms", line.lean_ms, line.lean_low, line.lean_high);
      const int decimals = report::decimals_for((line.lean_high - line.lean_low) / 2);
      json.text("lean", report::lean(line.lean_ms, decimals) + (relative ? kOfOwnLean : ""));
      json.text("lean_interval", report::plus_minus(line.lean_low, line.lean_high, decimals));
    }
    if (line.spread_measured) {
      interval(json, "spread_ms", line.spread_ms, line.spread_low, line.spread_high);
      const int decimals = report::decimals_for((line.spread_high - line.spread_low) / 2);
      json.text("spread", report::number(line.spread_ms, decimals) + " ms");
      json.text("spread_interval", report::range(line.spread_low, line.spread_high, decimals));
    }
    json.end_object();
  }
  json.end_array();
  for (const auto& [key, notes] :
       {std::pair{"missed_notes", &unanswered.missed}, std::pair{"covered_notes", &unanswered.covered}}) {
    json.begin_array(key);
    for (const std::size_t note : *notes) json.integer("", static_cast<std::int64_t>(note));
    json.end_array();
  }
}

// A line's lean against that of all the player's strokes: what the round trip may be is the same in both.
void against_own_lean(BarLine& line, const std::optional<double>& own, double round_trip_sd_ms) {
  line.measured = line.measured && own;
  if (!line.measured) return;
  const double whole = (line.lean_high - line.lean_low) / 2, trip = 1.96 * round_trip_sd_ms;
  const double half = std::sqrt(std::max(0.0, whole * whole - trip * trip));
  line.lean_ms -= *own;
  line.lean_low = line.lean_ms - half;
  line.lean_high = line.lean_ms + half;
}

// A note that none answers is covered where one that is answered was written with it, as often as the bar
// counts that.
Unanswered unanswered(const std::vector<Note>& notes, std::size_t from, std::size_t to,
                      const std::vector<bool>& answered, const BarVerdict& bar) {
  Unanswered found;
  std::array<int, kLineCount> covered{};
  for (const BarLine& line : bar.lines) covered[static_cast<std::size_t>(line.line)] = line.hits.covered;
  for (std::size_t i = from; i < to; ++i) {
    if (answered[i]) continue;
    bool together = false;
    for (std::size_t k = from; k < to; ++k) together |= answered[k] && notes[k].tick == notes[i].tick;
    int& left = covered[static_cast<std::size_t>(line_of(notes[i].voice))];
    (together && left > 0 ? found.covered : found.missed).push_back(i);
    if (together && left > 0) --left;
  }
  return found;
}

}  // namespace

Result<PageDrillSettings> parse_drill_settings(std::string_view text, const Chart& chart) {
  Result<Settings> wishes = Settings::parse(text, kDrillSettings);
  if (!wishes) return wishes.error();
  PageDrillSettings s;
  std::optional<Error> wrong;
  const auto number = [&](std::string_view key, double otherwise, double low, double high) {
    Result<double> value = wishes->number(key, otherwise, low, high);
    if (!value && !wrong) wrong = value.error();
    return value ? *value : otherwise;
  };
  const auto whole = [&](std::string_view key, int otherwise, int low, int high) {
    return static_cast<int>(std::lround(number(key, otherwise, low, high)));
  };
  const double written = tempo_at(chart, 0);
  s.click.rate = number("rate", 48000, 8000, 192000);
  s.click.bpm = number("bpm", 0, 0, 400);
  if (s.click.bpm <= 0) s.click.bpm = written > 0 ? written : kTempoOtherwise;
  s.range = {.from = whole("from", 1, 1, 100'000),
             .to = whole("to", 0, 0, 100'000),
             .times = whole("times", 1, 0, 1000)};
  s.range = practice::drill_range(chart, s.range);
  s.click.count_in_bars = whole("count_in", 1, 0, 16);
  s.click.subdivision = whole("subdivision", 1, 1, 8);
  s.click.offbeat = whole("offbeat", 0, 0, 1) != 0;
  s.click.gap_on = whole("gap_on", 0, 0, 1000);
  s.click.gap_off = whole("gap_off", 0, 0, 1000);
  s.click.mute_share = number("mute", 0, 0, 1);
  s.click.seed = static_cast<std::uint64_t>(number("seed", 1, 0, 1e15));
  s.click.ramp = {.bars = whole("ramp_bars", 0, 0, 1000),
                  .step_bpm = number("ramp_step", 0, 0, 400),
                  .limit_bpm = number("ramp_limit", 0, 0, 400),
                  .back = whole("ramp_back", 0, 0, 1) != 0};
  s.click.start = std::llround(s.click.rate * number("start", 0.1, 0, 60));
  s.level_db = number("level_db", -12, -60, -6);
  s.voices = whole("pad", 0, 0, 1) != 0 ? ear::VoicesMode::pad : ear::VoicesMode::kit;
  s.kind = whole("midi", 0, 0, 1) != 0 ? SourceKind::midi : SourceKind::audio;
  s.round_trip = number("round_trip", 0, 0, 96000);
  s.round_trip_sd_ms = number("round_trip_sd_ms", 10, 0, 1000);
  s.click_heard = whole("click_heard", 1, 0, 1) != 0;
  s.stop = whole("stop", 0, 0, 1) != 0;
  s.relative = whole("relative", 0, 0, 1) != 0;
  s.name = wishes->text("name");
  if (wrong) return *wrong;
  Result<PageKit> kit = page_kit(*wishes);
  if (!kit) return kit.error();
  s.kit = std::move(*kit);
  return s;
}

SessionConfig drill_session(const PageDrillSettings& settings, const practice::DrillPlan& plan,
                            const judge::Norms& norms) {
  SessionConfig session;
  session.source.name = settings.name;
  session.source.kind = settings.kind;
  session.source.rate = settings.click.rate;
  session.source.channels = 1;
  if (settings.kind == SourceKind::midi) session.source.kit = read_by(settings.kit);
  session.voices = settings.voices;
  session.chart = plan.chart;
  session.bpm = tempo_at(plan.chart, 0);
  session.norms = norms;
  return session;
}

Result<std::string> drill_notation(const Chart& chart, const PageDrillSettings& settings, double width) {
  const Result<practice::DrillPlan> plan = practice::plan_drill(chart, settings.range, settings.click);
  if (!plan) return plan.error();
  if (plan->chart.notes.size() > kMostDrawnNotes)
    return Error{ErrorCode::unsupported, {}, "too many notes to draw every pass", "Choose fewer passes"};
  return report::chart_notation(plan->chart, width);
}

namespace {

DrillConfig drill_config(const PageDrillSettings& settings, const practice::DrillPlan& plan,
                         const judge::Norms& norms) {
  DrillConfig drilling;
  drilling.session = drill_session(settings, plan, norms);
  drilling.bar_numbers = plan.bar_numbers;
  drilling.offset_sd_ms = settings.round_trip_sd_ms;
  drilling.ask_chart_played = settings.ask_chart_played;
  for (const double line : plan.bar_lines) drilling.bar_lines.push_back(line + settings.round_trip);
  return drilling;
}

}  // namespace

bool played_other_groove(const PageDrillSettings& settings, const practice::DrillPlan& plan,
                         const judge::Norms& norms, std::span<const Hit> hits) {
  Result<Drill> drill = Drill::make(drill_config(settings, plan, norms));
  if (!drill) return false;
  for (const Hit& hit : hits) drill->push(std::span(&hit, 1));
  if (!hits.empty()) drill->advance(hits.back().frame + static_cast<Frames>(settings.click.rate));
  return drill->other_groove();
}

Result<PageDrill> PageDrill::make(const Chart& chart, const PageDrillSettings& settings,
                                  const judge::Norms& norms) {
  Result<practice::DrillPlan> plan = practice::plan_drill(chart, settings.range, settings.click);
  if (!plan) return plan.error();
  Result<Drill> drill = Drill::make(drill_config(settings, *plan, norms));
  if (!drill) return drill.error();
  Result<practice::Click> click = practice::Click::make({.plan = plan->click, .level_db = settings.level_db});
  if (!click) return click.error();
  Result<practice::ClickTrain> train = practice::ClickTrain::make(plan->click);
  if (!train) return train.error();
  PageDrill made(std::move(*plan), settings, std::move(*drill), std::move(*click), *train);
  const std::vector<Bar> bars = bars_of(chart);
  const Ticks from = bars[static_cast<std::size_t>(settings.range.from - 1)].start;
  for (const Note& note : chart.notes) made.first_note_ += note.tick < from ? 1 : 0;
  made.notes_ = made.plan_.chart.notes.size() / static_cast<std::size_t>(settings.range.times);
  return made;
}

PageDrill::PageDrill(practice::DrillPlan plan, PageDrillSettings settings, Drill drill, practice::Click click,
                     const practice::ClickTrain& train)
    : plan_(std::move(plan)),
      settings_(std::move(settings)),
      drill_(std::move(drill)),
      click_(std::move(click)),
      announcer_(train, settings_.round_trip, plan_.bar_lines.front()),
      gate_(settings_.kit.profile, plan_.click.rate) {}

bool PageDrill::block(std::span<const float> in, std::span<float> out) {
  click_.push(now_, out);
  now_ += static_cast<Frames>(out.size());
  if (settings_.kind == SourceKind::audio) {
    if (settings_.click_heard) announce_clicks();
    drill_.push(in);
  } else {
    drill_.advance(now_);
  }
  collect();
  return news_;
}

void PageDrill::note(Frames frame, std::uint8_t number, std::uint8_t velocity) {
  if (settings_.kind != SourceKind::midi) return;
  const std::optional<Hit> hit =
      gate_.push(number, velocity, {.frame = frame, .pad = settings_.voices == ear::VoicesMode::pad});
  if (!hit) return;
  drill_.push(std::span<const Hit>(&*hit, 1));
  collect();
}

void PageDrill::announce_clicks() {
  const Frames second = static_cast<Frames>(plan_.click.rate);
  for (const practice::AnnouncedClick& click : announcer_.push(now_ + second + 1))
    drill_.expect_click(click.expected);
}

void PageDrill::collect() {
  bars_.insert(bars_.end(), drill_.bars().begin(), drill_.bars().end());
  if (drill_.broke() && !broke_) broke_ = drill_.broke();
  news_ = news_ || !drill_.strokes().empty() || !drill_.bars().empty();
  bars_told_ += drill_.bars().size();
  over_ = bars_told_ == plan_.bar_numbers.size();
  if (settings_.relative && !drill_.strokes().empty()) find_own_lean();
}

void PageDrill::find_own_lean() {
  std::vector<double> errors;
  for (auto stroke = told().rbegin(); stroke != told().rend() && errors.size() < kMostOwnLean; ++stroke) {
    if (stroke->note >= 0 && !stroke->elsewhere && stroke->hit.timed && stroke->kind != MatchKind::grace)
      errors.push_back(stroke->error_ms);
  }
  if (errors.size() < kLeastOwnLean) return;
  const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
  std::nth_element(errors.begin(), middle, errors.end());
  if (!own_lean_) news_from_ = 0;  // those before it are told again, with their errors
  own_lean_ = *middle;
}

void PageDrill::write_bars(report::JsonWriter& json) const {
  std::vector<bool> answered(plan_.chart.notes.size(), false);
  for (const DrillStroke& stroke : last_told(told())) {
    if (stroke.note >= 0 && !stroke.elsewhere) answered[static_cast<std::size_t>(stroke.note)] = true;
  }
  const std::vector<Bar> all = bars_of(plan_.chart);
  const std::vector<Note>& notes = plan_.chart.notes;
  const auto first_from = [&](Ticks tick) {
    return static_cast<std::size_t>(
        std::lower_bound(notes.begin(), notes.end(), tick,
                         [](const Note& note, Ticks at) { return note.tick < at; }) -
        notes.begin());
  };
  json.begin_array("bars");
  // Bars of another groove are no bars of the chart's.
  for (std::size_t i = 0; i < bars_.size() && !other_groove(); ++i) {
    const std::size_t index = bars_told_ - bars_.size() + i;
    BarVerdict bar = bars_[i];
    if (settings_.relative) {
      for (BarLine& line : bar.lines) against_own_lean(line, own_lean_, settings_.round_trip_sd_ms);
    }
    json.begin_object();
    json.integer("index", static_cast<std::int64_t>(index));
    write(json, bar, settings_.kind == SourceKind::midi, settings_.relative,
          unanswered(notes, first_from(all[index].start), first_from(all[index].end()), answered, bar));
    json.end_object();
  }
  json.end_array();
}

std::string PageDrill::plan_json() const {
  report::JsonWriter json;
  json.begin_object();
  json.real("rate", plan_.click.rate, 3);
  json.real("bpm", plan_.click.bpm, 2);
  json.integer("beats", plan_.click.meter.beats);
  json.integer("unit", plan_.click.meter.unit);
  json.text("title", plan_.chart.title);
  json.text("text", count_in_text(settings_.click.count_in_bars));
  json.integer("start", plan_.click.start);
  json.integer("first_note", static_cast<std::int64_t>(first_note_));
  json.integer("notes", static_cast<std::int64_t>(notes_));
  json.begin_array("bar_lines");
  for (const double line : plan_.bar_lines) json.real("", line, 3);
  json.end_array();
  json.begin_array("bar_first");  // of the plan's notes, the first in every bar
  for (const Bar& bar : bars_of(plan_.chart)) {
    json.integer("", std::lower_bound(plan_.chart.notes.begin(), plan_.chart.notes.end(), bar.start,
                                      [](const Note& note, Ticks tick) { return note.tick < tick; }) -
                         plan_.chart.notes.begin());
  }
  json.end_array();
  json.begin_array("bar_numbers");
  for (const int number : plan_.bar_numbers) json.integer("", number);
  json.end_array();
  json.end_object();
  return json.take();
}

std::string PageDrill::news_json() {
  report::JsonWriter json;
  json.begin_object();
  json.integer("frame", now_);
  json.begin_array("strokes");
  for (const DrillStroke& stroke : std::span(told()).subspan(news_from_)) {
    json.begin_object();
    json.integer("frame", stroke.hit.frame);
    json.text("voice", id_of(stroke.hit.voice));
    json.text("kind", report::id_of(stroke.kind));
    if (stroke.note >= 0 && !stroke.elsewhere) {
      json.integer("note", stroke.note);
      // A flam's grace stroke belongs to the note and has no error of its own against the click.
      if (stroke.hit.timed && stroke.kind != MatchKind::grace) {
        json.real("error_ms", stroke.error_ms, 2);
        json.real("sigma_ms", static_cast<double>(stroke.hit.sigma_ms), 2);
        if (!settings_.relative || own_lean_) {
          const double shown = stroke.error_ms - own_lean_.value_or(0);
          json.text("colour", report::kErrorClass[static_cast<std::size_t>(report::error_class(shown))]);
          json.text("text", report::lean(shown, 0) + (settings_.relative ? kOfOwnLean : ""));
        }
      }
    }
    json.real("level_db", static_cast<double>(stroke.hit.level_db), 1);
    json.boolean("elsewhere", stroke.elsewhere);
    json.boolean("revised", stroke.revised);
    json.end_object();
  }
  json.end_array();
  write_bars(json);
  if (other_groove() != other_told_) {
    other_told_ = other_groove();
    json.text("groove", report::other_groove_text(plan_.chart.title, other_told_));
  }
  if (settings_.stop && broke_) {
    const int again = std::max(settings_.range.from, broke_->bar - 1);
    json.text("stop", report::stop_text(*broke_, again));
    json.integer("again_from", again);
  }
  const follow::Whereabouts where = drill_.where();
  if (where.known && where.bpm_sd > 0)
    interval(json, "bpm", where.bpm, where.bpm - 1.96 * where.bpm_sd, where.bpm + 1.96 * where.bpm_sd);
  json.boolean("over", over_);
  json.end_object();
  news_from_ = told().size();
  bars_.clear();
  broke_.reset();
  news_ = false;
  return json.take();
}

Take PageDrill::finish() {
  Take take = drill_.finish();
  take.order = practice::order_in_chart(take.order, plan_);
  KitRead& kit = take.source.kit;
  kit.below_floor = gate_.below_floor();
  kit.retriggered = gate_.retriggered();
  kit.outside = gate_.outside();
  return take;
}

practice::PlayedBars PageDrill::played_bars() const {
  std::vector<Hit> hits;
  for (const DrillStroke& stroke : last_told(drill_.told())) hits.push_back(stroke.hit);
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return practice::played_bars(hits, settings_.kind == SourceKind::audio ? now_ : 0, plan_,
                               settings_.round_trip);
}

std::string PageDrill::broken_off_text() const {
  if (other_groove()) return {};
  const practice::PlayedBars played = played_bars();
  return practice::broken_off(played) ? report::not_counted_text(played.whole, played.of, 0) : std::string();
}

}  // namespace firstchair::door
