#include "lab/kits.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace firstchair::lab {
namespace {

namespace fs = std::filesystem;

const std::string kHydrogen = "/usr/share/hydrogen/data/drumkits/";

// A kit that has only some voices lends them to another: a copy of `base` with the snare of `snare`.
Kit with_snare(const Kit& base, const Kit& snare) {
  Kit kit = base;
  kit.name += "+" + snare.name;
  for (const Voice voice : {Voice::snare, Voice::cross_stick}) {
    const auto& layers = snare.layers[static_cast<std::size_t>(voice)];
    if (!layers.empty()) kit.layers[static_cast<std::size_t>(voice)] = layers;
  }
  return kit;
}

}  // namespace

std::string corpora_folder() {
  if (const char* named = std::getenv("FIRSTCHAIR_DATA")) return named;
  const std::string beside = std::string(FIRSTCHAIR_SOURCE_DIR) + "/../shared/data";
  return fs::exists(beside) ? beside : std::string();
}

std::optional<Voice> Kit::stand_in(Voice voice) const {
  const auto has = [&](Voice v) { return !layers[static_cast<std::size_t>(v)].empty(); };
  if (has(voice)) return voice;
  for (int v = 0; v < kVoiceCount; ++v) {
    const Voice other = static_cast<Voice>(v);
    if (has(other) && line_of(other) == line_of(voice)) return other;
  }
  for (int v = 0; v < kVoiceCount; ++v) {
    const Voice other = static_cast<Voice>(v);
    if (has(other) && family_of(other) == family_of(voice)) return other;
  }
  return std::nullopt;
}

const Sample& Kit::sample(Voice voice, double velocity, Dice& dice) const {
  const std::vector<Layer>& all = layers[static_cast<std::size_t>(voice)];
  std::size_t layer = 0;
  while (layer + 1 < all.size() && velocity / 127 > all[layer].up_to) ++layer;
  const std::vector<Sample>& takes = all[layer].takes;
  return takes[static_cast<std::size_t>(dice.below(static_cast<int>(takes.size())))];
}

bool Kit::complete() const {
  for (const Voice voice : {Voice::kick, Voice::snare, Voice::hat_closed, Voice::tom_mid, Voice::ride}) {
    if (!stand_in(voice)) return false;
  }
  return true;
}

std::vector<Kit> load_kits(Use use) {
  std::vector<Kit> kits;
  const auto add = [&](Kit kit) {
    if (kit.complete()) kits.push_back(std::move(kit));
  };
  const std::string data = corpora_folder().empty() ? std::string() : corpora_folder() + "/kits/";
  if (use == Use::tuning) {
    if (!data.empty() && fs::exists(data)) {
      for (const auto& [name, mic] : {std::pair{"muldjord", "overhead"},
                                      {"muldjord", "far"},
                                      {"fluid-gm", ""},
                                      {"pearl-master-studio", ""},
                                      {"rock-22", ""},
                                      {"rock-26", ""},
                                      {"sams-sonor", ""}}) {
        add(load_csv_kit(data + name, mic));
      }
      const std::size_t whole = kits.size();
      std::size_t base = 0;
      for (const char* snare :
           {"frankensnare-12", "frankensnare-14a", "frankensnare-14d", "frankensnare-14t"}) {
        if (whole > 0) add(with_snare(kits[base++ % whole], load_csv_kit(data + snare, "overhead")));
      }
    }
    if (kits.empty()) add(load_hydrogen_kit(kHydrogen + "Millo_MultiLayered3"));
  } else {
    if (!data.empty() && fs::exists(data)) {
      add(load_csv_kit(data + "pacific", ""));
    } else {
      add(load_hydrogen_kit(kHydrogen + "BJA_Pacific"));
    }
    // Not The Black Pearl: its hats and its splash are the very recordings of rock-22 and rock-26.
    for (const char* name : {"ForzeeStereo", "ColomboAcousticDrumkit", "Millo_MultiLayered2"}) {
      add(load_hydrogen_kit(kHydrogen + name));
    }
  }
  return kits;
}

}  // namespace firstchair::lab
