// A page's drill, heard again: by the other ear, against the same chart.
#include "door/page_again.h"

#include <gtest/gtest.h>

#include <cmath>

#include "charts/tab/tab.h"
#include "door/page_hear.h"
#include "engine/ear/file_weights.h"
#include "engine/ear/struck_kit_test.h"
#include "engine/fixed_takes.h"
#include "engine/heard_by.h"

namespace firstchair::door {
namespace {

constexpr const char* kSettings = "rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 0\nname fixed\n";

class PageAgainTest : public ::testing::Test {
 protected:
  PageAgainTest()
      : fixed(std::move(fixed_takes(judge::Norms{}).front())),
        chart(*charts::read_tab(charts::write_tab(*fixed.config.chart))) {}
  Take heard(const std::string& settings, std::size_t block) const {
    Result<PageAgain> again =
        PageAgain::make(chart, *parse_drill_settings(settings, chart), judge::default_norms());
    EXPECT_TRUE(again) << again.error().line();
    const std::span<const float> sound = fixed.sound;
    for (std::size_t at = 0; at < sound.size(); at += block)
      again->push(sound.subspan(at, std::min(block, sound.size() - at)));
    EXPECT_EQ(again->ear(), ear::file_ear_weights_name());
    return again->finish();
  }
  FixedTake fixed;
  Chart chart;
};

TEST_F(PageAgainTest, HearsWhatTheFileEarHearsOfARecording) {
  const Take take = heard(kSettings, fixed.sound.size());
  ASSERT_GT(take.hits.size(), 100U);
  EXPECT_TRUE(take.reading.chart_given);
  Result<PageHearing> hearing =
      parse_hear_settings("rate 48000\near file\n", std::nullopt, judge::default_norms());
  ASSERT_TRUE(hearing) << hearing.error().line();
  EXPECT_EQ(heard_by(hearing->session), ear::file_ear_weights_name());
  Result<Session> session = Session::make(std::move(hearing->session));
  ASSERT_TRUE(session) << session.error().line();
  session->push(fixed.sound);
  const Take file = session->finish();
  ASSERT_EQ(file.hits.size(), take.hits.size());
  for (std::size_t h = 0; h < file.hits.size(); ++h) {
    EXPECT_EQ(file.hits[h].frame, take.hits[h].frame);
    EXPECT_EQ(file.hits[h].voice, take.hits[h].voice);
    EXPECT_EQ(file.hits[h].strength, take.hits[h].strength);
  }
}

TEST_F(PageAgainTest, WithAKitsSoundTheTakeSaysSoAndHearsAsARecordingDoes) {
  const ear::KitSound kit = ear::struck_kit({Voice::kick, Voice::snare, Voice::hat_closed});
  Result<PageAgain> again =
      PageAgain::make(chart, *parse_drill_settings(kSettings, chart), judge::default_norms());
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->know(kit));
  again->push(fixed.sound);
  const Take take = again->finish();
  ASSERT_TRUE(take.source.kit_sound);
  EXPECT_EQ(take.source.kit_sound->name, kit.name);
  SessionConfig config =
      std::move(parse_hear_settings("rate 48000\near file\n", std::nullopt, judge::default_norms())->session);
  config.kit_sound = kit;
  Result<Session> session = Session::make(std::move(config));
  ASSERT_TRUE(session) << session.error().line();
  session->push(fixed.sound);
  const Take file = session->finish();
  EXPECT_EQ(file.source.kit_sound, take.source.kit_sound);
  ASSERT_EQ(file.hits.size(), take.hits.size());
  for (std::size_t h = 0; h < file.hits.size(); ++h) EXPECT_EQ(file.hits[h].voice, take.hits[h].voice);
}

TEST_F(PageAgainTest, AKitsSoundOfAnotherEarIsRefused) {
  ear::KitSound kit = ear::struck_kit({Voice::kick, Voice::snare});
  kit.ear = "file-ear-0000000000000000.weights";
  Result<PageAgain> again =
      PageAgain::make(chart, *parse_drill_settings(kSettings, chart), judge::default_norms());
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->know(kit));
}

TEST_F(PageAgainTest, IsTheSameForAnyBlock) {
  const Take whole = heard(kSettings, fixed.sound.size()), parts = heard(kSettings, 1000);
  ASSERT_EQ(whole.hits.size(), parts.hits.size());
  for (std::size_t h = 0; h < whole.hits.size(); ++h) EXPECT_EQ(whole.hits[h].frame, parts.hits[h].frame);
  EXPECT_EQ(whole.alignment.matches.size(), parts.alignment.matches.size());
}

TEST(HitsTold, AreLinesOfAFrameAndAVoice) {
  const std::vector<Hit> hits = hits_told("100 kick\nno stroke\n250 gong\n300\n400 hat_open");
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].frame, 100);
  EXPECT_EQ(hits[0].voice, Voice::kick);
  EXPECT_EQ(hits[1].frame, 400);
  EXPECT_EQ(hits[1].voice, Voice::hat_open);
  EXPECT_TRUE(hits_told("").empty());
}

TEST_F(PageAgainTest, RefusesAnEKitsDrillAndAnEarThatThereIsNot) {
  const Result<PageDrillSettings> midi = parse_drill_settings("midi 1\n", chart);
  const Result<PageAgain> again = PageAgain::make(chart, *midi, judge::default_norms());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::usage);
  const Result<PageHearing> third = parse_hear_settings("ear third\n", std::nullopt, judge::default_norms());
  ASSERT_FALSE(third);
  EXPECT_NE(third.error().line().find("ear third"), std::string::npos) << third.error().line();
}

}  // namespace
}  // namespace firstchair::door
