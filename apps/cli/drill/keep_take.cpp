#include "apps/cli/drill/keep_take.h"

#include <filesystem>

#include "io/live/take_files.h"
#include "report/words.h"
#include "store/chart_text.h"

namespace firstchair {

extern const std::string_view kEarWeightsName;

namespace {

std::optional<DrillPlan> once_through(const Chart& chart, DrillRange range) {
  if (chart.notes.empty()) return std::nullopt;
  range.times = 1;
  Result<DrillPlan> plan = plan_drill(chart, range, {});
  if (!plan) return std::nullopt;
  return std::move(*plan);
}

}  // namespace

Result<std::optional<Keeper>> open_keeper(const LiveOptions& options) {
  if (!options.keep) return std::optional<Keeper>();
  Result<Keeper> keeper = Keeper::open(options.keeping);
  if (!keeper) {
    Error error = keeper.error();
    error.advice += error.advice.empty() ? "Or play with --no-book" : "; or play with --no-book";
    return error;
  }
  return std::optional<Keeper>(std::move(*keeper));
}

Result<History> history_of(const std::optional<Keeper>& keeper) {
  return keeper ? keeper->book().history(keeper->player().id) : Result<History>(History{});
}

std::string item_of_bars(const Chart& chart, const DrillRange& range) {
  const std::optional<DrillPlan> plan = once_through(chart, range);
  return plan ? item_of(plan->chart) : "";
}

Keeper::Kept keep_take(Keeper& keeper, const LiveResult& result, const LiveTake& how) {
  Circumstances kept;
  kept.began_s = how.began_s;
  kept.mode = how.mode;
  if (const std::optional<DrillPlan> once = once_through(how.chart, how.range)) {
    kept.item = item_of(once->chart);
    kept.bars = static_cast<int>(once->bar_numbers.size());
    kept.title = how.chart.title;
    if (how.range.from != 1 || how.range.to != 0)
      kept.title += ", " + report::bars(once->bar_numbers.front(), once->bar_numbers.back());
    kept.bpm_asked = tempo_at(how.plan.chart, 0);
  }
  kept.click = how.clicked;
  if (how.clicked) kept.bpm = how.plan.click.bpm;
  kept.pain = how.pain;
  kept.weights = how.midi ? "" : std::string(kEarWeightsName);
  kept.device = how.device;
  kept.round_trip_ms = frames_to_ms(how.trip.frames, how.plan.click.rate);
  kept.round_trip_sd_ms = how.trip.sd_ms;
  const std::filesystem::path sound = std::filesystem::path(result.written.folder) / kTakeSound;
  std::error_code failed;
  Result<Keeper::Kept> done =
      keeper.keep(result.take, kept, std::filesystem::exists(sound, failed) ? sound.string() : "");
  return done ? std::move(*done) : Keeper::Kept{0, done.error().line()};
}

}  // namespace firstchair
