#include "practice/click_announcer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "practice/click.h"

namespace firstchair::practice {
namespace {

constexpr double kRate = 48000;

std::vector<AnnouncedClick> all_until(ClickAnnouncer& announcer, Frames until, Frames step = 480) {
  std::vector<AnnouncedClick> told;
  for (Frames at = step; at <= until; at += step) {
    const std::span<const AnnouncedClick> part = announcer.push(at);
    told.insert(told.end(), part.begin(), part.end());
  }
  return told;
}

// 120 a minute: a beat is 24000 frames. One bar of count-in from frame 100; bar 2 is silent.
//   frame 100 24100 48100 72100 | 96100 ... | silent | 288100 ...
TEST(ClickAnnouncer, TellsOfEveryClickThatSoundsOnceWhereItIsHeard) {
  const ClickPlan plan{.bpm = 120, .start = 100, .count_in_bars = 1, .gap_on = 1, .gap_off = 1};
  ClickAnnouncer announcer(*ClickTrain::make(plan), 960, 96100);
  const std::vector<AnnouncedClick> told = all_until(announcer, 400000);
  std::vector<ClickEvent> sounding;
  for (ClickTrain train = *ClickTrain::make(plan); train.peek().frame + 960 < 400000; train.next())
    if (train.peek().sounds) sounding.push_back(train.peek());
  ASSERT_EQ(told.size(), sounding.size());
  const Frames playing = 96100 + 960 - 4800;
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].expected.frame, sounding[i].frame + 960);
    EXPECT_EQ(told[i].expected.kind, static_cast<int>(sounding[i].kind));
    EXPECT_EQ(told[i].expected.gain, click_gain(static_cast<int>(i)));
    EXPECT_EQ(told[i].expected.alone_until, playing);
    EXPECT_EQ(told[i].expected.part, 0);
    EXPECT_EQ(told[i].alone, told[i].expected.frame < playing);
    EXPECT_EQ(told[i].due, static_cast<double>(sounding[i].frame) + 960);
  }
}

TEST(ClickAnnouncer, TellsOfNothingThatIsHeardLater) {
  ClickAnnouncer announcer(*ClickTrain::make({.bpm = 120}), 0, 0);
  EXPECT_TRUE(announcer.push(0).empty());
  EXPECT_EQ(announcer.push(1).size(), 1U);
  EXPECT_TRUE(announcer.push(24000).empty());
  EXPECT_EQ(announcer.push(24001).size(), 1U);
}

// At 100 a minute eight clicks a beat are 75 ms apart, at 130 they are 58 ms.
TEST(ClickAnnouncer, LeavesOutSubdivisionsThatCannotBeToldApart) {
  const auto kinds = [](double bpm) {
    ClickAnnouncer announcer(*ClickTrain::make({.bpm = bpm, .subdivision = 8}), 0, 0);
    const std::vector<AnnouncedClick> told = all_until(announcer, 4 * 48000);
    return std::count_if(told.begin(), told.end(), [](const AnnouncedClick& click) {
      return click.expected.kind == static_cast<int>(ClickKind::subdivision);
    });
  };
  EXPECT_GT(kinds(100), 40);
  EXPECT_EQ(kinds(130), 0);
}

// Law: what is told with a lag is what is told without, moved by it; `part` is what lies between frames.
TEST(ClickAnnouncer, ClocksThatPartMoveTheClicks) {
  ClickAnnouncer alike(*ClickTrain::make({.bpm = 97}), 10, 0), apart = alike;
  const ClockLag lag{.at = 1000, .behind = 3.25, .slope = 50e-6};
  const std::span<const AnnouncedClick> exact = alike.push(480000), late = apart.push(480000, lag);
  ASSERT_EQ(exact.size(), late.size());
  ASSERT_GT(exact.size(), 10U);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const double heard = exact[i].due + lag.behind_at(exact[i].due);
    EXPECT_EQ(late[i].due, exact[i].due);
    EXPECT_NEAR(static_cast<double>(late[i].expected.frame) + static_cast<double>(late[i].expected.part),
                heard, 1e-3);
    EXPECT_GE(late[i].expected.part, 0);
    EXPECT_LT(late[i].expected.part, 1);
  }
}

// Two clicks of count-in from 0.5 s, a click every 0.6 s, every third an accent.
TEST(ClickAnnouncer, AMetronomeInARecordingClicksWhereItIsSaidTo) {
  Result<ClickAnnouncer> announcer =
      ClickAnnouncer::make({.bpm = 100, .at = 0.5, .count_in = 2, .accent = 3}, 44100);
  ASSERT_TRUE(announcer);
  const std::vector<AnnouncedClick> told = all_until(*announcer, 44100 * 60);
  ASSERT_GT(told.size(), 90U);
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].expected.frame, std::llround((0.5 + 0.6 * static_cast<double>(i)) * 44100));
    EXPECT_EQ(told[i].expected.kind, i % 3 == 0 ? 1 : 0);
    EXPECT_EQ(told[i].expected.gain, 1);
    EXPECT_EQ(told[i].expected.alone_until, std::llround(1.6 * 44100));
  }
  Result<ClickAnnouncer> without = ClickAnnouncer::make({.bpm = 100}, 44100);
  EXPECT_EQ(without->push(1)[0].expected.alone_until, 0) << "nobody said when playing begins";
}

TEST(ClickAnnouncer, RefusesAMetronomeThatIsNone) {
  for (const Metronome& metronome : {Metronome{.bpm = 9}, Metronome{.bpm = 1001}, Metronome{.bpm = NAN},
                                     Metronome{.count_in = -1}, Metronome{.accent = -1}})
    EXPECT_FALSE(ClickAnnouncer::make(metronome, kRate));
}

}  // namespace
}  // namespace firstchair::practice
