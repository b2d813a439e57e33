#include "training/drums.h"

#include <algorithm>
#include <cmath>

#include "training/dynamics.h"

namespace firstchair::training {
namespace {

constexpr double kTwoInOne = 0.35;                     // of the drums of a set
constexpr std::int64_t kFadeIn = DrumSet::kOwnBefore;  // frames before the attack

double place_in_mix_db(Voice voice) {
  switch (line_of(voice)) {
    case Line::tom:
      return -2;
    case Line::crash:
      return -5;
    case Line::hat:
    case Line::hat_foot:
      return -9;
    case Line::ride:
      return -11;
    default:
      return voice == Voice::cross_stick ? -5 : 0;
  }
}

}  // namespace

std::vector<DrumSet::Dynamic> DrumSet::one_drum_of(const std::vector<lab::Layer>& layers, lab::Dice& dice) {
  std::vector<std::string> names;
  for (const lab::Layer& layer : layers) {
    for (const lab::Sample& sample : layer.takes) {
      if (std::find(names.begin(), names.end(), sample.drum) == names.end()) names.push_back(sample.drum);
    }
  }
  const std::string& name = names[static_cast<std::size_t>(dice.below(static_cast<int>(names.size())))];
  std::vector<Dynamic> out;
  for (const lab::Layer& layer : layers) {
    Dynamic dynamic{.up_to = layer.up_to, .takes = {}};
    for (const lab::Sample& sample : layer.takes) {
      if (sample.drum == name) dynamic.takes.push_back(&sample);
    }
    if (!dynamic.takes.empty()) out.push_back(std::move(dynamic));
  }
  return out;
}

DrumSet DrumSet::drawn(const KitSet& set, bool machine, lab::Dice& dice) {
  DrumSet out;
  const lab::Kit& base = set.draw([](const lab::Kit& kit) { return kit.complete(); }, dice);
  const double strangers = dice.uniform() < 0.3 ? 0 : 0.6 * dice.uniform();
  const double bend = dice.uniform() < 0.25 ? 0 : 0.12;
  // Hats, rides and crashes lie lower in many mixes than in others.
  const double cymbals_db = dice.uniform() < 0.4 ? 0 : -9 * dice.uniform();
  out.law_ = 1 + dice.uniform();
  for (int v = 0; v < kVoiceCount - 1; ++v) {
    const std::size_t slot = static_cast<std::size_t>(v);
    const Voice voice = static_cast<Voice>(v);
    const bool own = !base.layers[slot].empty();
    const bool stranger = !own || dice.uniform() < (voice == Voice::snare ? 0.6 : strangers);
    const lab::Kit* kit =
        stranger ? &set.draw([&](const lab::Kit& one) { return !one.layers[slot].empty(); }, dice) : &base;
    if (machine && !set.kits.back().layers[slot].empty()) kit = &set.kits.back();
    const bool metal = family_of(voice) == Family::hat || family_of(voice) == Family::cymbal;
    Drum& drum = out.drums_[slot];
    drum.layers = one_drum_of(kit->layers[slot], dice);
    const auto bent = [&] { return std::exp(bend * std::clamp(dice.normal(), -2.0, 2.0)); };
    drum.speed = bent();
    // A drum that nobody has: two kits' drums of a voice struck as one.
    if (dice.uniform() < kTwoInOne) {
      const lab::Kit& other = set.draw([&](const lab::Kit& one) { return !one.layers[slot].empty(); }, dice);
      drum.under = one_drum_of(other.layers[slot], dice);
      drum.under_speed = bent();
      drum.under_gain = amplitude(-14 * dice.uniform());
    }
    drum.gain = amplitude(place_in_mix_db(voice) + (metal ? cymbals_db : 0) + 3.5 * dice.normal());
    drum.damping = dice.uniform() < 0.3 ? 12 * dice.uniform() : 0;
    drum.tilt = dice.uniform() < 0.4 ? 0.8 * (2 * dice.uniform() - 1) : 0;
  }
  out.drums_[static_cast<std::size_t>(Voice::pad)] = out.drums_[static_cast<std::size_t>(Voice::snare)];
  return out;
}

DrumSet DrumSet::plain(const lab::Kit& kit, lab::Dice& dice) {
  DrumSet out;
  std::array<double, kLineCount> balance{};
  for (double& db : balance) db = 3 * dice.normal();
  for (int v = 0; v < kVoiceCount - 1; ++v) {
    const std::size_t slot = static_cast<std::size_t>(v);
    const Voice voice = static_cast<Voice>(v);
    for (const lab::Layer& layer : kit.layers[slot]) {
      Dynamic dynamic{.up_to = layer.up_to, .takes = {}};
      for (const lab::Sample& sample : layer.takes) dynamic.takes.push_back(&sample);
      out.drums_[slot].layers.push_back(std::move(dynamic));
    }
    const double db = place_in_mix_db(voice) + balance[static_cast<std::size_t>(line_of(voice))];
    out.drums_[slot].gain = amplitude(db);
  }
  return out;
}

void DrumSet::raise(Voice voice, double db) {
  drums_[static_cast<std::size_t>(voice)].gain *= amplitude(db);
}

void DrumSet::one_of_each(const lab::Kit& kit, lab::Dice& dice) {
  for (int v = 0; v < kVoiceCount - 1; ++v) {
    const std::size_t slot = static_cast<std::size_t>(v);
    if (!kit.layers[slot].empty()) drums_[slot].layers = one_drum_of(kit.layers[slot], dice);
  }
}

void DrumSet::strike(std::vector<float>& sound, const lab::Stroke& stroke, std::int64_t at, std::int64_t stop,
                     std::span<float> own, lab::Dice& dice) const {
  std::fill(own.begin(), own.end(), 0.0F);
  const Drum& drum = drums_[static_cast<std::size_t>(stroke.voice)];
  struct Sounding {
    const lab::Sample* sample;
    double speed, gain;
  };
  std::array<Sounding, 2> soundings{};
  std::size_t count = 0;
  const auto sounds = [&](const std::vector<Dynamic>& layers, double speed, double gain) {
    std::size_t l = 0;
    while (l + 1 < layers.size() && stroke.velocity / 127 > layers[l].up_to) ++l;
    std::span<const lab::Sample* const> takes(layers[l].takes);
    if (other_from_ > 0 && takes.size() > 1) {
      const std::size_t half = takes.size() / 2;
      takes = stroke.seconds >= other_from_ ? takes.first(half) : takes.subspan(half);
    }
    const lab::Sample* sample = takes[static_cast<std::size_t>(dice.below(static_cast<int>(takes.size())))];
    soundings[count++] = {sample, speed, gain / static_cast<double>(sample->peak)};
  };
  sounds(drum.layers, drum.speed, 1);
  if (!drum.under.empty()) sounds(drum.under, drum.under_speed, drum.under_gain);
  const double jitter = std::exp(0.004 * dice.normal());
  const double level = drum.gain * std::pow(stroke.velocity / 127, law_) * std::exp(0.06 * dice.normal());
  for (Sounding& one : soundings) {
    one.speed *= jitter;
    one.gain *= level;
  }
  const double fade = std::exp(-drum.damping / lab::kBenchRate);
  double damped = 1, slow = 0;
  const double pole = drum.tilt == 0 ? 0 : 0.25;
  // Catmull-Rom between the recorded samples; the attack stays on its frame. False: the sample is over.
  const auto added = [&](const Sounding& one, std::int64_t frame, double& value) {
    const std::int64_t length = static_cast<std::int64_t>(one.sample->sound.size());
    const double place =
        static_cast<double>(one.sample->attack) + static_cast<double>(frame - at) * one.speed;
    if (place > static_cast<double>(length)) return false;
    const auto value_at = [&](std::int64_t i) {
      return i >= 0 && i < length ? static_cast<double>(one.sample->sound[static_cast<std::size_t>(i)]) : 0.0;
    };
    const std::int64_t i = static_cast<std::int64_t>(std::floor(place));
    const double t = place - static_cast<double>(i);
    const double a = value_at(i - 1), b = value_at(i), c = value_at(i + 1), d = value_at(i + 2);
    value +=
        one.gain *
        (b + t * (0.5 * (c - a) + t * (a - 2.5 * b + 2 * c - 0.5 * d + t * (1.5 * (b - c) + 0.5 * (d - a)))));
    return true;
  };
  for (std::int64_t frame = std::max<std::int64_t>(0, at - kFadeIn);
       frame < static_cast<std::int64_t>(sound.size()); ++frame) {
    double value = 0;
    bool more = false;
    for (std::size_t s = 0; s < count; ++s) more = added(soundings[s], frame, value) || more;
    if (!more) break;
    if (drum.tilt != 0) {
      slow += pole * (value - slow);
      value = drum.tilt > 0 ? value - drum.tilt * slow : value + drum.tilt * (value - slow);
    }
    if (frame < at) value *= 1 - static_cast<double>(at - frame) / kFadeIn;
    if (frame > at) damped *= fade;
    value *= damped;
    if (frame > stop) {
      const double close = std::exp(-static_cast<double>(frame - stop) / 441);
      if (close < 1e-4) break;
      value *= close;
    }
    sound[static_cast<std::size_t>(frame)] += static_cast<float>(value);
    const std::int64_t place_in_own = frame - at + kOwnBefore;
    if (place_in_own < static_cast<std::int64_t>(own.size()))
      own[static_cast<std::size_t>(place_in_own)] = static_cast<float>(value);
  }
}

}  // namespace firstchair::training
