// fixed_files FOLDER: writes the fixed takes of sound as wav (NAME.wav, one channel of floats) and their
// charts as drum tab, for tests that hold other doors to the engine against the program.
#include <bit>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "charts/tab/tab.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"

namespace {

void put(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
}

// RIFF, little endian, format 3: IEEE floats.
std::string wav_of(const std::vector<float>& sound, std::uint32_t rate) {
  const auto size = static_cast<std::uint32_t>(4 * sound.size());
  std::string bytes = "RIFF";
  put(bytes, 36 + size, 4);
  bytes += "WAVEfmt ";
  put(bytes, 16, 4);
  put(bytes, 3, 2);
  put(bytes, 1, 2);
  put(bytes, rate, 4);
  put(bytes, 4 * rate, 4);
  put(bytes, 4, 2);
  put(bytes, 32, 2);
  bytes += "data";
  put(bytes, size, 4);
  for (const float sample : sound) put(bytes, std::bit_cast<std::uint32_t>(sample), 4);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace firstchair;
  if (argc != 2) return 2;
  const std::string folder = std::string(argv[1]) + "/";
  int number = 0;
  for (const FixedTake& fixed : fixed_takes(judge::default_norms())) {
    const std::string name = folder + "take" + std::to_string(number++);
    if (fixed.sound.empty()) continue;
    std::ofstream(name + ".wav", std::ios::binary)
        << wav_of(fixed.sound, static_cast<std::uint32_t>(fixed.config.source.rate));
    if (!fixed.config.chart) continue;
    const std::vector<std::uint8_t> tab = charts::write_tab(*fixed.config.chart);
    std::ofstream(name + ".tab") << std::string(tab.begin(), tab.end());
  }
}
