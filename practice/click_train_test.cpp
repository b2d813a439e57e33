#include "practice/click_train.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace firstchair::practice {
namespace {

std::vector<ClickEvent> first(const ClickPlan& plan, int count) {
  Result<ClickTrain> train = ClickTrain::make(plan);
  EXPECT_TRUE(train) << (train ? "" : train.error().line());
  std::vector<ClickEvent> events;
  for (int i = 0; train && i < count; ++i, train->next()) events.push_back(train->peek());
  return events;
}

// The nearest frame to k beats of 60 * rate / bpm frames, in whole numbers only.
Frames exact(std::int64_t k, std::int64_t rate, std::int64_t bpm) {
  return (2 * k * 60 * rate + bpm) / (2 * bpm);
}

TEST(ClickTrain, StandsOnTheNearestFrameStillAfterADay) {
  for (const int bpm : {60, 97, 113, 120, 211}) {
    ClickPlan plan{.rate = 44100, .bpm = static_cast<double>(bpm)};
    Result<ClickTrain> train = ClickTrain::make(plan);
    ASSERT_TRUE(train);
    const std::int64_t day = 24 * 60 * bpm;
    for (std::int64_t k = 0; k < day; ++k, train->next())
      ASSERT_EQ(train->peek().frame, exact(k, 44100, bpm)) << "beat " << k << " at " << bpm;
  }
}

//   3/4, a bar counted in, two clicks a beat:
//   bar   -1           0                     1
//   click A  b  b .    A . b . b .           A ...
TEST(ClickTrain, CountsInOnTheBeatAndSubdividesFromTheLastHalfBarOn) {
  const auto events =
      first({.rate = 48000, .bpm = 100, .meter = {0, 3, 4}, .count_in_bars = 1, .subdivision = 2}, 11);
  std::string kinds;
  for (const ClickEvent& event : events)
    kinds += event.kind == ClickKind::accent ? 'A' : event.kind == ClickKind::beat ? 'b' : '.';
  EXPECT_EQ(kinds, "Abb.A.b.b.A");
  EXPECT_EQ(events[0].bar, -1);
  EXPECT_EQ(events[4].bar, 0);
  EXPECT_EQ(events[4].frame, 3 * 28800);
  EXPECT_EQ(events[5].frame, 3 * 28800 + 14400);
  EXPECT_EQ(events[10].bar, 1);
}

TEST(ClickTrain, CountsTempoInQuartersWhateverTheMetersUnit) {
  const auto events = first({.rate = 48000, .bpm = 120, .meter = {0, 7, 8}}, 8);
  EXPECT_EQ(events[1].frame, 12000);
  EXPECT_EQ(events[7].frame, 7 * 12000);
  EXPECT_EQ(events[7].kind, ClickKind::accent);
}

TEST(ClickTrain, ClicksHalfwayBetweenBeatsWhenAskedForOffBeats) {
  const auto events =
      first({.rate = 48000, .bpm = 120, .meter = {0, 2, 4}, .count_in_bars = 1, .offbeat = true}, 4);
  EXPECT_EQ(events[0].frame, 0);
  EXPECT_EQ(events[1].frame, 24000);
  EXPECT_EQ(events[2].frame, 48000 + 12000);
  EXPECT_EQ(events[3].frame, 72000 + 12000);
}

TEST(ClickTrain, FallsSilentInGapBarsAndNeverInTheCountIn) {
  const auto events = first({.count_in_bars = 2, .gap_on = 2, .gap_off = 1, .mute_share = 0}, 4 * 11);
  for (const ClickEvent& event : events)
    EXPECT_EQ(event.sounds, event.bar < 0 || event.bar % 3 != 2) << "bar " << event.bar;
}

TEST(ClickTrain, MutesTheShareAskedForAndTheSameBeatsForTheSameSeed) {
  ClickPlan plan{.count_in_bars = 1, .mute_share = 0.3, .seed = 7};
  const auto events = first(plan, 4 * 1001);
  const auto again = first(plan, 4 * 1001);
  plan.seed = 8;
  const auto other = first(plan, 4 * 1001);
  int silent = 0, differ = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    silent += !events[i].sounds;
    differ += events[i].sounds != other[i].sounds;
    EXPECT_EQ(events[i].sounds, again[i].sounds);
    EXPECT_TRUE(events[i].bar >= 0 || events[i].sounds);
  }
  EXPECT_NEAR(silent / 4000.0, 0.3, 0.025);  // 3.4 standard deviations
  EXPECT_GT(differ, 1000);
}

//   bars 0 1 | 2 3 | 4 5 | 6 7 | 8 9 | 10 11 | 12 ...
//   bpm  100   110   120   125   120   110     100
TEST(ClickTrain, RampsUpByBarsAndBackDown) {
  const ClickPlan plan{.bpm = 100, .ramp = {.bars = 2, .step_bpm = 10, .limit_bpm = 125, .back = true}};
  std::vector<double> tempi;
  for (int bar = 0; bar < 16; ++bar) tempi.push_back(bpm_of_bar(plan, bar));
  EXPECT_EQ(tempi, (std::vector<double>{100, 100, 110, 110, 120, 120, 125, 125, 120, 120, 110, 110, 100, 100,
                                        100, 100}));
}

TEST(ClickTrain, RampsDownByBarsAndStaysThere) {
  const ClickPlan plan{.bpm = 100, .ramp = {.bars = 1, .step_bpm = 7, .limit_bpm = 80}};
  std::vector<double> tempi;
  for (int bar = -1; bar < 6; ++bar) tempi.push_back(bpm_of_bar(plan, bar));
  EXPECT_EQ(tempi, (std::vector<double>{100, 100, 93, 86, 80, 80, 80}));
}

// Bar lengths at 48 kHz in 4/4 are 4 * 60 * 48000 / bpm frames: 115200, 104727.27.., 96000 and so on. Their
// exact sum, and nothing but one rounding, is where each bar must start.
TEST(ClickTrain, AddsNoRoundingUpOverAThousandTempoSteps) {
  const ClickPlan plan{.bpm = 60, .ramp = {.bars = 1, .step_bpm = 0.25, .limit_bpm = 310, .back = true}};
  Result<ClickTrain> train = ClickTrain::make(plan);
  ASSERT_TRUE(train);
  long double start = 0;
  int moved = 0;
  for (int bar = 0; bar < 2100; ++bar) {
    ASSERT_LE(std::abs(static_cast<double>(static_cast<long double>(train->peek().frame) - start)),
              0.5 + 1e-6);
    ASSERT_EQ(train->peek().kind, ClickKind::accent);
    const double bpm = bpm_of_bar(plan, bar);
    moved += bpm != 60;
    start += 4.0L * 60 * 48000 / static_cast<long double>(bpm);
    for (int beat = 0; beat < 4; ++beat) train->next();
  }
  EXPECT_GT(moved, 1990);
}

// 7/8 in groups of two, two and three; the count-in is counted from its first beat all the same.
TEST(ClickTrain, AccentsTheBeatsThatAreChosen) {
  const auto events = first({.meter = {0, 7, 8}, .count_in_bars = 1, .accents = 0b0010101}, 21);
  for (const ClickEvent& event : events) {
    const bool accent =
        event.bar < 0 ? event.beat == 0 : event.beat == 0 || event.beat == 2 || event.beat == 4;
    EXPECT_EQ(event.kind == ClickKind::accent, accent) << event.bar << ":" << event.beat;
  }
  for (const ClickEvent& event : first({.count_in_bars = 0, .accents = 0}, 8))
    EXPECT_EQ(event.kind, ClickKind::beat);
}

TEST(ClickTrain, NeverGoesBackInTime) {
  Frames last = -1;
  for (const ClickEvent& event : first({.rate = 44100,
                                        .bpm = 200,
                                        .meter = {0, 5, 8},
                                        .count_in_bars = 1,
                                        .subdivision = 3,
                                        .ramp = {.bars = 1, .step_bpm = 13, .limit_bpm = 31, .back = true}},
                                       3000)) {
    ASSERT_GT(event.frame, last);
    last = event.frame;
  }
}

TEST(ClickTrain, RefusesPlansThatCannotBeClicked) {
  const std::map<std::string, ClickPlan> plans{
      {"tempo", {.bpm = 0}},
      {"meter", {.meter = {0, 4, 3}}},
      {"count-in", {.count_in_bars = 17}},
      {"1 to 8", {.subdivision = 9}},
      {"subdivided", {.subdivision = 2, .offbeat = true}},
      {"gaps", {.gap_on = 0, .gap_off = 2}},
      {"share", {.mute_share = 1.5}},
      {"step", {.ramp = {.bars = 1, .step_bpm = 0, .limit_bpm = 130}}},
      {"end", {.ramp = {.bars = 1, .step_bpm = 1, .limit_bpm = 500}}},
      {"15 ms", {.bpm = 400, .meter = {0, 4, 16}, .subdivision = 8}},
  };
  for (const auto& [word, plan] : plans) {
    const Result<ClickTrain> train = ClickTrain::make(plan);
    ASSERT_FALSE(train) << word;
    EXPECT_EQ(train.error().code, ErrorCode::usage);
    EXPECT_NE(train.error().what.find(word), std::string::npos) << train.error().what;
  }
}

}  // namespace
}  // namespace firstchair::practice
