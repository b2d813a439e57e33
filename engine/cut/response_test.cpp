#include "engine/cut/response.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "engine/cut/direct.h"

namespace firstchair::cut {
namespace {

constexpr double kHz = 24000;
constexpr std::size_t kWindow = 1440;

// A stroke of a drum of its own: a dozen partials that begin at nought and die away.
class Burst {
 public:
  explicit Burst(std::mt19937& dice) {
    std::uniform_real_distribution<double> hz(400, 9500), phase(0, 2 * std::numbers::pi);
    for (auto& partial : partials_) partial = {hz(dice), phase(dice)};
  }
  double at(double t) const {
    if (t < 0) return 0;
    double sum = 0;
    for (const auto& [hz, phase] : partials_) sum += std::sin(2 * std::numbers::pi * hz * t + phase);
    return sum * std::exp(-t / .004);
  }

 private:
  std::array<std::pair<double, double>, 12> partials_;
};

struct Way {
  double late_ms = 0, level = 1;
};
// Strokes a half second apart that the camera hears by several ways; which is the loudest is drawn for every
// stroke. The master's sound is off_ms + slope_ms * (t - middle) later than the camera's direct sound.
// `own` is a way by which every stroke reaches both, as a second microphone at the drums has it.
Curves curves_of(std::size_t strokes, std::vector<Way> ways, double off_ms, double slope_ms, double noise,
                 Way own = {0, 0}, double reach_s = .012) {
  std::mt19937 dice(1);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> level(.3, 1);
  CurveMaker maker({.reach_s = reach_s});
  const std::size_t beside = (maker.wide() - kWindow) / 2;
  std::vector<float> first(kWindow), second(maker.wide());
  for (std::size_t k = 0; k < strokes; ++k) {
    const Burst burst(dice);
    const double t = .5 * static_cast<double>(k), middle = .25 * static_cast<double>(strokes - 1);
    const double off_s = (off_ms + slope_ms * (t - middle)) / 1000;
    const auto struck = [&](double at) {
      return burst.at(at) + own.level * burst.at(at - own.late_ms / 1000);
    };
    std::vector<double> levels;
    for (const Way& way : ways) levels.push_back(way.level * level(dice));
    const auto time_of = [](std::size_t n) { return static_cast<double>(n) / kHz - .02; };
    for (std::size_t n = 0; n < kWindow; ++n)
      first[n] = static_cast<float>(struck(time_of(n)) + noise * normal(dice));
    for (std::size_t n = 0; n < second.size(); ++n) {
      const double at = time_of(n) - static_cast<double>(beside) / kHz;
      double heard = noise * normal(dice);
      for (std::size_t w = 0; w < ways.size(); ++w)
        heard += levels[w] * struck(at + off_s - ways[w].late_ms / 1000);
      second[n] = static_cast<float>(heard);
    }
    maker.add(t, first, second);
  }
  return maker.finish();
}

//                 direct .5     a reflection 1, 4 ms later
//   camera   ........|............|....
//   master   ........|                      which of the two is the louder changes from stroke to stroke
TEST(Response, ItsFirstPeakIsTheDirectSoundAndAllWaysSayTheSlope) {
  const Curves curves = curves_of(96, {{0, .5}, {4, 1}, {7.3, .6}}, -1.3, .02, .05);
  const std::optional<Response> response = align(curves, 0, .06);
  ASSERT_TRUE(response);
  EXPECT_NEAR(response->slope, .02, .0006);
  EXPECT_LE(std::abs(response->slope - .02), 2 * response->slope_95);
  EXPECT_LT(response->slope_95, .001);
  EXPECT_TRUE(response->throughout);
  const Direct direct = direct_of(*response);
  EXPECT_NEAR(direct.at, -1.3, .03);
  EXPECT_LT(direct.apart, .1);
}

//                 direct .3                    a reflection 1, 25 ms later, on which the line lies
//   camera   ........|............................|....
//   master   .....................................|
TEST(Response, AHigherReflectionFarBehindIsNotTheDirectSound) {
  const Curves curves = curves_of(96, {{0, .3}, {25, 1}, {31, .6}}, 24.5, 0, .05, {0, 0}, .04);
  const std::optional<Response> response = align(curves, 0, .01);
  ASSERT_TRUE(response);
  EXPECT_NEAR(highest_of(*response), -.5, .03);
  EXPECT_NEAR(direct_of(*response).at, 24.5, .03);
}

//                 direct .5                    its echo 1, 200 ms later, on which the line lies
TEST(Response, AnEarlierWayShowsThatTheLineLiesOnAnEcho) {
  const auto earlier = [](std::vector<Way> ways) {
    const std::optional<Response> response = align(curves_of(48, ways, 200, 0, .05, {0, 0}, .04), 0, .01);
    if (!response) return false;
    return has_earlier(curves_of(48, ways, 200, 0, .05, {0, 0}, .3), *response, direct_of(*response).at);
  };
  EXPECT_TRUE(earlier({{0, .5}, {200, 1}}));
  EXPECT_FALSE(earlier({{200, 1}}));
  EXPECT_FALSE(earlier({{200, 1}, {350, 1}}));
}

TEST(Response, NoiseLeavesItStandingOutLess) {
  double before = 1e9;
  for (const double noise : {.05, .3, 1.}) {
    const std::optional<Response> response = align(curves_of(96, {{0, 1}, {4, .7}}, 0, 0, noise), 0, .01);
    ASSERT_TRUE(response);
    EXPECT_LT(stands_out(*response), before);
    EXPECT_NEAR(direct_of(*response).at, 0, .05);
    before = stands_out(*response);
  }
  EXPECT_GT(before, 8);
}

// A piece's strokes tell by how much it lies beside the others, whichever way is the loudest.
TEST(Response, WhatIsLaterIsToldByAllWays) {
  const Curves curves = curves_of(96, {{0, .5}, {4, 1}}, -1.3, 0, .05),
               shifted = curves_of(40, {{0, .5}, {4, 1}}, 1.2, 0, .05);
  const std::optional<double> later = later_by(stack(curves, 0, 0), stack(shifted, 0, 0), curves.rate, 8);
  ASSERT_TRUE(later);
  EXPECT_NEAR(*later, 2.5, .02);
  EXPECT_FALSE(later_by(stack(curves, 0, 0), stack(shifted, 0, 0), curves.rate, 1));
}

//                 direct .5  and its echo in the drums' second microphone, 2 ms later
//   camera   ........|.......!
//   master   ........|.......!      the echo of one is 2 ms before the other: no way is so short
TEST(Response, AnEchoThatTheMasterHasItselfIsNoEarlierWay) {
  const std::optional<Response> response =
      align(curves_of(96, {{0, 1}, {4, .7}}, -1.3, 0, .02, {2, .7}), 0, .01);
  ASSERT_TRUE(response);
  EXPECT_NEAR(direct_of(*response).at, -1.3, .05);
}

TEST(Response, WhichWayRoundAMicrophoneIsWiredChangesNothing) {
  const std::optional<Response> plain = align(curves_of(60, {{0, 1}, {3, .7}}, .8, -.03, .05), 0, .06),
                                turned = align(curves_of(60, {{0, -1}, {3, -.7}}, .8, -.03, .05), 0, .06);
  ASSERT_TRUE(plain && turned);
  EXPECT_NEAR(turned->slope, plain->slope, 2e-4);
  EXPECT_NEAR(direct_of(*turned).at, direct_of(*plain).at, .01);
}

TEST(Response, SoundThatHasNothingInCommonHasNone) {
  CurveMaker maker({});
  std::mt19937 dice(5);
  std::normal_distribution<float> normal;
  std::vector<float> first(kWindow), second(maker.wide());
  for (int k = 0; k < 80; ++k) {
    for (float& x : first) x = normal(dice);
    for (float& x : second) x = normal(dice);
    maker.add(k, first, second);
  }
  const std::optional<Response> response = align(maker.finish(), 0, .01);
  EXPECT_TRUE(!response || stands_out(*response) < 6);
}

TEST(Response, FewStrokesAndSilenceHaveNone) {
  EXPECT_FALSE(align(curves_of(20, {{0, 1}}, 0, 0, 0), 0, .05));
  EXPECT_FALSE(align({}, 0, .05));
  CurveMaker maker({});
  for (int k = 0; k < 80; ++k) maker.add(k, std::vector<float>(kWindow), std::vector<float>(maker.wide()));
  EXPECT_TRUE(maker.finish().at_s.empty());
}

}  // namespace
}  // namespace firstchair::cut
