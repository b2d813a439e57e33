#include "engine/ear/net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace firstchair::ear {
namespace {

// Of the net that ships.
std::vector<char> only_file(const std::string& ending) {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(FIRSTCHAIR_SOURCE_DIR) + "/data/weights")) {
    if (entry.path().extension() != ending || !entry.path().filename().string().starts_with("ear-")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  return {};
}

// 100 frames of a held-out example with what PyTorch made of them: int32 frames, bands, outputs; float
// levels; float outputs, logits but for offset and strengths. PyTorch had all bits of the weights; the file
// has 24 of them.
TEST(Net, SaysWhatTheTrainedModelSays) {
  const std::vector<char> bytes = only_file(".parity");
  ASSERT_GT(bytes.size(), 12U);
  std::int32_t sizes[3];
  std::memcpy(sizes, bytes.data(), sizeof sizes);
  const auto [frames, bands, outputs] = sizes;
  ASSERT_EQ(bands, static_cast<std::int32_t>(kBands));
  std::vector<float> numbers((bytes.size() - sizeof sizes) / 4);
  std::memcpy(numbers.data(), bytes.data() + sizeof sizes, numbers.size() * 4);
  ASSERT_EQ(numbers.size(), static_cast<std::size_t>(frames * (bands + outputs)));
  Result<Net> net = Net::make();
  ASSERT_TRUE(net) << net.error().line();
  const float* levels = numbers.data();
  const float* expected = numbers.data() + frames * bands;
  const auto probability = [](float logit) { return 1 / (1 + std::exp(-logit)); };
  for (std::int32_t f = 0; f < frames; ++f, levels += bands, expected += outputs) {
    BandLevels frame;
    std::copy(levels, levels + bands, frame.begin());
    const NetFrame out = net->push(frame);
    EXPECT_NEAR(out.struck, probability(expected[0]), 2e-4) << f;
    EXPECT_NEAR(out.any, probability(expected[1]), 2e-4) << f;
    EXPECT_NEAR(out.offset, expected[2], 2e-4) << f;
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      EXPECT_NEAR(out.voices[v], probability(expected[3 + v]), 2e-4) << f << " " << v;
      EXPECT_NEAR(out.strengths[v], expected[3 + kHeardVoices + v], 2e-4) << f << " " << v;
    }
  }
}

TEST(Net, AfterResetItStartsAfresh) {
  Result<Net> net = Net::make();
  ASSERT_TRUE(net);
  BandLevels levels;
  levels.fill(-30);
  const NetFrame first = net->push(levels);
  levels.fill(-10);
  for (int i = 0; i < 20; ++i) net->push(levels);
  net->reset();
  levels.fill(-30);
  EXPECT_EQ(net->push(levels).any, first.any);
}

TEST(Net, WeightsThatAreHarmedAreRefused) {
  const std::vector<char> bytes = only_file(".weights");
  std::vector<std::uint8_t> harmed(bytes.begin(), bytes.end());
  ASSERT_TRUE(Net::make("some.weights", harmed));
  harmed.pop_back();
  EXPECT_FALSE(Net::make("some.weights", harmed));
}

}  // namespace
}  // namespace firstchair::ear
