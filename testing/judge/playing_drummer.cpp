#include "testing/judge/playing_drummer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "engine/follow/pulse/pulse.h"
#include "engine/judge/judge.h"
#include "engine/teacher/give_order.h"

namespace firstchair::testing {
namespace {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace

Chart plain_rock_chart(int bars) {
  Chart chart;
  const Ticks eighth = kTicksPerQuarter / 2;
  for (int i = 0; i < bars * 8; ++i) {
    chart.notes.push_back({.tick = i * eighth, .voice = Voice::hat_closed});
    if (i % 8 == 0 || i % 8 == 4 || i % 8 == 3)
      chart.notes.push_back({.tick = i * eighth, .voice = Voice::kick});
    if (i % 4 == 2) chart.notes.push_back({.tick = i * eighth, .voice = Voice::snare});
  }
  settle(chart);
  return chart;
}

Chart pad_chart(int bars) {
  Chart chart;
  for (int i = 0; i < bars * 4; ++i)
    chart.notes.push_back({.tick = i * kTicksPerQuarter, .voice = Voice::pad});
  settle(chart);
  return chart;
}

Performance perform_unjudged(const PlayingDrummer& drummer, const Chart& chart, int passes,
                             std::uint64_t seed) {
  Chance chance(seed);
  Performance performance;
  Take& take = performance.take;
  std::array<double, kLineCount> strokes{};
  take.chart = chart;
  take.source.kind = SourceKind::midi;
  take.source.rate = kMidiRate;
  take.reading.chart_given = true;
  std::map<std::pair<Line, Ticks>, double> place;
  double seconds = 1, period = 60 / drummer.bpm, shared = drummer.shared_ms * chance.normal();
  const std::vector<Bar> bars = bars_of(chart);
  for (int pass = 0; pass < passes; ++pass) {
    take.alignment.passages.push_back({.first_tick = 0,
                                       .last_tick = chart.notes.back().tick,
                                       .first_frame = 0,
                                       .last_frame = 0,
                                       .offset = pass * chart.length,
                                       .new_pulse = pass == 0});
    auto note = chart.notes.begin();
    for (Ticks quarter = 0; quarter < chart.length; quarter += kTicksPerQuarter) {
      const double next =
          drummer.shared_rho * shared +
          std::sqrt(1 - drummer.shared_rho * drummer.shared_rho) * drummer.shared_ms * chance.normal();
      for (; note != chart.notes.end() && note->tick < quarter + kTicksPerQuarter; ++note) {
        const Line line = line_of(note->voice);
        const double in = static_cast<double>(note->tick - quarter) / static_cast<double>(kTicksPerQuarter);
        const double played = in == 0.5 ? drummer.swing / (1 + drummer.swing) : in;
        const Ticks in_bar = note->tick - bar_at(bars, note->tick).start;
        const auto [lean, fresh] = place.emplace(std::pair(line, in_bar), 0);
        if (fresh) lean->second = drummer.place_ms * chance.normal();
        const double wide = chance.uniform() < drummer.tails ? 3 : 1;
        const double error =
            drummer.lean_ms[static_cast<std::size_t>(line)] + lean->second + shared + in * (next - shared) +
            wide * (line == Line::kick ? drummer.foot_ms : drummer.hand_ms) * chance.normal() +
            drummer.sigma_ms * chance.normal();
        performance.lean_ms[static_cast<std::size_t>(line)] +=
            drummer.lean_ms[static_cast<std::size_t>(line)] + lean->second;
        ++strokes[static_cast<std::size_t>(line)];
        Match match;
        match.note = static_cast<std::int32_t>(note - chart.notes.begin());
        match.passage = pass;
        match.tick = note->tick;
        match.target = (seconds + played * period) * kMidiRate;
        if (chance.uniform() < drummer.missed) {
          match.kind = MatchKind::missed;
        } else {
          match.hit = static_cast<std::int32_t>(take.hits.size());
          Hit hit{.frame = static_cast<Frames>(match.target + error * 1000), .voice = note->voice};
          hit.sigma_ms = static_cast<float>(drummer.sigma_ms);
          hit.level_db = static_cast<float>(-6 + drummer.level_sd_db * chance.normal());
          hit.strength = 64;
          take.hits.push_back(hit);
        }
        take.alignment.matches.push_back(match);
      }
      shared = next;
      performance.beats.push_back(seconds);
      seconds += period;
      if (quarter + kTicksPerQuarter == (drummer.step_at_bar - 1) * kTicksPerWhole)
        period /= 1 + drummer.step;
      period *= 1 - drummer.gain_per_minute / 6000 * period + drummer.tempo_walk * chance.normal();
    }
  }
  // Against the lines about the middle one, as the judge tells it (8 ms).
  std::vector<double> leans;
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    if (strokes[i] > 0) leans.push_back(performance.lean_ms[i] /= strokes[i]);
  }
  std::sort(leans.begin(), leans.end());
  const double middle = (leans[(leans.size() - 1) / 2] + leans[leans.size() / 2]) / 2;
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    if (std::abs(performance.lean_ms[i] - middle) <= 8)
      sum += performance.lean_ms[i] * strokes[i], all += strokes[i];
  }
  const double reference = all > 0 ? sum / all : middle;
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    if (strokes[i] > 0) performance.lean_ms[i] -= reference;
  }
  std::vector<std::int32_t> order(take.hits.size()), rank(take.hits.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return take.hits[static_cast<std::size_t>(a)].frame < take.hits[static_cast<std::size_t>(b)].frame;
  });
  std::vector<Hit> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    sorted.push_back(take.hits[static_cast<std::size_t>(order[i])]);
  }
  take.hits = std::move(sorted);
  for (Match& match : take.alignment.matches) {
    if (match.hit >= 0) match.hit = rank[static_cast<std::size_t>(match.hit)];
  }
  follow::fit_pulse(take.alignment, take.hits, take.chart, {.rate = kMidiRate});
  return performance;
}

Performance perform(const PlayingDrummer& drummer, const Chart& chart, int passes, std::uint64_t seed,
                    const judge::Norms& norms) {
  Performance performance = perform_unjudged(drummer, chart, passes, seed);
  Take& take = performance.take;
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, norms, {});
  take.order = teacher::give_order(take.verdict, take.chart, take.reading);
  return performance;
}

}  // namespace firstchair::testing
