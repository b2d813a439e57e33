#include "io/sound/wav.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>

namespace firstchair::io {

std::string wav_of(std::span<const float> left, std::span<const float> right, int rate) {
  assert(left.size() == right.size());
  constexpr std::uint32_t kFrameBytes = 4, kHead = 36;
  const auto data = static_cast<std::uint32_t>(left.size() * kFrameBytes);
  std::string bytes;
  bytes.reserve(kHead + 8 + data);
  const auto put = [&](std::uint32_t value, int size) {
    for (int k = 0; k < size; ++k) bytes += static_cast<char>(value >> (8 * k) & 0xff);
  };
  bytes += "RIFF";
  put(data + kHead, 4);
  bytes += "WAVEfmt ";
  put(16, 4), put(1, 2), put(2, 2), put(static_cast<std::uint32_t>(rate), 4);
  put(static_cast<std::uint32_t>(rate) * kFrameBytes, 4), put(kFrameBytes, 2), put(16, 2);
  bytes += "data";
  put(data, 4);
  for (std::size_t k = 0; k < left.size(); ++k)
    for (const float sample : {left[k], right[k]})
      put(static_cast<std::uint32_t>(std::lround(std::clamp(sample, -1.F, 1.F) * 32767)), 2);
  return bytes;
}

}  // namespace firstchair::io
