#include "bench/hearing/known_click.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "bench/hearing/tally.h"
#include "lab/attacks.h"
#include "lab/room.h"

namespace firstchair::bench {
namespace {

struct WithClick {
  lab::Rendering file;
  std::vector<lab::Click> clicks;
};

WithClick with_click(const lab::Rendering& dry, float level, lab::Use use, std::uint64_t seed) {
  WithClick out{.file = dry, .clicks = {}};
  const double lead = 4 * 60 / dry.bpm;
  const std::size_t frames = static_cast<std::size_t>(std::lround(lead * lab::kBenchRate));
  out.file.sound.insert(out.file.sound.begin(), frames, 0.0F);
  for (lab::Truth& truth : out.file.truth) {
    truth.seconds += static_cast<double>(frames) / lab::kBenchRate;
    for (lab::Stroke& stroke : truth.strokes) stroke.seconds += static_cast<double>(frames) / lab::kBenchRate;
  }
  const double seconds = static_cast<double>(out.file.sound.size()) / lab::kBenchRate;
  out.clicks = lab::clicks_of(seconds, dry.bpm, dry.beat + lead);
  for (lab::Click& click : out.clicks)
    click.alone_until = std::llround((out.file.truth.front().seconds - 0.02) * lab::kBenchRate);
  if (level > 0) {
    std::vector<float> click =
        lab::in_room(lab::metronome(seconds, dry.bpm, dry.beat + lead, seed), use, seed);
    lab::normalise(click);
    click.resize(out.file.sound.size());
    for (std::size_t i = 0; i < click.size(); ++i) out.file.sound[i] += level * click[i];
  }
  lab::normalise(out.file.sound);
  return out;
}

bool has_near(const std::vector<double>& times, double second, double within) {
  const auto first = std::lower_bound(times.begin(), times.end(), second - within);
  return first != times.end() && *first <= second + within;
}

// What becomes of the clicks, and of the strokes that fall on them.
struct OnClicks {
  double clicks_alone = 0, told = 0;         // no stroke within 30 ms; told as a stroke within 15 ms
  double strokes_on = 0, strokes_found = 0;  // within 10 ms of a click; found within 10 ms

  void add(const std::vector<double>& truth, const std::vector<double>& heard,
           std::span<const lab::Click> clicks) {
    for (const lab::Click& click : clicks) {
      const double second = static_cast<double>(click.frame) / lab::kBenchRate;
      if (!has_near(truth, second, 0.030)) {
        ++clicks_alone;
        told += has_near(heard, second, 0.015);
      }
      for (const double stroke : truth) {
        if (std::abs(stroke - second) > 0.010) continue;
        ++strokes_on;
        strokes_found += has_near(heard, stroke, 0.010);
      }
    }
  }
};

void print_row(const char* sound, const char* listener, const std::vector<WithClick>& files, bool told) {
  Tally tally;
  OnClicks on;
  for (const WithClick& file : files) {
    const lab::Heard heard =
        lab::listen(file.file.sound, lab::kBenchRate, 64, ear::VoicesMode::kit,
                    told ? std::span<const lab::Click>(file.clicks) : std::span<const lab::Click>());
    tally.add(file.file, lab::times_of(lab::attacks_of(heard, lab::kBenchRate)));
    on.add(tally.files.back().truth, tally.files.back().heard, file.clicks);
  }
  const lab::Interval interval = lab::f_interval(tally.at_each(kHeadline));
  fmt::print(
      "| {} | {} | {:.3f} ({:.2f} to {:.2f}) | {:.3f} | {:.3f} | {:.0f} of {:.0f} | {:.3f} of {:.0f} |\n",
      sound, listener, tally.at(kHeadline).f(), interval.low, interval.high, tally.at(kHeadline).precision(),
      tally.at(kHeadline).recall(), on.told, on.clicks_alone, on.strokes_found / std::max(1.0, on.strokes_on),
      on.strokes_on);
}

}  // namespace

void print_known_click(const std::vector<lab::Kit>& kits, lab::Use use, bool quick) {
  const std::vector<lab::Piece> pieces = lab::grooves(use, quick ? 4 : 16, quick ? 8 : 25);
  std::vector<lab::Rendering> dry;
  for (std::size_t p = 0; p < pieces.size(); ++p)
    dry.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1));
  fmt::print(
      "\n## A metronome, known and unknown\n\nGrooves after a count-in; the metronome's peak re the drums'. "
      "A click is alone "
      "with no stroke within 30 ms.\n\n| metronome | the ear | F25 | precision | recall | clicks alone told "
      "as strokes | "
      "strokes within 10 ms of a click found |\n|---|---|---|---|---|---|---|\n");
  for (const auto& [name, level] :
       {std::pair{"none", 0.0F}, {"-16 dB", lab::kClickBleed}, {"-6 dB", 0.5F}, {"0 dB", 1.0F}}) {
    std::vector<WithClick> files;
    for (std::size_t p = 0; p < dry.size(); ++p) files.push_back(with_click(dry[p], level, use, p));
    print_row(name, level > 0 ? "not told of it" : "", files, false);
    if (level > 0) print_row(name, "told when it clicks", files, true);
  }
}

}  // namespace firstchair::bench
