#include "door/page_drill.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "door/page_chart.h"
#include "door/settings.h"
#include "practice/chart_order.h"
#include "practice/drill_length.h"
#include "report/report.h"
#include "report/text/book_text.h"

namespace firstchair::door {
namespace {

constexpr std::array<std::string_view, 30> kDrillSettings{
    "rate",   "bpm",      "from",  "to",       "times",      "count_in",         "subdivision", "offbeat",
    "gap_on", "gap_off",  "mute",  "seed",     "ramp_bars",  "ramp_step",        "ramp_limit",  "ramp_back",
    "start",  "level_db", "pad",   "midi",     "round_trip", "round_trip_sd_ms", "click_heard", "stop",
    "name",   "kit",      "notes", "relative", "sound",      "accents"};

constexpr double kEarliestTrip = 96000;  // frames: taps before the click

// Strokes whose errors say what the player's own lean is, and how many of the latest say it.
constexpr std::size_t kLeastOwnLean = 4, kMostOwnLean = 32;

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
  s.round_trip = number("round_trip", 0, -kEarliestTrip, 96000);
  s.round_trip_sd_ms = number("round_trip_sd_ms", 10, 0, 1000);
  s.click_heard = whole("click_heard", 1, 0, 1) != 0;
  s.stop = whole("stop", 0, 0, 1) != 0;
  s.relative = whole("relative", 0, 0, 1) != 0;
  s.name = wishes->text("name");
  if (const std::string sound = wishes->text("sound"); !sound.empty() && !wrong) {
    const Result<practice::ClickSound> chosen = practice::parse_click_sound(sound);
    if (!chosen) return chosen.error();
    s.click.sound = *chosen;
  }
  if (const std::string accents = wishes->text("accents"); !accents.empty() && !wrong) {
    const Result<std::uint64_t> chosen = practice::parse_accents(accents);
    if (!chosen) return chosen.error();
    s.click.accents = *chosen;
  }
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

Take PageDrill::finish() {
  Take take = drill_.finish();
  practice::tell_in_chart(take, plan_);
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
