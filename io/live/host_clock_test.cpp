#include "io/live/host_clock.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::io {
namespace {

constexpr double kRate = 48000;
constexpr Frames kBlock = 256;

// A stream whose crystal is `ppm` fast and whose callbacks come up to 1 ms late, some 20 ms; the host's clock
// starts anywhere. From `lost_at` on, `lost` frames are missing that nobody counted.
struct Stream {
  double ppm = 0;
  Frames lost_at = 0, lost = 0;
  double true_frame(double host_s) const {
    const double frame = (host_s - 1234.5) * kRate * (1 + 1e-6 * ppm);
    return lost > 0 && frame >= static_cast<double>(lost_at + lost) ? frame - static_cast<double>(lost)
                                                                    : frame;
  }
  double host_of(Frames frame) const {
    const Frames real = lost > 0 && frame >= lost_at ? frame + lost : frame;
    return 1234.5 + static_cast<double>(real) / (kRate * (1 + 1e-6 * ppm));
  }
};

TEST(HostClock, ExactTimesGiveExactFrames) {
  for (const double ppm : {-100.0, 0.0, 100.0}) {
    const Stream stream{.ppm = ppm};
    HostClock clock(kRate);
    for (Frames frame = 0; frame < 60 * 48000; frame += kBlock) clock.push(stream.host_of(frame), frame);
    for (const double host_s : {1290.0, 1294.4, 1294.6})
      EXPECT_NEAR(clock.frame_at(host_s), stream.true_frame(host_s), 0.01);
    EXPECT_NEAR(clock.drift().ppm, ppm, 0.01);
  }
}

TEST(HostClock, LateCallbacksMoveNothingAndItsSpreadIsHonest) {
  const Stream stream{.ppm = 100};
  std::mt19937 random(5);
  std::uniform_real_distribution<double> late(0, 0.001), share(0, 1);
  HostClock clock(kRate);
  int asked = 0, within = 0;
  double worst = 0;
  for (Frames frame = 0; frame < 120 * 48000; frame += kBlock) {
    const double due = stream.host_of(frame);
    clock.push(due + (share(random) < 0.02 ? 0.02 : late(random)), frame);
    if (frame < 48000) continue;
    const double host_s = due + 0.004 * share(random);
    const double off = std::abs(clock.frame_at(host_s) - stream.true_frame(host_s));
    worst = std::max(worst, off);
    ++asked;
    within += off < 2 * clock.sd() ? 1 : 0;
  }
  EXPECT_LT(worst, 0.2 * kRate / 1000);  // 0.2 ms, of 20
  EXPECT_GT(within, 0.95 * asked);
}

TEST(HostClock, FramesThatWereLostAreFollowedAndDoubtedUntilThen) {
  const Stream stream{.lost_at = 30 * 48000 / kBlock * kBlock, .lost = 4800};
  HostClock clock(kRate);
  double doubted_from = 0, right_from = 0;
  for (Frames frame = 0; frame < 40 * 48000; frame += kBlock) {
    const double due = stream.host_of(frame);
    clock.push(due, frame);
    const double off = std::abs(clock.frame_at(due) - stream.true_frame(due));
    EXPECT_TRUE(frame >= stream.lost_at || off < 0.01) << frame;
    if (doubted_from == 0 && clock.sd() > 4000) doubted_from = due - stream.host_of(stream.lost_at);
    if (frame >= stream.lost_at && off < 1 && right_from == 0)
      right_from = due - stream.host_of(stream.lost_at);
    EXPECT_TRUE(right_from == 0 || off < 1) << frame;
  }
  EXPECT_GT(doubted_from, 0);
  EXPECT_LT(doubted_from, 0.15);
  EXPECT_GT(right_from, 0);
  EXPECT_LT(right_from, 0.35);
}

}  // namespace
}  // namespace firstchair::io
