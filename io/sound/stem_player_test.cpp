#include "io/sound/stem_player.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace firstchair::io {
namespace {

constexpr double kRate = 48000, kApart_s = .4871;

// Decaying clicks, one every .4871 s.
std::shared_ptr<const StemSound> clicks(double seconds) {
  auto sound = std::make_shared<StemSound>();
  sound->rate = kRate;
  sound->mono.resize(static_cast<std::size_t>(seconds * kRate));
  for (double at = kApart_s; at + .2 < seconds; at += kApart_s)
    for (int k = 0; k < 4000; ++k)
      sound->mono[static_cast<std::size_t>(at * kRate) + static_cast<std::size_t>(k)] +=
          static_cast<float>(.8 * std::exp(-k / 600.) * std::sin(2 * 3.141592653589793 * 1000 * k / kRate));
  return sound;
}

// Plays `seconds` of it at a tempo that may change by block, and returns how late every attack came, in ms.
// `place` says where in the recording, in s, a second of the playing lies.
template <class Place>
std::vector<double> lateness(StemPlayer& player, double seconds, const Place& place) {
  constexpr std::size_t kGrain = 64;
  std::vector<float> out, left(kGrain), right(kGrain);
  std::vector<double> due;
  double next = kApart_s;
  for (Frames at = 0; at < static_cast<Frames>(seconds * kRate); at += kGrain) {
    const double from = place(static_cast<double>(at) / kRate);
    const double to = place(static_cast<double>(at + static_cast<Frames>(kGrain)) / kRate);
    if (next >= from && next < to) {
      due.push_back(static_cast<double>(at) + (next - from) / (to - from) * kGrain);
      next += kApart_s;
    }
    std::fill(left.begin(), left.end(), 0.F);
    std::fill(right.begin(), right.end(), 0.F);
    player.render(from * kRate, to * kRate, 1, left, right);
    EXPECT_EQ(left, right);
    out.insert(out.end(), left.begin(), left.end());
  }
  std::vector<double> late;
  for (const double frame : due) {
    const auto from = static_cast<std::size_t>(std::max(0., frame - .06 * kRate));
    const auto until = std::min(out.size(), static_cast<std::size_t>(frame + .06 * kRate));
    if (until < static_cast<std::size_t>(frame + .05 * kRate)) continue;
    std::size_t k = from;
    while (k < until && std::abs(out[k]) < .25F) ++k;
    late.push_back(k == until ? 1000 : 1000 * (static_cast<double>(k) - frame) / kRate);
  }
  return late;
}

TEST(StemPlayer, AtItsOwnTempoASampleIsASample) {
  const auto sound = clicks(3);
  StemPlayer player = *StemPlayer::make(sound, false);
  std::vector<float> left(64), right(64);
  for (std::size_t at = 0; at + 64 <= 96000; at += 64) {
    std::fill(left.begin(), left.end(), 0.F);
    player.render(static_cast<double>(at), static_cast<double>(at + 64), 1, left, right);
    if (at > 0) {
      ASSERT_TRUE(
          std::equal(left.begin(), left.end(), sound->mono.begin() + static_cast<std::ptrdiff_t>(at)));
    }
  }
}

TEST(StemPlayer, AttacksComeWithinFiveMsOfTheirPlaceAtEveryTempo) {
  const auto sound = clicks(15);
  for (const double tempo : {.9, .95, 1.0002, 1.05, 1.1}) {
    StemPlayer player = *StemPlayer::make(sound, false);
    const std::vector<double> late = lateness(player, 13, [&](double s) { return s * tempo; });
    ASSERT_GT(late.size(), 20u);
    const auto [least, most] = std::minmax_element(late.begin(), late.end());
    std::printf("tempo %.4f: %.1f to %.1f ms\n", tempo, *least, *most);
    EXPECT_GE(*least, -5.0) << tempo;
    EXPECT_LE(*most, 5.0) << tempo;
  }
}

TEST(StemPlayer, ATempoThatWandersLeavesNothingToAddUp) {
  StemPlayer player = *StemPlayer::make(clicks(32), false);
  // 8 % slower and faster, over 7 s.
  const std::vector<double> late =
      lateness(player, 28, [](double s) { return s + .08 * 7 / 6.2832 * (1 - std::cos(s * 6.2832 / 7)); });
  ASSERT_GT(late.size(), 50u);
  for (const double ms : late) EXPECT_LE(std::abs(ms), 8);
  double last = 0;
  for (std::size_t k = late.size() - 20; k < late.size(); ++k) last += late[k] / 20;
  EXPECT_LE(std::abs(last), 4);
}

TEST(StemPlayer, VarispeedIsExact) {
  StemPlayer player = *StemPlayer::make(clicks(7), true);
  for (const double ms : lateness(player, 5, [](double s) { return 1.07 * s; })) EXPECT_NEAR(ms, .08, .12);
}

TEST(StemPlayer, AnotherPlaceIsJumpedTo) {
  StemPlayer player = *StemPlayer::make(clicks(24), false);
  const std::vector<double> late =
      lateness(player, 8, [](double s) { return s < 5 ? .97 * s : .97 * s + 4 * kApart_s; });
  int far = 0;
  for (const double ms : late) far += std::abs(ms) > 5;
  EXPECT_LE(far, 1);
}

TEST(StemPlayer, OutsideTheRecordingIsSilenceAndNoSoundIsRefused) {
  StemPlayer player = *StemPlayer::make(clicks(1), false);
  std::vector<float> left(64), right(64);
  for (const double from : {-4e6, -64., 48000., 1e12, std::nan("")}) {
    player.render(from, from + 70, 1, left, right);
    for (const float sample : left) ASSERT_NEAR(sample, 0, 1e-6);
  }
  EXPECT_FALSE(StemPlayer::make(nullptr, false));
  EXPECT_FALSE(StemPlayer::make(std::make_shared<StemSound>(), false));
}

}  // namespace
}  // namespace firstchair::io
