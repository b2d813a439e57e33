#include "training/noise_files.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include "lab/csv.h"
#include "lab/kits.h"

namespace firstchair::training {
namespace {

constexpr int kHeldBack = 4;                                                     // one of so many
constexpr std::size_t kFade = static_cast<std::size_t>(0.02 * lab::kBenchRate);  // frames

}  // namespace

NoiseFiles noise_files(bool validation) {
  NoiseFiles out;
  const std::string folder = lab::corpora_folder() + "/noise/";
  std::ifstream csv(folder + "noise.csv");
  std::string line;
  std::getline(csv, line);
  std::map<std::string, int> seen;
  while (std::getline(csv, line)) {
    const std::vector<std::string> cells = lab::csv_cells(line);
    if (cells.size() < 3 || cells[1] == "clapping" || cells[1] == "steps") continue;
    const bool held = ++seen[cells[1]] % kHeldBack == 0;
    if (held != validation) continue;
    NoiseFile file{.kind = cells[1], .steady = cells[2] == "0", .sound = lab::load_sound(folder + cells[0])};
    if (file.sound.size() > 2 * kFade) out.push_back(std::move(file));
  }
  return out;
}

std::vector<float> from_files(const NoiseFiles& files, std::size_t size, lab::Dice& dice) {
  std::vector<float> out(size);
  if (files.empty()) return out;
  const NoiseFile& file = files[static_cast<std::size_t>(dice.below(static_cast<int>(files.size())))];
  const double speed = std::exp(0.15 * dice.normal());
  const std::size_t length = static_cast<std::size_t>(static_cast<double>(file.sound.size() - 2) / speed);
  std::size_t at = 0;
  if (!file.steady) at = static_cast<std::size_t>(lab::kBenchRate * 2 * dice.uniform());
  while (at < size) {
    for (std::size_t i = 0; i < length && at + i < size; ++i) {
      const double place = static_cast<double>(i) * speed;
      const std::size_t k = static_cast<std::size_t>(place);
      const float part = static_cast<float>(place - static_cast<double>(k));
      const float value = file.sound[k] + part * (file.sound[k + 1] - file.sound[k]);
      const float edge = static_cast<float>(std::min({i + 1, length - i, kFade})) / static_cast<float>(kFade);
      out[at + i] += edge * value;
    }
    // A steady sound is faded into its own beginning.
    const double pause = dice.uniform() < 0.5 ? 1.5 * dice.uniform() : 0;
    at += file.steady ? length - std::min(length - 1, kFade)
                      : length + static_cast<std::size_t>(pause * lab::kBenchRate);
  }
  return out;
}

}  // namespace firstchair::training
