#include "engine/follow/chart/follower.h"

#include <algorithm>
#include <cmath>

#include "engine/follow/chart/beam.h"
#include "engine/follow/chart/score.h"

namespace firstchair::follow {
namespace {

Reached reached_of(Arrival arrival) {
  switch (arrival) {
    case Arrival::start:
      return Reached::start;
    case Arrival::jump:
      return Reached::jump;
    case Arrival::restart:
      return Reached::restart;
    default:
      return Reached::in_order;
  }
}

BeamConfig beam_config(const FollowerConfig& config, const Score& score) {
  const ChartTuning& tuning = config.tuning;
  BeamConfig beam{.bpm = config.bpm > 0 ? config.bpm : score.grid.bpm(),
                  .memory = Follower::kMemory,
                  .beam = tuning.live,
                  .jump = tuning.jump,
                  .belief = tuning.belief};
  if (config.click) beam.beam.walk = tuning.click_walk;
  if (config.click && beam.bpm > 0) {
    beam.steady = true;
    beam.beam.range = tuning.click_range;
    if (config.first_bar) beam.first_bar = *config.first_bar / config.rate;
  }
  return beam;
}

}  // namespace

struct Follower::State {
  State(const Chart& chart, const FollowerConfig& config)
      : rate(config.rate),
        walk(config.click ? config.tuning.click_walk : config.tuning.live.walk),
        score(chart, config.detail, config.polyphonic, config.tuning.score),
        beam(score, beam_config(config, score)) {
    answer.stroke = -1;
  }

  void take(const Hit& hit) {
    last = strokes == 0 ? hit.frame : std::max(last, hit.frame);
    beam.push(hit, static_cast<double>(last) / rate);
    belief = beam.belief();
    voices[static_cast<std::size_t>(strokes) % kMemory] = hit.voice;
    revise();
    answer = followed(strokes, belief.step, belief.probability);
    told[static_cast<std::size_t>(strokes) % kMemory] = answer;
    ++strokes;
  }

  // The path of the new answer need not be the one the earlier answers came from.
  void revise() {
    revised = 0;
    std::array<BeamStep, kMemory> steps;
    const std::size_t count = beam.trace(steps);
    for (std::size_t k = 0; k + 1 < count; ++k) {
      const std::int64_t stroke = strokes - static_cast<std::int64_t>(count - 1 - k);
      if (stroke < 0) continue;
      Followed& before = told[static_cast<std::size_t>(stroke) % kMemory];
      Followed now = followed(stroke, steps[k], belief.probability);
      if (now.note == before.note && now.kind == before.kind) continue;
      before = now;
      revisions[revised++] = now;
    }
  }

  Followed followed(std::int64_t stroke, const BeamStep& step, double probability) const {
    Followed f{.stroke = stroke,
               .reached = reached_of(step.arrival),
               .probability = static_cast<float>(probability)};
    f.note = step.note;
    if (step.note < 0) return f;
    const Voice written = score.notes[static_cast<std::size_t>(step.note)].voice;
    f.kind = step.grace ? MatchKind::grace
             : same_voice(voices[static_cast<std::size_t>(stroke) % kMemory], written, score.detail)
                 ? MatchKind::matched
                 : MatchKind::wrong_voice;
    return f;
  }

  Whereabouts at(Frames frame) const {
    Whereabouts w;
    if (!belief.begun) return w;
    const PulseState& pulse = belief.pulse;
    w.known = true;
    const double quarters = (static_cast<double>(frame) / rate - pulse.time) / pulse.period;
    const double position = belief.position + quarters;
    const Ticks tick = score.grid.tick(position);
    const double stretch = score.grid.stretch(tick);
    const double ticks = static_cast<double>(kTicksPerQuarter) / stretch;
    w.tick = tick;
    const PulseState there = pulse.ahead(std::max(0.0, quarters), walk);
    w.tick_sd = std::sqrt(std::max(0.0, there.tt)) / pulse.period * ticks;
    w.bpm = 60 / pulse.period / stretch;
    w.bpm_sd = w.bpm * std::sqrt(std::max(0.0, there.pp)) / pulse.period;
    w.probability = belief.here;
    w.silent = quarters;
    return w;
  }

  void reset() {
    beam.reset();
    belief = {};
    answer = {};
    answer.stroke = -1;
    strokes = 0;
    revised = 0;
  }

  double rate;
  double walk;
  Score score;
  Beam beam;
  Belief belief;
  Followed answer;
  std::int64_t strokes = 0;
  Frames last = 0;
  std::array<Followed, kMemory> told;
  std::array<Voice, kMemory> voices{};
  std::array<Followed, kMemory> revisions;
  std::size_t revised = 0;
};

Result<Follower> Follower::make(const Chart& chart, const FollowerConfig& config) {
  if (std::string broken = check_chart(chart); !broken.empty()) {
    return Error{ErrorCode::malformed, {}, std::move(broken), {}};
  }
  if (chart.notes.empty()) return Error{ErrorCode::unsupported, {}, "the chart has no note to follow", {}};
  if (!(config.rate > 0)) return Error{ErrorCode::unsupported, {}, "the rate of the hits is not above 0", {}};
  return Follower(std::make_unique<State>(chart, config));
}

Follower::Follower(std::unique_ptr<State> state) : state_(std::move(state)) {}
Follower::Follower(Follower&&) noexcept = default;
Follower& Follower::operator=(Follower&&) noexcept = default;
Follower::~Follower() = default;

// The beam's lists stay within what make() reserved (allocation_test.cpp, -fsanitize=realtime), which the
// static check cannot see.
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
void Follower::push(const Hit& hit) FIRSTCHAIR_AUDIO {
  state_->take(hit);
}

Whereabouts Follower::at(Frames frame) const FIRSTCHAIR_AUDIO {
  return state_->at(frame);
}

void Follower::reset() FIRSTCHAIR_AUDIO {
  state_->reset();
}

const Followed& Follower::answer() const FIRSTCHAIR_AUDIO {
  return state_->answer;
}

std::span<const Followed> Follower::revisions() const FIRSTCHAIR_AUDIO {
  return {state_->revisions.data(), state_->revised};
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

}  // namespace firstchair::follow
