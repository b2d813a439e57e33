#include "engine/cut/timecode.h"

#include <gtest/gtest.h>

namespace firstchair::cut {
namespace {

constexpr FrameRate k25{25, 1}, k23{24000, 1001}, k29{30000, 1001}, k59{60000, 1001};

std::int64_t frame_of(std::string_view text, const FrameRate& rate) {
  const std::optional<Timecode> read = timecode_from(text, rate);
  return read ? read->frame : -1;
}

// An hour of 29.97 has 107,892 pictures; one of 59.94 twice as many.
//
//   00:00:59;28  00:00:59;29  00:01:00;02  00:01:00;03     ;00 and ;01 are no names there
//        1798         1799         1800         1801
TEST(Timecode, DropFrameLeavesOutNamesAndNoPicture) {
  EXPECT_EQ(frame_of("00:00:59;29", k29), 1799);
  EXPECT_EQ(frame_of("00:01:00;02", k29), 1800);
  EXPECT_EQ(frame_of("00:10:00;00", k29), 17982);
  EXPECT_EQ(frame_of("01:00:00;00", k29), 107892);
  EXPECT_EQ(frame_of("01:00:00;00", k59), 215784);
  EXPECT_EQ(frame_of("00:01:00;04", k59), 3600);
  EXPECT_EQ(frame_of("01:00:00:00", k29), 108000);
  EXPECT_EQ(frame_of("01:02:03:04", k25), 93079);
}

TEST(Timecode, EveryPictureOfADayHasItsOwnNameWhichReadsBack) {
  for (const FrameRate& rate : {k23, k25, k29, k59})
    for (const bool drop : {false, true}) {
      Timecode code{.rate = rate, .drop = drop};
      if (drop && code.base() % 30 != 0) continue;
      for (code.frame = 0; code.frame < 90'000; ++code.frame)
        ASSERT_EQ(timecode_from(text_of(code), rate), code);
      for (code.frame = 1'800'000; code.frame < 1'840'000; ++code.frame)
        ASSERT_EQ(timecode_from(text_of(code), rate), code);
    }
}

TEST(Timecode, BeginsANewDay) {
  const std::optional<Timecode> last = timecode_from("23:59:59;29", k29);
  ASSERT_TRUE(last);
  EXPECT_EQ(text_of({.frame = last->frame + 1, .rate = k29, .drop = true}), "00:00:00;00");
}

TEST(Timecode, WhatNoCameraCanSayIsNone) {
  for (const char* text : {"", "1:02:03:04", "24:00:00:00", "01:60:00:00", "01:00:60:00", "01:00:00:25",
                           "01:00:00;00", "-1:00:00:00", "01:02:03:04x", "01 02 03 04", "aa:bb:cc:dd"})
    EXPECT_FALSE(timecode_from(text, k25)) << text;
  EXPECT_FALSE(timecode_from("00:01:00;01", k29));
  EXPECT_FALSE(timecode_from("00:00:00:00", {0, 1}));
  EXPECT_FALSE(timecode_from("00:00:00:00", {1, 1}));
  EXPECT_TRUE(timecode_from("00:01:00.02", k29));
}

TEST(Timecode, ByAnotherBaseKeepsTheSecondAndItsPart) {
  const auto told = [](std::string_view text, const FrameRate& rate, const FrameRate& other) {
    return text_of(at_rate(*timecode_from(text, rate), other));
  };
  EXPECT_EQ(told("01:02:03:45", k59, k29), "01:02:03:22");
  EXPECT_EQ(told("00:01:00;04", k59, k29), "00:01:00;02");
  EXPECT_EQ(told("00:01:00;02", k29, k59), "00:01:00;04");
  EXPECT_EQ(told("01:02:03:12", k23, k29), "01:02:03:15");
  EXPECT_EQ(told("01:02:03;15", k29, k25), "01:02:03:12");
  EXPECT_EQ(told("01:02:03;15", k29, {30, 1}), "01:02:03:15");
}

TEST(Timecode, AMeasuredRateStandsForAUsualOne) {
  EXPECT_EQ(usual_rate({2983, 100}), k29);
  EXPECT_EQ(usual_rate({12800, 512}), k25);
  EXPECT_EQ(usual_rate({30, 1}), (FrameRate{30, 1}));
  EXPECT_EQ(usual_rate({15, 1}), (FrameRate{15, 1}));
}

}  // namespace
}  // namespace firstchair::cut
