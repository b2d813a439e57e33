#include "engine/nn/weights.h"

#include <bit>
#include <cassert>
#include <cmath>

#include "engine/core/fitted.h"

namespace firstchair::nn {
namespace {

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
  return word;
}

}  // namespace

Result<WeightsReader> WeightsReader::open(std::string_view name, std::span<const std::uint8_t> bytes,
                                          std::string_view magic, std::span<const int> sizes,
                                          std::size_t floats) {
  const auto refuse = [&](std::string what) {
    return Error{ErrorCode::malformed, std::string(name), std::move(what),
                 "Use the weights that came with this version"};
  };
  const std::size_t head = magic.size() + 4 * sizes.size();
  if (bytes.size() < magic.size() ||
      std::string_view(reinterpret_cast<const char*>(bytes.data()), magic.size()) != magic)
    return refuse("not a weights file of this program");
  if (bytes.size() < head) return refuse("cut short");
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    const int found = static_cast<int>(word_at(bytes, magic.size() + 4 * s));
    if (found != sizes[s]) {
      return refuse("another architecture: size " + std::to_string(s + 1) + " is " + std::to_string(found) +
                    ", this program's is " + std::to_string(sizes[s]));
    }
  }
  const std::size_t whole = head + 3 * floats;
  if (bytes.size() != whole) {
    return refuse((bytes.size() < whole ? "cut short: " : "too long: ") + std::to_string(bytes.size()) +
                  " bytes of " + std::to_string(whole));
  }
  const std::uint64_t promised = hash_in_name(name);
  if (promised != 0 && promised != content_hash(bytes))
    return refuse("its content does not have the hash of its name");
  WeightsReader reader;
  reader.numbers_.reserve(floats);
  for (std::size_t i = 0; i < floats; ++i) {
    const auto byte = [&](std::size_t plane) -> std::uint32_t { return bytes[head + plane * floats + i]; };
    reader.numbers_.push_back(std::bit_cast<float>(byte(0) << 24 | byte(1) << 16 | byte(2) << 8));
    if (!std::isfinite(reader.numbers_.back()))
      return refuse("number " + std::to_string(i + 1) + " is not finite");
  }
  return reader;
}

std::span<const float> WeightsReader::take(std::size_t count) {
  assert(at_ + count <= numbers_.size());
  at_ += count;
  return std::span<const float>(numbers_).subspan(at_ - count, count);
}

}  // namespace firstchair::nn
