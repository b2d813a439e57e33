#include "live/click_finder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::live {
namespace {

constexpr double kRate = 48000;

// A click as a loudspeaker and a room round it, asked anywhere between two frames.
double click_sound(double frame) {
  if (frame < 0) return 0;
  const double t = frame / kRate;
  return 0.2 * std::pow(1 - std::exp(-t / 0.0003), 2) * std::pow(10, -3 * t / 0.015) *
         std::sin(2 * 3.14159265358979 * 1100 * t);
}

std::vector<float> room(const std::vector<double>& clicks, double noise, double seconds) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * kRate));
  std::mt19937_64 random(3);
  std::normal_distribution<double> draw(0, noise);
  for (float& sample : sound) sample = static_cast<float>(draw(random));
  for (const double at : clicks)
    for (auto i = static_cast<std::size_t>(std::ceil(at));
         i < sound.size() && i < static_cast<std::size_t>(at) + 2000; ++i)
      sound[i] += static_cast<float>(click_sound(static_cast<double>(i) - at));
  return sound;
}

// Pushes until every click is heard, and finds it.
std::vector<FoundClick> listen(const std::vector<float>& sound,
                               const std::vector<ClickFinder::Click>& clicks) {
  ClickFinder finder(kRate);
  std::vector<FoundClick> found;
  std::size_t next = 0;
  for (std::size_t at = 0; at + 256 <= sound.size(); at += 256) {
    finder.push(std::span(sound).subspan(at, 256));
    while (next < clicks.size() && finder.heard(clicks[next])) found.push_back(finder.find(clicks[next++]));
  }
  return found;
}

TEST(ClickFinder, TellsAClickToATwentiethOfAFrame) {
  std::vector<double> places;
  std::vector<ClickFinder::Click> clicks;
  for (int i = 0; i < 20; ++i) {
    const double due = 24000.0 * (i + 1), behind = i == 0 ? 0 : 0.37 * i;
    places.push_back(due + behind);
    clicks.push_back({.due = due, .within = 20, .kind = 1, .alone = i == 0});
  }
  const std::vector<FoundClick> found = listen(room(places, 1e-6, 11), clicks);
  ASSERT_EQ(found.size(), 20U);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_GT(found[i].alike, 0.99);
    EXPECT_NEAR(found[i].behind, 0.37 * static_cast<double>(i), 0.05);
  }
}

TEST(ClickFinder, TellsNothingOfAClickUnderALouderStrokeOrOneThatDidNotSound) {
  std::vector<ClickFinder::Click> clicks;
  for (int i = 0; i < 3; ++i)
    clicks.push_back({.due = 24000.0 * (i + 1), .within = 20, .kind = 0, .alone = i == 0});
  std::vector<float> sound = room({24000, 48000}, 1e-4, 2.5);
  std::mt19937_64 random(4);
  std::normal_distribution<double> draw(0, 0.3);
  for (std::size_t i = 47800; i < 50000; ++i) sound[i] += static_cast<float>(draw(random));
  const std::vector<FoundClick> found = listen(sound, clicks);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].alike, 0);
  EXPECT_EQ(found[2].alike, 0);
}

}  // namespace
}  // namespace firstchair::live
