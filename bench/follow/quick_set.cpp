#include "bench/follow/quick_set.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>

#include "testing/follow/drummer.h"

namespace firstchair::bench {
namespace {

constexpr std::size_t kFewest = 250, kMost = 450, kGrooves = 4;
constexpr double kSpreadMs = 9, kCorrelation = 0.3, kGraceMs = 32;

double lean_ms(Voice voice) {
  const Line line = line_of(voice);
  return line == Line::hat ? -5 : line == Line::kick ? 4 : 0;
}

// Every note of the chart once, from time 0 on; a flam with its grace stroke.
QuickTake play(const std::string& name, Chart chart, double bpm, std::uint64_t seed,
               const std::function<double(double)>& seconds) {
  QuickTake take;
  Groove& groove = take.groove;
  groove.id = name;
  groove.bpm = bpm;
  groove.meter = chart.meters[0];
  groove.bar_known = true;
  chart.tempi = {{0, bpm}};
  const follow::Grid grid(chart);
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(0, 1);
  struct Stroke {
    Hit hit;
    int note;
    double meant_s;
    bool grace;
  };
  std::vector<Stroke> strokes;
  double error = 0;
  Ticks tick = -1;
  for (std::size_t n = 0; n < chart.notes.size(); ++n) {
    const Note& note = chart.notes[n];
    if (note.tick != tick) {
      error = kCorrelation * error + std::sqrt(1 - kCorrelation * kCorrelation) * normal(random) * kSpreadMs;
      tick = note.tick;
    }
    const double meant = 0.05 + seconds(grid.position(note.tick));
    const double at = meant + (error + 0.3 * kSpreadMs * normal(random) + lean_ms(note.voice)) / 1000;
    const double loud = note.dynamic == Dynamic::ghost ? 32 : note.dynamic == Dynamic::accent ? 118 : 86;
    const auto add = [&](double when, double strength, bool grace) {
      Hit hit;
      hit.frame = std::llround(std::max(0.0, when) * kMidiRate);
      hit.voice = note.voice;
      hit.strength = static_cast<float>(std::clamp(strength + 6 * normal(random), 1.0, 127.0));
      hit.level_db = 20 * std::log10(hit.strength / 127);
      strokes.push_back({hit, static_cast<int>(n), meant, grace});
    };
    add(at, loud, false);
    if (note.ornament == Ornament::flam) add(at - (kGraceMs + 5 * normal(random)) / 1000, 0.5 * loud, true);
  }
  std::stable_sort(strokes.begin(), strokes.end(),
                   [](const Stroke& a, const Stroke& b) { return a.hit.frame < b.hit.frame; });
  for (const Stroke& stroke : strokes) {
    groove.hits.push_back(stroke.hit);
    groove.note_of.push_back(stroke.note);
    take.meant_s.push_back(stroke.meant_s);
    take.grace.push_back(stroke.grace);
  }
  groove.chart = std::move(chart);
  return take;
}

QuickTake steady(const std::string& name, const Chart& chart, double bpm, std::uint64_t seed) {
  return play(name, chart, bpm, seed, [bpm](double quarters) { return quarters * 60 / bpm; });
}

Chart bars_of(const std::string& hat, const std::string& snare, const std::string& kick, int bars,
              MeterChange meter = {}) {
  return testing::chart_of({{Voice::hat_closed, testing::times(hat, bars)},
                            {Voice::snare, testing::times(snare, bars)},
                            {Voice::kick, testing::times(kick, bars)}},
                           0, meter);
}

}  // namespace

std::vector<QuickTake> quick_set(std::span<const Groove> grooves) {
  std::vector<QuickTake> takes;
  takes.push_back(steady("rock", testing::rock(20), 112, 11));
  Chart shuffle = bars_of("x.x.x.x.x.x.x.x.", "....x.......x...", "x.......x.x.....", 16);
  shuffle.swing = 2;
  takes.push_back(steady("shuffle", shuffle, 132, 12));
  takes.push_back(steady("funk",
                         bars_of("X.x.X.x.X.x.X.x.X.x.X.x.X.x.X.x.", ".g..f..g.g..X..g.g..f.gg.g..X...",
                                 "x.....x...x.....x.x.......x.....", 9),
                         96, 13));
  takes.back().levels = true;
  takes.push_back(
      steady("waltz", bars_of("x.x.x.x.x.x.", "....x...x...", "x...........", 24, {0, 3, 4}), 150, 14));
  for (std::size_t k = 1; k < takes.size(); ++k) takes[k].bars_differ = false;
  takes.push_back(play("rock that drifts", testing::rock(20), 124, 15,
                       [](double quarters) { return quarters * 60 / 124 + 0.06 * std::sin(quarters / 9); }));
  takes.back().steady = false;
  std::vector<const Groove*> fitting;
  for (const Groove& groove : grooves) {
    if (!groove.held_back && groove.bar_known && groove.hits.size() >= kFewest && groove.hits.size() <= kMost)
      fitting.push_back(&groove);
  }
  for (std::size_t k = 0; k < std::min(kGrooves, fitting.size()); ++k) {
    QuickTake take;
    take.groove = *fitting[k * fitting.size() / kGrooves];
    takes.push_back(std::move(take));
  }
  return takes;
}

}  // namespace firstchair::bench
