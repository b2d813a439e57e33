#include "bench/band/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/stats/stats.h"
#include "testing/band/playing_pair.h"

namespace firstchair::bench {
namespace {

using band::ClockConfig;
using testing::DrummerModel;
using testing::PlayedPair;

struct NamedDrummer {
  const char* name;
  double alpha, beta;
};
constexpr NamedDrummer kDrummers[] = {{"deaf (0, 0)", 0, 0},
                                      {"loose (.15, .01)", .15, .01},
                                      {"typical (.35, .04)", .35, .04},
                                      {"clinging (.7, .15)", .7, .15}};
constexpr std::size_t kSettled = 32;

ClockConfig at(double f, std::uint64_t seed) {
  return {.follow = f / band::BandClock::kMostFollow, .seed = seed};
}

double mean(const std::vector<double>& x) {
  return stats::describe(x).mean;
}
double sd(const std::vector<double>& x) {
  return stats::describe(x).sd;
}

// The tempo the drummer plays over the 16 beats before a beat.
double tempo_before(const PlayedPair& pair, std::size_t beat) {
  return 60000 * 16 / (pair.beats[beat].drummer_ms - pair.beats[beat - 16].drummer_ms);
}

PlayedPair filter_alone(const PlayedPair& pair) {
  PlayedPair alone = pair;
  for (std::size_t n = 0; n < pair.beats.size(); ++n) alone.beats[n].band_ms = pair.predicted_ms[n];
  return alone;
}

}  // namespace

std::string tracking_table(int takes) {
  std::string rows = "| band | rms gap, ms | jitter, ms | 4 % step: beats to 10 ms |\n|---|---|---|---|\n";
  struct Band {
    std::string name;
    ClockConfig config;
    bool alone;
  };
  const auto quick = [](double f, double lean_rate) {
    return ClockConfig{
        .follow = f / .9, .looseness_ms = 0, .hold_quarters = 0, .rise_quarters = 0, .lean_rate = lean_rate};
  };
  double bare_rms = 0, bare_jitter = 0;
  for (const Band& band : {Band{"the filter alone", quick(.9, 0), true},
                           Band{"clock, f .9, no lean learnt", quick(.9, 0), false},
                           Band{"clock, f .9, lean learnt", quick(.9, .01), false},
                           Band{"clock, f .75, lean learnt", quick(.75, .01), false}}) {
    double rms = 0, shake = 0, beats = 0;
    for (int k = 0; k < takes; ++k) {
      const auto seed = static_cast<std::uint64_t>(k + 1);
      PlayedPair pair = testing::play_together({}, band.config, 120, 512, seed);
      DrummerModel stepping{.timekeeper_ms = 0, .hand_ms = 0, .ear_ms = 0, .walk = 0};
      stepping.asked_bpm = [](int n) { return n == 100 ? 124.8 : 0; };
      PlayedPair step = testing::play_together(stepping, band.config, 120, 160, seed);
      if (band.alone) {
        pair = filter_alone(pair);
        step = filter_alone(step);
      }
      rms += testing::rms_gap(pair, kSettled) / takes;
      shake += testing::jitter(pair, kSettled) / takes;
      int last = 100;
      for (int n = 100; n < 160; ++n)
        if (std::abs(step.beats[static_cast<std::size_t>(n)].drummer_ms -
                     step.beats[static_cast<std::size_t>(n)].band_ms) >= 10)
          last = n + 1;
      beats += static_cast<double>(last - 100) / takes;
    }
    if (band.alone) {
      bare_rms = rms;
      bare_jitter = shake;
    }
    rows += fmt::format("| {} | {:.1f} ({:.2f} of the filter's) | {:.1f} ({:.2f}) | {:.0f} |\n", band.name,
                        rms, rms / bare_rms, shake, shake / bare_jitter, beats);
  }
  return rows;
}

std::string dial_table(int takes) {
  std::string rows = "| drummer (alpha, beta) | f 0 | .25 | .5 | .75 | .9 |\n|---|---|---|---|---|---|\n";
  for (const NamedDrummer& drummer : kDrummers) {
    rows += fmt::format("| {} |", drummer.name);
    for (const double f : {0., .25, .5, .75, .9}) {
      if (f == 0 && drummer.alpha == 0) {
        rows += " plays alone |";
        continue;
      }
      std::vector<double> rms, tempo;
      for (int k = 0; k < takes; ++k) {
        const auto seed = static_cast<std::uint64_t>(k + 1);
        const PlayedPair pair = testing::play_together({.alpha = drummer.alpha, .beta = drummer.beta},
                                                       at(f, seed), 120, 544, seed);
        rms.push_back(testing::rms_gap(pair, kSettled));
        tempo.push_back(60000 * 16 / (pair.beats[543].band_ms - pair.beats[527].band_ms) / 120 * 100);
      }
      rows += fmt::format(" {:.1f} \\| {:.2f} |", mean(rms), sd(tempo));
    }
    rows += "\n";
  }
  return rows;
}

std::string lean_table(int takes) {
  std::string rows =
      "| f | after 32 bars, BPM | after 128 bars, BPM | learnt lean, ms |\n|---|---|---|---|\n";
  for (const double f : {.25, .5, .75, .9}) {
    std::vector<double> early, late, lean;
    for (int k = 0; k < takes; ++k) {
      const auto seed = static_cast<std::uint64_t>(k + 1);
      const PlayedPair pair =
          testing::play_together({.alpha = .35, .beta = .04, .lean_ms = -15}, at(f, seed), 120, 544, seed);
      early.push_back(tempo_before(pair, 128));
      late.push_back(tempo_before(pair, 543));
      lean.push_back(pair.lean_ms);
    }
    rows += fmt::format("| {} | {:.1f} (SD {:.1f}) | {:.1f} (SD {:.1f}) | {:.1f} |\n", f, mean(early),
                        sd(early), mean(late), sd(late), mean(lean));
  }
  return rows;
}

std::string moves_table(int takes) {
  std::string rows =
      "| f | alpha | looseness, ms | bars | bias | intervals that hold alpha, % | half width | open, % "
      "|\n|---|---|---|---|---|---|---|---|\n";
  struct Cell {
    double f, alpha, beta;
  };
  for (const double loose : {5., 8.})
    for (const Cell& cell : {Cell{0, .15, .01}, Cell{0, .35, .04}, Cell{.5, 0, 0}, Cell{.5, .35, .04},
                             Cell{.5, .7, .15}, Cell{.75, .35, .04}})
      for (const int bars : {32, 64, 128}) {
        std::vector<double> value, half;
        int held = 0, open = 0;
        for (int k = 0; k < takes; ++k) {
          const auto seed = static_cast<std::uint64_t>(k + 1);
          ClockConfig config = at(cell.f, seed);
          config.looseness_ms = loose;
          const PlayedPair pair =
              testing::play_together({.alpha = cell.alpha, .beta = cell.beta}, config, 120, 4 * bars, seed);
          const band::Gain gain = band::drummer_gain(pair.beats);
          value.push_back(gain.value);
          open += gain.open;
          held += gain.open || (gain.low <= cell.alpha && cell.alpha <= gain.high);
          if (!gain.open) half.push_back((gain.high - gain.low) / 2);
        }
        rows +=
            fmt::format("| {} | {} | {} | {} | {:+.2f} | {:.1f} | {} | {:.1f} |\n", cell.f, cell.alpha, loose,
                        bars, stats::median(value) - cell.alpha, 100. * held / takes,
                        half.empty() ? "-" : fmt::format("{:.2f}", stats::median(half)), 100. * open / takes);
      }
  return rows;
}

}  // namespace firstchair::bench
