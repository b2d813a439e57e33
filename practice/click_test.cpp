#include "practice/click.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace firstchair::practice {
namespace {

std::vector<float> render(const ClickConfig& config, Frames frames, std::size_t block) {
  Result<Click> click = Click::make(config);
  EXPECT_TRUE(click) << (click ? "" : click.error().line());
  std::vector<float> sound(static_cast<std::size_t>(frames), 0.0F);
  for (std::size_t at = 0; at < sound.size(); at += block)
    click->push(static_cast<Frames>(at), std::span(sound).subspan(at, std::min(block, sound.size() - at)));
  return sound;
}

const ClickConfig kPlain{.plan = {.rate = 48000, .bpm = 97, .count_in_bars = 1, .subdivision = 2}};

// Every first sample after silence is one click of the train, and the other way round.
TEST(Click, EverySoundBeginsAtItsExactFrame) {
  const std::vector<float> sound = render(kPlain, 480000, 256);
  Result<ClickTrain> train = ClickTrain::make(kPlain.plan);
  std::vector<Frames> expected, found;
  for (; train->peek().frame < 480000; train->next()) expected.push_back(train->peek().frame);
  std::size_t silent = 200;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    if (sound[i] != 0 && silent >= 200) found.push_back(static_cast<Frames>(i));
    silent = sound[i] != 0 ? 0 : silent + 1;
  }
  ASSERT_GT(expected.size(), 28u);
  EXPECT_EQ(found, expected);
}

TEST(Click, SoundsTheSameInBlocksOfAnySize) {
  const std::vector<float> whole = render(kPlain, 200000, 200000);
  for (const std::size_t block : {1u, 17u, 64u, 1024u})
    EXPECT_EQ(render(kPlain, 200000, block), whole) << block;
}

TEST(Click, MixesIntoWhatIsThere) {
  Result<Click> click = Click::make(kPlain);
  std::vector<float> sound(1000, 0.25F);
  click->push(0, sound);
  EXPECT_EQ(sound[999], 0.25F);
  EXPECT_NE(sound[10], 0.25F);
}

TEST(Click, RisesToItsLevelAndNeverGoesBeyondTheCap) {
  ClickConfig config = kPlain;
  config.level_db = -6;
  config.plan.subdivision = 8;
  config.plan.bpm = 400;
  const std::vector<float> sound = render(config, 96000, 333);
  const auto peak = [&](std::size_t from, std::size_t to) {
    float most = 0;
    for (std::size_t i = from; i < to; ++i) most = std::max(most, std::abs(sound[i]));
    return most;
  };
  EXPECT_LT(peak(0, 1000), 0.1F * kLoudestClick * 1.3F);
  EXPECT_LE(peak(0, 96000), kLoudestClick);
  EXPECT_GT(peak(48000, 96000), 0.9F * kLoudestClick);
}

TEST(Click, EverySoundBeginsOnItsFrameReachesTheSameLevelAndIsAnother) {
  std::vector<std::vector<float>> sounds;
  for (const ClickSoundName& one : click_sounds()) {
    ClickConfig config{.plan = {.rate = 48000, .bpm = 120, .sound = one.sound}};
    const std::vector<float> sound = render(config, 6 * 24000, 480);
    for (int beat = 0; beat < 6; ++beat) {
      EXPECT_NE(sound[static_cast<std::size_t>(24000 * beat)], 0) << one.id;
      if (beat > 0) {
        EXPECT_EQ(sound[static_cast<std::size_t>(24000 * beat - 1)], 0) << one.id;
      }
    }
    // The fifth click is a bar's first and the first at its whole level.
    const auto [low, high] = std::minmax_element(sound.begin() + 4 * 24000, sound.begin() + 5 * 24000);
    EXPECT_NEAR(20 * std::log10(std::max(-*low, *high)), -12, 0.01) << one.id;
    for (const std::vector<float>& other : sounds) EXPECT_NE(sound, other) << one.id;
    sounds.push_back(sound);
  }
  EXPECT_EQ(*parse_click_sound("wood"), ClickSound::wood);
  const Result<ClickSound> none = parse_click_sound("gong");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().line().find("beep, wood, tick, cowbell"), std::string::npos) << none.error().line();
}

TEST(Click, IsSilentInGapsAndOnlyThere) {
  ClickConfig config{.plan = {.rate = 48000, .bpm = 120, .gap_on = 1, .gap_off = 1}};
  const std::vector<float> sound = render(config, 4 * 96000, 480);
  for (int bar = 0; bar < 4; ++bar) {
    const bool any = std::any_of(sound.begin() + bar * 96000, sound.begin() + (bar + 1) * 96000,
                                 [](float sample) { return sample != 0; });
    EXPECT_EQ(any, bar % 2 == 0) << bar;
  }
}

// An xrun: frames 20000 to 60000 are never asked for. The click at 24000 is not heard; the one at 72000 is on
// time.
TEST(Click, LeavesOutWhatAnXrunSkippedAndStaysInTime) {
  Result<Click> click = Click::make({.plan = {.rate = 48000, .bpm = 120}});
  std::vector<float> before(20000, 0.0F), after(20000, 0.0F);
  click->push(0, before);
  click->push(60000, after);
  const auto first = std::find_if(after.begin(), after.end(), [](float sample) { return sample != 0; });
  EXPECT_EQ(first - after.begin(), 12000);
}

TEST(Click, TellsWhatIsComing) {
  Result<Click> click = Click::make({.plan = {.rate = 48000, .bpm = 120, .gap_on = 1, .gap_off = 1}});
  std::vector<float> block(24001, 0.0F);
  click->push(0, block);
  std::array<ClickEvent, 5> events;
  click->upcoming(24001, events);
  EXPECT_EQ(events[0].frame, 48000);
  EXPECT_EQ(events[0].kind, ClickKind::beat);
  EXPECT_EQ(events[2].kind, ClickKind::accent);
  EXPECT_TRUE(events[1].sounds);
  EXPECT_FALSE(events[2].sounds);
  EXPECT_EQ(events[4].frame, 144000);
}

TEST(Click, RefusesALevelThatHurtsOrCannotBeHeard) {
  EXPECT_FALSE(Click::make({.plan = {}, .level_db = -3}));
  EXPECT_FALSE(Click::make({.plan = {}, .level_db = -70}));
  EXPECT_FALSE(Click::make({.plan = {}, .level_db = NAN}));
}

}  // namespace
}  // namespace firstchair::practice
