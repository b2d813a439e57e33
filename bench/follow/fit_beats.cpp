// What is struck where in the bars of the training split, in a mixture of kinds of groove: the numbers
// of engine/follow/free/groove_model.h, by expectation maximisation over whole performances.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "bench/follow/fit.h"
#include "bench/follow/save.h"
#include "engine/follow/free/groove_model.h"

namespace firstchair::bench {
namespace {

using Cells = std::array<std::array<double, follow::kStruckCount>, follow::kBarPlaces>;

struct Counted {
  Cells struck{};
  double bars = 0;
  double log_bpm = 0;
};

struct Kind {
  Cells rate{};
  double share = 0, log_bpm = 0, spread = 0;
};

Counted count(const Groove& groove) {
  Counted counted;
  std::set<std::pair<Ticks, follow::Struck>> struck;
  for (const Note& note : groove.chart.notes) {
    struck.emplace(std::llround(static_cast<double>(note.tick) * follow::kBeatPlaces / kTicksPerQuarter),
                   follow::struck_of(note.voice, note.velocity));
  }
  // No performance counts more than 32 bars.
  const double bars = static_cast<double>(groove.chart.length) / kTicksPerWhole;
  const double weight = std::min(1.0, 32 / bars);
  for (const auto& [place, what] : struck) {
    counted.struck[static_cast<std::size_t>(place % follow::kBarPlaces)][static_cast<std::size_t>(what)] +=
        weight;
  }
  counted.bars = weight * bars;
  counted.log_bpm = std::log(groove.bpm);
  return counted;
}

double likelihood(const Counted& take, const Kind& kind) {
  double sum = 0;
  for (std::size_t p = 0; p < follow::kBarPlaces; ++p) {
    for (std::size_t k = 0; k < follow::kStruckCount; ++k) {
      sum += take.struck[p][k] * std::log(kind.rate[p][k]) +
             std::max(0.0, take.bars - take.struck[p][k]) * std::log(1 - kind.rate[p][k]);
    }
  }
  const double z = (take.log_bpm - kind.log_bpm) / kind.spread;
  return sum - 0.5 * z * z - std::log(kind.spread) + std::log(kind.share);
}

Kind estimate(const std::vector<Counted>& takes, const std::vector<double>& weights, const Kind& all,
              double trust) {
  Kind kind;
  double bars = trust, share = 0.5, tempo = 0.5 * all.log_bpm;
  for (std::size_t p = 0; p < follow::kBarPlaces; ++p) {
    for (std::size_t k = 0; k < follow::kStruckCount; ++k) kind.rate[p][k] = trust * all.rate[p][k];
  }
  for (std::size_t t = 0; t < takes.size(); ++t) {
    bars += weights[t] * takes[t].bars;
    share += weights[t];
    tempo += weights[t] * takes[t].log_bpm;
    for (std::size_t p = 0; p < follow::kBarPlaces; ++p) {
      for (std::size_t k = 0; k < follow::kStruckCount; ++k)
        kind.rate[p][k] += weights[t] * takes[t].struck[p][k];
    }
  }
  for (auto& place : kind.rate) {
    for (double& rate : place) rate = std::clamp(rate / bars, 0.001, 0.98);
  }
  kind.share = share / static_cast<double>(takes.size());
  kind.log_bpm = tempo / share;
  double square = 4 * 0.3 * 0.3;
  for (std::size_t t = 0; t < takes.size(); ++t) {
    square += weights[t] * (takes[t].log_bpm - kind.log_bpm) * (takes[t].log_bpm - kind.log_bpm);
  }
  kind.spread = std::sqrt(square / (share + 4));
  return kind;
}

double fit(const std::vector<Counted>& takes, const Kind& all, std::uint64_t seed, std::vector<Kind>& kinds) {
  std::mt19937_64 random(seed);
  kinds.clear();
  for (int k = 0; k < follow::kGrooveKinds; ++k) {
    std::vector<double> one(takes.size(), 0);
    one[random() % takes.size()] = 1;
    kinds.push_back(estimate(takes, one, all, 8));
    kinds.back().share = 1.0 / follow::kGrooveKinds;
    kinds.back().spread = 0.4;
  }
  double total = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<std::vector<double>> weights(kinds.size(), std::vector<double>(takes.size()));
    total = 0;
    for (std::size_t t = 0; t < takes.size(); ++t) {
      std::vector<double> score;
      for (const Kind& kind : kinds) score.push_back(likelihood(takes[t], kind));
      const double best = *std::max_element(score.begin(), score.end());
      double sum = 0;
      // Bars of a take repeat: its evidence counts a tenth.
      for (double& s : score) sum += s = std::exp(0.1 * (s - best));
      for (std::size_t k = 0; k < kinds.size(); ++k) weights[k][t] = score[k] / sum;
      total += best;
    }
    for (std::size_t k = 0; k < kinds.size(); ++k) kinds[k] = estimate(takes, weights[k], all, 8);
  }
  return total;
}

}  // namespace

int fit_beats(std::span<const Groove> grooves, const FitOptions& options) {
  std::vector<Counted> takes;
  for (const Groove& groove : grooves) {
    if (groove.held_back || !groove.bar_known || !(groove.meter == MeterChange{0, 4, 4})) continue;
    takes.push_back(count(groove));
  }
  Kind none;
  for (auto& place : none.rate) place.fill(0.02);
  none.log_bpm = std::log(112.0);
  const Kind all = estimate(takes, std::vector<double>(takes.size(), 1.0), none, 1);
  std::vector<Kind> best, kinds;
  double most = -1e300;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const double total = fit(takes, all, seed, kinds);
    if (total > most) most = total, best = kinds;
  }
  lab::FittedText text;
  text.remark("kick snare ghost time tom crash, of each of the 48 places of a bar");
  for (std::size_t k = 0; k < best.size(); ++k) {
    const Kind& kind = best[k];
    text.remark(fmt::format("kind {}: share, mean of ln(bpm), its standard deviation", k + 1));
    text.row(std::array{kind.share, kind.log_bpm, kind.spread}, 4);
    for (const auto& place : kind.rate) text.row(place, 3);
  }
  return save(
      "groove", options,
      "Groove MIDI Dataset, training split: \"beat\" performances in 4/4 of at least 8 bars whose file "
      "begins on a bar line",
      text);
}

}  // namespace firstchair::bench
