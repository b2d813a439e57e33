#include "training/struck_takes.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/ear/file_ear.h"
#include "engine/ear/file_net.h"
#include "engine/ear/file_weights.h"
#include "engine/ear/intake.h"
#include "engine/ear/kit_sound_learn.h"
#include "engine/ear/strokes.h"

namespace firstchair::training {
namespace {

constexpr double kNear = 0.02, kBefore = 0.06, kAfter = 0.08;  // seconds
constexpr int kBlock = 256;
constexpr float kAudible = 0.1F, kClear = 0.5F;  // shares (audible.h)

// A whole sound, as a net and its spectra have it.
struct Sounding {
  std::vector<ear::NetFrame> frames;
  ear::BandHistory bands;
  std::vector<ear::AttackSpectrum> in_time;  // of every frame, from what the live ear has when it tells it
  double seconds = 0;                        // of a frame
};

Sounding heard(const std::vector<float>& sound, std::optional<ear::WhichEar> which) {
  ear::Intake intake(lab::kBenchRate);
  ear::Spectrogram spectrogram(lab::kBenchRate);
  ear::SampleHistory history(4096);
  const ear::EarWeights weights = ear::file_ear_weights();
  Result<ear::FileNet> net = ear::FileNet::make(weights.name, weights.bytes);
  Result<ear::Net> live = ear::Net::make();
  const auto hop = static_cast<std::size_t>(spectrogram.hop());
  Sounding out{.frames = {},
               .bands = ear::BandHistory(sound.size() / hop + 32),
               .in_time = {},
               .seconds = static_cast<double>(hop) / lab::kBenchRate};
  const auto add = [&](std::span<const ear::NetFrame> more) {
    out.frames.insert(out.frames.end(), more.begin(), more.end());
  };
  const auto push = [&](float clean) {
    history.push(clean);
    if (!spectrogram.push(history)) return;
    out.bands.push(spectrogram);
    if (which == ear::WhichEar::file) add(net->push(spectrogram.levels()));
    if (which != ear::WhichEar::live) return;
    out.frames.push_back(live->push(spectrogram.levels()));
    if (out.frames.size() > ear::StrokePicker::kLater)
      out.in_time.push_back(out.bands.at(static_cast<Frames>(out.in_time.size())));
  };
  float clean = 0;
  for (const float sample : sound) {
    if (intake.push(sample, clean)) push(clean);
  }
  for (std::size_t i = 0; i < 12 * hop; ++i) push(intake.fade());
  if (which == ear::WhichEar::file) add(net->finish());
  return out;
}

}  // namespace

ear::KitSound kit_sound_of(const StruckOnce& struck) {
  const auto learnt = ear::learn_drums(
      struck.sound, {.rate = lab::kBenchRate, .weights = ear::file_ear_weights()}, struck.drums);
  return ear::kit_sound_of(learnt ? *learnt : std::vector<ear::DrumLearnt>{}, {},
                           ear::file_ear_weights_name());
}

ear::NetThresholds thresholds_of(ear::WhichEar which) {
  if (which == ear::WhichEar::live) return ear::Net::make()->thresholds();
  const ear::EarWeights weights = ear::file_ear_weights();
  return ear::FileNet::make(weights.name, weights.bytes)->thresholds();
}

StruckTake struck_take(const Examples& examples, const std::string& condition, int number, lab::Dice& dice,
                       ear::WhichEar which) {
  const double velocities[ear::kStrokesOfADrum] = {80, 80, 80, 80};
  const StruckOnce struck = examples.struck_once(number, velocities, dice);
  StruckTake out{
      .kit = struck.take.kit, .condition = condition, .sound = kit_sound_of(struck), .attacks = {}};
  const Sounding take = heard(struck.take.sound, which);
  const float least = thresholds_of(which).any;
  const bool live = which == ear::WhichEar::live;
  for (std::size_t c = 1; c + 1 < take.frames.size(); ++c) {
    const std::array<ear::NetFrame, 3> three{take.frames[c - 1], take.frames[c], take.frames[c + 1]};
    const Frames own = static_cast<Frames>(c) - ear::Net::kDelay;
    if (own < 0 || !ear::is_attack(three[0], three[1], three[2], least)) continue;
    const double place = ear::StrokePicker::place(own, three[1].offset, ear::Net::kSeen / take.seconds);
    StruckAttack attack{.seconds = place * take.seconds,
                        .said = ear::KnownDrums::said_of(three, least),
                        .spectrum = live ? take.in_time[static_cast<std::size_t>(own)] : take.bands.at(own)};
    attack.counts.fill(true);
    for (std::size_t s = 0; s < struck.take.strokes.size(); ++s) {
      const lab::Stroke& stroke = struck.take.strokes[s];
      if (std::abs(stroke.seconds - attack.seconds) > kNear) continue;
      const auto v = static_cast<std::size_t>(stroke.voice);
      attack.struck[v] = attack.struck[v] || struck.take.shares[s] >= kAudible;
      attack.counts[v] = attack.struck[v];
    }
    out.attacks.push_back(attack);
  }
  return out;
}

HeardKnown heard_known(const std::vector<float>& sound, const ear::KitSound& kit,
                       const ear::KnownDrumsFit& fit) {
  HeardKnown out;
  Result<ear::FileEar> ear =
      ear::FileEar::make({.rate = lab::kBenchRate, .weights = ear::file_ear_weights()});
  if (!ear) return out;
  ear->know(&kit, fit);
  const auto take = [&] {
    out.known.hits.insert(out.known.hits.end(), ear->hits().begin(), ear->hits().end());
    out.plain.hits.insert(out.plain.hits.end(), ear->hits_without_kit().begin(),
                          ear->hits_without_kit().end());
  };
  ear->push(sound);
  take();
  ear->finish();
  take();
  ear->settle(out.known.hits);
  ear->settle_without_kit(out.plain.hits);
  for (lab::Heard* heard : {&out.known, &out.plain}) {
    heard->detail = ear->detail();
    heard->hit_told.assign(heard->hits.size(), 0);
  }
  out.other = ear->other_kit();
  return out;
}

HeardKnown heard_known_live(const std::vector<float>& sound, const ear::KitSound& kit,
                            const ear::KnownDrumsFit& fit) {
  HeardKnown out{.known = {}, .plain = lab::listen(sound, lab::kBenchRate, kBlock)};
  Result<ear::Ear> ear = ear::Ear::make({.rate = lab::kBenchRate, .max_block = kBlock});
  if (!ear) return out;
  ear->know(&kit, fit);
  const auto take = [&] {
    out.known.hits.insert(out.known.hits.end(), ear->hits().begin(), ear->hits().end());
  };
  for (std::span<const float> rest(sound); !rest.empty();) {
    const std::size_t block = std::min<std::size_t>(kBlock, rest.size());
    ear->push(rest.first(block));
    rest = rest.subspan(block);
    take();
  }
  ear->finish();
  take();
  out.known.detail = ear->detail();
  out.known.hit_told.assign(out.known.hits.size(), 0);
  out.other = ear->other_kit();
  return out;
}

ear::DrumSpectra drums_in_general(int pieces) {
  const Examples examples({.condition = "", .seconds = 25});
  ear::DrumSpectra sums{};
  std::array<double, ear::kHeardVoices> counts{};
  for (int p = 0; p < pieces; ++p) {
    lab::Dice dice(11 * 1000003 + static_cast<std::uint64_t>(p));
    const Example example = examples(p, dice);
    const Sounding piece = heard(example.sound, std::nullopt);
    for (std::size_t s = 0; s < example.strokes.size(); ++s) {
      const double at = example.strokes[s].seconds;
      const auto v = static_cast<std::size_t>(example.strokes[s].voice);
      const bool near = std::ranges::any_of(example.strokes, [&](const lab::Stroke& other) {
        return &other != &example.strokes[s] && other.seconds > at - kBefore && other.seconds < at + kAfter;
      });
      if (near || example.shares[s] < kClear || v >= ear::kHeardVoices) continue;
      const auto own = static_cast<Frames>(std::ceil((at + ear::Net::kSeen) / piece.seconds)) - 1;
      const ear::AttackSpectrum spectrum = piece.bands.at(own);
      for (std::size_t b = 0; b < spectrum.size(); ++b) sums[v][b] += spectrum[b];
      ++counts[v];
    }
  }
  for (std::size_t v = 0; v < sums.size(); ++v) {
    for (float& part : sums[v]) part /= static_cast<float>(std::max(1.0, counts[v]));
  }
  return sums;
}

}  // namespace firstchair::training
