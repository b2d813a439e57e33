#include "engine/ear/ear.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/dsp/decimator.h"
#include "engine/ear/evidence.h"
#include "engine/ear/evidence_table.h"
#include "engine/ear/features.h"
#include "engine/ear/frames.h"
#include "engine/ear/history.h"
#include "engine/ear/onset.h"
#include "engine/ear/strength.h"
#include "engine/ear/voices.h"

namespace firstchair {
namespace {

// Validation kits, mean of clean, room and noise: velocity 40 and more at least 25 ms after the attack
// before, ghosts, false strokes (docs/hearing.md).
constexpr SourceErrors kErrors{.missed = 0.19, .missed_ghost = 0.58, .extra = 0.04};
constexpr double kHighestNativeRate = 50000;
constexpr float kLeastProbability = 0.4F;
constexpr float kTimedSigma = 5.0F;    // ms; a time less sure than this is not judged
constexpr double kVoiceAfter = 0.038;  // seconds of the stroke that the voice is guessed from
constexpr double kPeakWithin = 0.030;
constexpr double kHistorySeconds = 0.12;
constexpr double kDcHz = 10;
constexpr float kLoudestSample = 1e4F;  // beyond is broken data; its square must not overflow
constexpr float kQuietestDb = -80;      // softer is converter noise

int factor_for(double rate) {
  return static_cast<int>(std::ceil(rate / kHighestNativeRate));
}

}  // namespace

struct Ear::State {
  explicit State(const EarConfig& ear_config)
      : config(ear_config),
        factor(factor_for(config.rate)),
        rate(config.rate / factor),
        decimator(factor),
        features(rate),
        onset(features, rate),
        history(static_cast<std::size_t>(std::lround(kHistorySeconds * rate))),
        dc_pole(static_cast<float>(1 - 2 * 3.14159265358979 * kDcHz / rate)) {
    const std::size_t capacity = static_cast<std::size_t>(config.max_block / (factor * features.hop()) + 2);
    onsets.reserve(capacity);
    hits.reserve(capacity + kMostPending);
    reset();
  }

  void reset() {
    decimator.reset();
    onset.reset();
    frames.reset();
    history.reset();
    strength.reset();
    onsets.clear();
    hits.clear();
    pending_count = 0;
    to_hop = features.hop();
    started = false;
    dc_in = dc_out = 0;
    sound_end = -1;
  }

  void take(float sample) {
    float input = std::isfinite(sample) ? std::clamp(sample, -kLoudestSample, kLoudestSample) : 0;
    if (factor > 1 && !decimator.push(input, input)) return;
    if (!started) {
      dc_in = input;  // a constant offset is not a stroke at frame 0
      started = true;
    }
    dc_out = input - dc_in + dc_pole * dc_out;
    dc_in = input;
    if (std::abs(dc_out) < 1e-15F) dc_out = 0;  // no denormals behind this point
    history.push(dc_out);
    if (--to_hop == 0) {
      to_hop = features.hop();
      hop();
    }
  }

  void hop() {
    const BandPowers bands = features.frame(history.span(history.end() - features.window(), history.end()));
    frames.push(bands);
    if (const std::optional<Candidate> candidate = onset.push(bands, history)) hear(*candidate);
    while (pending_count > 0 && history.end() >= pending[0].attack + frames_of(kVoiceAfter)) tell_hit();
  }

  void hear(const Candidate& candidate) {
    if (stroke_probability(candidate.clues) < kLeastProbability || candidate.level_db < kQuietestDb) return;
    if (sound_end >= 0 && candidate.frame >= sound_end) return;
    if (pending_count == kMostPending) tell_hit();
    onset.accept(candidate);
    const float sigma = sigma_ms(candidate.clues);
    pending[pending_count++] = {.attack = candidate.frame, .sigma_ms = sigma};
    onsets.push_back({.frame = input_frame(candidate.frame), .sigma_ms = sigma});
  }

  void tell_hit() {
    const Pending& stroke = pending[0];
    const Frames next = pending_count > 1 ? pending[1].attack : history.end();
    Hit hit{.frame = input_frame(stroke.attack),
            .sigma_ms = stroke.sigma_ms,
            .timed = stroke.sigma_ms < kTimedSigma};
    const Frames peak_end = std::min({next, history.end(), stroke.attack + frames_of(kPeakWithin)});
    float loudest = 1e-10F;
    for (const float sample : history.span(stroke.attack, peak_end))
      loudest = std::max(loudest, std::abs(sample));
    hit.level_db = 8.6858896F * std::log(loudest);
    Family family = Family::pad;
    if (config.voices == VoicesMode::kit) {
      const VoiceGuess guess = guess_voice(voice_clues(frames, features, history, rate, stroke.attack, next));
      family = guess.family;
      hit.voice_probability = guess.probability;
    }
    hit.voice = voice_of(family);
    hit.strength = strength.of(family, hit.level_db);
    hits.push_back(hit);
    std::move(pending.begin() + 1, pending.begin() + static_cast<std::ptrdiff_t>(pending_count),
              pending.begin());
    --pending_count;
  }

  Frames frames_of(double seconds) const { return static_cast<Frames>(std::lround(seconds * rate)); }
  Frames input_frame(Frames frame) const { return std::max<Frames>(0, frame * factor - decimator.delay()); }

  static constexpr std::size_t kMostPending = 8;
  struct Pending {
    Frames attack = 0;
    float sigma_ms = 0;
  };

  EarConfig config;
  int factor;
  double rate;  // behind the decimator
  Decimator decimator;
  Features features;
  OnsetStage onset;
  Strength strength;
  FrameRing frames;
  History history;
  float dc_pole, dc_in = 0, dc_out = 0;
  bool started = false;
  int to_hop = 0;
  Frames sound_end = -1;  // set by finish()
  std::array<Pending, kMostPending> pending{};
  std::size_t pending_count = 0;
  std::vector<Onset> onsets;
  std::vector<Hit> hits;
};

Result<Ear> Ear::make(const EarConfig& config) {
  if (!(config.rate >= 8000 && config.rate <= 192000)) {
    return Error{
        ErrorCode::unsupported, {}, "the sample rate is outside 8000..192000 Hz", "convert the recording"};
  }
  return Ear(std::make_unique<State>(config));
}

Ear::Ear(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ear::Ear(Ear&&) noexcept = default;
Ear& Ear::operator=(Ear&&) noexcept = default;
Ear::~Ear() = default;

// Appending to onsets and hits stays within what make() reserved (allocation_test.cpp, -fsanitize=realtime),
// which the static check cannot see.
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif
void Ear::push(std::span<const float> mono) FIRSTCHAIR_AUDIO {
  state_->onsets.clear();
  state_->hits.clear();
  for (const float sample : mono) state_->take(sample);
}
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

void Ear::finish() {
  State& state = *state_;
  state.onsets.clear();
  state.hits.clear();
  // What follows fades from the last sample, since a sudden stop would be heard as a stroke.
  state.sound_end = state.history.end() - state.frames_of(0.001);
  const Frames tail = state.features.window() + state.frames_of(2 * kVoiceAfter);
  float sample = state.dc_out;
  for (Frames i = 0; i < tail; ++i) {
    sample *= state.dc_pole;
    state.history.push(sample);
    if (--state.to_hop == 0) {
      state.to_hop = state.features.hop();
      state.hop();
    }
  }
  while (state.pending_count > 0) state.tell_hit();
}

std::span<const Onset> Ear::onsets() const FIRSTCHAIR_AUDIO {
  return state_->onsets;
}
std::span<const Hit> Ear::hits() const FIRSTCHAIR_AUDIO {
  return state_->hits;
}
void Ear::reset() {
  state_->reset();
}

EarLatency Ear::latency() const FIRSTCHAIR_AUDIO {
  const State& state = *state_;
  const Frames hop = state.features.hop();
  const Frames decimating = state.decimator.delay();
  const Frames onset = state.onset.latency();
  const Frames hit = std::max(onset, state.frames_of(kVoiceAfter)) + hop;
  return {.onset = onset * state.factor + decimating, .hit = hit * state.factor + decimating};
}

VoiceDetail Ear::detail() const FIRSTCHAIR_AUDIO {
  return state_->config.voices == VoicesMode::pad ? VoiceDetail::none : VoiceDetail::family;
}
bool Ear::polyphonic() const FIRSTCHAIR_AUDIO {
  return false;
}
SourceErrors Ear::errors() const FIRSTCHAIR_AUDIO {
  return kErrors;
}
double Ear::bias_sd_ms() const FIRSTCHAIR_AUDIO {
  return kVoiceBiasSdMs;
}

}  // namespace firstchair
