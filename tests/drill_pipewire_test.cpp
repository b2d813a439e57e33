// firstchair drill under PipeWire, through its libjack: the same as at a JACK server (drill_live_test.cpp).
#include "testing/live/live_drill.h"
#include "testing/live/pipewire_server.h"

namespace firstchair::tests {
namespace {

class PipeWireDrill : public testing::LiveDrillAt<testing::PipeWireServer> {
 protected:
  void SetUp() override {
    if (!server.running)
      GTEST_SKIP() << "PipeWire is not installed here (pipewire, pipewire-jack, wireplumber)";
  }
};

TEST_F(PipeWireDrill, PrintsTheErrorsThatWerePlayedIntoTheMicrophoneWithinAMillisecond) {
  lay_out(6);
  testing::JackDrummer drummer(server.name, sound, {});
  const testing::Ran ran = here.run(arguments("beat.mid", false));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NEAR(printed_lean(ran.out, "snare"), 15, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "kick"), -8, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "hat"), 0, 1) << ran.out;
}

TEST_F(PipeWireDrill, PrintsTheErrorsThatWerePlayedOnAnEKit) {
  lay_out(6);
  testing::JackDrummer drummer(server.name, {}, notes);
  const testing::Ran ran = here.run(arguments("beat.mid", true));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("0 missed, 0 extra of 8"), std::string::npos) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "snare") - printed_lean(ran.out, "kick"), 23, 0.2) << ran.out;
}

}  // namespace
}  // namespace firstchair::tests

int main(int argc, char** argv) {
  firstchair::testing::run_under_pipewire(argv, 256);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
