#include "engine/ear/sample_history.h"

#include <gtest/gtest.h>

namespace firstchair::ear {
namespace {

TEST(SampleHistory, KeepsTheLatestSamplesUnderTheirOwnNumbers) {
  SampleHistory history(50);
  for (int i = 0; i < 1000; ++i) {
    history.push(static_cast<float>(i));
    const auto kept = history.span(history.begin(), history.end());
    ASSERT_EQ(kept.size(), 50U);
    for (std::size_t k = 0; k < kept.size(); ++k) {
      const Frames number = history.begin() + static_cast<Frames>(k);
      ASSERT_EQ(kept[k], number < 0 ? 0 : static_cast<float>(number));
    }
  }
}

}  // namespace
}  // namespace firstchair::ear
