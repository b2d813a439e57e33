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

}  // namespace firstchair::ear
