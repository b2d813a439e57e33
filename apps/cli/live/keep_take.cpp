#include "apps/cli/live/keep_take.h"

#include <filesystem>

#include "engine/ear/ear.h"
#include "live/take_files.h"

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

book::Keeper::Kept keep_take(book::Keeper& keeper, const live::LiveResult& result, const LiveTake& how) {
  store::Circumstances kept;
  kept.began_s = how.began_s;
  kept.mode = how.mode;
  book::set_practised(how.chart, how.range, kept);
  if (!kept.item.empty()) kept.bpm_asked = tempo_at(how.plan.chart, 0);
  kept.click = how.clicked;
  if (how.clicked) kept.bpm = how.plan.click.bpm;
  kept.pain = how.pain;
  kept.weights = how.midi ? "" : std::string(ear::ear_weights_name());
  kept.device = how.device;
  kept.round_trip_ms = frames_to_ms(how.trip.frames, how.plan.click.rate);
  kept.round_trip_sd_ms = how.trip.sd_ms;
  const std::filesystem::path sound = std::filesystem::path(result.written.folder) / live::kTakeSound;
  std::error_code failed;
  Result<book::Keeper::Kept> done =
      keeper.keep(result.take, kept, std::filesystem::exists(sound, failed) ? sound.string() : "");
  return done ? std::move(*done) : book::Keeper::Kept{0, done.error().line()};
}

}  // namespace firstchair::cli
