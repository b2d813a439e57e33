#include "engine/follow/free/beats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/follow/chart/score.h"
#include "engine/follow/free/beat_election.h"
#include "engine/follow/free/groove_model.h"
#include "engine/follow/pulse/kalman.h"

namespace firstchair::follow {
namespace {

double log_of(double x) {
  return std::log(static_cast<float>(x));
}

using Weights = std::array<float, kGrooveKinds>;

// One kind of groove, as a follower multiplies it.
struct Kind {
  std::array<std::array<float, kStruckCount>, kBarPlaces> odds;  // that it is struck
  std::array<float, 2 * kBarPlaces + 1> silent;                  // nats, of all places before, over two bars

  Kind(const GrooveKind& kind, double floor) {
    silent[0] = 0;
    for (std::size_t p = 0; p < silent.size() - 1; ++p) {
      double cost = 0;
      for (std::size_t k = 0; k < kStruckCount; ++k) {
        const double probability = floor + (1 - 2 * floor) * kind.rate[p % kBarPlaces][k];
        cost -= log_of(1 - probability);
        if (p < kBarPlaces) odds[p][k] = static_cast<float>(probability / (1 - probability));
      }
      silent[p + 1] = silent[p] + static_cast<float>(cost);
    }
  }
  // Cost of nothing struck on the places in [from, from + count).
  float nothing(int from, int count) const {
    const int bars = count / kBarPlaces, rest = count % kBarPlaces;
    return static_cast<float>(bars) * silent[kBarPlaces] + silent[static_cast<std::size_t>(from + rest)] -
           silent[static_cast<std::size_t>(from)];
  }
};

struct Hypothesis {
  PulseState pulse;  // at its place; period of a beat
  double cost = 0;
  Weights weight{};        // of each kind of groove; sum 1
  std::int16_t place = 0;  // of the bar
  std::int16_t tempo_class = 0;
  std::uint8_t struck = 0;  // bit per Struck on this place
};

// A closure, so that sorting takes it in instead of calling it.
constexpr auto cheaper = [](const Hypothesis& a, const Hypothesis& b) {
  return a.cost != b.cost ? a.cost < b.cost : a.place < b.place;
};

// Beats gone by since the bar line, at a time.
double beats_at(const Hypothesis& h, double seconds) {
  return static_cast<double>(h.place) / kBeatPlaces + (seconds - h.pulse.time) / h.pulse.period;
}

}  // namespace

struct BeatTracker::State {
  State(const BeatConfig& c, const GrooveModel& its_model, const ReaderWeights& weights)
      : config(c),
        tuning(c.tuning),
        stroke_variance(tuning.stroke * tuning.stroke),
        most(static_cast<std::size_t>(tuning.most_candidates)),
        model(its_model),
        election(0, 0, weights, c.election) {
    const double low = c.bpm > 0 ? c.bpm / tuning.told_range : tuning.slowest,
                 high = c.bpm > 0 ? c.bpm * tuning.told_range : tuning.fastest;
    const double middle = c.bpm > 0 ? c.bpm : std::sqrt(low * high);
    const int steps = static_cast<int>(std::log(high / middle) / std::log(tuning.tempo_step));
    for (int i = -steps; i <= steps; ++i) {
      const double bpm = middle * std::pow(tuning.tempo_step, i);
      const double z = std::log(bpm / middle) / tuning.told_spread;
      tempi.push_back({60 / bpm, std::log(bpm), c.bpm > 0 ? 0.5 * z * z : 0});
    }
    shortest = 60 / (high * 1.05);
    longest = 60 / (low / 1.05);
    election = BeatElection(shortest, longest, weights, c.election);
    for (const GrooveKind& kind : model) kinds.emplace_back(kind, tuning.floor);
    recent.reserve(kReaderStrokes);
    const std::size_t wide = static_cast<std::size_t>(std::max(tuning.wide, tuning.width)) + 1;
    beam.reserve(wide);
    next.reserve(wide);
    candidates.reserve(most);
    table.assign(std::bit_ceil(2 * wide), 0);
  }

  void add(const Hypothesis& h) {
    if (candidates.size() == most) {
      const auto half = candidates.begin() + static_cast<std::ptrdiff_t>(most / 2);
      std::nth_element(candidates.begin(), half, candidates.end(), cheaper);
      candidates.resize(most / 2);
    }
    candidates.push_back(h);
  }

  void start(double cost, Struck what, double seconds) {
    for (const Tempo& tempo : tempi) {
      Hypothesis h;
      h.pulse.time = seconds;
      h.pulse.period = tempo.period;
      h.pulse.tt = stroke_variance;
      h.pulse.pp = tuning.tempo_spread * tempo.period * tuning.tempo_spread * tempo.period;
      float share = 0;
      for (std::size_t k = 0; k < kinds.size(); ++k) {
        const GrooveKind& kind = model[k];
        const double z =
            (tempo.log_bpm - static_cast<double>(kind.log_bpm)) / static_cast<double>(kind.spread);
        share += h.weight[k] = kind.share / kind.spread * std::exp(static_cast<float>(-0.5 * z * z));
      }
      for (float& weight : h.weight) weight /= share;
      const double prior = tempo.cost - log_of(static_cast<double>(share));
      for (int place = 0; place < kBarPlaces; place += kBeatPlaces / 4) {
        Hypothesis at = h;
        at.place = static_cast<std::int16_t>((place + kBarPlaces - 1) % kBarPlaces);
        at.cost = cost + prior;
        play(at, what, 1);
        add(at);
      }
    }
  }

  // Moves on by so many places (0: none) and strikes there; pays for both, and learns which kinds of groove
  // would have cost least.
  void play(Hypothesis& h, Struck what, int places) {
    const auto k = static_cast<std::size_t>(what);
    const int next_place = (h.place + 1) % kBarPlaces;
    const auto p = static_cast<std::size_t>((h.place + places) % kBarPlaces);
    float all = 0;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      float likelihood = kinds[i].odds[p][k];
      if (places > 0)
        likelihood *= std::exp(-std::min(tuning.most_missed, kinds[i].nothing(next_place, places)));
      all += h.weight[i] *= likelihood;
    }
    h.cost -= tuning.trust * log_of(static_cast<double>(all));
    const float leak = std::min(1.0F, tuning.leak * static_cast<float>(places));
    for (std::size_t i = 0; i < kinds.size(); ++i)
      h.weight[i] = (1 - leak) * h.weight[i] / all + leak * model[i].share;
    if (places > 0) h.struck = 0;
    h.place = static_cast<std::int16_t>(p);
    h.struck |= static_cast<std::uint8_t>(1u << k);
  }

  void follow(const Hypothesis& h, Struck what, double seconds) {
    const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(what));
    const double place_s = h.pulse.period / kBeatPlaces;
    const double gone = (seconds - h.pulse.time) / place_s;
    const double sd = std::sqrt(h.pulse.tt + stroke_variance) + gone / kBeatPlaces * std::sqrt(h.pulse.pp);
    const int first = std::max(0, static_cast<int>(std::ceil(gone - 3.5 * sd / place_s)));
    const int last = std::min(static_cast<int>(std::floor(gone + 3.5 * sd / place_s)), first + 12);
    for (int n = first; n <= last; ++n) {
      const double ahead = static_cast<double>(n) / kBeatPlaces;
      const PulseState expected = h.pulse.ahead(ahead, tuning.walk);
      const double error = seconds - expected.time;
      const double variance = expected.tt + stroke_variance;
      Hypothesis on = h;
      if (n == 0 && (h.struck & bit) != 0) {
        on.cost += tuning.again;
        add(on);
        continue;
      }
      // The strokes of one attack share their error: only the first one's time counts.
      if (n > 0) {
        on.cost += time_cost(error, variance);
        on.pulse = expected.seen(seconds, stroke_variance * (5 + error * error / variance) / 6);
        if (on.pulse.period < shortest || on.pulse.period > longest) continue;
      }
      play(on, what, n);
      add(on);
    }
  }

  void take(const Hit& hit) {
    const double seconds = static_cast<double>(hit.frame) / config.rate;
    const double now_s = strokes > 0 ? std::max(seconds, last_s) : seconds;
    const Struck what = struck_of(hit.voice, hit.strength);
    candidates.clear();
    if (strokes == 0) {
      start(0, what, now_s);
    } else {
      int leaders = 0;
      for (const Hypothesis& h : beam) {
        Hypothesis off = h;
        off.cost += tuning.off_grid;
        add(off);
        follow(h, what, now_s);
        if (++leaders > 6) continue;
        for (int beats = 1; beats < 4; ++beats) {
          Hypothesis slipped = h;
          slipped.place = static_cast<std::int16_t>((h.place + beats * kBeatPlaces) % kBarPlaces);
          slipped.cost += tuning.slip;
          follow(slipped, what, now_s);
        }
      }
      const bool early = strokes<tuning.early, paused = now_s - last_s> tuning.pause;
      if (early || paused || strokes % tuning.relock == 0) {
        start(beam.front().cost + (early    ? 2.0 + 3.0 * static_cast<double>(strokes)
                                   : paused ? tuning.lost / 2
                                            : tuning.lost),
              what, now_s);
      }
    }
    select();
    last_s = now_s;
    ++strokes;
    if (recent.size() == kReaderStrokes) recent.erase(recent.begin());
    recent.push_back({now_s, what, hit.strength});
    elect();
  }

  // The cheapest hypothesis of each place and tempo.
  void select() {
    double best = std::numeric_limits<double>::infinity();
    for (const Hypothesis& h : candidates) best = std::min(best, h.cost);
    std::erase_if(candidates, [&](const Hypothesis& h) { return h.cost > best + tuning.margin; });
    const std::size_t width =
        static_cast<std::size_t>(strokes < tuning.wide_strokes ? tuning.wide : tuning.width);
    if (candidates.size() > 3 * width) {
      const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(3 * width);
      std::nth_element(candidates.begin(), end, candidates.end(), cheaper);
      candidates.resize(3 * width);
    }
    std::sort(candidates.begin(), candidates.end(), cheaper);
    next.clear();
    const std::uint64_t stamp = static_cast<std::uint64_t>(strokes) + 1;
    const std::size_t mask = table.size() - 1;
    for (Hypothesis& h : candidates) {
      if (next.size() >= width) break;
      h.tempo_class = static_cast<std::int16_t>(std::floor(log_of(h.pulse.period) * 30.0));
      std::size_t slot = (static_cast<std::size_t>(h.place + 1) * 0x9E3779B1u ^
                          static_cast<std::size_t>(h.struck) * 0x85EBCA6Bu ^
                          static_cast<std::size_t>(h.tempo_class + 200) * 0x27D4EB2Fu) &
                         mask;
      bool known = false;
      for (; table[slot] >> 32 == stamp; slot = (slot + 1) & mask) {
        const Hypothesis& other = next[static_cast<std::size_t>(table[slot] & 0xFFFFFFFFu)];
        known = other.place == h.place && other.struck == h.struck && other.tempo_class == h.tempo_class;
        if (known) break;
      }
      if (known) continue;
      table[slot] = stamp << 32 | next.size();
      h.cost -= best;
      next.push_back(h);
    }
    beam.swap(next);
  }

  static PulseState on_beat(const Hypothesis& h) {
    PulseState pulse = h.pulse;
    pulse.time -= static_cast<double>(h.place % kBeatPlaces) / kBeatPlaces * pulse.period;
    return pulse;
  }

  void elect() {
    election.begin(last_s);
    const std::size_t voters = std::min(beam.size(), static_cast<std::size_t>(tuning.voters));
    for (std::size_t i = 0; i < voters; ++i) election.consider(on_beat(beam[i]), beam[i].cost - beam[0].cost);
    election.decide(recent);
    // Which beat of the bar: as the hypotheses have it that see this beat.
    double all = 0;
    std::array<double, 4> bar{};
    for (std::size_t i = 0; i < voters; ++i) {
      if (!election.agrees(on_beat(beam[i]))) continue;
      const double share = std::exp(tuning.doubt * static_cast<float>(beam[0].cost - beam[i].cost));
      all += share;
      bar[static_cast<std::size_t>(std::llround(beats_at(beam[i], election.told().time)) & 3)] += share;
    }
    const auto likeliest = std::max_element(bar.begin(), bar.end());
    bar_probability = all > 0 ? *likeliest / all : 0.25;
    in_bar = all > 0 ? static_cast<int>(likeliest - bar.begin()) : 0;
  }

  Beat at(Frames frame) const {
    Beat beat;
    if (strokes < 2 || beam.empty()) return beat;
    const double seconds = static_cast<double>(frame) / config.rate;
    const PulseState& told = election.told();
    const double beats = (seconds - told.time) / told.period, whole = std::floor(beats);
    beat.known = true;
    beat.phase = beats - whole;
    beat.in_bar = (static_cast<int>(std::fmod(whole, 4)) + 4 + in_bar) % 4;
    const PulseState there = told.ahead(std::max(0.0, beats), tuning.walk);
    beat.phase_sd_ms = 1000 * std::sqrt(std::max(0.0, there.tt));
    beat.bpm = 60 / told.period;
    beat.bpm_sd = beat.bpm * std::sqrt(std::max(0.0, there.pp)) / told.period;
    beat.next = static_cast<double>(frame) + (1 - beat.phase) * told.period * config.rate;
    beat.probability = static_cast<float>(election.probability());
    beat.bar_probability = static_cast<float>(bar_probability);
    return beat;
  }

  void reset() {
    recent.clear();
    beam.clear();
    next.clear();
    strokes = 0;
    last_s = 0;
    election.reset();
    in_bar = 0;
    bar_probability = 0;
    std::fill(table.begin(), table.end(), 0);
  }

  struct Tempo {
    double period, log_bpm, cost;
  };

  BeatConfig config;
  BeatTuning tuning;
  double stroke_variance;  // s^2
  std::size_t most;        // candidates
  const GrooveModel& model;
  std::vector<Kind> kinds;
  std::vector<Tempo> tempi;
  std::vector<RecentStroke> recent;
  std::vector<Hypothesis> beam, next, candidates;
  std::vector<std::uint64_t> table;  // stroke number << 32 | index into next
  double shortest = 0, longest = 0;
  std::int64_t strokes = 0;
  double last_s = 0;
  BeatElection election;
  int in_bar = 0;  // which beat of the bar the told pulse stands at
  double bar_probability = 0;
};

Result<BeatTracker> BeatTracker::make(const BeatConfig& config) {
  if (!(config.rate > 0)) return Error{ErrorCode::unsupported, {}, "the rate of the hits is not above 0", {}};
  const Result<GrooveModel>& model = groove_model();
  if (!model) return model.error();
  const Result<ReaderWeights>& weights = reader_weights();
  if (!weights) return weights.error();
  return BeatTracker(std::make_unique<State>(config, *model, *weights));
}

BeatTracker::BeatTracker(std::unique_ptr<State> state) : state_(std::move(state)) {}
BeatTracker::BeatTracker(BeatTracker&&) noexcept = default;
BeatTracker& BeatTracker::operator=(BeatTracker&&) noexcept = default;
BeatTracker::~BeatTracker() = default;

// The lists stay within what make() reserved (allocation_test.cpp, -fsanitize=realtime), which the static
// check cannot see.
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
void BeatTracker::push(const Hit& hit) FIRSTCHAIR_AUDIO {
  state_->take(hit);
}

Beat BeatTracker::at(Frames frame) const FIRSTCHAIR_AUDIO {
  return state_->at(frame);
}

void BeatTracker::reset() FIRSTCHAIR_AUDIO {
  state_->reset();
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

}  // namespace firstchair::follow
