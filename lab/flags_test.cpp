#include "lab/flags.h"

#include <gtest/gtest.h>

namespace firstchair::lab {
namespace {

TEST(Flags, AreReadAndWhatIsNoneEndsTheProgram) {
  std::string out;
  int pieces = 7;
  double seconds = 2;
  std::uint64_t seed = 1;
  bool kits = false;
  const auto read = [&](std::vector<const char*> words) {
    words.insert(words.begin(), "fit");
    Flags flags("fits what is fitted");
    flags.add("--out", out, "folder");
    flags.add("--pieces", pieces, "of every condition");
    flags.add("--seconds", seconds, "of each");
    flags.add("--seed", seed, "of everything");
    flags.add("--kits", kits, "of every kit");
    return flags.read(static_cast<int>(words.size()), words.data());
  };
  EXPECT_EQ(read({"--out", "here", "--seconds", "2.5", "--seed=18446744073709551615", "--kits"}),
            std::nullopt);
  EXPECT_EQ(out, "here");
  EXPECT_EQ(pieces, 7);
  EXPECT_EQ(seconds, 2.5);
  EXPECT_EQ(seed, ~std::uint64_t{0});
  EXPECT_TRUE(kits);
  EXPECT_EQ(read({"--help"}), 0);
  EXPECT_NE(read({"--piece", "3"}).value_or(0), 0);
  EXPECT_NE(read({"--pieces", "many"}).value_or(0), 0);
}

}  // namespace
}  // namespace firstchair::lab
