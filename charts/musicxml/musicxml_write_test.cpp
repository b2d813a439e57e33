#include <gtest/gtest.h>

#include <chrono>

#include "charts/musicxml/musicxml.h"
#include "testing/charts/examples.h"
#include "testing/charts/random_chart.h"

namespace firstchair::charts {
namespace {

TEST(MusicXml, WhatIsWrittenReadsBackTheSame) {
  for (unsigned seed = 0; seed < 600; ++seed) {
    const Chart chart = testing::random_chart(seed, {.velocities = seed % 2 == 0});
    const Result<Chart> again = read_musicxml(write_musicxml(chart));
    ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().line();
    ASSERT_EQ(*again, chart) << "seed " << seed;
  }
}

// Ticks of no grid at all, tempi inside bars, hands of feet, a meter of 64 beats.
TEST(MusicXml, TheOddestLawfulChartsReadBackTheSame) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Chart chart;
    chart.title = "<&> \"quoted\" 'title'";
    chart.swing = 1 + static_cast<double>(random()) / 4294967296.0 * 2.5;
    chart.meters = {{0, 1 + static_cast<int>(random() % 64), 1 << (random() % 7)}};
    chart.length = chart.meters[0].bar_length();
    for (int i = 0; i < 30; ++i) {
      Note note{.tick = static_cast<Ticks>(random() % static_cast<unsigned>(chart.length)),
                .voice = static_cast<Voice>(random() % kVoiceCount)};
      note.hand = static_cast<Hand>(random() % 3);
      note.ornament = static_cast<Ornament>(random() % 4);
      chart.notes.push_back(note);
    }
    chart.tempi = {{0, 1e-5 + static_cast<double>(random()) / 1e6}, {chart.length - 1, 7e-8}};
    settle(chart);
    const Result<Chart> again = read_musicxml(write_musicxml(chart));
    ASSERT_TRUE(again) << again.error().line();
    ASSERT_EQ(*again, chart) << round;
  }
}

TEST(MusicXml, HandsAndFeetAreTwoVoicesWithTheirNamesAndNumbers) {
  Chart chart;
  chart.notes = {{.tick = 0, .voice = Voice::kick}, {.tick = 0, .voice = Voice::snare}};
  settle(chart);
  const std::vector<std::uint8_t> bytes = write_musicxml(chart);
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_NE(text.find("<instrument id=\"P1-snare\"/><voice>1</voice><type>quarter</type><stem>up</stem>"),
            std::string::npos);
  EXPECT_NE(text.find("<instrument id=\"P1-kick\"/><voice>2</voice><type>quarter</type><stem>down</stem>"),
            std::string::npos);
  EXPECT_NE(text.find("<midi-instrument id=\"P1-snare\"><midi-channel>10</midi-channel><midi-unpitched>39<"),
            std::string::npos);
}

TEST(MusicXml, TimeGrowsNoFasterThanTheScore) {
  Chart chart;
  for (Ticks bar = 0; bar < 10'000; ++bar) {
    for (Ticks eighth = 0; eighth < 8; ++eighth) {
      const Ticks tick = bar * kTicksPerWhole + eighth * kTicksPerWhole / 8;
      chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed, .velocity = 90});
      if (eighth % 2 == 0)
        chart.notes.push_back({.tick = tick, .voice = eighth % 4 == 0 ? Voice::kick : Voice::snare});
    }
  }
  settle(chart);
  const auto start = std::chrono::steady_clock::now();
  const Result<Chart> again = read_musicxml(write_musicxml(chart));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("seconds", std::to_string(seconds));
  std::printf("10,000 bars, 120,000 notes: %.2f s\n", seconds);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, chart);
  EXPECT_LT(seconds, 20);  // 2 s on one free core; sanitizers and a busy machine are slower
}

}  // namespace
}  // namespace firstchair::charts
