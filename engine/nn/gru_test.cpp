#include <gtest/gtest.h>

#include "engine/nn/gru_parity.h"
#include "engine/nn/layers.h"

namespace firstchair::nn {
namespace {

using SmallGru = Gru<parity::kIn, parity::kSize>;
constexpr std::size_t kOutputs = 2 * parity::kSize;  // of a frame: forward, backward

TEST(Gru, ForwardItSaysWhatPyTorchSays) {
  SmallGru gru;
  gru.load(parity::kForwardInRows, parity::kForwardInBias, parity::kForwardStateRows,
           parity::kForwardStateBias);
  for (std::size_t f = 0; f < parity::kFrames; ++f) {
    const auto& state = gru(parity::kFrom + f * parity::kIn);
    for (std::size_t k = 0; k < parity::kSize; ++k)
      EXPECT_NEAR(state[k], parity::kTo[f * kOutputs + k], 1e-5) << f << " " << k;
  }
}

TEST(Gru, FromTheLastFrameToTheFirstItSaysWhatPyTorchsBackwardPassSays) {
  SmallGru gru;
  gru.load(parity::kBackwardInRows, parity::kBackwardInBias, parity::kBackwardStateRows,
           parity::kBackwardStateBias);
  for (std::size_t f = parity::kFrames; f-- > 0;) {
    const auto& state = gru(parity::kFrom + f * parity::kIn);
    for (std::size_t k = 0; k < parity::kSize; ++k)
      EXPECT_NEAR(state[k], parity::kTo[f * kOutputs + parity::kSize + k], 1e-5) << f << " " << k;
  }
}

}  // namespace
}  // namespace firstchair::nn
