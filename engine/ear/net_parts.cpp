#include "engine/ear/net_parts.h"

namespace firstchair::ear {

void NetFront::load(nn::WeightsReader& file) {
  const auto load = [&](auto& layer, std::size_t rows, std::size_t biases) {
    const std::span<const float> first = file.take(rows);
    layer.load(first, file.take(biases));
  };
  load(conv1_, 9 * 2 * kConv1, kConv1);
  load(conv2_, 9 * kConv1 * kConv2, kConv2);
  // The training lays the pooled picture out channel by channel, this program band by band.
  const std::span<const float> rows = file.take(kConv2 * kPooled * kOut);
  std::vector<float> turned(rows.size());
  for (std::size_t o = 0; o < kOut; ++o) {
    for (std::size_t c = 0; c < kConv2; ++c) {
      for (std::size_t b = 0; b < kPooled; ++b) {
        turned[(o * kPooled + b) * kConv2 + c] = rows[(o * kConv2 + c) * kPooled + b];
      }
    }
  }
  dense_.load(turned, file.take(kOut));
  reset();
}

void NetFront::reset() {
  conv1_.reset();
  conv2_.reset();
  for (BandLevels& levels : before_) levels.fill(kLeastLevel);
  oldest_ = 0;
}

NetThresholds take_thresholds(nn::WeightsReader& file) {
  const std::span<const float> numbers = file.take(kNetThresholds);
  NetThresholds thresholds{.struck = numbers[0], .any = numbers[1], .voices = {}};
  std::copy(numbers.begin() + 2, numbers.end(), thresholds.voices.begin());
  return thresholds;
}

std::optional<Error> other_ear(std::string_view name, std::span<const std::uint8_t> bytes, WhichEar wanted) {
  const bool file = wanted == WhichEar::file;
  const std::string_view others = file ? kLiveMagic : kFileMagic;
  if (bytes.size() < others.size() ||
      std::string_view(reinterpret_cast<const char*>(bytes.data()), others.size()) != others)
    return {};
  return Error{
      ErrorCode::malformed, std::string(name),
      file ? "the live ear's weights, not the file ear's" : "the file ear's weights, not the live ear's",
      file ? "Hear with --ear live, or name the file ear's weights"
           : "Hear with --ear file, or name the live ear's weights"};
}

}  // namespace firstchair::ear
