// What the ear's two nets have in common: how they begin, and how their outputs are read.
//
// The NetFront makes of one frame of band levels a vector that describes it. It has two causal convolutions
// over (level, rise over the loudest of the band and its neighbours two frames ago), pooled over bands, and a
// dense layer.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/ear/ear.h"
#include "engine/ear/net.h"
#include "engine/nn/layers.h"
#include "engine/nn/weights.h"

namespace firstchair::ear {

// Conv1 and Conv2 are the convolutions' channels, Out is the vector's length.
template <std::size_t Conv1, std::size_t Conv2, std::size_t Out>
class NetFront {
 public:
  static constexpr std::size_t kConv1 = Conv1, kConv2 = Conv2, kOut = Out, kPicture = Conv2 * (kBands / 4);
  static constexpr std::size_t kNumbers =
      9 * 2 * kConv1 + kConv1 + 9 * kConv1 * kConv2 + kConv2 + kConv2 * (kBands / 4) * kOut + kOut;

  // [setup] Takes kNumbers numbers of the file.
  void load(nn::WeightsReader& file) {
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
        for (std::size_t b = 0; b < kPooled; ++b)
          turned[(o * kPooled + b) * kConv2 + c] = rows[(o * kConv2 + c) * kPooled + b];
      }
    }
    dense_.load(turned, file.take(kOut));
    reset();
  }
  void reset() {
    conv1_.reset();
    conv2_.reset();
    for (BandLevels& levels : before_) levels.fill(kLeastLevel);
    oldest_ = 0;
  }

  // [audio] Writes kOut floats of `out`, none below 0.
  void operator()(const BandLevels& levels, float* out) {
    std::array<float, kPicture> seen;
    look(levels, seen.data());
    describe(seen.data(), out);
  }
  // [audio] The same in two parts, so that several frames may go through the second together. This one writes
  // kPicture floats.
  void look(const BandLevels& levels, float* seen) {
    std::array<float, 2 * kBands> picture;
    BandLevels& then = before_[oldest_];
    for (std::size_t b = 0; b < kBands; ++b) {
      const std::size_t first = b < kShortBands ? 0 : kShortBands,
                        end = b < kShortBands ? kShortBands : kBands;
      float loudest = then[b];
      if (b > first) loudest = std::max(loudest, then[b - 1]);
      if (b + 1 < end) loudest = std::max(loudest, then[b + 1]);
      picture[2 * b] = (levels[b] + 35) / 25;
      picture[2 * b + 1] = std::max(levels[b] - loudest, 0.0F) / 10;
    }
    then = levels;
    oldest_ = (oldest_ + 1) % kRiseOver;
    std::array<float, decltype(conv1_)::kOut> once;
    conv1_(picture.data(), once.data());
    conv2_(once.data(), seen);
  }
  using Dense = nn::Dense<Conv2*(kBands / 4), Out>;
  static constexpr std::size_t kTogether = Dense::kTogether;
  void describe(const std::array<const float*, kTogether>& seen,
                const std::array<float*, kTogether>& out) const {
    dense_.rectified(seen, out);
    for (float* one : out) rectify(one);
  }
  void describe(const float* seen, float* out) const {
    dense_.rectified(seen, out);
    rectify(out);
  }

 private:
  static void rectify(float* out) {
    for (std::size_t k = 0; k < kOut; ++k) out[k] = std::max(out[k], 0.0F);
  }

  static constexpr std::size_t kPooled = kBands / 4, kRiseOver = 2;  // bands, frames

  nn::ConvPool<2, kConv1, kBands> conv1_;
  nn::ConvPool<kConv1, kConv2, kBands / 2> conv2_;
  Dense dense_;
  std::array<BandLevels, kRiseOver> before_;  // a ring
  std::size_t oldest_ = 0;
};

// The first 8 bytes of a weights file say which ear's it is.
inline constexpr std::string_view kLiveMagic = "FCEAR002", kFileMagic = "FCEARF01";
// Returns what is wrong when the bytes are the other ear's.
std::optional<Error> other_ear(std::string_view name, std::span<const std::uint8_t> bytes, WhichEar wanted);

// A net's last layer has these outputs: struck, any, offset, then every voice's probability and strength.
inline constexpr std::size_t kNetOutputs = 3 + 2 * kHeardVoices;
// [audio] Reads kNetOutputs of them, probabilities as logits.
inline NetFrame frame_of(const float* out) {
  NetFrame frame{.struck = nn::sigmoid(out[0]), .any = nn::sigmoid(out[1]), .offset = out[2]};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    frame.voices[v] = nn::sigmoid(out[3 + v]);
    frame.strengths[v] = out[3 + kHeardVoices + v];
  }
  return frame;
}

inline constexpr std::size_t kNetThresholds = 2 + kHeardVoices;
// [setup] Takes kNetThresholds numbers of the file.
NetThresholds take_thresholds(nn::WeightsReader& file);

// [setup] Takes the numbers of a GRU: of its input, then of its state.
template <std::size_t In, std::size_t Size>
void load_gru(nn::Gru<In, Size>& gru, nn::WeightsReader& file) {
  const std::span<const float> in_rows = file.take(3 * Size * In), in_bias = file.take(3 * Size),
                               state_rows = file.take(3 * Size * Size), state_bias = file.take(3 * Size);
  gru.load(in_rows, in_bias, state_rows, state_bias);
}
inline constexpr std::size_t gru_numbers(std::size_t in, std::size_t size) {
  return 3 * size * (in + 1) + 3 * size * (size + 1);
}

}  // namespace firstchair::ear
