#include "apps/cli/live/again.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "engine/core/ears_differ.h"
#include "engine/ear/ear.h"
#include "hearing/hear_again.h"
#include "hearing/hear_file.h"
#include "live/take_files.h"
#include "practice/click_announcer.h"
#include "report/text/ear_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

std::optional<practice::ClickAnnouncer> clicks_of(const live::LiveRunConfig& config) {
  if (!config.clicks || !config.click_heard) return {};
  const Result<practice::ClickTrain> train = practice::ClickTrain::make(config.plan.click);
  if (!train) return {};
  return practice::ClickAnnouncer(*train, config.round_trip, config.plan.bar_lines.front());
}

}  // namespace

HeardAgain hear_again(const live::LiveRunConfig& config, live::LiveResult& result) {
  HeardAgain again{.weights = std::string(ear::ear_weights_name()), .line = {}};
  SessionConfig session = config.session;
  if (!config.free && !result.other_groove) {
    session.chart = config.plan.chart;
    session.bpm = tempo_at(config.plan.chart, 0);
  }
  std::optional<practice::ClockLag> lag;
  if (const io::Drift& drift = result.drift; drift.parts())
    lag = {.at = drift.at, .behind = drift.behind, .slope = 1e-6 * drift.ppm};
  Result<Take> take = hearing::hear_again(live::take_file(result.written.folder, live::kTakeSound),
                                          std::move(session), clicks_of(config), lag);
  if (!take || take->hits.empty()) {
    again.line =
        report::plain("Not heard again: " + (take ? "no stroke in the kept sound." : take.error().line()));
    return again;
  }
  again.line = report::ears_differ_text(compare_ears(result.take.hits, take->hits, result.take.source.rate));
  again.weights = std::string(hearing::weights_name(ear::WhichEar::file));
  result.take = std::move(*take);
  return again;
}

}  // namespace firstchair::cli
