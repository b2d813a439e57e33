// firstchair limit: the tempo at which a drummer breaks, from recordings or live.
#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <ctime>

#include "apps/cli/commands.h"
#include "apps/cli/limit/limit_live.h"
#include "apps/cli/live/keep_take.h"
#include "engine/ear/ear.h"
#include "engine/judge/norms.h"
#include "engine/teacher/guard.h"
#include "practice/limit_finder.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr double kLowest = 40, kHighest = 260;
constexpr double kReturningSdOct = 0.15;

// An item that was measured before begins where it ended, with the player's own slope.
void know_before(teacher::LimitConfig& config, const History& history, const std::string& item,
                 bool prior_given) {
  for (const LimitKept& limit : history.limits) {
    if (limit.item != item) continue;
    config.prior_sigma_oct = limit.sigma_oct;
    if (prior_given) continue;
    config.prior_bpm = std::exp2(limit.t50);
    config.prior_sd_oct = kReturningSdOct;
  }
}

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
  if (take.file.empty() || end == nullptr || *end != 0 || !(take.bpm >= kLowest && take.bpm <= kHighest)) {
    return Error{
        ErrorCode::usage, text, "not a take at a tempo",
        fmt::format("Write FILE@BPM, the tempo from {:.0f} to {:.0f}: take.wav@92", kLowest, kHighest)};
  }
  return take;
}

// A recording's place in the book; one that is there already stays as it is.
Result<Done> keep_recording(book::Keeper& keeper, const TakeAt& at, const Take& take,
                            const std::string& item) {
  store::Circumstances how;
  how.began_s = began_s(at.file, take);
  how.mode = "limit";
  how.item = item;
  how.click = true;
  how.bpm = how.bpm_asked = at.bpm;
  how.weights = take.source.kind == SourceKind::midi ? "" : std::string(ear::ear_weights_name());
  const Result<book::Keeper::Kept> kept = keeper.keep(take, how, "");
  if (!kept && kept.error().code != ErrorCode::usage) return kept.error();
  return Done{};
}

Result<int> from_files(const LimitOptions& options, const judge::Norms& norms, const Chart& chart,
                       practice::LimitFinder& finder, std::optional<book::Keeper>& keeper) {
  std::vector<TakeAt> takes;  // every word is read before the first take is heard
  for (const std::string& text : options.takes_at) {
    Result<TakeAt> take = parse_take(text);
    if (!take) return take.error();
    takes.push_back(std::move(*take));
  }
  for (const TakeAt& at : takes) {
    SessionConfig config;
    config.norms = norms;
    config.voices = options.voices;
    config.chart = chart;
    config.bpm = at.bpm;
    HearOptions hearing;
    hearing.take = at.file;
    Result<Take> take = hear_take(hearing, std::move(config));
    if (!take) return take.error();
    if (keeper) {
      if (Result<Done> kept = keep_recording(*keeper, at, *take, book::item_of_bars(chart, {})); !kept)
        return kept.error();
    }
    fmt::print("{}: {}\n", report::plain(at.file), finder.add(std::move(*take), at.bpm, false, 0));
  }
  if (keeper) {
    if (Result<Done> kept = keep_limit(*keeper, finder, book::item_of_bars(chart, {})); !kept)
      return kept.error();
  }
  fmt::print("{}\n", finder.limit().done() ? finder.words() : finder.words_so_far());
  return 0;
}

}  // namespace

Result<Done> keep_limit(book::Keeper& keeper, const practice::LimitFinder& finder, const std::string& item) {
  if (!finder.limit().worth_keeping()) return Done{};
  const LimitEstimate found = finder.limit().estimate();
  return keeper.book().keep_limit(keeper.player().id, {.item = item,
                                                       .began_s = std::time(nullptr),
                                                       .t50 = found.log2_bpm,
                                                       .sd_oct = found.sd_oct,
                                                       .sigma_oct = found.sigma_oct,
                                                       .takes = finder.takes()});
}

Result<int> limit(const LimitOptions& options) {
  Result<judge::Norms> norms = judge::default_norms();
  if (!norms) return norms.error();
  const double z =
      teacher::z_of_letter(static_cast<char>(std::toupper(static_cast<unsigned char>(options.letter))));
  if (z == 0) {
    return Error{ErrorCode::usage, fmt::format("--letter {}", options.letter), "not a letter of the scale",
                 "Choose A, B, C or D"};
  }
  Result<practice::DrillRange> range = practice::parse_bars(options.bars);
  if (!range) return range.error();
  Result<std::optional<book::Keeper>> keeper = open_keeper(options);
  if (!keeper) return keeper.error();
  const Result<History> history = history_of(*keeper);
  if (!history) return history.error();
  const Advice advice = teacher::advise(*history, std::time(nullptr), {.pain = options.pain});
  if (advice.halt != Halt::none) {
    fmt::print("{}\n", report::advice_text(advice));
    if (!advice.may_override || !options.anyway) return 0;
  }
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  teacher::LimitConfig config;
  const double written = tempo_at(*chart, 0);
  if (options.prior_bpm > 0 || written > 0)
    config.prior_bpm = options.prior_bpm > 0 ? options.prior_bpm : written;
  know_before(config, *history, book::item_of_bars(*chart, *range), options.prior_bpm > 0);
  config.most_takes = options.most;
  practice::LimitFinder finder(config, *norms, z);
  if (!options.takes_at.empty()) return from_files(options, *norms, *chart, finder, *keeper);
  return limit_live(options, *norms, *chart, finder, *keeper, *history);
}

}  // namespace firstchair::cli
