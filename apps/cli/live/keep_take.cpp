#include "apps/cli/live/keep_take.h"

#include <ctime>
#include <filesystem>

#include "book/day.h"
#include "engine/ear/ear.h"
#include "live/take_files.h"
#include "report/text/book_text.h"

namespace firstchair::cli {

Result<std::optional<book::Keeper>> open_keeper(const LiveOptions& options) {
  if (!options.keep) return std::optional<book::Keeper>();
  Result<book::Keeper> keeper = book::Keeper::open(options.keeping);
  if (!keeper) {
    Error error = keeper.error();
    error.advice += error.advice.empty() ? "Or play with --no-book" : "; or play with --no-book";
    return error;
  }
  return std::optional<book::Keeper>(std::move(*keeper));
}

Result<History> history_of(const std::optional<book::Keeper>& keeper) {
  return keeper ? keeper->book().history(keeper->player().id) : Result<History>(History{});
}

Result<Done> tell_pain(std::optional<book::Keeper>& keeper, double pain) {
  if (!keeper) return Done{};
  return book::tell_pain(keeper->book(), keeper->player(), std::time(nullptr), pain, false);
}

practice::PlayedBars bars_of_run(const live::LiveResult& result, const practice::DrillPlan& plan,
                                 const RoundTrip& trip) {
  const Take& take = result.take;
  const Frames ended = take.source.kind == SourceKind::audio ? take.source.length : 0;
  return practice::played_bars(take.hits, ended, plan, trip.frames);
}

book::Keeper::Kept keep_take(book::Keeper& keeper, const live::LiveResult& result, const LiveTake& how) {
  store::Circumstances kept;
  kept.began_s = how.began_s;
  kept.mode = how.mode;
  book::set_practised(how.chart, how.range, kept);
  if (!how.title.empty()) kept.title = how.title;
  if (!kept.item.empty()) kept.bpm_asked = tempo_at(how.plan.chart, 0);
  kept.click = how.clicked;
  if (how.clicked) kept.bpm = how.plan.click.bpm;
  kept.pain = how.pain;
  kept.counted = !practice::broken_off(how.bars);
  kept.weights = how.midi ? "" : how.weights.empty() ? std::string(ear::ear_weights_name()) : how.weights;
  kept.device = how.device;
  kept.round_trip_ms = frames_to_ms(how.trip.frames, how.plan.click.rate);
  kept.round_trip_sd_ms = how.trip.sd_ms;
  const std::filesystem::path sound = std::filesystem::path(result.written.folder) / live::kTakeSound;
  std::error_code failed;
  Result<book::Keeper::Kept> done =
      keeper.keep(result.take, kept, std::filesystem::exists(sound, failed) ? sound.string() : "");
  if (!done) return {0, done.error().line()};
  if (!kept.counted) done->line += " " + report::not_counted_text(how.bars.whole, how.bars.of, done->id);
  return std::move(*done);
}

}  // namespace firstchair::cli
