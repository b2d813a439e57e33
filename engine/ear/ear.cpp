#include "engine/ear/ear.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/ear/attack_time.h"
#include "engine/ear/drum_level.h"
#include "engine/ear/intake.h"
#include "engine/ear/known_drums.h"
#include "engine/ear/net.h"
#include "engine/ear/refine.h"
#include "engine/ear/sample_history.h"
#include "engine/ear/spectrogram.h"
#include "engine/ear/strength.h"
#include "engine/ear/strokes.h"
#include "engine/ear/timing.h"

namespace firstchair::ear {
namespace {

constexpr float kTimedSigma = 4.0F;      // ms; a time less sure than this is not judged
constexpr int kSilentFrames = 60;        // what the net has heard before a take begins
constexpr double kPromptSearch = 0.011;  // before the end of the frame that prompts
constexpr double kHistorySeconds = 0.12;
constexpr double kOneStroke = 0.010;  // seconds between an Onset and its Hit
// Until the net has heard what noise there is, hiss alone can look like a soft stroke; the waveform then
// shows no attack.
constexpr double kSettling = 0.28;  // seconds
constexpr float kSureSettling = 0.85F;
// Frames from the first that an attack's spectrum needs to the one that tells it.
constexpr std::size_t kSpectrumFrames = BandHistory::kBefore + StrokePicker::kLater + 1;

}  // namespace

struct Ear::State {
  State(const EarConfig& config, Net its_net, const Timing& its_timing)
      : mode(config.voices),
        intake(config.rate),
        rate(intake.rate()),
        spectrogram(rate),
        net(std::move(its_net)),
        timing(its_timing),
        picker(net.thresholds(), Net::kSeen * rate / static_cast<double>(spectrogram.hop())),
        refiner(rate),
        drum_level(rate),
        history(static_cast<std::size_t>(std::lround(kHistorySeconds * rate))) {
    const std::size_t frames = static_cast<std::size_t>(
        config.max_block / (intake.factor() * static_cast<int>(spectrogram.hop())) + 2);
    onsets.reserve(2 * frames);
    hits.reserve(kHeardVoices * (frames / 2 + 1));
    reset();
  }

  // What a kit's sound needs besides.
  struct Known {
    KnownDrums drums;
    BandHistory bands;
  };

  void know(const KitSound* kit, const KnownDrumsFit& fit) {
    if (kit == nullptr || mode == VoicesMode::pad) return;
    known.emplace(Known{KnownDrums(*kit, fit, net.thresholds()), BandHistory(kSpectrumFrames)});
  }

  void reset() {
    if (known) {
      known->drums.reset();
      known->bands.reset();
    }
    intake.reset();
    spectrogram.reset();
    net.reset();
    BandLevels silence;
    silence.fill(kLeastLevel);
    for (int frame = 0; frame < kSilentFrames; ++frame) net.push(silence);
    silent_frames = kSilentFrames;
    picker.reset();
    scale.reset();
    history.reset();
    onsets.clear();
    hits.clear();
    prompted.fill(-1000000);
    last_attack = -1;
    sound_end = -1;
  }

  void take(float sample) {
    float clean = 0;
    if (intake.push(sample, clean)) push_clean(clean);
  }

  void push_clean(float sample) {
    history.push(sample);
    if (!spectrogram.push(history)) return;
    // The net remembers seconds, and forgets itself over minutes of nothing: it is kept as at the beginning.
    const BandLevels& levels = spectrogram.levels();
    const bool silent =
        std::all_of(levels.begin(), levels.end(), [](float level) { return level <= kLeastLevel; });
    silent_frames = silent ? std::min(silent_frames + 1, kSilentFrames + 1) : 0;
    const NetFrame frame = silent_frames > kSilentFrames ? NetFrame{} : net.push(levels);
    if (picker.prompt(frame)) prompt(frame.struck);
    if (known) known->bands.push(spectrogram);
    if (!picker.next(frame)) return;
    if (known) weigh();
    tell(picker.picked());
  }

  // Drums of another kit are counted and not believed.
  void weigh() {
    std::array<NetFrame, 3> frames = picker.frames();
    known->drums.weigh(frames, known->bands.at(picker.own()));
    if (!known->drums.other_kit()) picker.frames() = frames;
  }

  struct Timed {
    Frames frame = 0;
    float sigma_ms = 0;
    bool shown = false;  // by the waveform
  };

  Timed refined(Frames guess, Frames first, Frames last, float probability) {
    const AttackTime attack = attack_time(refiner, history, timing, rate, guess, first, last);
    return {attack.frame, timing.sigma_ms(attack.split, probability), attack.split.has_value()};
  }

  void prompt(float probability) {
    const Frames now = history.end();
    const Timed at = refined(now - frames_of(Net::kSeen) - spectrogram.hop() / 2,
                             now - frames_of(kPromptSearch), now, probability);
    if (!told(at.frame, level_of(at.frame))) return;
    add_onset(at.frame, at.sigma_ms);
  }

  void add_onset(Frames frame, float sigma) {
    std::move(prompted.begin() + 1, prompted.end(), prompted.begin());
    prompted.back() = frame;
    onsets.push_back({.frame = intake.input_frame(frame), .sigma_ms = sigma});
  }

  void tell(const PickedStroke& stroke) {
    const Frames guess = std::lround(stroke.frames * static_cast<double>(spectrogram.hop()));
    Timed at =
        refined(guess, guess - frames_of(kSearchBefore), guess + frames_of(kSearchAfter), stroke.probability);
    if (!at.shown && guess < frames_of(kSettling) && stroke.probability < kSureSettling) return;
    if (at.frame <= last_attack) at = {guess, timing.sigma_ms(std::nullopt, stroke.probability)};
    if (mode == VoicesMode::kit) at.frame -= bias_of(stroke, at.sigma_ms);
    at.frame = std::max({at.frame, last_attack + 1, Frames{0}});
    const float level = level_of(at.frame);
    if (!told(at.frame, level)) return;
    last_attack = at.frame;
    const Frames near = frames_of(kOneStroke);
    if (std::none_of(prompted.begin(), prompted.end(),
                     [&](Frames frame) { return std::abs(frame - at.frame) <= near; })) {
      add_onset(at.frame, at.sigma_ms);
    }
    Hit hit{.frame = intake.input_frame(at.frame),
            .level_db = level,
            .sigma_ms = at.sigma_ms,
            .timed = at.sigma_ms < kTimedSigma};
    if (mode == VoicesMode::pad) {
      hit.voice = Voice::pad;
      hit.strength = scale.push(hit.voice, strength_of_pad(stroke), level);
      hits.push_back(hit);
      return;
    }
    const auto voices =
        std::count_if(stroke.voices.begin(), stroke.voices.end(), [](float p) { return p > 0; });
    hit.unison = voices > 1;
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      if (stroke.voices[v] <= 0) continue;
      hit.voice = static_cast<Voice>(v);
      hit.voice_probability = stroke.voices[v];
      hit.strength = scale.push(hit.voice, stroke.strengths[v], drum_level(history, at.frame, hit.voice));
      hits.push_back(hit);
    }
  }

  // Of a lone stroke, in frames; several drums struck together have one time, and nobody knows whose.
  Frames bias_of(const PickedStroke& stroke, float sigma) const {
    const auto heard = [](float probability) { return probability > 0; };
    if (std::count_if(stroke.voices.begin(), stroke.voices.end(), heard) != 1) return 0;
    const auto voice =
        std::find_if(stroke.voices.begin(), stroke.voices.end(), heard) - stroke.voices.begin();
    return frames_of(static_cast<double>(timing.bias_ms(static_cast<Voice>(voice), sigma)) / 1000);
  }

  // One surface: of all the drums that it could be, the likeliest one's strength.
  static float strength_of_pad(const PickedStroke& stroke) {
    const std::size_t likeliest = static_cast<std::size_t>(
        std::max_element(stroke.voices.begin(), stroke.voices.end()) - stroke.voices.begin());
    return stroke.strengths[likeliest];
  }

  float level_of(Frames attack) const { return level_after(history, attack, rate); }

  bool told(Frames attack, float level_db) const {
    const bool ended = sound_end >= 0 && attack >= sound_end;
    return !ended && intake.tells(attack, level_db);
  }
  Frames frames_of(double seconds) const { return static_cast<Frames>(std::lround(seconds * rate)); }

  VoicesMode mode;
  Intake intake;
  double rate;  // behind the intake
  Spectrogram spectrogram;
  Net net;
  Timing timing;
  StrokePicker picker;
  std::optional<Known> known;
  StrengthScale scale;
  Refiner refiner;
  DrumLevel drum_level;
  SampleHistory history;
  int silent_frames = 0;  // up to now
  Frames sound_end = -1;  // set by finish()
  Frames last_attack = -1;
  std::array<Frames, 8> prompted{};  // attacks of the latest onsets
  std::vector<Onset> onsets;
  std::vector<Hit> hits;
};

Result<Ear> Ear::make(const EarConfig& config) {
  if (!(config.rate >= 8000 && config.rate <= 192000)) {
    return Error{
        ErrorCode::unsupported, {}, "the sample rate is outside 8000..192000 Hz", "convert the recording"};
  }
  Result<Net> net = config.weights ? Net::make(config.weights->name, config.weights->bytes) : Net::make();
  if (!net) return net.error();
  const Result<Timing> timing = Timing::make();
  if (!timing) return timing.error();
  return Ear(std::make_unique<State>(config, std::move(*net), *timing));
}

void Ear::know(const KitSound* kit, const KnownDrumsFit& fit) {
  state_->know(kit, fit);
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

bool Ear::expect_click(const ClickCanceller::Click& click) FIRSTCHAIR_AUDIO {
  return state_->intake.clicks().expect(click);
}

void Ear::finish() {
  State& state = *state_;
  state.onsets.clear();
  state.hits.clear();
  state.sound_end = state.history.end() - state.frames_of(0.001);
  const Frames tail = (StrokePicker::kLater + 3) * state.spectrogram.hop();
  for (Frames i = 0; i < tail; ++i) state.push_clean(state.intake.fade());
}

std::span<const Onset> Ear::onsets() const FIRSTCHAIR_AUDIO {
  return state_->onsets;
}
std::span<const Hit> Ear::hits() const FIRSTCHAIR_AUDIO {
  return state_->hits;
}
bool Ear::other_kit() const FIRSTCHAIR_AUDIO {
  return state_->known && state_->known->drums.other_kit();
}
void Ear::reset() {
  state_->reset();
}

EarLatency Ear::latency() const FIRSTCHAIR_AUDIO {
  const State& state = *state_;
  const Frames decimating = state.intake.delay();
  const Frames onset = state.frames_of(Net::kSeen) + state.spectrogram.hop();
  const Frames hit = state.frames_of(Net::kSeen + kSearchBefore) +
                     std::lround((StrokePicker::kEarliest + StrokePicker::kLater) *
                                 static_cast<double>(state.spectrogram.hop()));
  return {.onset = onset * state.intake.factor() + decimating,
          .hit = hit * state.intake.factor() + decimating};
}

VoiceDetail Ear::detail() const FIRSTCHAIR_AUDIO {
  return state_->mode == VoicesMode::pad ? VoiceDetail::none : VoiceDetail::family;
}
SourceErrors Ear::errors() const FIRSTCHAIR_AUDIO {
  return state_->timing.errors();
}
std::size_t Ear::parameters() {
  return Net::parameters();
}
double Ear::bias_sd_ms() const FIRSTCHAIR_AUDIO {
  return state_->timing.bias_sd_ms();
}

}  // namespace firstchair::ear
