// firstchair limit: the tempo at which a drummer breaks, from recordings or live.
#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <cstdlib>

#include "apps/cli/commands.h"
#include "apps/cli/drill/limit_finder.h"
#include "apps/cli/drill/limit_live.h"
#include "engine/teacher/guard.h"
#include "report/teacher_text.h"

namespace firstchair {

extern const std::string_view kNormsCsv;

namespace {

constexpr double kLowest = 40, kHighest = 260;

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

Result<int> from_files(const LimitOptions& options, const Norms& norms, const Chart& chart,
                       LimitFinder& finder) {
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
    fmt::print("{}: {}\n", at.file, finder.add(std::move(*take), at.bpm, false));
  }
  fmt::print("{}\n", finder.limit().done() ? finder.words() : finder.words_so_far());
  return 0;
}

}  // namespace

Result<int> limit(const LimitOptions& options) {
  Result<Norms> norms = parse_norms(kNormsCsv);
  if (!norms) return norms.error();
  const double z = z_of_letter(static_cast<char>(std::toupper(static_cast<unsigned char>(options.letter))));
  if (z == 0) {
    return Error{ErrorCode::usage, fmt::format("--letter {}", options.letter), "not a letter of the scale",
                 "Choose A, B, C or D"};
  }
  const Advice advice = advise({}, 0, {.pain = options.pain});
  if (advice.halt != Halt::none) {
    fmt::print("{}\n", advice_text(advice));
    return 0;
  }
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  LimitConfig config;
  const double written = tempo_at(*chart, 0);
  if (options.prior_bpm > 0 || written > 0)
    config.prior_bpm = options.prior_bpm > 0 ? options.prior_bpm : written;
  config.most_takes = options.most;
  LimitFinder finder(config, *norms, z);
  if (!options.takes_at.empty()) return from_files(options, *norms, *chart, finder);
  return limit_live(options, *norms, *chart, finder);
}

}  // namespace firstchair
