#include "bench/hearing/leaning.h"

#include <algorithm>
#include <cmath>

#include "lab/onset_score.h"

namespace firstchair::bench {
namespace {

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double spread(const std::vector<double>& values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - middle) * (value - middle);
  return values.size() < 2 ? 0 : std::sqrt(sum / static_cast<double>(values.size() - 1));
}

// Sixteenths of a bar that a voice plays.
std::vector<int> places_of(Voice voice) {
  switch (family_of(voice)) {
    case Family::kick:
      return {0, 6, 10};
    case Family::snare:
      return {4, 12};
    case Family::tom:
      return {7, 15};
    default:
      return {0, 2, 4, 6, 8, 10, 12, 14};
  }
}

}  // namespace

LeaningPiece leaning_groove(Voice voice, double lean_ms, double seconds, std::uint64_t seed) {
  LeaningPiece out{.piece = {}, .voice = voice, .grid = {}, .moved = {}};
  out.piece.name = "leaning";
  out.piece.seconds = seconds;
  out.piece.bpm = 110;
  out.piece.beat = 0.5;
  const double step = 15 / out.piece.bpm;
  const Voice keeper = family_of(voice) == Family::cymbal ? voice : Voice::hat_closed;
  lab::Dice dice(seed);
  for (const Voice one : {Voice::kick, Voice::snare, keeper, Voice::tom_mid}) {
    for (int bar = 0; 0.5 + 16 * (bar + 1) * step < seconds - 0.5; ++bar) {
      for (const int place : places_of(one)) {
        const double on_grid = 0.5 + (16 * bar + place) * step;
        const double lean = one == voice ? lean_ms / 1000 : 0;
        const double when = on_grid + lean + kLeanJitterMs / 1000 * dice.normal();
        out.piece.strokes.push_back({when, one, 70 + 40 * dice.uniform()});
        if (one != voice) continue;
        out.grid.push_back(on_grid);
        out.moved.push_back(when);
      }
    }
  }
  std::stable_sort(out.piece.strokes.begin(), out.piece.strokes.end(),
                   [](const lab::Stroke& a, const lab::Stroke& b) { return a.seconds < b.seconds; });
  return out;
}

void LeanTally::add(const LeaningPiece& truth, const std::vector<double>& heard) {
  for (std::size_t s = 0; s < truth.grid.size(); ++s) {
    played_ms_.push_back(1000 * (truth.moved[s] - truth.grid[s]));
  }
  for (const auto& [g, h] : lab::match_nearest(truth.grid, heard, 0.05)) {
    heard_ms_.push_back(1000 * (heard[h] - truth.grid[g]));
  }
}

LeanError LeanTally::error() const {
  const double injected = spread(played_ms_);
  return {.mean_ms = mean(heard_ms_) - mean(played_ms_),
          .spread_ratio = injected > 0 ? spread(heard_ms_) / injected : 1,
          .found = played_ms_.empty()
                       ? 0
                       : static_cast<double>(heard_ms_.size()) / static_cast<double>(played_ms_.size())};
}

}  // namespace firstchair::bench
