// `firstchair kit learn --strike` at a real JACK server without a sound card: a drummer strikes two toms.
#include <regex>

#include "engine/ear/struck_kit_test.h"
#include "testing/live/jack_drummer.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

TEST(KitLive, EveryDrumIsAskedForCountedAndLearnt) {
  const testing::Workplace here;
  const testing::JackServer server;
  const double rate = 48000;
  // He waits for who takes long to listen.
  constexpr double kWaits_s = 3;
  std::vector<float> sound(static_cast<std::size_t>((kWaits_s + 6.5) * ear::kStruckRate));
  for (std::size_t tom = 0; tom < ear::kTomHz.size(); ++tom) {
    for (int s = 0; s < ear::kStrokesOfADrum; ++s)
      ear::strike_tom(sound, kWaits_s + 3.2 * static_cast<double>(tom) + 0.4 * s, ear::kTomHz[tom], 0.4);
  }
  ear::add_noise(sound, -65);
  // A tom of 44,100 samples a second is a higher one at 48,000.
  testing::JackDrummer drummer(server.name, std::move(sound), {}, {.click = false});
  const testing::Ran ran = here.run({"kit", "learn", "mine", "--strike", "tom_low,tom_high", "--server",
                                     server.name, "--in", "drummer:play"});
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find("Strike the tom low: 0 of 4\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("tom low: learnt.\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Strike the tom high: 4 of 4\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("tom high: learnt.\n"), std::string::npos) << ran.out;
  EXPECT_TRUE(std::regex_search(ran.out, std::regex("  tom high +[1-9][0-9]* strokes"))) << ran.out;
  EXPECT_NE(ran.out.find("name it with --kit-sound mine.\n"), std::string::npos) << ran.out;
  EXPECT_LT(static_cast<double>(drummer.played()), 15 * rate);
}

TEST(KitLive, WithoutAServerItSaysWhatToDo) {
  const testing::Workplace here;
  const testing::Ran ran = here.run({"kit", "learn", "mine", "--strike", "kick,snare", "--system", "jack",
                                     "--server", "firstchair-test-none"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}

}  // namespace
}  // namespace firstchair::tests
