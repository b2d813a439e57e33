#include "apps/cli/limit/limit_live.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <thread>

#include "apps/cli/live/keep_take.h"
#include "apps/cli/live/setup.h"
#include "apps/cli/live/stage.h"
#include "apps/cli/live/terminal.h"
#include "apps/cli/live/unfinished.h"
#include "book/day.h"
#include "io/files/files.h"
#include "live/live_run.h"
#include "practice/broken_off.h"
#include "practice/limit_policy.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/drill_text.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

enum class Went { over, asked, lost };

class LimitCommand {
 public:
  LimitCommand(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
               practice::LimitFinder& finder, std::optional<book::Keeper>& keeper, const History& history)
      : options_(options),
        chart_(chart),
        finder_(finder),
        keeper_(keeper),
        history_(history),
        terminal_(options.plain) {
    session_.norms = norms;
    session_.voices = options.voices;
    session_.source.kind = options.midi ? SourceKind::midi : SourceKind::audio;
  }

  Result<int> run() {
    if (Result<Done> ready = prepare(); !ready) return ready.error();
    catch_signals();
    while (!finder_.limit().done()) {
      const double bpm = finder_.limit().next_bpm();
      terminal_.line(fmt::format("Take {} of at most {}: {}.", finder_.takes() + 1, options_.most,
                                 report::number(bpm, 0)));
      Result<Went> went = play(bpm, true);
      if (!went) return went.error();
      if (*went != Went::over) return end(*went);
      const std::int64_t now = std::time(nullptr);
      const Advice advice = practice::guard_of(finder_, history_, now, book::day_began(now));
      if (advice.halt != Halt::none) {
        terminal_.line(report::advice_text(advice));
        if (!advice.may_override || !options_.anyway) break;
      }
      if (!rest()) return end(Went::asked);
    }
    terminal_.line(limit_words(finder_, bar_numbers_));
    keep();
    const double work = practice::cool_down_bpm(finder_.limit());
    terminal_.line(fmt::format("Cool-down: {}.", report::number(work, 0)));
    Result<Went> went = play(work, false);
    if (!went) return went.error();
    return 0;
  }

 private:
  Result<Done> prepare() {
    Result<midi::KitProfile> kit = kit_of(options_);
    if (!kit) return kit.error();
    kit_ = std::move(*kit);
    set_kit(session_, options_, kit_);
    if (Result<Done> known = set_kit_sound(session_, options_); !known) return known.error();
    Result<practice::DrillRange> range = practice::parse_bars(options_.bars);
    if (!range) return range.error();
    range->times = options_.times;
    range_ = practice::excerpt_range(chart_, *range);
    if (Result<practice::DrillPlan> plan = practice::plan_drill(chart_, range_, {}); !plan)
      return plan.error();
    std::vector<std::string> recovered;
    Result<std::string> takes = ready_takes_folder(options_, recovered);
    if (!takes) return takes.error();
    takes_ = *takes;
    for (const std::string& line : recovered) terminal_.line(report::plain(line));
    for (const std::string& line : finish_takes(takes_, keeper_)) terminal_.line(report::plain(line));
    return stage_.open(options_);
  }

  // One excerpt. counts: it is a trial; else it is only played.
  Result<Went> play(double bpm, bool counts) {
    const io::LiveAudioInfo info = stage_.info();
    const RoundTrip trip = round_trip_of(info, options_);
    const practice::ClickPlan click =
        practice::excerpt_click({.rate = info.rate, .start = static_cast<Frames>(0.5 * info.rate)}, bpm);
    Result<practice::DrillPlan> plan = practice::plan_drill(chart_, range_, click);
    if (!plan) return plan.error();
    bar_numbers_ = plan->bar_numbers;
    const auto began_s = static_cast<std::int64_t>(std::time(nullptr));
    live::LiveRunConfig config = run_config_of(options_, session_, *plan, trip, takes_, kit_);
    config.against_click = counts;
    auto played = stage_.perform(std::move(config), [&](live::LiveRun& run) { return watch(run); });
    if (!played) return played.error();
    auto& [went, result] = *played;
    if (result.written.failure) terminal_.line(report::plain(result.written.failure->line()));
    const practice::PlayedBars bars = bars_of_run(result, *plan, trip);
    std::int64_t id = 0;  // in the book
    if (keeper_ && !result.take.hits.empty()) {
      const book::Keeper::Kept kept = keep_take(*keeper_, result,
                                                {.chart = chart_,
                                                 .range = range_,
                                                 .plan = *plan,
                                                 .trip = trip,
                                                 .mode = counts ? Mode::limit : Mode::drill,
                                                 .device = info.device,
                                                 .began_s = began_s,
                                                 .midi = options_.midi,
                                                 .pain = options_.pain,
                                                 .bars = bars});
      id = kept.id;
      if (id == 0) terminal_.line(kept.line);
    }
    // After the book, which has it whatever becomes of this.
    if (!result.take.hits.empty()) {
      const std::string file = (std::filesystem::path(result.written.folder) / "take.json").string();
      if (auto done = io::write_file(file, report::take_json(result.take, ear::ear_weights_name()), true);
          !done)
        return done.error();
    }
    // A take that was broken off says nothing of the tempo, nor does one whose player left.
    if (counts && went == Went::over && practice::broken_off(bars)) {
      terminal_.line(report::not_counted_text(bars.whole, bars.of, 0));
    } else if (counts && went == Went::over) {
      kept_.push_back(id);
      const TrialOutcome outcome =
          finder_.add_excerpt(std::move(*result.against_click), result.strokes, *plan);
      terminal_.line(report::trial_text(outcome, finder_.z_wanted()));
      if (const std::string missing = report::missing_text(finder_.newly_missing()); !missing.empty())
        terminal_.line(missing);
      if (!finder_.limit().done()) terminal_.line(limit_words_so_far(finder_));
    }
    return went;
  }

  Went watch(live::LiveRun& run) {
    while (true) {
      const live::LiveNews news = run.news();
      for (const BarVerdict& bar : news.bars) {
        const bool silent = !bar.played;
        if (silent && !silent_) terminal_.line(report::nothing_heard_text(bar, options_.midi));
        silent_ = silent;
      }
      if (news.over) return Went::over;
      const io::LiveAudioStatus status = stage_.status();
      if (status.unheard != unheard_ && !status.unheard.empty())
        terminal_.line(report::plain(status.unheard) + ".");
      unheard_ = status.unheard;
      if (status.lost) {
        terminal_.line(report::plain(status.why));
        return Went::lost;
      }
      if (asked_to_end() || terminal_.key() == 'q') return Went::asked;
      std::this_thread::sleep_for(kTurn);
    }
  }

  // False: asked to end. The last take may be thrown away meanwhile.
  bool rest() {
    if (finder_.limit().done()) return true;
    if (options_.rest_s >= 1) {
      terminal_.line(fmt::format("Rest {} s. u: throw take {} away, q: end.",
                                 report::number(options_.rest_s, 0), finder_.takes()));
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(options_.rest_s);
    do {
      const char key = terminal_.key();
      if (asked_to_end() || key == 'q') return false;
      if (key == 'u') {
        const int take = finder_.takes();
        if (finder_.discard_last()) {
          if (keeper_ && kept_.back() != 0) (void)keeper_->book().discard(kept_.back(), true);
          kept_.pop_back();
          terminal_.line(fmt::format("Take {} thrown away.", take));
        }
      }
      std::this_thread::sleep_for(kTurn);
    } while (std::chrono::steady_clock::now() < until);
    return true;
  }

  void keep() {
    if (!keeper_) return;
    std::vector<std::int64_t> ids;
    std::copy_if(kept_.begin(), kept_.end(), std::back_inserter(ids),
                 [](std::int64_t id) { return id != 0; });
    if (Result<Done> kept = keep_limit(*keeper_, finder_, book::item_of_bars(chart_, range_), ids); !kept)
      terminal_.line(kept.error().line());
  }

  int end(Went went) {
    if (finder_.takes() > 0) terminal_.line(limit_words_so_far(finder_));
    keep();
    return went == Went::lost ? 3 : 0;
  }

  const LimitOptions& options_;
  const Chart& chart_;
  practice::LimitFinder& finder_;
  std::optional<book::Keeper>& keeper_;
  const History& history_;
  std::vector<std::int64_t> kept_;  // ids of the trials in the book; 0: not in it
  Terminal terminal_;
  SessionConfig session_;
  midi::KitProfile kit_;
  practice::DrillRange range_;
  std::string takes_;
  std::vector<int> bar_numbers_;
  bool silent_ = false;  // the latest bar, which was told
  std::string unheard_;  // what was told of the device
  Stage stage_;
};

}  // namespace

Result<int> limit_live(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
                       practice::LimitFinder& finder, std::optional<book::Keeper>& keeper,
                       const History& history) {
  return LimitCommand(options, norms, chart, finder, keeper, history).run();
}

}  // namespace firstchair::cli
