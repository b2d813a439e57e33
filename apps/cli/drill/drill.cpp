// firstchair drill: the click, the drummer, and what is said while it still matters.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <thread>

#include "apps/cli/commands.h"
#include "apps/cli/drill/keep_take.h"
#include "apps/cli/drill/live_run.h"
#include "apps/cli/drill/practice.h"
#include "apps/cli/drill/setup.h"
#include "apps/cli/drill/terminal.h"
#include "engine/judge/endurance.h"
#include "engine/judge/own_time.h"
#include "engine/teacher/feedback.h"
#include "engine/teacher/guard.h"
#include "io/files.h"
#include "report/drill_text.h"
#include "report/free_text.h"
#include "report/report.h"
#include "report/teacher_text.h"
#include "report/words.h"
#include "store/outcome.h"

namespace firstchair {

extern const std::string_view kNormsCsv;

namespace {

namespace fs = std::filesystem;

constexpr auto kTurn = std::chrono::milliseconds(40);
constexpr auto kStatusTurn = std::chrono::milliseconds(200);
constexpr std::int64_t kSessionS = 12 * 3600;
constexpr auto kLongestQuestion = std::chrono::seconds(20);
constexpr double kFreeLine = 4;  // s between lines of free playing, when plain

std::string stroke_text(const DrillStroke& stroke, const Chart& chart) {
  const std::string voice(id_of(stroke.hit.voice));
  if (stroke.note < 0) return fmt::format("  {} extra", voice);
  const Note& note = chart.notes[static_cast<std::size_t>(stroke.note)];
  if (stroke.elsewhere) return fmt::format("  {} at another place of the chart", voice);
  if (!stroke.hit.timed) return fmt::format("  {} heard", id_of(note.voice));
  return fmt::format("  {} {} ±{}", id_of(note.voice), report::lean(stroke.error_ms, 1),
                     report::number(1.96 * static_cast<double>(stroke.hit.sigma_ms), 1));
}

FreeBeat free_beat_of(const Beat& beat) {
  return {.known = beat.known,
          .bpm = beat.bpm,
          .low = beat.bpm - 1.96 * beat.bpm_sd,
          .high = beat.bpm + 1.96 * beat.bpm_sd,
          .probability = static_cast<double>(beat.probability),
          .beat = beat.in_bar + 1,
          .bar_probability = static_cast<double>(beat.bar_probability)};
}

// Of clocks that surely part: both bounds have one sign.
std::string drift_text(const Drift& drift) {
  return fmt::format(
      "The microphone's clock counts {:.1f} ppm ({:.1f} to {:.1f}) {} than the click's; corrected.",
      std::abs(drift.ppm), std::min(std::abs(drift.low), std::abs(drift.high)),
      std::max(std::abs(drift.low), std::abs(drift.high)), drift.ppm > 0 ? "faster" : "slower");
}

enum class Ended { over, asked, broke, lost };

class DrillCommand {
 public:
  explicit DrillCommand(const DrillOptions& options) : options_(options), terminal_(options.plain) {}

  Result<int> run() {
    if (Result<Done> ready = prepare(); !ready) return ready.error();
    Result<History> history = history_of(keeper_);
    if (!history) return history.error();
    history_ = std::move(*history);
    const std::string item = item_of_bars(chart_, range_);
    takes_today_ = static_cast<int>(
        std::count_if(history_.takes.begin(), history_.takes.end(), [&](const KeptTake& take) {
          return take.item == item && take.began_s > std::time(nullptr) - kSessionS;
        }));
    // A drummer who goes on has read it, and overrides it by playing; not so with pain.
    const Advice advice = advise(history_, std::time(nullptr), {.pain = options_.pain});
    if (advice.halt != Halt::none) terminal_.line(advice_text(advice));
    if (!advice.may_override) return 0;
    catch_signals();
    DrillRange range = range_;
    while (true) {
      if (Result<Done> open = open_audio(); !open) return open.error();
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
    Result<Norms> norms = parse_norms(kNormsCsv);
    if (!norms) return norms.error();
    session_.norms = *norms;
    session_.voices = options_.voices;
    session_.source.kind = options_.midi ? SourceKind::midi : SourceKind::audio;
    if (Result<Done> planned = options_.free ? prepare_free() : prepare_chart(); !planned)
      return planned.error();
    Result<std::optional<Keeper>> keeper = open_keeper(options_);
    if (!keeper) return keeper.error();
    keeper_ = std::move(*keeper);
    std::vector<std::string> recovered;
    Result<std::string> takes = ready_takes_folder(options_, recovered);
    if (!takes) return takes.error();
    takes_ = std::move(*takes);
    for (const std::string& line : recovered) terminal_.line(line);
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
    if (Result<DrillPlan> plan = plan_free(click_); !plan) return plan.error();
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
    Result<DrillRange> range = parse_bars(options_.bars);
    if (!range) return range.error();
    range_ = *range;
    range_.times = options_.times;
    prepare_click(options_.bpm > 0 ? options_.bpm : tempo_at(chart_, 0) > 0 ? tempo_at(chart_, 0) : 100);
    if (Result<Done> gap = parse_gap(options_.gap, click_); !gap) return gap.error();
    Result<TempoRamp> ramp = parse_ramp(options_.ramp);
    if (!ramp) return ramp.error();
    click_.ramp = *ramp;
    if (Result<DrillPlan> plan = plan_drill(chart_, range_, click_); !plan) return plan.error();
    return Done{};
  }

  Result<Done> open_audio() {
    if (audio_) return Done{};
    Result<LiveAudio> audio = LiveAudio::open(audio_config_of(options_));
    if (!audio) return audio.error();
    audio_ = std::move(*audio);
    slot_ = std::make_unique<LiveSlot>();
    return audio_->start([slot = slot_.get()](const LiveBlock& block) { (*slot)(block); });
  }

  // Until it is back; false: asked to end meanwhile.
  bool wait_for_device() {
    audio_->close();
    audio_.reset();
    terminal_.line("Waiting for the device. Ctrl-C ends.");
    while (!asked_to_end() && terminal_.key() != 'q') {
      if (open_audio()) return true;
      audio_.reset();
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    return false;
  }

  Result<Ended> play(const DrillRange& range) {
    const LiveAudioInfo info = audio_->info();
    const RoundTrip trip = round_trip_of(info, options_);
    ClickPlan click = click_;
    click.rate = info.rate;
    click.start = static_cast<Frames>(0.5 * info.rate);
    Result<DrillPlan> plan = options_.free ? plan_free(click) : plan_drill(chart_, range, click);
    if (!plan) return plan.error();
    SessionConfig session = session_;
    const std::string folder = new_take_folder(takes_);
    const auto began_s = static_cast<std::int64_t>(std::time(nullptr));
    session.source.name = fs::path(folder).filename().string();
    Result<std::unique_ptr<LiveRun>> run = LiveRun::start({.plan = *plan,
                                                           .free = options_.free,
                                                           .clicks = !options_.free || options_.click,
                                                           .session = session,
                                                           .folder = folder,
                                                           .level_db = options_.level_db,
                                                           .round_trip = trip.frames,
                                                           .round_trip_sd_ms = trip.sd_ms,
                                                           .click_heard = !options_.midi});
    if (!run) return run.error();
    slot_->hang(run->get());
    const Ended ended = options_.free ? watch_free(**run, *plan) : watch(**run, *plan, trip);
    slot_->take_off();
    LiveResult result = (*run)->finish();
    run->reset();
    if (Result<Done> told = tell(result, *plan, trip, ended); !told) return told.error();
    if (keeper_ && !result.take.hits.empty()) {
      terminal_.line(keep_take(*keeper_, result,
                               {.chart = chart_,
                                .range = range_,
                                .plan = *plan,
                                .trip = trip,
                                .mode = mode_of(ended),
                                .device = info.device,
                                .began_s = began_s,
                                .clicked = !options_.free || options_.click,
                                .midi = options_.midi,
                                .pain = options_.pain})
                         .line);
    }
    return ended;
  }

  // As the plan of a day tells takes apart (docs/teacher.md).
  std::string mode_of(Ended ended) const {
    if (options_.free) return "free";
    if (click_.gap_off > 0 || click_.mute_share > 0) return "own";
    const bool whole = range_.from == 1 && range_.to == 0 && range_.times == 1;
    return whole && ended == Ended::over ? "full" : "drill";
  }

  // Shows what goes on until the run is over.
  Ended watch(LiveRun& run, const DrillPlan& plan, const RoundTrip& trip) {
    DrillScreen screen{.title = plan.chart.title,
                       .bpm = plan.click.bpm,
                       .bars = static_cast<int>(plan.bar_numbers.size()),
                       .beats = plan.click.meter.beats,
                       .source = (options_.midi ? "MIDI, " : "microphone, ") + trip.words};
    if (terminal_.plain()) {
      terminal_.line(fmt::format("{} at {} bpm, {}. {}.", screen.title, report::number(screen.bpm, 1),
                                 report::count(plan.bar_numbers.size(), "bar"), screen.source));
    }
    auto next_status = std::chrono::steady_clock::now();
    std::vector<DrillStroke> told;
    std::size_t blocks = 0;
    bool tired = false;
    while (true) {
      const LiveNews news = run.news();
      told.insert(told.end(), news.strokes.begin(), news.strokes.end());
      for (const DrillStroke& stroke : news.strokes) {
        if (options_.live && !stroke.revised) terminal_.line(stroke_text(stroke, plan.chart));
      }
      for (const BarVerdict& bar : news.bars) {
        if (terminal_.plain()) terminal_.line(bar_text(bar));
        screen.last = bar;
        ++screen.done;
        if (options_.stop && bar.fault != BarFault::none) {
          again_from_ = std::max(range_.from, bar.bar - 1);
          screen.message = stop_text(bar, again_from_);
          terminal_.line(screen.message);
          return Ended::broke;
        }
      }
      if (!tired && told.size() / kEnduranceBlock > blocks) {
        blocks = told.size() / kEnduranceBlock;
        const Fatigue fatigue = fatigue_so_far(settled(told), plan.click.rate);
        tired = fatigue.stop();
        if (tired) {
          screen.message = advice_text(advise(history_, std::time(nullptr), {.fatigue = fatigue}), fatigue);
          terminal_.line(screen.message);
        }
      }
      if (news.where.known && news.where.bpm_sd > 0) {
        screen.played_bpm = news.where.bpm;
        screen.played_low = news.where.bpm - 1.96 * news.where.bpm_sd;
        screen.played_high = news.where.bpm + 1.96 * news.where.bpm_sd;
      }
      place(screen, plan, news.now);
      if (!look_at_device(run, screen, next_status)) return Ended::lost;
      terminal_.draw(drill_screen(screen, terminal_.columns(), terminal_.rows(), true));
      if (news.over) return Ended::over;
      if (asked_to_end() || terminal_.key() == 'q') return Ended::asked;
      std::this_thread::sleep_for(kTurn);
    }
  }

  Ended watch_free(LiveRun& run, const DrillPlan& plan) {
    FreeScreen screen{.beat = {},
                      .click_bpm = options_.click ? plan.click.bpm : 0,
                      .source = options_.midi ? "MIDI" : "microphone",
                      .message = {}};
    if (terminal_.plain()) {
      terminal_.line(fmt::format(
          "Free playing, {}, {}. Ctrl-C ends and keeps the take.",
          options_.click ? report::number(plan.click.bpm, 1) + " bpm click" : "no click", screen.source));
    }
    auto next_status = std::chrono::steady_clock::now();
    bool fresh = true;
    double next_line = kFreeLine;  // sooner once it is known
    while (true) {
      const LiveNews news = run.news();
      screen.seconds = static_cast<double>(news.now) / plan.click.rate;
      screen.counting_in = options_.click && static_cast<double>(news.now) < plan.bar_lines.front();
      screen.beat = free_beat_of(news.beat);
      if (fresh && screen.beat.known && screen.beat.probability > 0.8)
        next_line = screen.seconds, fresh = false;
      if (terminal_.plain() && screen.beat.known && screen.seconds >= next_line) {
        terminal_.line(free_text(screen.beat, screen.seconds));
        next_line = screen.seconds + kFreeLine;
      }
      if (!look_at_device(run, screen, next_status)) return Ended::lost;
      terminal_.draw(free_screen(screen, terminal_.columns(), terminal_.rows()));
      if (asked_to_end() || terminal_.key() == 'q') return Ended::asked;
      std::this_thread::sleep_for(kTurn);
    }
  }

  // Now and then; false: it is lost.
  template <class Screen>
  bool look_at_device(const LiveRun& run, Screen& screen, std::chrono::steady_clock::time_point& next) {
    if (std::chrono::steady_clock::now() < next) return true;
    next += kStatusTurn;
    const LiveAudioStatus status = audio_->status();
    screen.dropouts = status.xruns;
    if (status.lost) {
      terminal_.line(status.why);
      return false;
    }
    if (const std::optional<Error> trouble = run.trouble(); trouble && screen.message.empty()) {
      screen.message = trouble->line();
      if (terminal_.plain()) terminal_.line(screen.message);
    }
    return true;
  }

  // Bar and beat of the click that is heard now.
  static void place(DrillScreen& screen, const DrillPlan& plan, Frames now) {
    const ClickPlan& click = plan.click;
    screen.seconds = static_cast<double>(now) / click.rate;
    const std::vector<double>& lines = plan.bar_lines;
    const double frame = static_cast<double>(now);
    screen.counting_in = frame < lines.front();
    if (screen.counting_in) {
      const double beat = 60 / click.bpm * 4 / click.meter.unit * click.rate;
      const double since = frame - static_cast<double>(click.start);
      screen.beat = since < 0 ? 0 : static_cast<int>(since / beat) % click.meter.beats + 1;
      return;
    }
    const auto after = std::upper_bound(lines.begin(), lines.end(), frame);
    if (after == lines.end()) return;
    const std::size_t bar = static_cast<std::size_t>(after - lines.begin()) - 1;
    screen.bar = plan.bar_numbers[bar];
    screen.bpm = bpm_of_bar(click, static_cast<int>(bar));
    screen.beat =
        static_cast<int>((frame - lines[bar]) / (lines[bar + 1] - lines[bar]) * click.meter.beats) + 1;
    const int cycle = click.gap_on + click.gap_off;
    screen.silent = cycle > 0 && static_cast<int>(bar) % cycle >= click.gap_on;
  }

  Result<Done> tell(const LiveResult& result, const DrillPlan& plan, const RoundTrip& trip, Ended ended) {
    if (result.written.failure) terminal_.line(result.written.failure->line());
    if (result.written.lost > 0)
      terminal_.line(
          fmt::format("{} frames of sound were lost: the disk was too slow.", result.written.lost));
    if (result.unheard > 0)
      terminal_.line(fmt::format("{} frames of sound came too fast to be heard: the machine was too slow.",
                                 result.unheard));
    if (result.drift.parts()) terminal_.line(drift_text(result.drift));
    if (options_.timing) terminal_.line(timing_text(result));
    if (result.take.hits.empty()) {
      terminal_.line(fmt::format("No stroke was heard. Take: {}", result.written.folder));
      return Done{};
    }
    const fs::path folder = result.written.folder;
    if (auto done = write_file((folder / "take.json").string(), take_json(result.take), true); !done)
      return done.error();
    if (auto done = write_file((folder / "take.html").string(), take_html(result.take), true); !done)
      return done.error();
    if (ended != Ended::broke && numbers_now(result.take)) {
      if (options_.question && !terminal_.plain()) ask(result.take.verdict);
      if (!options_.free) tell_practice(result.strokes, plan, trip);
      terminal_.line(summary(result.take, {.colour = !terminal_.plain(), .width = terminal_.columns()}));
      terminal_.line(fmt::format("Page: {}", (folder / "take.html").string()));
    }
    return Done{};
  }

  // Numbers fade as the spread falls: a player who always gets them plays worse without.
  bool numbers_now(const Take& take) {
    KeptTake kept;
    set_outcome(take, kept);
    const int nth = takes_today_++;
    if (options_.every_take || tells(nth, kept.z)) return true;
    terminal_.line(fmt::format("Spread {} of the norm: numbers after every {} takes, the next after {} more.",
                               report::number(kept.z, 2), told_every(kept.z),
                               told_every(kept.z) - nth % told_every(kept.z)));
    return false;
  }

  // What the player heard, before it is shown.
  void ask(const Verdict& verdict) {
    const Metric* lean = asked_about(verdict);
    if (lean == nullptr) return;
    terminal_.line(fmt::format("{}: early, late or even within 10 ms? e, l, n; any other key: no answer.",
                               report::capital(name_of(lean->line))));
    const auto until = std::chrono::steady_clock::now() + kLongestQuestion;
    while (!asked_to_end() && std::chrono::steady_clock::now() < until) {
      const char key = terminal_.key();
      if (key == 0) {
        std::this_thread::sleep_for(kTurn);
        continue;
      }
      if (const auto said = said_of(std::string_view(&key, 1)))
        terminal_.line(answer_text(lean->line, lean->value, lean->low, lean->high, *said));
      return;
    }
  }

  void tell_practice(const std::vector<DrillStroke>& told, const DrillPlan& plan, const RoundTrip& trip) {
    const std::vector<DrillStroke> strokes = settled(told);
    if (plan.click.gap_off > 0)
      terminal_.line(own_time_text(own_time(returns_of(strokes, plan), trip.sd_ms), plan.click.gap_off));
    const std::string text = endurance_text(endurance(in_order(strokes, plan.click.rate)));
    if (!text.empty()) terminal_.line(text);
  }

  DrillOptions options_;
  Terminal terminal_;
  Chart chart_;
  DrillRange range_;
  ClickPlan click_;
  SessionConfig session_;
  std::string takes_;
  std::unique_ptr<LiveSlot> slot_;  // outlives audio_
  std::optional<LiveAudio> audio_;
  int again_from_ = 1;
  std::optional<Keeper> keeper_;
  History history_;
  int takes_today_ = 0;  // that were told, or could have been
};

}  // namespace

Result<int> drill(const DrillOptions& options) {
  return DrillCommand(options).run();
}

}  // namespace firstchair
