#include "engine/ear/known_drums.h"

#include <algorithm>
#include <cmath>

#include "engine/core/fitted.h"
#include "engine/ear/strokes.h"
#include "engine/nn/math.h"

namespace firstchair::ear {

// Made by the build of data/weights/known-drums-<hash>.weights.
extern const std::string_view kKnownDrumsName;
extern const std::span<const std::uint8_t> kKnownDrums;
// And that of data/weights/known-live-<hash>.weights.
extern const std::string_view kKnownLiveName;
extern const std::span<const std::uint8_t> kKnownLive;

namespace {

constexpr float kInGeneral = 1;   // the kit's drum in general counts as so many strokes
constexpr float kNamed = 0.3F;    // an attack without a drum as probable as that says nothing of the kit
constexpr float kAsGood = 1e-3F;  // what is left of an attack below that is as good as nothing
constexpr float kMayBe = 0.005F;  // a drum less probable than that is no rival
constexpr float kFar = 9;         // a divergence that no drum has

float log_odds(float probability) {
  const float p = std::clamp(probability, 1e-6F, 1 - 1e-6F);
  return nn::fast_log(p / (1 - p));
}

std::size_t instrument_of(std::size_t voice) {
  return StrokePicker::instrument_of(static_cast<Voice>(voice));
}

float most_of_others(const OfVoices& values, std::size_t voice) {
  float most = -1e9F;
  for (std::size_t u = 0; u < kHeardVoices; ++u) most = u == voice ? most : std::max(most, values[u]);
  return most;
}

}  // namespace

Result<KnownDrumsFit> KnownDrumsFit::make() {
  return make(kKnownDrumsName, kKnownDrums);
}

Result<KnownDrumsFit> KnownDrumsFit::make(std::string_view name, std::span<const std::uint8_t> bytes) {
  const Result<Fitted> file =
      read_fitted(name, bytes, "known-drums", kHeardVoices * (kBands + KnownDrumsFit::kWeights));
  if (!file) return file.error();
  KnownDrumsFit fit;
  std::size_t at = 0;
  for (AttackSpectrum& drum : fit.general) {
    for (float& part : drum) part = static_cast<float>(file->numbers[at++]);
  }
  for (Row& row : fit.weights) {
    for (float& weight : row) weight = static_cast<float>(file->numbers[at++]);
  }
  return fit;
}

Result<KnownDrumsFit> KnownDrumsFit::make_live() {
  return make_live(kKnownLiveName, kKnownLive);
}

Result<KnownDrumsFit> KnownDrumsFit::make_live(std::string_view name, std::span<const std::uint8_t> bytes) {
  Result<KnownDrumsFit> fit = make();
  if (!fit) return fit;
  const Result<Fitted> file = read_fitted(name, bytes, "known-live", kHeardVoices * kWeights);
  if (!file) return file.error();
  std::size_t at = 0;
  for (Row& row : fit->weights) {
    for (float& weight : row) weight = static_cast<float>(file->numbers[at++]);
  }
  return fit;
}

KnownDrums::KnownDrums(const KitSound& kit, const KnownDrumsFit& fit, const NetThresholds& thresholds)
    : drums_(fit.general), general_(fit.general), weights_(fit.weights), threshold_(thresholds.any) {
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    const KitSound::Drum& drum = kit.drums[v];
    is_struck_[v] = drum.strokes > 0;
    if (!is_struck_[v]) continue;
    const auto strokes = static_cast<float>(drum.strokes);
    for (std::size_t b = 0; b < kBands; ++b)
      drums_[v][b] = (kInGeneral * general_[v][b] + strokes * drum.spectrum[b]) / (kInGeneral + strokes);
  }
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    for (std::size_t u = 0; u < kHeardVoices; ++u)
      lacks_[v] = lacks_[v] || (!is_struck_[v] && is_struck_[u] && instrument_of(u) == instrument_of(v));
  }
}

KnownDrums::Reasons KnownDrums::reasons(const OfVoices& said, const AttackSpectrum& attack) const {
  Reasons out{.said = said};
  OfVoices apart{};
  for (std::size_t v = 0; v < kHeardVoices; ++v) apart[v] = divergence(attack, drums_[v]);
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (!lacks_[v]) continue;
    std::size_t nearest = v;
    for (std::size_t u = 0; u < kHeardVoices; ++u) {
      if (is_struck_[u] && instrument_of(u) == instrument_of(v) &&
          (nearest == v || apart[u] < apart[nearest]))
        nearest = u;
    }
    out.said[nearest] = std::max(out.said[nearest], said[v]);
  }
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (lacks_[v]) out.said[v] = 0;
  }
  const DrumShares shares = shares_of(attack, drums_, out.said);
  out.counts = *std::max_element(said.begin(), said.end()) >= kNamed;
  if (out.counts)
    out.nearer = nn::fast_log((shares_of(attack, general_, said).left + kAsGood) / (shares.left + kAsGood));
  OfVoices odds{}, whole{}, rivals{};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    odds[v] = log_odds(out.said[v]);
    whole[v] = nn::fast_log(shares.whole[v] + 0.01F);
    rivals[v] = out.said[v] > kMayBe ? -apart[v] : -kFar;
  }
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    const float z = odds[v], most = nn::fast_log(shares.most[v] + 0.02F);
    const float farther = apart[v] + most_of_others(rivals, v);  // than the nearest of the others
    out.of[v] = {1,
                 z,
                 most,
                 most * z,
                 whole[v],
                 whole[v] * z,
                 farther,
                 farther * z,
                 most_of_others(odds, v),
                 most_of_others(whole, v)};
  }
  return out;
}

OfVoices KnownDrums::said_of(const std::array<NetFrame, 3>& frames, float threshold) {
  OfVoices said = frames[1].voices;
  for (const std::size_t near : {std::size_t{0}, std::size_t{2}}) {
    if (frames[near].any < threshold) continue;
    for (std::size_t v = 0; v < kHeardVoices; ++v) said[v] = std::max(said[v], frames[near].voices[v]);
  }
  return said;
}

void KnownDrums::weigh(std::array<NetFrame, 3>& frames, const AttackSpectrum& attack) {
  const OfVoices said = said_of(frames, threshold_);
  const Reasons reasons = this->reasons(said, attack);
  counted_ += reasons.counts;
  nearer_ += static_cast<double>(reasons.nearer);
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    float odds = 0;
    for (std::size_t k = 0; k < KnownDrumsFit::kWeights; ++k) odds += weights_[v][k] * reasons.of[v][k];
    if (lacks_[v]) odds = -14;
    // Frames beside the attack keep their distance from what it is told by: where the voice lies stays.
    const float moved = odds - log_odds(said[v]);
    for (NetFrame& frame : frames) {
      if (&frame == &frames[1] || frame.any >= threshold_)
        frame.voices[v] = nn::sigmoid(log_odds(frame.voices[v]) + moved);
    }
  }
}

const NetFrame* KnownDrums::push(const NetFrame& now, const BandHistory& bands) {
  frames_ = {frames_[1], frames_[2], now};
  ++end_;
  if (end_ >= 2 && is_attack(frames_[0], frames_[1], now, threshold_))
    weigh(frames_, bands.at(end_ - 2 - Net::kDelay));
  return end_ > 2 ? &frames_[0] : nullptr;
}

std::span<const NetFrame> KnownDrums::finish() const {
  const std::size_t waiting = end_ < 2 ? static_cast<std::size_t>(end_) : 2;
  return std::span(frames_).last(waiting);
}

void KnownDrums::reset() {
  frames_ = {};
  end_ = 0;
  counted_ = 0;
  nearer_ = 0;
}

}  // namespace firstchair::ear
