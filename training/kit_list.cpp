#include "training/kit_list.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair::training {
namespace {

namespace fs = std::filesystem;

constexpr double kLongest = 3;  // seconds of a sample
// Files that their maker cut at the attack have a confidence of .6. A pedalled hat swells: its frame is good
// to 3 ms, which is enough for its name.
constexpr lab::Trust kTrust{.least = 0.6, .least_pedal = 0.35};

struct Row {
  const char *name, *mic;
  double share;
};

// Kits of drummers, deep ones first.
constexpr Row kPlayed[] = {{"salamander", "", 1.5},
                           {"discord-gm", "", 1.5},
                           {"muldjord", "overhead", 1.0},
                           {"muldjord", "close", 0.6},
                           {"muldjord", "far", 0.4},
                           {"sams-sonor", "", 1.3},
                           {"rock-22", "", 1.0},
                           {"rock-26", "", 1.0},
                           {"deathmetal", "", 0.7},
                           {"gretsch-jazz", "", 0.5},
                           {"becks-jazz", "", 0.4},
                           {"pearl-master-studio", "", 0.5},
                           {"fluid-gm", "", 0.4},
                           {"almighty", "", 0.25},
                           {"thumper", "", 0.25},
                           {"karoryfer-singles", "", 0.25},
                           {"rumpf", "", 0.2},
                           {"freesound-cc0", "", 0.2}};
// Snare drums alone.
constexpr Row kSnares[] = {{"frankensnare-12", "overhead", 0.4},       {"frankensnare-14a", "overhead", 0.4},
                           {"frankensnare-14a", "close", 0.3},         {"frankensnare-14d", "overhead", 0.4},
                           {"frankensnare-14p", "overhead", 0.4},      {"frankensnare-14s", "overhead", 0.4},
                           {"frankensnare-14s", "close", 0.3},         {"frankensnare-14t", "overhead", 0.4},
                           {"frankensnare-20m", "overhead", 0.3},      {"frankensnare-80s", "close", 0.1},
                           {"frankensnare-ziggurat", "overhead", 0.2}, {"frankensnare-60s", "overhead", 0.1}};
// Drum machines, sampled singles, marching and orchestral drums.
constexpr Row kOdd[] = {{"sonic-pi", "", 0.25},    {"tr808", "", 0.25},        {"fugue", "", 0.15},
                        {"uzu", "", 0.15},         {"dato", "", 0.05},         {"synth-freepats", "", 0.1},
                        {"mdl-marching", "", 0.1}, {"philharmonia", "", 0.05}, {"vcsl-drums", "", 0.05},
                        {"berklee", "", 0.05}};
constexpr double kArithmeticShare = 0.05;

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

void shorten(lab::Kit& kit) {
  for (std::vector<lab::Layer>& layers : kit.layers) {
    for (lab::Layer& layer : layers) {
      for (lab::Sample& sample : layer.takes)
        sample.sound.resize(
            std::min(sample.sound.size(), static_cast<std::size_t>(kLongest * lab::kBenchRate)));
    }
  }
}

}  // namespace

KitSet training_kits() {
  KitSet set;
  const std::string data = lab::corpora_folder() + "/kits/";
  const auto add = [&](std::span<const Row> rows) {
    for (const Row& row : rows) {
      if (!fs::exists(data + row.name)) continue;
      set.kits.push_back(lab::load_csv_kit(data + row.name, row.mic, kTrust));
      set.shares.push_back(row.share);
    }
  };
  add(kPlayed);
  add(kSnares);
  add(kOdd);
  set.kits.push_back(arithmetic_kit());
  set.shares.push_back(kArithmeticShare);
  for (lab::Kit& kit : set.kits) shorten(kit);
  return set;
}

KitSet validation_kits() {
  KitSet set{.kits = lab::load_kits(lab::Use::validation), .shares = {}};
  const std::string data = lab::corpora_folder() + "/kits/";
  for (const char* name : {"osdk", "billie", "modernkit"}) {
    if (fs::exists(data + name)) set.kits.push_back(lab::load_csv_kit(data + name, "", kTrust));
  }
  set.shares.assign(set.kits.size(), 1);
  return set;
}

}  // namespace firstchair::training
