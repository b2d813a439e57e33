#include "engine/cut/fine.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/cut/gcc.h"
#include "engine/cut/made_sound_test.h"
#include "engine/cut/pairs.h"

namespace firstchair::cut {
namespace {

TEST(Trend, FindsWhatMostPointsSay) {
  std::mt19937 dice(1);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> anywhere(-12, 12);
  std::vector<Point> points;
  for (int k = 0; k < 200; ++k) {
    const double x = 3.0 * k;
    points.push_back({x, k % 3 == 0 ? anywhere(dice) : 2 + 0.01 * x + 0.05 * normal(dice)});
  }
  const Trend line = robust_trend(points, {.steepest = 0.05, .vote = 0.5, .finest = 0.02});
  EXPECT_NEAR(line.at(0), 2, 0.03);
  EXPECT_NEAR(line.slope, 0.01, 1e-4);
  EXPECT_NEAR(line.inliers, 0.67, 0.05);
  EXPECT_GT(line.slope_95, 0);
  EXPECT_LT(line.slope_95, 1e-4);
}

TEST(Trend, ItsIntervalsHoldTheTruthAsOftenAsTheySay) {
  std::mt19937 dice(2);
  std::normal_distribution<double> normal;
  int slopes = 0, levels = 0;
  constexpr int kDraws = 400;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<Point> points;
    for (int k = 0; k < 80; ++k) points.push_back({static_cast<double>(k), 1 + 0.3 * normal(dice)});
    const Trend line = robust_trend(points, {.steepest = 0.01, .vote = 0.5, .finest = 0.02});
    slopes += std::abs(line.slope) <= line.slope_95;
    levels += std::abs(line.at_mean - 1) <= line.at_mean_95;
  }
  EXPECT_NEAR(slopes, 0.95 * kDraws, 0.035 * kDraws);
  EXPECT_NEAR(levels, 0.95 * kDraws, 0.035 * kDraws);
}

TEST(Gcc, TellsAPureDelayWhicheverWayRound) {
  std::mt19937 dice(3);
  std::normal_distribution<float> normal;
  std::vector<float> noise(2000);
  for (float& x : noise) x = normal(dice);
  Gcc gcc({});
  for (const int late : {-100, 0, 37}) {
    std::vector<float> first(noise.begin() + 300 - late, noise.begin() + 1740 - late);
    std::vector<float> second(noise.begin() + 300, noise.begin() + 1740);
    EXPECT_NEAR(gcc.delay(first, second).s * 24000, late, 0.05);
    for (float& x : second) x *= -3;
    EXPECT_NEAR(gcc.delay(first, second).s * 24000, late, 0.05);
  }
  EXPECT_EQ(gcc.delay(std::vector<float>(1440), std::vector<float>(1440)).value, 0);
}

TEST(Resampler, KeepsATonesTimeAtEveryRate) {
  for (const double rate : {16000.0, 44100.0, 48000.0}) {
    Clip clip{rate, 100, std::vector<float>(static_cast<std::size_t>(0.1 * rate))};
    const auto tone = [](double t) { return std::sin(2 * std::numbers::pi * 1234 * t); };
    for (std::size_t n = 0; n < clip.sound.size(); ++n)
      clip.sound[n] = static_cast<float>(tone((static_cast<double>(n) + 100) / rate));
    std::vector<float> out(500);
    const double from_s = 100 / rate + 0.0300123;
    Resampler(rate, 24000).read(clip, from_s, 1 / 24000., out);
    for (std::size_t n = 0; n < out.size(); ++n)
      ASSERT_NEAR(static_cast<double>(out[n]), tone(from_s + static_cast<double>(n) / 24000), 0.02) << rate;
  }
}

TEST(ClipCatcher, CatchesWhatBlocksCutApart) {
  std::vector<float> sound(1000);
  for (std::size_t n = 0; n < sound.size(); ++n) sound[n] = static_cast<float>(n + 1);
  const std::vector<Stretch> stretches{{0.5, 0.6}, {-0.05, 0.05}, {0.55, 0.7}, {0.95, 1.1}};
  ClipCatcher catcher(1000, stretches);
  for (std::size_t at = 0; at < sound.size(); at += 70)
    catcher.push(std::span(sound).subspan(at, std::min<std::size_t>(70, sound.size() - at)));
  const std::vector<Clip> clips = catcher.finish();
  ASSERT_EQ(clips.size(), 4U);
  for (const Clip& clip : clips)
    for (std::size_t n = 0; n < clip.sound.size(); ++n) {
      const Frames f = clip.first + static_cast<Frames>(n);
      ASSERT_EQ(clip.sound[n], f < 0 || f >= 1000 ? 0.0F : static_cast<float>(f + 1));
    }
}

TEST(Pairs, EachAttackAnswersItsNearest) {
  const std::vector<double> master{1, 1.1, 2, 3}, camera{0.003, 0.106, 1.5, 2.002};
  const Piece piece{.from_s = 0, .to_s = 5, .offset_s = 1};
  const std::vector<Point> pairs = pair_attacks(master, camera, piece);
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_NEAR(pairs[0].y, -3, 1e-9);
  EXPECT_NEAR(pairs[2].y, -2, 1e-9);
}

// All of it: two recordings of one drummer, and what the ear would have told of the master.
struct Two {
  made::Place master_place{.rate = 16000, .tail = 0.05, .seed = 11}, camera_place{.seed = 12};
  double master_s = 44, camera_s = 34;
  std::vector<made::Stroke> strokes = made::drummer(44, 5);
  double attack_noise_s = 0.0003;

  std::vector<double> attacks(const made::Place& place, double length_s, std::uint32_t seed) const {
    std::mt19937 dice(seed);
    std::normal_distribution<double> normal;
    std::vector<double> at;
    for (const made::Stroke& stroke : strokes) {
      const double t =
          (stroke.at_s - place.offset_s) / (1 + place.ppm * 1e-6) + attack_noise_s * normal(dice);
      if (t > 0 && t < length_s) at.push_back(t);
    }
    return at;
  }
  Fine lay(bool with_strokes = true) const {
    const auto clips = [](const std::vector<float>& sound, double rate,
                          const std::vector<Stretch>& stretches) {
      ClipCatcher catcher(rate, stretches);
      catcher.push(sound);
      return catcher.finish();
    };
    const auto envelope = [](const std::vector<float>& sound, double rate) {
      EnvelopeMaker maker(rate);
      maker.push(sound);
      return maker.finish();
    };
    const std::vector<float> master = made::heard(strokes, master_place, master_s);
    const std::vector<float> camera = made::heard(strokes, camera_place, camera_s);
    const Coarse coarse =
        lay_coarsely(envelope(master, master_place.rate), envelope(camera, camera_place.rate));
    if (coarse.end != CoarseEnd::laid) return {};
    std::vector<double> of_master;
    if (with_strokes) of_master = attacks(master_place, master_s, 1);
    const FinePlan plan = plan_fine(coarse.pieces, master_s, of_master);
    const Compared compared = compare(plan, coarse.pieces, clips(camera, camera_place.rate, plan.camera),
                                      clips(master, master_place.rate, plan.master));
    return lay_finely(coarse, plan, compared, of_master, {});
  }
};

TEST(Fine, OffsetAndDriftAreFound) {
  Two two;
  two.camera_place = {.offset_s = 3.211, .ppm = 75, .tail = 0.3, .noise = 0.005, .seed = 3};
  const Placement placement = two.lay().placement;
  ASSERT_EQ(placement.pieces.size(), 1U);
  EXPECT_NEAR(master_of(placement.pieces[0], 17), 3.211 + 17 * (1 + 75e-6), 0.0006);
  EXPECT_NEAR(placement.pieces[0].slope, 75e-6, 5e-6);
  EXPECT_EQ(placement.grade, Grade::exact) << placement.between_ways_s << " " << placement.inliers;
  EXPECT_GT(placement.paired, 50);
}

TEST(Fine, GainPolarityAndRateChangeNothing) {
  Two two;
  two.attack_noise_s = 0;
  two.camera_place = {.offset_s = 3.211, .ppm = -40, .tail = 0.2, .noise = 0, .seed = 3};
  const Piece plain = two.lay().placement.pieces.at(0);
  two.camera_place.gain = -0.1;
  const Piece turned = two.lay().placement.pieces.at(0);
  EXPECT_NEAR(master_of(turned, 17), master_of(plain, 17), 1e-6);
  EXPECT_NEAR(turned.slope, plain.slope, 1e-8);
  two.camera_place.rate = 22050;
  const Piece other_rate = two.lay().placement.pieces.at(0);
  EXPECT_NEAR(master_of(other_rate, 17), master_of(plain, 17), 1e-4);
  EXPECT_NEAR(other_rate.slope, plain.slope, 4e-6);
}

// In a noise in which no ear hears a stroke the master's strokes tell where they are.
TEST(Fine, ACameraInWhichNoStrokeIsHeardIsLaidAsSurely) {
  Two two;
  two.camera_place = {.offset_s = 3.211, .ppm = -110, .tail = 0.3, .noise = 0.1, .seed = 3};
  const Placement placement = two.lay().placement;
  ASSERT_EQ(placement.pieces.size(), 1U);
  EXPECT_NEAR(master_of(placement.pieces[0], 17), 3.211 + 17 * (1 - 110e-6), 0.0015);
  EXPECT_NEAR(placement.pieces[0].slope, -110e-6, 5e-6);
  EXPECT_EQ(placement.offset_by, Witness::sound);
  two.camera_place.noise = 0.01;
  EXPECT_GT(placement.offset_95_s, two.lay().placement.offset_95_s);
}

// An e-kit has no sound: the attacks that the ear heard in both say it, and no better than to a frame.
TEST(Fine, AttacksAloneSayItWhereTheMasterHasNoSound) {
  Two two;
  two.camera_place.offset_s = 3.211;
  Coarse coarse;
  coarse.pieces = {{.from_s = 0, .to_s = two.camera_s, .offset_s = 3.214}};
  coarse.slope_95 = 1e-5;
  const Placement placement = lay_finely(coarse, {}, {}, two.attacks(two.master_place, two.master_s, 1),
                                         two.attacks(two.camera_place, two.camera_s, 2))
                                  .placement;
  EXPECT_NEAR(master_of(placement.pieces.at(0), 17), 20.211, 0.001);
  EXPECT_EQ(placement.offset_by, Witness::attacks);
  EXPECT_EQ(placement.grade, Grade::frame);
  EXPECT_GT(placement.paired, 50);
}

TEST(Fine, WithoutStrokesLongWindowsSayItAndTheIntervalIsWide) {
  Two two;
  two.camera_place = {.offset_s = 3.211, .ppm = 75, .tail = 0.3, .noise = 0.005, .seed = 3};
  const Placement placement = two.lay(false).placement;
  ASSERT_EQ(placement.pieces.size(), 1U);
  EXPECT_NEAR(master_of(placement.pieces[0], 17), 3.211 + 17 * (1 + 75e-6), 0.008);
  EXPECT_NEAR(placement.pieces[0].slope, 75e-6, 40e-6);
  EXPECT_GE(placement.offset_95_s, 0.0048);
  EXPECT_NE(placement.grade, Grade::exact);
}

// Six windows say that the camera lies so much later than its loudness does.
TEST(Fine, AnIntervalReachesToThePlaceThatAnotherWayMeans) {
  const double alone = offset_95_s(Witness::attacks, .002, 0);
  EXPECT_EQ(offset_95_s(Witness::attacks, .002, .007), alone);
  EXPECT_DOUBLE_EQ(offset_95_s(Witness::attacks, .002, .060), alone + .060);
}

// Where a fainter sound may come first, or a part lies nowhere, nothing is told to be right.
TEST(Fine, WhatMayLieElsewhereIsToCheck) {
  const auto grade = [](const Coarse& changed) {
    Coarse coarse = changed;
    coarse.pieces = {{.from_s = 0, .to_s = 34, .offset_s = 3}};
    coarse.slope_95 = 1e-5;
    FinePlan plan;
    plan.chunks = true;
    Compared compared;
    for (int k = 0; k < 6; ++k) compared.delays.push_back({3 + 5. * k, 2 + .01 * (k % 2), 0});
    return lay_finely(coarse, plan, compared, {}, {}).placement.grade;
  };
  EXPECT_EQ(grade({}), Grade::frame);
  Coarse maybe, lost;
  maybe.maybe_s = .2;
  lost.lost_from_s = 10, lost.lost_to_s = 16;
  EXPECT_EQ(grade(maybe), Grade::check);
  EXPECT_EQ(grade(lost), Grade::check);
}

TEST(Fine, WhatMayBeMoreThanHalfAFrameOffIsToCheck) {
  const auto laid = [](double apart_ms) {
    Coarse coarse;
    coarse.pieces = {{.from_s = 0, .to_s = 34, .offset_s = 3}};
    coarse.slope_95 = 1e-5;
    FinePlan plan;
    plan.chunks = true;
    Compared compared;
    for (int k = 0; k < 6; ++k) compared.delays.push_back({3 + 5. * k, apart_ms + .01 * (k % 2), 0});
    return lay_finely(coarse, plan, compared, {}, {}).placement;
  };
  EXPECT_EQ(laid(2).grade, Grade::frame);
  EXPECT_NEAR(master_of(laid(2).pieces.at(0), 17), 20.002, 1e-4);
  EXPECT_EQ(laid(4).grade, Grade::check);
  // Where they have the sound later than the loudness does, they tell a reflection.
  EXPECT_NEAR(master_of(laid(-2).pieces.at(0), 17), 20, 1e-4);
  EXPECT_EQ(laid(-2).grade, Grade::check);
  // So far away it is another place that they mean: the loudness has the word.
  EXPECT_EQ(laid(12).grade, Grade::check);
  EXPECT_NEAR(master_of(laid(12).pieces.at(0), 17), 20, 1e-4);
  EXPECT_GE(laid(12).offset_95_s, .0075);
}

}  // namespace
}  // namespace firstchair::cut
