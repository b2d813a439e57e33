#include "bench/hearing/grid_shift.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::bench {
namespace {

lab::Heard heard(std::initializer_list<std::pair<double, Voice>> strokes, double later) {
  lab::Heard heard;
  for (const auto& [seconds, voice] : strokes)
    heard.hits.push_back({.frame = std::llround((seconds + later) * lab::kBenchRate), .voice = voice});
  heard.hit_told.assign(heard.hits.size(), 0);
  return heard;
}

TEST(GridShift, WhatIsToldAtOnePlaceOfTheGridAloneIsCounted) {
  GridShift shift;
  // The snare is told twice; the hat is an open one later; the kick is told later alone.
  shift.add(heard({{0.5, Voice::snare}, {1.0, Voice::hat_closed}}, 0),
            heard({{0.501, Voice::snare}, {1.0, Voice::hat_open}, {1.5, Voice::kick}}, GridShift::seconds()));
  EXPECT_EQ(shift.strokes, 5);
  EXPECT_EQ(shift.alone, 3);
  EXPECT_EQ(shift.attacks, 5);
  EXPECT_EQ(shift.attacks_alone, 1);
  ASSERT_EQ(shift.moved_ms.size(), 2u);
  EXPECT_NEAR(shift.moved_ms[0], 1, 0.05);
  EXPECT_NEAR(shift.moved_ms[1], 0, 0.05);
}

TEST(GridShift, ALaterSoundBeginsWithSilence) {
  const std::vector<float> sound{0.5F, -0.5F};
  const std::vector<float> later = GridShift::later(sound);
  EXPECT_EQ(later.size(),
            sound.size() + static_cast<std::size_t>(std::lround(GridShift::seconds() * lab::kBenchRate)));
  EXPECT_EQ(later.front(), 0.0F);
  EXPECT_EQ(later.back(), -0.5F);
}

}  // namespace
}  // namespace firstchair::bench
