#include "engine/nn/weights.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdio>

#include "engine/core/fitted.h"

namespace firstchair::nn {
namespace {

constexpr std::string_view kMagic = "TESTNET1";
constexpr int kSizes[] = {3, 2};

std::vector<std::uint8_t> file(std::vector<float> numbers, int first = 3) {
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
  const auto put = [&](std::uint32_t word) {
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
  };
  put(static_cast<std::uint32_t>(first));
  put(2);
  for (const int shift : {24, 16, 8}) {
    for (const float number : numbers)
      bytes.push_back(static_cast<std::uint8_t>(std::bit_cast<std::uint32_t>(number) >> shift));
  }
  return bytes;
}

std::string name_of(const std::vector<std::uint8_t>& bytes) {
  char name[64];
  std::snprintf(name, sizeof name, "net-%016llx.weights",
                static_cast<unsigned long long>(content_hash(bytes)));
  return name;
}

std::string error_of(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  const Result<WeightsReader> reader = WeightsReader::open(name, bytes, kMagic, kSizes, 4);
  return reader ? "" : reader.error().what;
}

TEST(Weights, AWholeFileIsReadInOrder) {
  const std::vector<std::uint8_t> bytes = file({1, -2.5F, 3, 4});
  Result<WeightsReader> reader = WeightsReader::open(name_of(bytes), bytes, kMagic, kSizes, 4);
  ASSERT_TRUE(reader) << reader.error().line();
  EXPECT_EQ(reader->take(1)[0], 1);
  const std::span<const float> rest = reader->take(3);
  EXPECT_EQ(std::vector<float>(rest.begin(), rest.end()), (std::vector<float>{-2.5F, 3, 4}));
}

TEST(Weights, AFileThatIsNotTheNetsIsRefusedWithTheReason) {
  std::vector<std::uint8_t> good = file({1, 2, 3, 4});
  EXPECT_EQ(error_of("net.weights", {}), "not a weights file of this program");
  EXPECT_EQ(error_of("net.weights", {good.begin(), good.begin() + 10}), "cut short");
  EXPECT_EQ(error_of("net.weights", {good.begin(), good.end() - 1}), "cut short: 27 bytes of 28");
  EXPECT_EQ(error_of("net.weights", file({1, 2, 3, 4, 5})), "too long: 31 bytes of 28");
  EXPECT_EQ(error_of("net.weights", file({1, 2, 3, 4}, 7)),
            "another architecture: size 1 is 7, this program's is 3");
  EXPECT_EQ(error_of("net.weights", file({1, 2, std::bit_cast<float>(0x7FC00000U), 4})),
            "number 3 is not finite");
  const std::string name = name_of(good);
  good.back() ^= 1;
  EXPECT_EQ(error_of(name, good), "its content does not have the hash of its name");
  good[0] = 'X';
  EXPECT_EQ(error_of("net.weights", good), "not a weights file of this program");
}

}  // namespace
}  // namespace firstchair::nn
