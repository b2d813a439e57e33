#include "bench/follow/stress.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace firstchair::bench {
namespace {

void sort(Performance& p) {
  std::vector<std::size_t> order(p.hits.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p.hits[a].frame < p.hits[b].frame; });
  Performance sorted = p;
  for (std::size_t i = 0; i < order.size(); ++i) {
    sorted.hits[i] = p.hits[order[i]];
    sorted.note_of[i] = p.note_of[order[i]];
  }
  p = std::move(sorted);
}

double bar_us(const Groove& g) {
  return 60e6 / g.bpm * 4 * g.meter.beats / g.meter.unit;
}

// Bar (from 0) a stroke belongs to: its note's, else by time.
int bar_of(const Groove& g, std::size_t hit) {
  const int note = g.note_of[hit];
  if (note >= 0)
    return static_cast<int>(g.chart.notes[static_cast<std::size_t>(note)].tick / g.meter.bar_length());
  return static_cast<int>(static_cast<double>(g.hits[hit].frame) / bar_us(g));
}

int some_bar(const Groove& g, std::mt19937_64& random) {
  const int bars = static_cast<int>(g.chart.length / g.meter.bar_length());
  return std::uniform_int_distribution<int>(3, bars - 4)(random);
}

// The strokes of bars [from, to), moved in time.
void take(Performance& p, const Groove& g, int from, int to, double shift_us) {
  for (std::size_t i = 0; i < g.hits.size(); ++i) {
    const int bar = bar_of(g, i);
    if (bar < from || bar >= to) continue;
    Hit hit = g.hits[i];
    hit.frame += std::llround(shift_us);
    p.hits.push_back(hit);
    p.note_of.push_back(g.note_of[i]);
  }
}

constexpr int kAll = 1 << 30;

}  // namespace

Performance as_played(const Groove& groove) {
  return {groove.hits, groove.note_of};
}

Performance with_errors(const Performance& played, std::mt19937_64& random) {
  Performance p;
  p.departure = played.departure;
  p.from = played.from;
  p.to = played.to;
  std::uniform_real_distribution<double> uniform(0, 1);
  for (std::size_t i = 0; i < played.hits.size(); ++i) {
    if (uniform(random) >= 0.03) {
      p.hits.push_back(played.hits[i]);
      p.note_of.push_back(played.note_of[i]);
    }
    if (uniform(random) < 0.02 && i + 1 < played.hits.size()) {
      Hit hit =
          played.hits[static_cast<std::size_t>(uniform(random) * static_cast<double>(played.hits.size()))];
      const double gap = static_cast<double>(played.hits[i + 1].frame - played.hits[i].frame);
      hit.frame = played.hits[i].frame + static_cast<Frames>(uniform(random) * gap);
      p.hits.push_back(hit);
      p.note_of.push_back(-1);
    }
  }
  sort(p);
  return p;
}

Performance with_tempo_waves(const Performance& played, std::mt19937_64& random) {
  Performance p = played;
  const double phase = std::uniform_real_distribution<double>(0, 2 * std::numbers::pi)(random);
  const double w = 2 * std::numbers::pi / 30e6;
  for (Hit& hit : p.hits) {
    const double t = static_cast<double>(hit.frame);
    hit.frame = std::llround(t + 0.1 / w * (std::sin(w * t + phase) - std::sin(phase)) + 5e6);
  }
  return p;
}

Performance with_skipped_bar(const Groove& g, std::mt19937_64& random) {
  Performance p;
  const int bar = some_bar(g, random);
  take(p, g, 0, bar, 0);
  take(p, g, bar + 1, kAll, -bar_us(g));
  p.departure = std::llround(bar * bar_us(g));
  p.from = p.to = bar + 1;
  sort(p);
  return p;
}

Performance with_repeated_bar(const Groove& g, std::mt19937_64& random) {
  Performance p;
  const int bar = some_bar(g, random);
  take(p, g, 0, bar + 1, 0);
  take(p, g, bar, kAll, bar_us(g));
  p.departure = std::llround((bar + 1) * bar_us(g));
  p.from = p.to = bar + 1;
  sort(p);
  return p;
}

namespace {

Performance restarted(const Groove& g, int bar, int back, std::mt19937_64& random) {
  Performance p;
  const double stop = (bar + 0.5) * bar_us(g);
  const double pause = std::uniform_real_distribution<double>(1e6, 4e6)(random);
  take(p, g, 0, bar + 1, 0);
  while (!p.hits.empty() && static_cast<double>(p.hits.back().frame) > stop) {
    p.hits.pop_back();
    p.note_of.pop_back();
  }
  const double last = p.hits.empty() ? stop : static_cast<double>(p.hits.back().frame);
  double first = 0;
  for (std::size_t i = 0; i < g.hits.size(); ++i) {
    if (bar_of(g, i) >= back) {
      first = static_cast<double>(g.hits[i].frame);
      break;
    }
  }
  take(p, g, back, kAll, last + pause - first);
  p.departure = std::llround(last + pause);
  p.from = bar + 1;
  p.to = back + 1;
  sort(p);
  return p;
}

}  // namespace

Performance with_restart(const Groove& g, std::mt19937_64& random) {
  const int bar = some_bar(g, random);
  return restarted(g, bar, std::max(0, bar - std::uniform_int_distribution<int>(0, 3)(random)), random);
}

Performance with_restart_anywhere(const Groove& g, std::mt19937_64& random) {
  const int bar = some_bar(g, random);
  return restarted(g, bar, some_bar(g, random), random);
}

Performance with_late_start(const Groove& g, std::mt19937_64& random) {
  Performance p;
  const int bar = some_bar(g, random);
  take(p, g, bar, kAll, 0);
  p.departure = p.hits.empty() ? 0 : p.hits.front().frame;
  p.from = p.to = bar + 1;
  sort(p);
  return p;
}

Performance with_wrong_drums(const Performance& played, std::mt19937_64& random) {
  Performance p = played;
  std::uniform_real_distribution<double> uniform(0, 1);
  for (Hit& hit : p.hits) {
    if (uniform(random) < 0.02) hit.voice = played.hits[random() % played.hits.size()].voice;
  }
  return p;
}

Performance as_heard(const Performance& played, std::mt19937_64& random) {
  Performance p;
  p.departure = played.departure;
  p.from = played.from;
  p.to = played.to;
  std::normal_distribution<double> jitter(0, 2000);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (std::size_t i = 0; i < played.hits.size();) {
    std::size_t end = i + 1, loudest = i;
    while (end < played.hits.size() && played.hits[end].frame - played.hits[i].frame < 15000) ++end;
    for (std::size_t k = i; k < end; ++k) {
      if (played.hits[k].strength > played.hits[loudest].strength) loudest = k;
    }
    Hit hit = played.hits[loudest];
    const int note = played.note_of[loudest];
    hit.unison = end - i > 1;
    i = end;
    if (hit.strength < 30) continue;
    hit.frame += std::llround(jitter(random));
    hit.voice = voice_of(family_of(hit.voice));
    hit.voice_probability = 0.85f;
    if (uniform(random) > 0.85) hit.voice = voice_of(static_cast<Family>(random() % 5));
    p.hits.push_back(hit);
    p.note_of.push_back(note);
  }
  sort(p);
  return p;
}

}  // namespace firstchair::bench
