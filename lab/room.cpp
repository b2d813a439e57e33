#include "lab/room.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include "lab/csv.h"

namespace firstchair::lab {
namespace {

struct Room {
  std::vector<float> response;
  std::int64_t direct = 0;
};

Room load_room(Use use, std::uint64_t seed) {
  static constexpr std::array kTuning{"basement", "maes-howe", "st-andrews-church", "tyndall-bruce-monument"};
  static constexpr std::array kValidation{"terrys-typing-room", "lady-chapel-st-albans-cathedral",
                                          "saint-lawrence-church-molenbeek-wersbeek-belgium",
                                          "sports-centre-university-of-york"};
  const std::string name = (use == Use::tuning ? kTuning : kValidation)[seed % kTuning.size()];
  const std::string folder = corpora_folder() + "/rooms/";
  Room room;
  if (!corpora_folder().empty()) room.response = load_sound(folder + name + ".flac");
  if (room.response.empty()) {
    Dice dice(seed);
    room.response.resize(22050);
    for (std::size_t i = 0; i < room.response.size(); ++i) {
      room.response[i] = static_cast<float>(0.02 * dice.normal() * std::exp(-static_cast<double>(i) / 4000));
    }
    room.response[0] = 1;
    return room;
  }
  std::ifstream csv(folder + "rooms.csv");
  for (std::string line; std::getline(csv, line);) {
    if (!line.starts_with(name + ".flac")) continue;
    room.direct = std::stoll(csv_cells(line)[5]);
  }
  return room;
}

}  // namespace

std::vector<float> in_room(const std::vector<float>& dry, Use use, std::uint64_t seed) {
  const Room room = load_room(use, seed);
  const std::vector<float> wet = convolve(dry, room.response);
  std::vector<float> out(dry.size());
  std::copy(wet.begin() + static_cast<std::ptrdiff_t>(room.direct), wet.end(), out.begin());
  return out;
}

}  // namespace firstchair::lab
