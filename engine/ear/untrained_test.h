// Tests of the file ear use a net that nobody trained: it forgets and hears both ways as a trained one does.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/ear/file_net.h"
#include "engine/ear/net_parts.h"

namespace firstchair::ear {

// These numbers have no pattern; they lie in -1..1 and are the same everywhere.
class UntrainedNumbers {
 public:
  float operator()() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<float>(static_cast<double>(state_ >> 40) / 8388608 - 1);
  }

 private:
  std::uint64_t state_ = 5;
};

// Returns the weights file of a two-way net that nobody trained.
inline std::vector<std::uint8_t> untrained_weights() {
  std::vector<std::uint8_t> bytes;
  for (const char c : std::string_view("FCEARF01")) bytes.push_back(static_cast<std::uint8_t>(c));
  for (const int size : {static_cast<int>(kBands), 16, 24, 96, 96, static_cast<int>(kNetOutputs), 4}) {
    for (int byte = 0; byte < 4; ++byte) bytes.push_back(static_cast<std::uint8_t>(size >> (8 * byte)));
  }
  UntrainedNumbers number;
  const std::size_t count = FileNet::parameters() + kNetThresholds;
  std::vector<std::uint32_t> words;
  for (std::size_t i = 0; i < count; ++i) words.push_back(std::bit_cast<std::uint32_t>(0.15F * number()));
  for (const int shift : {24, 16, 8}) {
    for (const std::uint32_t word : words) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
  }
  return bytes;
}

}  // namespace firstchair::ear
