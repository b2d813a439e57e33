#include <algorithm>
#include <cctype>
#include <pugixml.hpp>

#include "lab/kits.h"

namespace firstchair::lab {
namespace {

// What the kits of the package call their instruments; more telling words first.
std::optional<Voice> voice_named(std::string name) {
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto says = [&](const char* word) { return name.find(word) != std::string::npos; };
  for (const char* word :
       {"clap", "cowbell", "roll", "tambourine", "agogo", "choke", "swish", "redo", "flink"}) {
    if (says(word)) return std::nullopt;
  }
  if (name == "stick" && !says("rim")) return Voice::cross_stick;
  if (says("side stick") || says("rim click")) return Voice::cross_stick;
  if (says("kick") || says("bassdrum")) return Voice::kick;
  if (says("snare")) return Voice::snare;
  if (says("hat") || says("hh") || says("hi hat")) {
    if (says("pedal")) return std::nullopt;  // it swells: nobody can say to 3 ms when it begins
    if (says("open") || says("free")) return Voice::hat_open;
    return Voice::hat_closed;
  }
  if (says("tom")) {
    if (says("low") || says("floor")) return Voice::tom_low;
    if (says("hi")) return Voice::tom_high;
    return Voice::tom_mid;
  }
  if (says("bell") || says("cup")) return Voice::ride_bell;
  if (says("crash") || says("splash") || says("china")) return Voice::crash;
  if (says("ride")) return Voice::ride;
  return std::nullopt;
}

}  // namespace

Kit load_hydrogen_kit(const std::string& folder) {
  Kit kit{.name = folder.substr(folder.rfind('/') + 1), .licence = {}, .layers = {}};
  pugi::xml_document document;
  if (!document.load_file((folder + "/drumkit.xml").c_str())) return kit;
  const pugi::xml_node root = document.child("drumkit_info");
  kit.licence = root.child_value("license");
  for (const pugi::xml_node instrument : root.child("instrumentList").children("instrument")) {
    const std::optional<Voice> voice = voice_named(instrument.child_value("name"));
    if (!voice) continue;
    std::vector<Layer>& layers = kit.layers[static_cast<std::size_t>(*voice)];
    if (!layers.empty()) continue;  // the first drum of a voice is the kit's
    std::vector<pugi::xml_node> nodes;
    for (const pugi::xml_node node : instrument.children("layer")) nodes.push_back(node);
    for (const pugi::xml_node component : instrument.children("instrumentComponent")) {
      for (const pugi::xml_node node : component.children("layer")) nodes.push_back(node);
    }
    for (const pugi::xml_node node : nodes) {
      Sample sample{.sound = load_sound(folder + "/" + node.child_value("filename"))};
      sample.attack = attack_of(sample.sound);
      if (sample.sound.empty() || sample.attack < 0) continue;
      for (const float value : sample.sound) sample.peak = std::max(sample.peak, std::abs(value));
      Layer layer{.up_to = node.child("max").text().as_double(1), .takes = {}};
      layer.takes.push_back(std::move(sample));
      layers.push_back(std::move(layer));
    }
    std::sort(layers.begin(), layers.end(), [](const Layer& a, const Layer& b) { return a.up_to < b.up_to; });
  }
  return kit;
}

}  // namespace firstchair::lab
