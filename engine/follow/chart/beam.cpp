#include "engine/follow/chart/beam.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace firstchair::follow {
namespace {

double log_of(double x) {
  return std::log(static_cast<float>(x));
}

// A tempo class is a tenth of a nat wide.
std::int16_t class_of(float period) {
  return static_cast<std::int16_t>(std::floor(std::log(period) * 10.0f));
}

// The shortest period of a class or of one above it, between these two.
float shortest_of(int tempo_class, float low, float high) {
  while (std::nextafter(low, high) < high) {
    const float middle = low + (high - low) / 2;
    (class_of(middle) >= tempo_class ? high : low) = middle;
  }
  return high;
}

}  // namespace

Beam::Beam(const Score& score, const BeamConfig& config)
    : score_(score),
      config_(config),
      stroke_variance_(config.beam.stroke * config.beam.stroke),
      margin_(config.beam.margin * score.doubt()),
      // Less a little, since a cost is rounded.
      least_time_cost_(time_cost(0, stroke_variance_) - 0.001) {
  auto add = [&](double bpm, double spread, double cost) {
    PulseState s;
    s.period = 60 / bpm;
    s.tt = stroke_variance_;
    s.pp = spread * s.period * spread * s.period;
    tempi_.push_back(s);
    tempo_cost_.push_back(cost);
  };
  if (config.bpm > 0) {
    shortest_ = 60 / config.bpm / config.beam.range;
    longest_ = 60 / config.bpm * config.beam.range;
    add(config.bpm, config.steady ? 0.01 : 0.06, 0);
    if (!config.steady) {
      add(config.bpm / 1.2, 0.08, 1);
      add(config.bpm * 1.2, 0.08, 1);
    }
  } else {
    for (int i = -7; i <= 6; ++i) {
      const double octaves = i / 4.0;
      add(110 * std::exp2(octaves), 0.1, 1.5 + octaves * octaves);
    }
  }
  first_class_ = class_of(static_cast<float>(shortest_));
  const std::int16_t last_class = class_of(static_cast<float>(longest_));
  for (int k = first_class_; k <= last_class + 1; ++k)
    class_from_.push_back(
        shortest_of(k, static_cast<float>(shortest_) / 2, static_cast<float>(longest_) * 2));
  const std::size_t wide =
      static_cast<std::size_t>(std::max({config.beam.wide, config.beam.lost, config.beam.width})) + 1;
  table_.assign(std::bit_ceil(2 * wide), 0);
  candidates_.resize(std::min(most_candidates(), std::size_t{1} << 10));
  if (config.memory > 0) {
    // One more generation always fits behind what collect() can keep.
    collect_at_ = wide * static_cast<std::size_t>(config.memory + 2);
    nodes_.reserve(collect_at_ + wide);
    kept_.resize(collect_at_ + wide);
    beam_.resize(wide);
    next_.resize(wide);
    candidates_.resize(most_candidates());
    ranks_.resize(candidates_.size());
    ordered_.resize(candidates_.size());
    origins_.resize(static_cast<std::size_t>(config.jump.most_origins) + wide);
  }
  reset();
}

void Beam::reset() {
  nodes_.shorten(0);
  candidate_count_ = 0;
  origins_.clear();
  beam_.clear();
  next_.clear();
  beam_.push_back({});
  table_.assign(table_.size(), 0);
  last_seconds_ = 0;
  strokes_ = 0;
  wide_left_ = config_.jump.wide_strokes;
  strain_ = -2;
}

// Without room for more, the dearer half of the candidates goes.
void Beam::make_room() {
  if (candidates_.size() < most_candidates()) {
    candidates_.resize(std::min(2 * candidates_.size(), most_candidates()));
    return;
  }
  const std::size_t half = candidates_.size() / 2;
  std::nth_element(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(half),
                   candidates_.end(), Cheaper{});
  candidate_count_ = half;
}

double Beam::position_of(const Hypothesis& h) const {
  return score_.chords[static_cast<std::size_t>(h.chord)].position;
}

void Beam::begin_at(int chord, const PulseState& pulse, int parent, double cost, Arrival arrival) {
  const Chord& at = score_.chords[static_cast<std::size_t>(chord)];
  int best = -1;
  double best_cost = std::numeric_limits<double>::infinity();
  for (int i = 0; i < at.notes; ++i) {
    const double c = score_.answer_cost(costs_, at.first_note + i);
    if (c < best_cost) best_cost = c, best = i;
  }
  best_cost += score_.polyphonic ? at.missed_cost : 0;
  if (origins_.size() >= static_cast<std::size_t>(config_.jump.most_origins)) return;
  origins_.push_back({pulse, at.position, parent, chord, 0, 0, cost, arrival});
  add({cost + best_cost + config_.jump.unplaced, parent, chord, at.first_note + best,
       static_cast<std::int32_t>(origins_.size()) - 1, static_cast<std::uint16_t>(1u << best), 0, arrival,
       false});
}

// What it costs to begin at a chord where the click does not have it: little in the same place of another
// bar.
double Beam::away_from_click(int chord, double seconds) const {
  const Chord& at = score_.chords[static_cast<std::size_t>(chord)];
  const std::size_t b = static_cast<std::size_t>(at.bar);
  const double quarter = 60 / config_.bpm,
               bar = quarter * (score_.bars[b + 1].position - score_.bars[b].position);
  const double apart = seconds - *config_.first_bar - at.position * quarter;
  const double off = std::remainder(apart, bar) / config_.jump.click_spread;
  const double bars = std::abs(std::round(apart / bar));
  return std::min(config_.jump.off_click, 0.5 * off * off) +
         (bars > 0 ? score_.doubt() * (config_.jump.late + log_of(bars)) : 0);
}

void Beam::spawn_starts(int parent, double seconds) {
  const double base = beam_[static_cast<std::size_t>(parent)].cost;
  auto start = [&](int chord, double cost) {
    for (std::size_t i = 0; i < tempi_.size(); ++i) {
      begin_at(chord, tempi_[i], parent, base + cost + tempo_cost_[i], Arrival::start);
    }
  };
  const int bars = std::min(score_.bar_count(), config_.jump.start_bars);
  if (config_.first_bar) {
    for (int chord = 0; chord < score_.bars[static_cast<std::size_t>(bars)].first_chord; ++chord) {
      const double cost = away_from_click(chord, seconds);
      if (cost < config_.jump.farthest) start(chord, cost);
    }
    return;
  }
  start(0, 0);
  // Inside the first played bar the notes before are missed; a late bar is a late start.
  for (int bar = 0; bar < bars; ++bar) {
    const int first = score_.bars[static_cast<std::size_t>(bar)].first_chord;
    const int end = score_.bars[static_cast<std::size_t>(bar) + 1].first_chord;
    const double late = bar == 0 ? 0 : score_.doubt() * (config_.jump.late + log_of(1.0 + bar));
    for (int chord = first; chord < end; ++chord) {
      if (chord == 0) continue;
      if (bar > 0 && chord > first && bar > 15) break;
      start(chord, late + (chord > first ? 3 + 0.5 * (chord - first) : 0));
    }
  }
}

void Beam::follow(const Origin& origin, double seconds) {
  const std::vector<Chord>& chords = score_.chords;
  const std::int32_t count = static_cast<std::int32_t>(chords.size());
  const std::int32_t from = static_cast<std::int32_t>(origins_.size()) - 1;
  const bool moved = origin.arrival == Arrival::jump;
  std::int32_t c = moved || origin.chord < 0 ? origin.chord + 1 : origin.chord;
  if (seconds - origin.pulse.time > 2) {
    // After a long silence: go straight to the first chord that can be meant.
    const double reach = (seconds - config_.jump.reach - origin.pulse.time) / origin.pulse.period;
    auto at = std::lower_bound(chords.begin() + c, chords.end(), origin.position + reach * 0.8,
                               [](const Chord& chord, double p) { return chord.position < p; });
    c = std::max(c, static_cast<std::int32_t>(at - chords.begin()) - 1);
  }
  for (; c < count; ++c) {
    const Chord& chord = chords[static_cast<std::size_t>(c)];
    const bool here = c == origin.chord && !moved;
    const std::uint16_t answered = here ? origin.answered : std::uint16_t{0};
    if (chord.graces == 0 && std::popcount(answered) == chord.notes) continue;
    const double ahead = chord.position - origin.position;
    const double expected = origin.pulse.time + ahead * origin.pulse.period;
    const double error = seconds - expected;
    if (error < -config_.jump.reach) break;
    if (error > config_.jump.reach) continue;
    // No note is cheaper than nothing, and what is skipped on the way to a later one costs no less.
    const double skipped = score_.missed_cost(origin.chord + 1, c);
    if (error < -config_.jump.grace_reach && origin.cost + skipped + least_time_cost_ > dearest_) break;
    const double step = config_.beam.walk * origin.pulse.period;
    const double variance = origin.pulse.tt + ahead * (2 * origin.pulse.tp + ahead * origin.pulse.pp) +
                            step * step * ahead * ahead * ahead / 3 + stroke_variance_;
    if (error < 0 && chord.graces > 0 && error > -config_.jump.grace_reach) {
      const std::uint8_t used = c == origin.chord ? std::uint8_t{255} : origin.graces;
      if (used < chord.graces && !moved) {
        add({origin.cost + config_.jump.grace + score_.voice_cost(costs_, chord.grace_note), origin.parent,
             origin.chord, chord.grace_note, from, origin.answered, static_cast<std::uint8_t>(used + 1),
             Arrival::on, true});
      }
    }
    if (error * error > 30 * variance) continue;
    int best = -1;
    double best_cost = std::numeric_limits<double>::infinity();
    for (int i = 0; i < chord.notes; ++i) {
      if (answered >> i & 1) continue;
      const double cost = score_.answer_cost(costs_, chord.first_note + i);
      if (cost < best_cost) best_cost = cost, best = i;
    }
    if (best < 0) continue;
    double cost = origin.cost + best_cost;
    if (!here) {
      cost += skipped;
      if (score_.polyphonic) cost += chord.missed_cost;
    }
    if (cost + least_time_cost_ > dearest_) continue;
    cost += time_cost(error, variance);
    add({cost, origin.parent, c, chord.first_note + best, from,
         static_cast<std::uint16_t>(answered | 1u << best), 0, origin.arrival, false});
  }
}

void Beam::spawn_jumps(int parent, double seconds) {
  const Hypothesis& h = beam_[static_cast<std::size_t>(parent)];
  const double position = position_of(h);
  const double now = position + (seconds - h.pulse.time + 0.07) / h.pulse.period;
  const std::vector<ScoreBar>& bars = score_.bars;
  auto after = std::upper_bound(bars.begin(), bars.end(), now,
                                [](double p, const ScoreBar& b) { return p < b.position; });
  const int line = static_cast<int>(after - bars.begin()) - 1;
  if (line <= score_.chords[static_cast<std::size_t>(h.chord)].bar) return;
  const ScoreBar& left = bars[static_cast<std::size_t>(line)];
  const double unplayed = score_.missed_cost(h.chord + 1, left.first_chord);
  const PulseState there = h.pulse.ahead(left.position - position, config_.beam.walk);
  const int last = score_.bar_count() - 1;
  auto jump = [&](int bar, double cost) {
    const ScoreBar& to = bars[static_cast<std::size_t>(bar)];
    if (origins_.size() >= static_cast<std::size_t>(config_.jump.most_origins)) return;
    origins_.push_back({there, to.position, parent, to.first_chord - 1, 0, 0, h.cost + unplayed + cost,
                        Arrival::jump, line, bar});
    follow(origins_.back(), seconds);
  };
  for (int bar = std::max(0, line - config_.jump.near_bars);
       bar <= std::min(last, line + config_.jump.near_bars); ++bar) {
    if (bar == line || (bar == 0 && line > last)) continue;
    jump(bar, score_.doubt() * (config_.jump.jump + log_of(std::abs(bar - line))));
  }
  if (line > last) {
    jump(0, config_.jump.loop);
  } else if (line > config_.jump.near_bars) {
    jump(0, score_.doubt() * (config_.jump.jump + 2));
  }
}

void Beam::spawn_restarts(int parent, double seconds, bool lost) {
  const Hypothesis& h = beam_[static_cast<std::size_t>(parent)];
  const double gap = seconds - last_seconds_;
  const double hurry = gap < 1 ? 6 * (1 - gap) : 0;
  // A path that is lost has no tempo worth keeping.
  PulseState pulse = lost && config_.bpm > 0 ? tempi_.front() : h.pulse;
  pulse.tt = stroke_variance_;
  pulse.tp = 0;
  pulse.pp += 0.05 * 0.05 * pulse.period * pulse.period;
  const int bar = score_.chords[static_cast<std::size_t>(h.chord)].bar;
  const int reach = gap < 0.8 ? config_.jump.near_bars : std::max(score_.bar_count(), config_.jump.near_bars);
  const int first = std::max(0, bar - std::min(reach, 512));
  const int last = std::min(score_.bar_count() - 1, bar + std::min(reach, 512));
  auto restart = [&](int b) {
    const int begin = score_.bars[static_cast<std::size_t>(b)].first_chord;
    const int end = score_.bars[static_cast<std::size_t>(b) + 1].first_chord;
    const double far = score_.doubt() * (config_.beam.restart + hurry + log_of(1.0 + std::abs(b - bar)));
    for (int chord = begin; chord < end; ++chord) {
      if (chord > begin && std::abs(b - bar) > 2) break;
      const bool next = chord == h.chord + 1;
      const double place = config_.first_bar        ? away_from_click(chord, seconds)
                           : chord == begin || next ? 0.0
                                                    : 4.0;
      begin_at(chord, pulse, parent, h.cost + far + place, Arrival::restart);
    }
  };
  for (int b = first; b <= last; ++b) restart(b);
  if (first > 0) restart(0);
  if (gap > 0.8) wide_left_ = config_.jump.wide_strokes;
}

void Beam::push(const Hit& hit, double seconds) {
  candidate_count_ = 0;
  origins_.clear();
  score_.hit_costs(hit, costs_);
  least_ = std::numeric_limits<double>::infinity();
  dearest_ = cost_when_full(seconds);
  double best = std::numeric_limits<double>::infinity();
  for (const Hypothesis& h : beam_) best = std::min(best, h.cost);
  const int count = static_cast<int>(beam_.size());
  int leaders = 0;
  for (int i = 0; i < count; ++i) {
    const Hypothesis& h = beam_[static_cast<std::size_t>(i)];
    if (h.chord < 0) {
      origins_.push_back({h.pulse, 0, i, -1, 0, 0, h.cost, Arrival::on});
      add({h.cost + config_.beam.before, i, -1, -1, static_cast<std::int32_t>(origins_.size()) - 1, 0, 0,
           Arrival::on, false});
      spawn_starts(i, seconds);
      continue;
    }
    origins_.push_back({h.pulse, position_of(h), i, h.chord, h.answered, h.graces, h.cost, Arrival::on});
    add({h.cost + config_.beam.extra, i, h.chord, -1, static_cast<std::int32_t>(origins_.size()) - 1,
         h.answered, h.graces, Arrival::on, false});
    follow(origins_.back(), seconds);
    if (h.cost < best + 8 && leaders < 6) {
      ++leaders;
      spawn_jumps(i, seconds);
      const bool gap = strokes_ > 0 && seconds - last_seconds_ > config_.jump.gap;
      const bool lost =
          strain_ > config_.jump.strain && strokes_ % static_cast<std::uint64_t>(config_.jump.relock) == 0;
      if ((gap || lost) && leaders <= 3) spawn_restarts(i, seconds, lost && !gap);
    }
  }
  select(seconds);
  last_seconds_ = seconds;
  ++strokes_;
}

}  // namespace firstchair::follow
