#include "report/text/band_now_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(BandNowText, SaysWhyTheDialIsNotWhereItWasAskedToBe) {
  EXPECT_EQ(dial_text(band::set_dial({.follow = 60}), "Setup"), "");
  EXPECT_EQ(dial_text(band::set_dial({.follow = 60, .delay_known = false}), "Setup"),
            "the delay is not known: follow is set to 25; Setup measures it, an e-kit needs none");
  EXPECT_EQ(dial_text(band::set_dial({.follow = 60, .sound_ms = 328, .bpm = 180}), "Setup"),
            "output 340 ms late (Bluetooth?): at 180 BPM the band cannot follow; follow is set to 25");
  EXPECT_EQ(dial_refused_text(60),
            "--follow 60 needs a known delay: run 'firstchair calibrate', or use --follow 25, or an e-kit");
}

TEST(BandNowText, SaysWhereTheBandStops) {
  EXPECT_EQ(band_limit_text(120, 134, 132), "home 120, you are at 134: the band stops at 132");
}

}  // namespace
}  // namespace firstchair::report
