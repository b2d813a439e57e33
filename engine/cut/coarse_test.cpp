#include "engine/cut/coarse.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>

#include "engine/cut/made_sound_test.h"

namespace firstchair::cut {
namespace {

Envelope envelope_of(const std::vector<float>& sound, double rate) {
  EnvelopeMaker maker(rate);
  for (std::size_t at = 0; at < sound.size(); at += 1000)
    maker.push(std::span(sound).subspan(at, std::min<std::size_t>(1000, sound.size() - at)));
  return maker.finish();
}
Envelope at_place(const std::vector<made::Stroke>& strokes, const made::Place& place, double seconds) {
  return envelope_of(made::heard(strokes, place, seconds), place.rate);
}

std::string told(const Coarse& coarse) {
  std::ostringstream text;
  text << " agreed " << coarse.agreed << " of " << coarse.windows << " of " << coarse.window_s << " s, ratio "
       << coarse.ratio << ", fit " << coarse.fit << ", speed " << coarse.speed;
  return text.str();
}

TEST(Envelope, GainAndPolarityChangeNothing) {
  const auto strokes = made::drummer(10, 1);
  made::Place place;
  const Envelope plain = at_place(strokes, place, 10);
  place.gain = -4;
  EXPECT_EQ(plain.rises, at_place(strokes, place, 10).rises);
}

TEST(Envelope, BlocksChangeNothing) {
  const auto sound = made::heard(made::drummer(5, 1), {}, 5);
  EnvelopeMaker at_once(12000);
  at_once.push(sound);
  EXPECT_EQ(at_once.finish().rises, envelope_of(sound, 12000).rises);
}

TEST(Coarse, ACameraLiesWhereItWasLaid) {
  const auto strokes = made::drummer(44, 2);
  const Envelope master = at_place(strokes, {.tail = 0}, 44);
  for (const double offset_s : {-7.0, 3.211, 14.5}) {
    const Envelope camera =
        at_place(strokes, {.offset_s = offset_s, .ppm = 100, .tail = 0.6, .noise = 0.02, .seed = 5}, 32);
    const Coarse coarse = lay_coarsely(master, camera);
    ASSERT_EQ(coarse.end, CoarseEnd::laid)
        << offset_s << " ratio " << coarse.ratio << " agreed " << coarse.agreed;
    ASSERT_EQ(coarse.pieces.size(), 1U) << offset_s;
    EXPECT_NEAR(master_of(coarse.pieces[0], 16), offset_s + 16 * (1 + 100e-6), 0.008) << offset_s;
    EXPECT_GE(coarse.ratio, kClearRatio);
  }
}

TEST(Coarse, ACameraThatSharesAPartLiesThere) {
  const auto strokes = made::drummer(90, 6);
  const Envelope master = at_place(strokes, {.tail = 0}, 40);
  for (const double offset_s : {-48.5, -44.0, -36.0, 24.0, 29.0}) {  // 11.5 s of it, 16, 24, 16, 11
    const Envelope camera =
        at_place(strokes, {.offset_s = offset_s, .ppm = 60, .tail = 0.6, .noise = 0.02, .seed = 5}, 60);
    const Coarse coarse = lay_coarsely(master, camera);
    ASSERT_EQ(coarse.end, CoarseEnd::laid) << offset_s << told(coarse);
    ASSERT_EQ(coarse.pieces.size(), 1U) << offset_s;
    const double middle_s = std::max(0.0, -offset_s) + 8;
    EXPECT_NEAR(master_of(coarse.pieces[0], middle_s), offset_s + middle_s * (1 + 60e-6), 0.008) << offset_s;
    EXPECT_NEAR(coarse.overlap_s, offset_s < 0 ? 60 + offset_s : 40 - offset_s, 0.1);
  }
}

TEST(Coarse, ShiftingACameraShiftsItsOffset) {
  const auto strokes = made::drummer(40, 3);
  const Envelope master = at_place(strokes, {.tail = 0}, 40);
  const Coarse one = lay_coarsely(master, at_place(strokes, {.offset_s = 4, .seed = 3}, 28));
  const Coarse other = lay_coarsely(master, at_place(strokes, {.offset_s = 4.5, .seed = 3}, 28));
  ASSERT_EQ(one.end, CoarseEnd::laid);
  ASSERT_EQ(other.end, CoarseEnd::laid);
  EXPECT_NEAR(master_of(other.pieces[0], 14) - master_of(one.pieces[0], 14), 0.5, 0.003);
}

TEST(Coarse, ALongerCameraIsTheSameTurnedAround) {
  const auto strokes = made::drummer(45, 4);
  const Envelope inner = at_place(strokes, {.offset_s = 12, .ppm = -80}, 30),
                 outer = at_place(strokes, {}, 60);
  const Coarse in = lay_coarsely(outer, inner), out = lay_coarsely(inner, outer);
  ASSERT_EQ(in.end, CoarseEnd::laid);
  ASSERT_EQ(out.end, CoarseEnd::laid);
  EXPECT_NEAR(master_of(in.pieces[0], camera_of(in.pieces[0], 20)), 20, 1e-9);
  EXPECT_NEAR(camera_of(out.pieces[0], 10), master_of(in.pieces[0], 10), 0.004);
}

TEST(Coarse, AnotherRecordingIsRefused) {
  for (std::uint32_t seed = 20; seed < 22; ++seed) {
    const Coarse coarse = lay_coarsely(at_place(made::drummer(35, 10), {}, 35),
                                       at_place(made::drummer(35, seed), {.seed = seed}, 30));
    EXPECT_TRUE(coarse.end == CoarseEnd::unrelated || coarse.end == CoarseEnd::ambiguous)
        << seed << told(coarse);
    EXPECT_TRUE(coarse.pieces.empty());
  }
  const Coarse hiss = lay_coarsely(at_place(made::drummer(35, 10), {}, 35), at_place({}, {.seed = 77}, 30));
  EXPECT_EQ(hiss.end, CoarseEnd::unrelated) << told(hiss);
}

TEST(Coarse, SilenceIsToldAsSuch) {
  const Envelope silence = envelope_of(std::vector<float>(12000 * 20), 12000);
  const Envelope drums = at_place(made::drummer(25, 10), {}, 25);
  EXPECT_EQ(lay_coarsely(drums, silence).end, CoarseEnd::silent);
  EXPECT_EQ(lay_coarsely(silence, drums).end, CoarseEnd::silent);
  EXPECT_EQ(lay_coarsely(drums, Envelope{}).end, CoarseEnd::apart);
}

//  master  |--bar--|--bar--|--bar--|--bar--|   the same bar again and again
//  camera     |--bar--|--bar--|               fits at every bar as well
TEST(Coarse, ALoopIsAmbiguous) {
  const auto bar = made::drummer(4, 6);
  std::vector<made::Stroke> strokes;
  for (int k = 0; k < 11; ++k)
    for (made::Stroke stroke : bar) {
      stroke.at_s += 4 * k;
      strokes.push_back(stroke);
    }
  const Envelope master = at_place(strokes, {.tail = 0}, 44);
  const Envelope camera = at_place(strokes, {.offset_s = 8.3, .noise = 0.01, .seed = 9}, 24);
  const Coarse coarse = lay_coarsely(master, camera);
  ASSERT_EQ(coarse.end, CoarseEnd::ambiguous);
  ASSERT_EQ(coarse.offsets_s.size(), 2U);
  EXPECT_NEAR(std::remainder(coarse.offsets_s[0] - coarse.offsets_s[1], 4), 0, 0.02);
  const Coarse chosen = lay_coarsely(master, camera, {.near_s = 8.5});
  ASSERT_EQ(chosen.end, CoarseEnd::laid);
  EXPECT_NEAR(master_of(chosen.pieces[0], 10), 18.3, 0.008);
}

//  camera:  |0 ---- 40|40 ---- 75|    1.016 s were lost at 40
//  master:  |2 ---- 42|43.016 ---|
TEST(Coarse, AStepMakesTwoPieces) {
  const auto strokes = made::drummer(85, 7);
  const std::vector<float> before = made::heard(strokes, {.offset_s = 2, .ppm = 60}, 40);
  std::vector<float> sound = before;
  const std::vector<float> after = made::heard(strokes, {.offset_s = 43.016 + 40 * 60e-6, .ppm = 60}, 35);
  sound.insert(sound.end(), after.begin(), after.end());
  const Coarse coarse = lay_coarsely(at_place(strokes, {.tail = 0}, 85), envelope_of(sound, 12000));
  ASSERT_EQ(coarse.end, CoarseEnd::laid);
  ASSERT_EQ(coarse.pieces.size(), 2U);
  EXPECT_NEAR(coarse.steps[0].camera_s, 40, 0.6);
  EXPECT_NEAR(coarse.steps[0].missing_s, 1.016, 0.01);
  EXPECT_NEAR(master_of(coarse.pieces[0], 20), 22 + 20 * 60e-6, 0.008);
  EXPECT_NEAR(master_of(coarse.pieces[1], 60), 63.016 + 60 * 60e-6, 0.008);
}

// One bar again and again, as people play it: no two are alike.
std::vector<made::Stroke> groove(double seconds, std::uint32_t seed) {
  const double length_s = 2 + .1 * (seed % 7);
  const auto bar = made::drummer(length_s + .5, seed);
  std::mt19937 dice(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<made::Stroke> strokes;
  for (double at_s = 0; at_s < seconds; at_s += length_s)
    for (made::Stroke stroke : bar) {
      stroke.at_s += at_s + .008 * normal(dice);
      stroke.level *= .5 + uniform(dice);
      if (uniform(dice) > .15) strokes.push_back(stroke);
    }
  return strokes;
}

//  camera:  |0 - 20|20 - 30|30 ---- 56|    a second was lost at 20, another at 30
//  master:  |2 - 22|23 - 33|34 ---- 60|    no two windows lie between the losses
TEST(Coarse, TwoLossesTenSecondsApartMakeThreePieces) {
  for (const std::uint32_t seed : {12U, 13U}) {
    const auto strokes = made::drummer(70, seed);
    std::vector<float> sound;
    for (const auto& [offset_s, seconds] : {std::pair{2., 20.}, {23., 10.}, {34., 26.}}) {
      const std::vector<float> part =
          made::heard(strokes, {.offset_s = offset_s, .tail = .4, .noise = .01, .seed = seed}, seconds);
      sound.insert(sound.end(), part.begin(), part.end());
    }
    const Coarse coarse = lay_coarsely(at_place(strokes, {.tail = 0}, 70), envelope_of(sound, 12000));
    ASSERT_EQ(coarse.end, CoarseEnd::laid) << seed << told(coarse);
    ASSERT_EQ(coarse.pieces.size(), 3U) << seed;
    ASSERT_EQ(coarse.steps.size(), 2U);
    EXPECT_NEAR(master_of(coarse.pieces[0], 10), 12, .008) << seed;
    EXPECT_NEAR(master_of(coarse.pieces[1], 25), 28, .008) << seed;
    EXPECT_NEAR(master_of(coarse.pieces[2], 45), 49, .008) << seed;
    EXPECT_NEAR(coarse.steps[0].camera_s, 20, .6);
    EXPECT_NEAR(coarse.steps[1].camera_s, 30, .6);
    EXPECT_EQ(coarse.lost_to_s, 0);
  }
}

//  camera:  |0 ---- 24|24 - 34|34 ---- 58|    what it has from 24 to 34 is of another evening
TEST(Coarse, WhatLiesOnNoPieceIsTold) {
  const auto strokes = made::drummer(70, 14), others = made::drummer(70, 15);
  std::vector<float> sound = made::heard(strokes, {.offset_s = 2, .seed = 3}, 24);
  const std::vector<float> other = made::heard(others, {.offset_s = 9, .seed = 4}, 10),
                           last = made::heard(strokes, {.offset_s = 39, .seed = 5}, 24);
  sound.insert(sound.end(), other.begin(), other.end());
  sound.insert(sound.end(), last.begin(), last.end());
  const Coarse coarse = lay_coarsely(at_place(strokes, {.tail = 0}, 70), envelope_of(sound, 12000));
  ASSERT_EQ(coarse.end, CoarseEnd::laid) << told(coarse);
  ASSERT_EQ(coarse.pieces.size(), 2U);
  EXPECT_GT(coarse.lost_from_s, 23);
  EXPECT_LT(coarse.lost_to_s, 35);
  EXPECT_GT(coarse.lost_to_s, coarse.lost_from_s);
}

// What a microphone hears of all strokes twice.
std::vector<float> heard_twice(const std::vector<made::Stroke>& strokes, made::Place place, double seconds,
                               double late_s, double level) {
  std::vector<float> sound = made::heard(strokes, place, seconds);
  place.offset_s -= late_s;
  const std::vector<float> again = made::heard(strokes, place, seconds);
  for (std::size_t n = 0; n < sound.size(); ++n) sound[n] += static_cast<float>(level) * again[n];
  return sound;
}

//  master   |  |   | |         strokes
//  camera   |' |'  |'|'        and their echo, as loud or louder: what comes first is the direct sound
TEST(Coarse, AnEchoAsLoudAsTheDirectSoundIsNotTakenForIt) {
  const auto strokes = groove(60, 3);
  const Envelope master = at_place(strokes, {.tail = 0}, 60);
  for (const auto& [late_s, level] :
       {std::pair{.06, 1.4}, {.11, 1.}, {.25, 1.}, {.25, 1.5}, {.33, 1.2}, {.4, .9}}) {
    const made::Place place{.offset_s = 4.5, .ppm = 60, .tail = .2, .noise = .005, .seed = 8};
    const Coarse coarse =
        lay_coarsely(master, envelope_of(heard_twice(strokes, place, 48, late_s, level), 12000));
    ASSERT_EQ(coarse.end, CoarseEnd::laid) << late_s << told(coarse);
    ASSERT_EQ(coarse.pieces.size(), 1U) << late_s;
    EXPECT_NEAR(master_of(coarse.pieces[0], 24), 28.5 + 24 * 60e-6, .008) << late_s << " " << level;
    EXPECT_NEAR(coarse.echo_s, late_s, .01) << level;
  }
}

// An echo of the master's own is not an earlier sound of the camera's.
TEST(Coarse, AnEchoInTheMasterMovesNothing) {
  const auto strokes = groove(60, 4);
  const Envelope master = envelope_of(heard_twice(strokes, {.tail = 0}, 60, .25, .8), 12000);
  const Coarse coarse =
      lay_coarsely(master, at_place(strokes, {.offset_s = 4.5, .noise = .005, .seed = 8}, 48));
  ASSERT_EQ(coarse.end, CoarseEnd::laid) << told(coarse);
  EXPECT_NEAR(master_of(coarse.pieces[0], 24), 28.5, .008);
}

// A room with a long tail has sound after the first one and none before it.
TEST(Coarse, AChurchIsLaidByItsFirstSound) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    const auto strokes = made::drummer(60, seed);
    const Coarse coarse = lay_coarsely(
        at_place(strokes, {.tail = 0}, 60),
        at_place(strokes, {.offset_s = 3, .tail = 2, .tail_level = 1, .noise = .02, .seed = seed}, 48));
    ASSERT_EQ(coarse.end, CoarseEnd::laid) << seed << told(coarse);
    EXPECT_NEAR(master_of(coarse.pieces.at(0), 24), 27, .008) << seed;
    EXPECT_EQ(coarse.maybe_s, 0) << seed;
  }
}

// A clock that is far off is told with its interval, or not in numbers.
TEST(Coarse, AClockThatIsFarOffIsToldWithItsInterval) {
  const auto strokes = made::drummer(70, 16);
  const Envelope master = at_place(strokes, {.tail = 0}, 70);
  for (const double ppm : {-1400., 750., 1138., 2000.}) {
    const Coarse coarse =
        lay_coarsely(master, at_place(strokes, {.offset_s = 3, .ppm = ppm, .noise = .01, .seed = 6}, 55));
    ASSERT_EQ(coarse.end, CoarseEnd::speed) << ppm << told(coarse);
    ASSERT_GT(coarse.speed_95, 0) << ppm;
    EXPECT_LT(coarse.speed_95, 100e-6) << ppm;
    EXPECT_NEAR(coarse.speed, 1 + ppm * 1e-6, coarse.speed_95) << ppm;
  }
}

// What a telephone in a tunnel keeps of a performance: the strokes' rises, faint among those of noise, and
// for some time none. There a window of some seconds fits as well in places that are wrong as where it is.
Envelope in_a_tunnel(const Envelope& master, std::size_t begins, std::size_t hops, std::uint32_t seed) {
  std::mt19937 dice(seed);
  std::exponential_distribution<double> noise(1 / 12.);
  Envelope camera;
  for (std::size_t h = 0; h < hops * kBands; ++h) {
    const bool drowned = h > hops * kBands / 2 && h < hops * kBands * 7 / 10;
    const double heard = drowned ? 0 : .14 * master.rises[begins * kBands + h];
    camera.rises.push_back(static_cast<std::uint8_t>(std::min(255., heard + noise(dice))));
  }
  return camera;
}

TEST(Coarse, ChanceInATunnelMakesNoPieces) {
  for (const std::uint32_t seed : {6U, 7U}) {
    std::vector<StruckAt> struck;
    for (const made::Stroke& stroke : groove(190, seed))
      struck.push_back({stroke.at_s, stroke.hz < 100 ? Family::kick : Family::snare, stroke.level});
    std::sort(struck.begin(), struck.end(),
              [](const StruckAt& a, const StruckAt& b) { return a.at_s < b.at_s; });
    const Envelope master = envelope_of(struck, 190);
    const Coarse coarse = lay_coarsely(master, in_a_tunnel(master, 1200, 72000, seed));
    ASSERT_EQ(coarse.end, CoarseEnd::laid) << seed << told(coarse);
    ASSERT_EQ(coarse.pieces.size(), 1U) << seed << told(coarse);
    EXPECT_NEAR(master_of(coarse.pieces[0], 90), 93, .02) << seed;
  }
}

TEST(Coarse, WrongSpeedsAreNamed) {
  const auto strokes = made::drummer(60, 8);
  const Envelope master = at_place(strokes, {.tail = 0}, 60);
  for (const double speed : {25. / 24, 1.001}) {
    const Envelope camera =
        at_place(strokes, {.offset_s = 5, .ppm = (speed - 1) * 1e6, .noise = 0.01, .seed = 4}, 50);
    const Coarse coarse = lay_coarsely(master, camera);
    ASSERT_EQ(coarse.end, CoarseEnd::speed) << speed << told(coarse);
    EXPECT_NEAR(coarse.speed, speed, 1.5e-4) << speed;
  }
}

// These stand out at one place at their own speed, too, 1.32 to 1.56 times above the next, by chance.
TEST(Coarse, AWrongSpeedIsNotTakenForAPlaceThatStandsOut) {
  for (const auto& [seed, speed] :
       {std::pair{56U, 25. / 24}, {66U, 24. / 25}, {73U, 24. / 25}, {76U, 24. / 25}}) {
    const auto strokes = groove(44, seed);
    const made::Place place{
        .offset_s = 3, .ppm = (speed - 1) * 1e6, .tail = 1.5, .tail_level = 1, .noise = .02, .seed = seed};
    const Coarse coarse = lay_coarsely(at_place(strokes, {.tail = 0}, 40), at_place(strokes, place, 32));
    ASSERT_EQ(coarse.end, CoarseEnd::speed) << seed << told(coarse);
    EXPECT_NEAR(coarse.speed, speed, 1.5e-4) << seed;
  }
}

TEST(Coarse, TheSameFileTwiceLiesAtNought) {
  const Envelope one = at_place(made::drummer(30, 9), {}, 30);
  const Coarse coarse = lay_coarsely(one, one);
  ASSERT_EQ(coarse.end, CoarseEnd::laid);
  EXPECT_NEAR(coarse.pieces[0].offset_s, 0, 1e-4);
  EXPECT_NEAR(coarse.fit, 1, 0.02);
}

}  // namespace
}  // namespace firstchair::cut
