#include "report/page/band_picture.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::report {
namespace {

band::BandPlayed played_of(int beats) {
  band::BandPlayed played{.title = "Blues <in> F", .follow = .5};
  for (int n = 0; n < beats; ++n) {
    band::BandBeat beat;
    beat.quarter = n, beat.sure = true;
    beat.home_bpm = 120, beat.band_bpm = 121, beat.drummer_bpm = 122;
    beat.held = n >= 16 && n < 32;
    beat.played = {
        .band_ms = 500. * n + std::sin(n), .drummer_ms = 500. * n - 8 + n % 3, .heard = n % 7 != 5};
    played.beats.push_back(beat);
  }
  return played;
}

TEST(BandPicture, StandsAloneAndHasItsThreePanels) {
  const std::string svg = band_picture(played_of(64));
  EXPECT_TRUE(svg.starts_with("<svg xmlns="));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_NE(svg.find("Blues &lt;in&gt; F"), std::string::npos);
  for (const char* head : {">tempo<", ">every beat", ">what moved the time"})
    EXPECT_NE(svg.find(head), std::string::npos) << head;
  EXPECT_NE(svg.find("class=\"held\""), std::string::npos);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(BandPicture, ATakeOfNothingIsDrawnToo) {
  const std::string svg = band_picture({});
  EXPECT_NE(svg.find("too few bars to say who follows"), std::string::npos);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::report
