#include "apps/cli/drill/drill_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/drill/drill_watch.h"
#include "apps/cli/live/after_take.h"
#include "apps/cli/live/again.h"
#include "apps/cli/live/keep_take.h"
#include "apps/cli/live/screen.h"
#include "apps/cli/live/setup.h"
#include "apps/cli/live/stage.h"
#include "apps/cli/live/terminal.h"
#include "apps/cli/live/unfinished.h"
#include "book/day.h"
#include "engine/judge/norms.h"
#include "engine/teacher/guard.h"
#include "hearing/hear_file.h"
#include "live/live_run.h"
#include "practice/against_click.h"
#include "practice/chart_order.h"
#include "practice/drill_length.h"
#include "report/text/book_text.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

constexpr std::int64_t kSessionS = 12 * 3600;
constexpr double kFreeLine = 4;  // s between lines of free playing, when plain

class DrillCommand {
 public:
  explicit DrillCommand(const DrillOptions& options) : options_(options), terminal_(options.plain) {}

  Result<int> run() {
    if (Result<Done> ready = prepare(); !ready) return ready.error();
    if (Result<Done> told = tell_pain(keeper_, options_.pain); !told) return told.error();
    if (Result<Done> known = look_up(); !known) return known.error();
    const std::string item = book::item_of_bars(chart_, range_);
    const auto takes = std::count_if(history_.takes.begin(), history_.takes.end(), [&](const KeptTake& take) {
      return take.item == item && take.began_s > std::time(nullptr) - kSessionS;
    });
    after_.emplace(options_, terminal_, static_cast<int>(takes));
    // A drummer who goes on has read it, and overrides it by playing; not so with pain.
    const Advice advice = book::guard_now(history_, std::time(nullptr), {.pain = options_.pain});
    if (advice.halt != Halt::none) terminal_.line(report::advice_text(advice));
    if (!advice.may_override) return 0;
    catch_signals();
    practice::DrillRange range = range_;
    while (true) {
      if (Result<Done> open = stage_.open(options_); !open) return open.error();
      Result<Ended> ended = play(range);
      if (!ended) return ended.error();
      if (*ended == Ended::broke && !asked_to_end()) {
        range.from = again_from_;
        continue;
      }
      if (*ended == Ended::lost && wait_for_device()) continue;
      return 0;
    }
  }

 private:
  Result<Done> prepare() {
    session_.norms = judge::default_norms();
    session_.voices = options_.voices;
    session_.source.kind = options_.midi ? SourceKind::midi : SourceKind::audio;
    Result<midi::KitProfile> kit = kit_of(options_);
    if (!kit) return kit.error();
    kit_ = std::move(*kit);
    set_kit(session_, options_, kit_);
    if (Result<Done> known = set_kit_sound(session_, options_); !known) return known.error();
    if (Result<Done> planned = options_.free ? prepare_free() : prepare_chart(); !planned)
      return planned.error();
    Result<std::optional<book::Keeper>> keeper = open_keeper(options_);
    if (!keeper) return keeper.error();
    keeper_ = std::move(*keeper);
    std::vector<std::string> recovered;
    Result<std::string> takes = ready_takes_folder(options_, recovered);
    if (!takes) return takes.error();
    takes_ = std::move(*takes);
    for (const std::string& line : recovered) terminal_.line(report::plain(line));
    for (const std::string& line : finish_takes(takes_, keeper_)) terminal_.line(report::plain(line));
    return Done{};
  }

  Result<Done> look_up() {
    Result<History> history = history_of(keeper_);
    if (!history) return history.error();
    history_ = std::move(*history);
    return Done{};
  }

  Result<Done> prepare_free() {
    if (!options_.chart.empty())
      return Error{ErrorCode::usage, options_.chart, "free playing has no chart", "Leave out one of the two"};
    if (options_.click && options_.bpm == 0)
      return Error{ErrorCode::usage, "--click", "a click needs a tempo", "Add --bpm"};
    session_.bpm = options_.bpm;
    prepare_click(options_.bpm > 0 ? options_.bpm : 120);
    if (!options_.click) click_.count_in_bars = 0;
    if (Result<practice::DrillPlan> plan = practice::plan_free(click_); !plan) return plan.error();
    return Done{};
  }

  void prepare_click(double bpm) {
    click_.bpm = bpm;
    click_.count_in_bars = options_.count_in;
    click_.subdivision = options_.subdivide;
    click_.offbeat = options_.offbeat;
    click_.mute_share = options_.mute;
    click_.seed = static_cast<std::uint64_t>(std::time(nullptr));
  }

  Result<Done> prepare_chart() {
    if (options_.chart.empty())
      return Error{ErrorCode::usage, "drill", "no chart is named", "Name one, or play freely with --free"};
    Result<Chart> chart = find_chart(options_.chart);
    if (!chart) return chart.error();
    chart_ = std::move(*chart);
    Result<practice::DrillRange> range = practice::parse_bars(options_.bars);
    if (!range) return range.error();
    range_ = *range;
    range_.times = options_.times;
    range_ = practice::drill_range(chart_, range_);
    prepare_click(options_.bpm > 0 ? options_.bpm : tempo_at(chart_, 0) > 0 ? tempo_at(chart_, 0) : 100);
    if (!options_.accents.empty()) {
      const Result<std::uint64_t> accents = practice::parse_accents(options_.accents);
      if (!accents) return accents.error();
      click_.accents = *accents;
    }
    if (Result<Done> gap = practice::parse_gap(options_.gap, click_); !gap) return gap.error();
    Result<practice::TempoRamp> ramp = practice::parse_ramp(options_.ramp);
    if (!ramp) return ramp.error();
    click_.ramp = *ramp;
    if (Result<practice::DrillPlan> plan = practice::plan_drill(chart_, range_, click_); !plan)
      return plan.error();
    return Done{};
  }

  // Until it is back; false: asked to end meanwhile.
  bool wait_for_device() {
    stage_.close();
    terminal_.line("Waiting for the device. Ctrl-C ends.");
    while (!asked_to_end() && terminal_.key() != 'q') {
      if (stage_.open(options_)) return true;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    return false;
  }

  Result<Ended> play(const practice::DrillRange& range) {
    const io::LiveAudioInfo info = stage_.info();
    const RoundTrip trip = round_trip_of(info, options_);
    practice::ClickPlan click = click_;
    click.rate = info.rate;
    click.start = static_cast<Frames>(0.5 * info.rate);
    Result<practice::DrillPlan> plan =
        options_.free ? practice::plan_free(click) : practice::plan_drill(chart_, range, click);
    if (!plan) return plan.error();
    live::LiveRunConfig config = run_config_of(options_, session_, *plan, trip, takes_, kit_);
    config.free = options_.free;
    config.clicks = !options_.free || options_.click;
    const auto began_s = static_cast<std::int64_t>(std::time(nullptr));
    const live::LiveRunConfig begun = config;
    auto played = stage_.perform(std::move(config), [&](live::LiveRun& run) {
      return options_.free ? watch_free(run, *plan) : watch(run, *plan, trip);
    });
    if (!played) return played.error();
    auto& [ended, result] = *played;
    const bool free = options_.free || result.other_groove;
    const practice::PlayedBars bars = free ? practice::PlayedBars{} : bars_of_run(result, *plan, trip);
    const bool numbers = ended != Ended::broke && !practice::broken_off(bars);
    HeardAgain again;
    if (!options_.midi && !result.take.hits.empty()) again = hear_again(begun, result);
    // The book first: whatever ends the program while its numbers are read, the take is there.
    std::string kept;
    if (keeper_ && !result.take.hits.empty()) {
      kept = keep_take(*keeper_, result,
                       {.chart = free ? Chart{} : chart_,
                        .range = range_,
                        .plan = *plan,
                        .trip = trip,
                        .mode = free ? Mode::free : mode_after(ended),
                        .device = info.device,
                        .began_s = began_s,
                        .clicked = !options_.free || options_.click,
                        .midi = options_.midi,
                        .pain = options_.pain,
                        .bars = bars,
                        .weights = again.weights})
                 .line;
    }
    if (!free) practice::tell_in_chart(result.take, *plan);
    if (numbers && !again.line.empty()) terminal_.line(again.line);
    const Result<Done> told = after_->tell(result, *plan, trip, numbers, again.weights);
    if (!kept.empty()) {
      terminal_.line(kept);
    } else if (practice::broken_off(bars) && !result.take.hits.empty()) {
      terminal_.line(report::not_counted_text(bars.whole, bars.of, 0));
    }
    if (!told) return told.error();
    if (!kept.empty()) {
      // What was told elsewhere meanwhile holds here, too.
      if (Result<Done> known = look_up(); !known) return known.error();
      const Advice advice = book::guard_now(history_, std::time(nullptr));
      if (!advice.may_override) {
        terminal_.line(report::advice_text(advice));
        return Ended::asked;
      }
    }
    return ended;
  }

  // As the plan of a day tells takes apart (docs/guide/teacher.md).
  Mode mode_after(Ended ended) const {
    if (click_.gap_off > 0 || click_.mute_share > 0) return Mode::own;
    const bool whole = range_.from == 1 && range_.to == 0 && range_.times == 1;
    return whole && ended == Ended::over ? Mode::full : Mode::drill;
  }

  // Shows what goes on until the run is over.
  Ended watch(live::LiveRun& run, const practice::DrillPlan& plan, const RoundTrip& trip) {
    report::DrillScreen screen{
        .title = plan.chart.title,
        .bpm = plan.click.bpm,
        .bars = static_cast<int>(plan.bar_numbers.size()),
        .beats = plan.click.meter.beats,
        .source = (options_.midi ? "MIDI, kit " + kit_.id + ", " : "microphone, ") + trip.words};
    if (terminal_.plain()) {
      terminal_.line(fmt::format("{} at {} bpm, {}. {}.", screen.title, report::number(screen.bpm, 1),
                                 report::count(plan.bar_numbers.size(), "bar"), screen.source));
    }
    watch_.begin();
    std::vector<DrillStroke> told;
    std::size_t blocks = 0;
    bool tired = false, other_groove = false;
    while (true) {
      const live::LiveNews news = run.news();
      told.insert(told.end(), news.strokes.begin(), news.strokes.end());
      for (const DrillStroke& stroke : news.strokes) {
        if (options_.live && !stroke.revised) terminal_.line(stroke_text(stroke, plan.chart));
      }
      if (news.other_groove != other_groove) {
        other_groove = news.other_groove;
        screen.message = report::other_groove_text(plan.chart.title, other_groove);
        if (terminal_.plain()) terminal_.line(screen.message);
      }
      for (const BarVerdict& bar : news.bars) {
        ++screen.done;
        if (other_groove) continue;
        if (terminal_.plain()) terminal_.line(report::bar_text(bar));
        screen.last = bar;
        watch_.tell_silence(screen.message, bar.played ? "" : report::nothing_heard_text(bar, options_.midi));
      }
      if (options_.stop && news.broke) {
        again_from_ = std::max(range_.from, news.broke->bar - 1);
        screen.message = report::stop_text(*news.broke, again_from_);
        terminal_.line(screen.message);
        return Ended::broke;
      }
      if (!tired && told.size() / judge::kEnduranceBlock > blocks) {
        blocks = told.size() / judge::kEnduranceBlock;
        const Fatigue fatigue = practice::fatigue_so_far(practice::settled(told), plan.click.rate);
        tired = fatigue.stop();
        if (tired) {
          screen.message = report::advice_text(
              book::guard_now(history_, std::time(nullptr), {.fatigue = fatigue}), fatigue);
          terminal_.line(screen.message);
        }
      }
      if (news.where.known && news.where.bpm_sd > 0) {
        screen.played_bpm = news.where.bpm;
        screen.played_low = news.where.bpm - 1.96 * news.where.bpm_sd;
        screen.played_high = news.where.bpm + 1.96 * news.where.bpm_sd;
      }
      place(screen, plan, news.now);
      const auto ended = watch_.turn(run, screen.dropouts, screen.message, news.over, [&] {
        return report::drill_screen(screen, terminal_.columns(), terminal_.rows(), true);
      });
      if (ended) return *ended;
    }
  }

  Ended watch_free(live::LiveRun& run, const practice::DrillPlan& plan) {
    report::FreeScreen screen{.beat = {},
                              .click_bpm = options_.click ? plan.click.bpm : 0,
                              .source = options_.midi ? "MIDI, kit " + kit_.id : "microphone",
                              .message = {}};
    if (terminal_.plain()) {
      terminal_.line(fmt::format(
          "Free playing, {}, {}. Ctrl-C ends and keeps the take.",
          options_.click ? report::number(plan.click.bpm, 1) + " bpm click" : "no click", screen.source));
    }
    watch_.begin();
    const double began = options_.click ? plan.bar_lines.front() / plan.click.rate : 0;
    bool fresh = true;
    double next_line = kFreeLine;  // sooner once it is known
    while (true) {
      const live::LiveNews news = run.news();
      screen.seconds = static_cast<double>(news.now) / plan.click.rate;
      screen.counting_in = options_.click && static_cast<double>(news.now) < plan.bar_lines.front();
      screen.beat = free_beat_of(news.beat);
      if (fresh && screen.beat.known && screen.beat.probability > 0.8)
        next_line = screen.seconds, fresh = false;
      if (terminal_.plain() && screen.beat.known && screen.seconds >= next_line) {
        terminal_.line(report::free_text(screen.beat, screen.seconds));
        next_line = screen.seconds + kFreeLine;
      }
      if (screen.seconds - began > kFreeLine || news.heard > 0)
        watch_.tell_silence(screen.message,
                            news.heard > 0 ? "" : report::nothing_heard_text(kFreeLine, options_.midi));
      const auto ended = watch_.turn(run, screen.dropouts, screen.message, false, [&] {
        return report::free_screen(screen, terminal_.columns(), terminal_.rows());
      });
      if (ended) return *ended;
    }
  }

  DrillOptions options_;
  Terminal terminal_;
  Chart chart_;
  practice::DrillRange range_;
  practice::ClickPlan click_;
  SessionConfig session_;
  midi::KitProfile kit_;
  std::string takes_;
  Stage stage_;
  int again_from_ = 1;
  DrillWatch watch_{stage_, terminal_};
  std::optional<book::Keeper> keeper_;
  History history_;
  std::optional<AfterTake> after_;
};

}  // namespace

Result<int> drill(const DrillOptions& options) {
  return DrillCommand(options).run();
}

}  // namespace firstchair::cli
