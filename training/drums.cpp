#include "training/drums.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair::training {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFadeIn = 44;  // frames before the attack
constexpr double kLongest = 3;        // seconds of a sample

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

// The CC0 single drums of Debian's sonic-pi-samples as a kit of one or two layers.
lab::Kit sonic_pi_kit() {
  const std::string folder = "/usr/share/sonic-pi/samples/";
  lab::Kit kit{.name = "sonic-pi", .licence = "CC0", .layers = {}};
  const auto add = [&](Voice voice, double up_to, std::initializer_list<const char*> names) {
    lab::Layer layer{.up_to = up_to, .takes = {}};
    for (const char* name : names) {
      lab::Sample sample{.sound = lab::load_sound(folder + name + ".flac")};
      if (sample.sound.empty()) continue;
      sample.attack = lab::attack_of(sample.sound);
      if (sample.attack < 0) continue;
      for (const float value : sample.sound) sample.peak = std::max(sample.peak, std::abs(value));
      layer.takes.push_back(std::move(sample));
    }
    if (!layer.takes.empty()) kit.layers[static_cast<std::size_t>(voice)].push_back(std::move(layer));
  };
  add(Voice::kick, 0.6, {"drum_bass_soft", "bd_ada", "bd_pure"});
  add(Voice::kick, 1,
      {"drum_bass_hard", "drum_heavy_kick", "bd_haus", "bd_808", "bd_tek", "bd_klub", "bd_fat", "bd_gas",
       "bd_sone", "bd_zome", "elec_hollow_kick", "elec_soft_kick"});
  add(Voice::snare, 0.6, {"drum_snare_soft", "sn_dub"});
  add(Voice::snare, 1,
      {"drum_snare_hard", "sn_dolf", "sn_generic", "sn_zome", "elec_snare", "elec_hi_snare", "elec_lo_snare",
       "elec_mid_snare"});
  add(Voice::tom_high, 0.6, {"drum_tom_hi_soft"});
  add(Voice::tom_high, 1, {"drum_tom_hi_hard"});
  add(Voice::tom_mid, 0.6, {"drum_tom_mid_soft"});
  add(Voice::tom_mid, 1, {"drum_tom_mid_hard"});
  add(Voice::tom_low, 0.6, {"drum_tom_lo_soft"});
  add(Voice::tom_low, 1, {"drum_tom_lo_hard"});
  add(Voice::hat_closed, 1, {"drum_cymbal_closed"});
  add(Voice::hat_open, 1, {"drum_cymbal_open"});
  add(Voice::hat_pedal, 1, {"drum_cymbal_pedal"});
  add(Voice::crash, 0.6, {"drum_cymbal_soft", "drum_splash_soft"});
  add(Voice::crash, 1, {"drum_cymbal_hard", "drum_splash_hard"});
  return kit;
}

// Drums made of arithmetic: noise bursts and falling tones, as drum machines have them.
lab::Kit arithmetic_kit() {
  lab::Kit kit{.name = "arithmetic", .licence = "none needed", .layers = {}};
  for (const Voice voice : {Voice::kick, Voice::snare, Voice::hat_closed, Voice::cross_stick}) {
    lab::Sample sample{
        .sound = ear::synthesise({{0, voice, 0.5}}, 0.9, lab::kBenchRate), .attack = 0, .peak = 0};
    for (const float value : sample.sound) sample.peak = std::max(sample.peak, std::abs(value));
    kit.layers[static_cast<std::size_t>(voice)].push_back({.up_to = 1, .takes = {std::move(sample)}});
  }
  return kit;
}

}  // namespace

std::vector<lab::Kit> training_kits() {
  std::vector<lab::Kit> kits;
  const std::string data = lab::corpora_folder() + "/kits/";
  for (const auto& [name, mic] : {std::pair{"muldjord", "overhead"},
                                  {"muldjord", "close"},
                                  {"muldjord", "far"},
                                  {"fluid-gm", ""},
                                  {"pearl-master-studio", ""},
                                  {"rock-22", ""},
                                  {"rock-26", ""},
                                  {"sams-sonor", ""},
                                  {"frankensnare-12", "overhead"},
                                  {"frankensnare-14a", "overhead"},
                                  {"frankensnare-14a", "close"},
                                  {"frankensnare-14d", "overhead"},
                                  {"frankensnare-14p", "overhead"},
                                  {"frankensnare-14s", "overhead"},
                                  {"frankensnare-14s", "close"},
                                  {"frankensnare-14t", "overhead"}}) {
    if (fs::exists(data + name)) kits.push_back(lab::load_csv_kit(data + name, mic));
  }
  kits.push_back(sonic_pi_kit());
  kits.push_back(arithmetic_kit());
  for (lab::Kit& kit : kits) {
    for (std::vector<lab::Layer>& layers : kit.layers) {
      for (lab::Layer& layer : layers) {
        for (lab::Sample& sample : layer.takes)
          sample.sound.resize(
              std::min(sample.sound.size(), static_cast<std::size_t>(kLongest * lab::kBenchRate)));
      }
    }
  }
  return kits;
}

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

DrumSet::DrumSet(const std::vector<lab::Kit>& kits, bool machine, lab::Dice& dice) {
  std::vector<const lab::Kit*> whole;
  for (const lab::Kit& kit : kits) {
    if (kit.complete()) whole.push_back(&kit);
  }
  const lab::Kit& base = *whole[static_cast<std::size_t>(dice.below(static_cast<int>(whole.size())))];
  const double strangers = dice.uniform() < 0.3 ? 0 : 0.6 * dice.uniform();
  const double bend = dice.uniform() < 0.25 ? 0 : 0.12;
  law_ = 1 + dice.uniform();
  for (int v = 0; v < kVoiceCount - 1; ++v) {
    const std::size_t slot = static_cast<std::size_t>(v);
    const Voice voice = static_cast<Voice>(v);
    std::vector<const lab::Kit*> having;
    for (const lab::Kit& kit : kits) {
      if (!kit.layers[slot].empty()) having.push_back(&kit);
    }
    const bool own = !base.layers[slot].empty();
    const bool stranger = !own || dice.uniform() < (voice == Voice::snare ? 0.6 : strangers);
    const lab::Kit* kit =
        stranger ? having[static_cast<std::size_t>(dice.below(static_cast<int>(having.size())))] : &base;
    if (machine && !kits.back().layers[slot].empty()) kit = &kits.back();
    Drum& drum = drums_[slot];
    drum.layers = one_drum_of(kit->layers[slot], dice);
    drum.speed = std::exp(bend * std::clamp(dice.normal(), -2.0, 2.0));
    drum.gain = std::pow(10, (place_in_mix_db(voice) + 3.5 * dice.normal()) / 20);
    drum.damping = dice.uniform() < 0.3 ? 12 * dice.uniform() : 0;
    drum.tilt = dice.uniform() < 0.4 ? 0.8 * (2 * dice.uniform() - 1) : 0;
  }
  drums_[static_cast<std::size_t>(Voice::pad)] = drums_[static_cast<std::size_t>(Voice::snare)];
}

void DrumSet::strike(std::vector<float>& sound, const lab::Stroke& stroke, std::int64_t at, std::int64_t stop,
                     lab::Dice& dice) const {
  const Drum& drum = drums_[static_cast<std::size_t>(stroke.voice)];
  std::size_t l = 0;
  while (l + 1 < drum.layers.size() && stroke.velocity / 127 > drum.layers[l].up_to) ++l;
  const std::vector<const lab::Sample*>& takes = drum.layers[l].takes;
  const lab::Sample& sample = *takes[static_cast<std::size_t>(dice.below(static_cast<int>(takes.size())))];
  const double speed = drum.speed * std::exp(0.004 * dice.normal());
  const double gain = drum.gain * std::pow(stroke.velocity / 127, law_) * std::exp(0.06 * dice.normal()) /
                      static_cast<double>(sample.peak);
  const double fade = std::exp(-drum.damping / lab::kBenchRate);
  const std::int64_t length = static_cast<std::int64_t>(sample.sound.size());
  double damped = 1, slow = 0;
  const double pole = drum.tilt == 0 ? 0 : 0.25;
  const auto value_at = [&](std::int64_t i) {
    return i >= 0 && i < length ? static_cast<double>(sample.sound[static_cast<std::size_t>(i)]) : 0.0;
  };
  for (std::int64_t frame = std::max<std::int64_t>(0, at - kFadeIn);
       frame < static_cast<std::int64_t>(sound.size()); ++frame) {
    // Catmull-Rom between the recorded samples; the attack stays on its frame.
    const double place = static_cast<double>(sample.attack) + static_cast<double>(frame - at) * speed;
    if (place > static_cast<double>(length)) break;
    const std::int64_t i = static_cast<std::int64_t>(std::floor(place));
    const double t = place - static_cast<double>(i);
    const double a = value_at(i - 1), b = value_at(i), c = value_at(i + 1), d = value_at(i + 2);
    double value =
        b + t * (0.5 * (c - a) + t * (a - 2.5 * b + 2 * c - 0.5 * d + t * (1.5 * (b - c) + 0.5 * (d - a))));
    if (drum.tilt != 0) {
      slow += pole * (value - slow);
      value = drum.tilt > 0 ? value - drum.tilt * slow : value + drum.tilt * (value - slow);
    }
    if (frame < at) value *= 1 - static_cast<double>(at - frame) / kFadeIn;
    if (frame > at) damped *= fade;
    value *= gain * damped;
    if (frame > stop) {
      const double close = std::exp(-static_cast<double>(frame - stop) / 441);
      if (close < 1e-4) break;
      value *= close;
    }
    sound[static_cast<std::size_t>(frame)] += static_cast<float>(value);
  }
}

}  // namespace firstchair::training
