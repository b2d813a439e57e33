#include "apps/cli/limit/limit_command.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/hear/hear_command.h"
#include "apps/cli/limit/limit_live.h"
#include "apps/cli/live/keep_take.h"
#include "book/day.h"
#include "engine/ear/ear.h"
#include "engine/judge/norms.h"
#include "practice/limit_policy.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

struct TakeAt {
  std::string file;
  double bpm = 0;
};

Result<TakeAt> parse_take(const std::string& text) {
  const std::size_t at = text.rfind('@');
  TakeAt take;
  char* end = nullptr;
  if (at != std::string::npos) {
    take.file = text.substr(0, at);
    take.bpm = std::strtod(text.c_str() + at + 1, &end);
  }
  if (take.file.empty() || end == nullptr || *end != 0 ||
      !(take.bpm >= practice::kLowestLimit && take.bpm <= practice::kHighestLimit)) {
    return Error{ErrorCode::usage, text, "not a take at a tempo",
                 fmt::format("Write FILE@BPM, the tempo from {:.0f} to {:.0f}: take.wav@92",
                             practice::kLowestLimit, practice::kHighestLimit)};
  }
  return take;
}

// A recording's place in the book; one that is there already stays as it is.
// Returns its number, or 0 when it was there.
Result<std::int64_t> keep_recording(book::Keeper& keeper, const TakeAt& at, const Take& take,
                                    const std::string& item) {
  store::Circumstances how;
  how.began_s = began_s(at.file, take);
  how.mode = Mode::limit;
  how.item = item;
  how.click = true;
  how.bpm = how.bpm_asked = at.bpm;
  how.weights = take.source.kind == SourceKind::midi ? "" : std::string(ear::ear_weights_name());
  const Result<book::Keeper::Kept> kept = keeper.keep(take, how, "");
  if (!kept && kept.error().code != ErrorCode::usage) return kept.error();
  return kept ? kept->id : 0;
}

Result<int> from_files(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
                       practice::LimitFinder& finder, std::optional<book::Keeper>& keeper) {
  std::vector<TakeAt> takes;  // every word is read before the first take is heard
  for (const std::string& text : options.takes_at) {
    Result<TakeAt> take = parse_take(text);
    if (!take) return take.error();
    takes.push_back(std::move(*take));
  }
  std::vector<std::int64_t> ids;  // of those that are new in the book
  for (const TakeAt& at : takes) {
    SessionConfig config;
    config.norms = norms;
    config.voices = options.voices;
    config.chart = chart;
    config.bpm = at.bpm;
    HearOptions hearing;
    hearing.take = at.file;
    hearing.kit = options.kit;
    Result<Take> take = hear_take(hearing, std::move(config));
    if (!take) return take.error();
    if (keeper) {
      const Result<std::int64_t> id = keep_recording(*keeper, at, *take, book::item_of_bars(chart, {}));
      if (!id) return id.error();
      if (*id != 0) ids.push_back(*id);
    }
    const TrialOutcome outcome = finder.add_recording(std::move(*take), at.bpm);
    fmt::print("{}: {}\n", report::plain(at.file), report::trial_text(outcome, finder.z_wanted()));
    if (const std::string missing = report::missing_text(finder.newly_missing()); !missing.empty())
      fmt::print("{}\n", missing);
  }
  if (keeper) {
    if (Result<Done> kept = keep_limit(*keeper, finder, book::item_of_bars(chart, {}), ids); !kept)
      return kept.error();
  }
  fmt::print("{}\n", finder.limit().done() ? limit_words(finder) : limit_words_so_far(finder));
  return 0;
}

}  // namespace

std::string limit_words(const practice::LimitFinder& finder, std::span<const int> bar_numbers) {
  return report::limit_text(finder.limit().estimate(), finder.limit().tried(),
                            finder.what_breaks(bar_numbers));
}

std::string limit_words_so_far(const practice::LimitFinder& finder) {
  return report::limit_so_far_text(finder.limit().estimate(), finder.limit().tried(),
                                   finder.limit().next_bpm());
}

Result<Done> keep_limit(book::Keeper& keeper, const practice::LimitFinder& finder, const std::string& item,
                        std::span<const std::int64_t> takes) {
  if (!finder.limit().worth_keeping()) return Done{};
  const LimitEstimate found = finder.limit().estimate();
  const Tried tried = finder.limit().tried();
  return keeper.book().keep_limit(keeper.player().id,
                                  {.item = item,
                                   .began_s = std::time(nullptr),
                                   .t50 = found.log2_bpm,
                                   .sd_oct = found.sd_oct,
                                   .sigma_oct = found.sigma_oct,
                                   .takes = finder.takes(),
                                   .broke = tried.broke,
                                   .held_bpm = tried.held_bpm},
                                  takes);
}

Result<int> limit(const LimitOptions& options) {
  const judge::Norms& norms = judge::default_norms();
  const Result<double> z =
      practice::spread_of_letter(options.letter, fmt::format("--letter {}", options.letter));
  if (!z) return z.error();
  Result<practice::DrillRange> range = practice::parse_bars(options.bars);
  if (!range) return range.error();
  Result<std::optional<book::Keeper>> keeper = open_keeper(options);
  if (!keeper) return keeper.error();
  if (Result<Done> told = tell_pain(*keeper, options.pain); !told) return told.error();
  const Result<History> history = history_of(*keeper);
  if (!history) return history.error();
  const Advice advice = book::guard_now(*history, std::time(nullptr), {.pain = options.pain});
  if (advice.halt != Halt::none) {
    fmt::print("{}\n", report::advice_text(advice));
    if (!advice.may_override || !options.anyway) return 0;
  }
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  const teacher::LimitConfig config =
      practice::begin_search({.asked_bpm = options.prior_bpm,
                              .written_bpm = tempo_at(*chart, 0),
                              .known = practice::known_limit(*history, book::item_of_bars(*chart, *range)),
                              .most_takes = options.most});
  practice::LimitFinder finder(config, norms, *z);
  if (!options.takes_at.empty()) return from_files(options, norms, *chart, finder, *keeper);
  return limit_live(options, norms, *chart, finder, *keeper, *history);
}

}  // namespace firstchair::cli
