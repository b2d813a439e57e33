#include "training/audible.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/sound.h"
#include "training/dynamics.h"

namespace firstchair::training {
namespace {

constexpr std::int64_t kAt = 10000;

// A burst of noise, and a mix in which it begins at kAt.
struct Scene {
  Sound own = Sound(Audible::kFrames), mix = Sound(44100);
  Audible audible;

  explicit Scene(double level = 0.5) {
    lab::Dice dice(3);
    for (std::size_t i = Audible::kBefore; i < own.size(); ++i) {
      own[i] = static_cast<float>(level * dice.normal() * std::exp(-static_cast<double>(i) / 600));
      mix[static_cast<std::size_t>(kAt - Audible::kBefore) + i] = own[i];
    }
    audible.add(own, kAt, 0);
  }
  void add_noise(double level) {
    lab::Dice dice(4);
    for (float& value : mix) value += static_cast<float>(level * dice.normal());
  }
  float share() { return audible.shares(mix).front(); }
};

TEST(Audible, AStrokeAloneIsHeardWhole) {
  EXPECT_NEAR(Scene().share(), 1, 1e-3);
}

TEST(Audible, AStrokeUnderLouderNoiseIsNot) {
  Scene scene(0.01);
  scene.add_noise(0.3);
  EXPECT_LT(scene.share(), 0.02F);
}

TEST(Audible, WhatChangesTheWholeMixChangesNoShare) {
  Scene scene(0.1);
  scene.add_noise(0.05);
  const float before = scene.share();
  EXPECT_LT(before, 0.9F);
  const Sound was = scene.mix;
  tilt(scene.mix, 800, -12, 6);
  compress(scene.mix, 0.02, 4, 0.002, 0.1);
  scene.audible.changed(was, scene.mix);
  EXPECT_NEAR(scene.share(), before, 0.05);
}

TEST(Audible, InARoomAStrokesOwnEchoesAreItsOwn) {
  Scene scene;
  // Most of what arrives within the window is the echo 10 ms after the direct sound.
  Sound response(2000);
  response[100] = 1;
  response[541] = 2;
  const Sound all = lab::convolve(scene.mix, response);
  for (std::size_t i = 0; i < scene.mix.size(); ++i) scene.mix[i] = i + 100 < all.size() ? all[i + 100] : 0;
  scene.audible.in_room(response, 100, 0, 1);
  EXPECT_NEAR(scene.share(), 1, 0.05);
}

TEST(Audible, OnePartsChangeLeavesTheOthers) {
  Scene scene;
  const Sound was = scene.mix;
  for (float& value : scene.mix) value *= 0.1F;
  scene.audible.changed(was, scene.mix, 1);  // another part
  EXPECT_NEAR(scene.share(), 1, 1e-3);       // a hundred times its share, held at 1
  scene.audible.changed(was, scene.mix, 0);
  for (std::size_t i = 0; i < scene.mix.size(); ++i) scene.mix[i] += was[i];
  EXPECT_NEAR(scene.share(), 0.01 / 1.21, 2e-3);
}

}  // namespace
}  // namespace firstchair::training
