#include "edit/take_read.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace firstchair::edit {
namespace {

const std::string kTake = R"({"format": "firstchair-take", "format_version": 1, "engine": "0.1.0",
 "source": {"name": "mix.wav", "kind": "audio", "rate": 48000, "channels": 2, "length": 96000},
 "reading": {"chart_given": true, "bpm": 120},
 "metrics": [{"deep": {"down": [1, 2]}}],
 "chart": {"title": "Two", "ticks_per_quarter": 322560, "length": 1290240, "swing": 1,
  "meters": [{"tick": 0, "beats": 4, "unit": 4}], "tempi": [{"tick": 0, "bpm": 120}],
  "notes": [{"tick": 0, "voice": "kick", "dynamic": "normal", "ornament": "none", "hand": "unwritten", "velocity": 0},
            {"tick": 322560, "voice": "snare", "dynamic": "accent", "ornament": "flam", "hand": "left", "velocity": 90}]},
 "hits": [
  {"frame": 4800, "time_ms": 100, "voice": "kick", "voice_probability": 0.9, "level_db": -12, "strength": 80, "sigma_ms": 1.5, "timed": true, "unison": false},
  {"frame": 28800, "time_ms": 600, "voice": "snare", "voice_probability": 1, "level_db": -6, "strength": 100, "sigma_ms": 1.2, "timed": false, "unison": true}
 ]})";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(TakeRead, TheStrokesTheSourceAndAGivenChartComeBack) {
  const Result<ReadTake> take = read_take(kTake, "take.json");
  ASSERT_TRUE(take) << take.error().line();
  EXPECT_EQ(take->source.name, "mix.wav");
  EXPECT_EQ(take->source.kind, SourceKind::audio);
  EXPECT_EQ(take->source.rate, 48000);
  EXPECT_EQ(take->source.length, 96000);
  ASSERT_EQ(take->hits.size(), 2U);
  EXPECT_EQ(take->hits[1], (Hit{.frame = 28800,
                                .voice = Voice::snare,
                                .voice_probability = 1,
                                .level_db = -6,
                                .strength = 100,
                                .sigma_ms = 1.2F,
                                .timed = false,
                                .unison = true}));
  ASSERT_TRUE(take->chart);
  ASSERT_EQ(take->chart->notes.size(), 2U);
  EXPECT_EQ(take->chart->notes[1], (Note{.tick = 322560,
                                         .voice = Voice::snare,
                                         .dynamic = Dynamic::accent,
                                         .ornament = Ornament::flam,
                                         .hand = Hand::left,
                                         .velocity = 90}));
}

// A program of 25 November 2026 wrote it: four bars of paradiddles on an e-kit, beside the built-in chart.
TEST(TakeRead, TheEarliestTakeIsRead) {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/edit/golden/earliest_take.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Result<ReadTake> take = read_take(text, "take.json");
  ASSERT_TRUE(take) << take.error().line();
  EXPECT_EQ(take->source.kind, SourceKind::midi);
  EXPECT_EQ(take->hits.size(), 64U);
  ASSERT_TRUE(take->chart);
  EXPECT_EQ(take->chart->title, "Single paradiddle");
}

TEST(TakeRead, AChartThatWasWrittenDownOrNotPlayedIsNone) {
  EXPECT_FALSE(read_take(with(kTake, "\"chart_given\": true", "\"chart_given\": false"), "")->chart);
  EXPECT_FALSE(
      read_take(with(kTake, "\"chart_given\": true", "\"chart_given\": true, \"chart_played\": false"), "")
          ->chart);
}

TEST(TakeRead, WhatIsNoTakeOrDamagedIsAnErrorWithItsPlace) {
  const auto error_of = [](const std::string& text) {
    const Result<ReadTake> take = read_take(text, "a/take.json");
    EXPECT_FALSE(take) << text;
    return take ? std::string() : take.error().line();
  };
  for (const std::string text : {"", "no JSON", "[1, 2]", R"({"format": "firstchair.cut", "version": 1})"})
    EXPECT_EQ(error_of(text), "a/take.json: no take.json. Name a recording, or a take.json of firstchair.");
  EXPECT_EQ(error_of(kTake.substr(0, kTake.size() - 9)),
            "a/take.json: no take.json. Name a recording, or a take.json of firstchair.");
  EXPECT_EQ(error_of(with(kTake, "\"format_version\": 1", "\"format_version\": 2")),
            "a/take.json: a take.json of another version of firstchair. Hear the recording again.");
  for (const auto& [from, to, what] :
       {std::tuple{"\"rate\": 48000", "\"rate\": null", "rate"},
        {"28800", "1", "hits: their order"},
        {"\"frame\": 4800", "\"frame\": 1e300", "frame"},
        {"\"voice\": \"kick\", \"voice_p", "\"voice\": \"gong\", \"voice_p", "voice"},
        {"\"timed\": true", "\"timed\": 1", "timed"},
        {"\"left\"", "\"third\"", "hand"}})
    EXPECT_EQ(error_of(with(kTake, from, to)),
              std::string("a/take.json: damaged (") + what + "). Hear the recording again.");
  EXPECT_NE(error_of(with(kTake, "\"length\": 1290240", "\"length\": 5")).find("damaged (chart: "),
            std::string::npos);
  EXPECT_FALSE(read_take(with(kTake, "[1, 2]", std::string(100, '[') + std::string(100, ']')), ""));
}

}  // namespace
}  // namespace firstchair::edit
