#include "engine/band/played.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/stats/stats.h"

namespace firstchair::band {
namespace {

constexpr double kBarsWanted = 32;  // of four quarters at 5 ms: half widths of .32 to .41
constexpr double kLost_ms = 100;
constexpr std::size_t kBarsOnEnd = 4;  // fewer are a fill

enum class Felt : unsigned char { other, double_time, half_time };

// Of a bar of four quarters, by where its backbeat is.
Felt felt_in(std::span<const BandBeat> bar) {
  int on = 0, ands = 0;
  for (const BandBeat& beat : bar) on += beat.backbeat, ands += beat.backbeat_and;
  if (ands == 4 && on == 0) return Felt::double_time;
  return on == 1 && ands == 0 && bar[2].backbeat ? Felt::half_time : Felt::other;
}

int bars_felt(const BandPlayed& played, Felt felt) {
  std::size_t all = 0, run = 0;
  const std::span<const BandBeat> beats(played.beats);
  const auto close = [&] {
    if (run >= kBarsOnEnd) all += run;
    run = 0;
  };
  if (played.meter.beats != 4 || played.meter.unit != 4) return 0;
  for (std::size_t k = 0; k + 4 <= beats.size(); ++k) {
    if (beats[k].quarter % 4 != 0) continue;
    if (felt_in(beats.subspan(k, 4)) == felt)
      ++run;
    else
      close();
  }
  close();
  return static_cast<int>(all);
}

}  // namespace

Moves moves_of(const BandPlayed& played) {
  Moves moves;
  std::vector<PlayedBeat> beats;
  std::vector<double> gaps;
  double gains = 0;
  int far = 0;
  const BandBeat* before = nullptr;
  std::vector<PlayedBeat> alone;
  for (const BandBeat& beat : played.beats) {
    if (before != nullptr && before->alone && !beat.alone && beat.played.heard)
      moves.returns.push_back({.quarter = beat.quarter,
                               .gap_ms = beat.played.drummer_ms - beat.played.band_ms,
                               .drummer = tempo_of(alone),
                               .band_bpm = before->band_bpm});
    before = &beat;
    if (beat.alone)
      alone.push_back(beat.played);
    else
      alone.clear();
    beats.push_back(beat.played);
    beats.back().heard = beat.played.heard && !beat.held;
    moves.lean_ms = beat.lean_ms;
    if (!beats.back().heard) continue;
    gains += beat.played.band_gain;
    gaps.push_back(beat.played.drummer_ms - beat.played.band_ms);
    far = std::abs(gaps.back() - beat.lean_ms) > kLost_ms ? far + 1 : 0;
    moves.lost += far == 2;
  }
  moves.double_time = bars_felt(played, Felt::double_time);
  moves.half_time = bars_felt(played, Felt::half_time);
  moves.both = static_cast<int>(gaps.size());
  moves.gain = drummer_gain(beats);
  if (!gaps.empty()) {
    const auto about = stats::describe(gaps);
    moves.gap_mean_ms = about.mean;
    moves.gap_sd_ms = about.sd;
    moves.gap_mean = stats::mean_interval(about);
    moves.gap_sd = stats::sd_interval(about);
    moves.band_gain = gains / static_cast<double>(gaps.size());
  }
  if (moves.returns.size() > 1) {
    std::vector<double> back;
    for (const Moves::Return& one : moves.returns) back.push_back(one.gap_ms);
    const auto about = stats::describe(back);
    const auto n = static_cast<double>(back.size());
    moves.returns_mean_ms = about.mean;
    moves.returns_half_ms = stats::t_quantile(n - 1) * about.sd / std::sqrt(n);
  }
  moves.unmoved = moves.both > 0 && played.follow == 0 &&
                  std::all_of(played.beats.begin(), played.beats.end(),
                              [](const BandBeat& beat) { return beat.played.loose_ms == 0; });
  moves.led = who_led(moves.gain, moves.band_gain);
  moves.tempo = tempo_parts(beats, moves.gain);
  moves.ends = tempo_ends(beats);
  const double quarters = 4. * played.meter.beats / played.meter.unit;
  moves.bars = moves.gain.beats / quarters;
  moves.bars_wanted = kBarsWanted * 4 / quarters;
  return moves;
}

}  // namespace firstchair::band
