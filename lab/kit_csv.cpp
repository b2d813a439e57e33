#include <algorithm>
#include <fstream>
#include <map>

#include "lab/csv.h"
#include "lab/kits.h"

namespace firstchair::lab {
namespace {

std::optional<Voice> voice_named(const std::string& name) {
  if (name == "rim_shot") return Voice::snare;
  if (name == "hat_half") return Voice::hat_open;
  if (name == "splash" || name == "china") return Voice::crash;
  return voice_from_id(name);
}

}  // namespace

Kit load_csv_kit(const std::string& folder, const std::string& mic, const Trust& trust) {
  Kit kit{.name = folder.substr(folder.rfind('/') + 1), .licence = {}, .layers = {}};
  if (!mic.empty()) kit.name += "/" + mic;
  std::ifstream file(folder + "/kit.csv");
  std::string line;
  std::getline(file, line);
  std::map<std::pair<Voice, int>, Layer> found;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = csv_cells(line);
    if (cells.size() < 10 || (!mic.empty() && cells[6] != mic)) continue;
    const std::optional<Voice> voice = voice_named(cells[1]);
    if (!voice) continue;
    if (std::stod(cells[9]) < (voice == Voice::hat_pedal ? trust.least_pedal : trust.least)) continue;
    Sample sample{.sound = load_sound(folder + "/" + cells[0]),
                  .attack = std::stoll(cells[8]),
                  .drum = cells[0].substr(0, cells[0].rfind("-l"))};
    if (sample.sound.empty()) continue;
    for (const float value : sample.sound) sample.peak = std::max(sample.peak, std::abs(value));
    const int number = std::stoi(cells[3]), of = std::max(1, std::stoi(cells[4]));
    const int band = (number * 12 + of - 1) / of;  // drums with other numbers of layers share 12 bands
    Layer& layer = found[{*voice, band}];
    layer.up_to = band / 12.0;
    layer.takes.push_back(std::move(sample));
  }
  for (auto& [key, layer] : found)
    kit.layers[static_cast<std::size_t>(key.first)].push_back(std::move(layer));
  return kit;
}

}  // namespace firstchair::lab
