#include "engine/ear/file_ear.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ear/drum_level.h"
#include "engine/ear/file_net_of.h"
#include "engine/ear/intake.h"
#include "engine/ear/refine.h"
#include "engine/ear/strength.h"
#include "engine/ear/stroke_pairs.h"
#include "engine/ear/take_strength.h"
#include "engine/ear/take_toms.h"
#include "engine/ear/tom_pitch.h"

namespace firstchair::ear {
namespace {

constexpr float kTimedSigma = 4.0F;  // ms; a time less sure than this is not judged
// Frames from a stroke's own to the last that its window waits for, with the end of its 60 ms of level.
constexpr std::size_t kKept = FileNet::kWindow + FileNet::kAhead + StrokePairs::kPair + 17;
constexpr std::size_t kWeighing = 2;  // frames that a kit's sound takes

TakeToms::OfEach toms_of(const std::array<float, kHeardVoices>& voices) {
  constexpr auto kFirst = static_cast<std::size_t>(Voice::tom_high);
  return {voices[kFirst], voices[kFirst + 1], voices[kFirst + 2]};
}

}  // namespace

struct FileEar::State {
  // What is told of the net's frames.
  struct Teller {
    Teller(const NetThresholds& thresholds, double seen_frames) : picker(thresholds, seen_frames) {
      hits.reserve(4 * FileNet::kWindow);
    }
    void reset() {
      picker.reset();
      scale.reset();
      whole.reset();
      toms.reset();
      told = 0;
      hits.clear();
      last_attack = -1;
    }

    StrokePairs picker;
    StrengthScale scale;
    TakeStrength whole;
    TakeToms toms;
    Frames last_attack = -1;
    std::size_t told = 0;  // hits since reset()
    std::vector<Hit> hits;
  };
  // What a kit's sound needs besides.
  struct Known {
    KnownDrums drums;
    BandHistory bands;
    Teller teller;
  };

  State(const EarConfig& config, FileNet its_net, const FileTimes& its_times)
      : mode(config.voices),
        intake(config.rate),
        spectrogram(intake.rate()),
        net(std::move(its_net)),
        times(its_times),
        plain(teller()),
        refiner(intake.rate()),
        drum_level(intake.rate()),
        tom_pitch(intake.rate()),
        history(kKept * static_cast<std::size_t>(spectrogram.hop()) + 4096) {
    reset();
  }

  Teller teller() const {
    return {net.thresholds(), Net::kSeen * intake.rate() / static_cast<double>(spectrogram.hop())};
  }

  void know(const KitSound* kit, const KnownDrumsFit& fit) {
    if (kit == nullptr || mode == VoicesMode::pad) return;
    known.emplace(Known{KnownDrums(*kit, fit, net.thresholds()), BandHistory(kKept + kWeighing), teller()});
    history = SampleHistory((kKept + kWeighing) * static_cast<std::size_t>(spectrogram.hop()) + 4096);
    reset();
  }

  void reset() {
    intake.reset();
    spectrogram.reset();
    net.reset();
    plain.reset();
    history.reset();
    sound_end = -1;
    if (!known) return;
    known->drums.reset();
    known->bands.reset();
    known->teller.reset();
  }

  void begin_push() {
    plain.hits.clear();
    if (known) known->teller.hits.clear();
  }

  void push_clean(float sample) {
    history.push(sample);
    if (!spectrogram.push(history)) return;
    if (known) known->bands.push(spectrogram);
    take(net.push(spectrogram.levels()));
  }

  void take(std::span<const NetFrame> frames) {
    for (const NetFrame& frame : frames) {
      pick(frame, plain);
      if (!known) continue;
      if (const NetFrame* weighed = known->drums.push(frame, known->bands)) pick(*weighed, known->teller);
    }
  }

  void pick(const NetFrame& frame, Teller& teller) {
    if (const std::optional<PickedStroke> stroke = teller.picker.push(frame)) tell(*stroke, teller);
  }

  void finish() {
    take(net.finish());
    if (known) {
      for (const NetFrame& frame : known->drums.finish()) pick(frame, known->teller);
      if (const std::optional<PickedStroke> stroke = known->teller.picker.finish())
        tell(*stroke, known->teller);
    }
    if (const std::optional<PickedStroke> stroke = plain.picker.finish()) tell(*stroke, plain);
  }

  struct Timed {
    Frames frame = 0;
    float sigma_ms = 0;
  };
  Frames frames_of_ms(float ms) const { return std::lround(static_cast<double>(ms) / 1000 * intake.rate()); }

  Timed time_of(const PickedStroke& stroke, Frames last_attack) {
    const float late = mode == VoicesMode::kit ? times.bias_ms(stroke.voices) : 0;
    const Frames net_time =
        std::lround(stroke.frames * static_cast<double>(spectrogram.hop())) - frames_of_ms(late);
    const Frames near = frames_of_ms(FileTimes::kApart);
    const FoundAttack split = refiner.refine(history, net_time - near, net_time + near);
    const float contrast = *std::max_element(split.contrast_db.begin(), split.contrast_db.end());
    const double apart = 1000 * std::abs(static_cast<double>(split.frame - net_time)) / intake.rate();
    if (split.split && split.frame > last_attack && FileTimes::believed(contrast, static_cast<float>(apart)))
      return {split.frame, times.split_sigma_ms(contrast)};
    return {std::max({net_time, last_attack + 1, Frames{0}}),
            times.sigma_ms(stroke.voices, stroke.probability)};
  }

  void tell(const PickedStroke& stroke, Teller& teller) {
    const auto [attack, sigma] = time_of(stroke, teller.last_attack);
    const float level = level_after(history, attack, intake.rate());
    if ((sound_end >= 0 && attack >= sound_end) || !intake.tells(attack, level)) return;
    teller.last_attack = attack;
    Hit hit{.frame = intake.input_frame(attack),
            .level_db = level,
            .sigma_ms = sigma,
            .timed = sigma < kTimedSigma};
    if (mode == VoicesMode::pad) {
      const std::size_t likeliest = static_cast<std::size_t>(
          std::max_element(stroke.voices.begin(), stroke.voices.end()) - stroke.voices.begin());
      hit.voice = Voice::pad;
      add(teller, hit, stroke.strengths[likeliest], level);
      return;
    }
    hit.unison = std::count_if(stroke.voices.begin(), stroke.voices.end(), [](float p) { return p > 0; }) > 1;
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      if (stroke.voices[v] <= 0) continue;
      hit.voice = static_cast<Voice>(v);
      hit.voice_probability = stroke.voices[v];
      if (family_of(hit.voice) == Family::tom)
        teller.toms.add(teller.told, tom_pitch(history, attack), toms_of(stroke.said),
                        toms_of(stroke.shares));
      add(teller, hit, stroke.strengths[v], drum_level(history, attack, hit.voice));
    }
  }

  static void add(Teller& teller, Hit hit, float strength, float level_db) {
    teller.whole.add(strength, level_db);
    hit.strength = teller.scale.push(hit.voice, strength, level_db);
    teller.hits.push_back(hit);
    ++teller.told;
  }

  VoicesMode mode;
  Intake intake;
  Spectrogram spectrogram;
  FileNet net;
  FileTimes times;
  Teller plain;
  std::optional<Known> known;
  Refiner refiner;
  DrumLevel drum_level;
  TomPitch tom_pitch;
  SampleHistory history;
  Frames sound_end = -1;  // set by finish()
};

Result<FileEar> FileEar::make(const EarConfig& config) {
  const Result<FileTimes> times = FileTimes::make();
  if (!times) return times.error();
  return make(config, *times);
}

Result<FileEar> FileEar::make(const EarConfig& config, const FileTimes& times) {
  Result<FileNet> net = file_net_of(config);
  if (!net) return net.error();
  return FileEar(std::make_unique<State>(config, std::move(*net), times));
}

FileEar::FileEar(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileEar::FileEar(FileEar&&) noexcept = default;
FileEar& FileEar::operator=(FileEar&&) noexcept = default;
FileEar::~FileEar() = default;

void FileEar::know(const KitSound* kit, const KnownDrumsFit& fit) {
  state_->know(kit, fit);
}

void FileEar::push(std::span<const float> mono) {
  state_->begin_push();
  float clean = 0;
  for (const float sample : mono) {
    if (state_->intake.push(sample, clean)) state_->push_clean(clean);
  }
}

bool FileEar::expect_click(const ClickCanceller::Click& click) {
  return state_->intake.clicks().expect(click);
}

void FileEar::finish() {
  State& state = *state_;
  state.begin_push();
  state.sound_end = state.history.end() - std::lround(0.001 * state.intake.rate());
  const Frames tail = (StrokePicker::kLater + 3) * state.spectrogram.hop();
  for (Frames i = 0; i < tail; ++i) state.push_clean(state.intake.fade());
  state.finish();
}

std::span<const Hit> FileEar::hits() const {
  return state_->known ? state_->known->teller.hits : state_->plain.hits;
}

std::span<const Hit> FileEar::hits_without_kit() const {
  return state_->plain.hits;
}

bool FileEar::other_kit() const {
  return state_->known && state_->known->drums.other_kit();
}

void FileEar::settle(std::span<Hit> hits) const {
  const State::Teller& teller = state_->known ? state_->known->teller : state_->plain;
  teller.toms.settle(hits);
  teller.whole.settle(hits);
}

void FileEar::settle_without_kit(std::span<Hit> hits) const {
  state_->plain.toms.settle(hits);
  state_->plain.whole.settle(hits);
}

void FileEar::reset() {
  state_->reset();
}

Frames FileEar::latency() const {
  const Intake& intake = state_->intake;
  const std::size_t waits = FileNet::kWindow + FileNet::kAhead + (state_->known ? kWeighing : 0);
  const Frames window = static_cast<Frames>(waits) + StrokePicker::kLater + StrokePairs::kPair + 3;
  return window * state_->spectrogram.hop() * intake.factor() + intake.delay();
}

VoiceDetail FileEar::detail() const {
  return state_->mode == VoicesMode::pad ? VoiceDetail::none : VoiceDetail::family;
}

SourceErrors FileEar::errors() const {
  return state_->times.errors();
}

double FileEar::bias_sd_ms() const {
  return state_->times.bias_sd_ms();
}

std::size_t FileEar::parameters() {
  return FileNet::parameters();
}

}  // namespace firstchair::ear
