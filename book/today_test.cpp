// today: the plan of a history, and what was really played of it.
#include "book/today.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::book {
namespace {

constexpr std::int64_t kDay = 86400, kMorning = 60 * kDay, kNow = kMorning + 64800;
const std::vector<teacher::PracticeItem> kItems{{.item = "a", .title = "Paradiddle"},
                                                {.item = "b", .title = "Rock"}};

History history() {
  History h;
  for (const teacher::PracticeItem& item : kItems) {
    h.limits.push_back({.item = item.item,
                        .began_s = kMorning - 3 * kDay,
                        .t50 = std::log2(item.item == "a" ? 100 : 130),
                        .sd_oct = 0.02,
                        .sigma_oct = 0.08,
                        .takes = 9});
    h.goals.push_back({.item = item.item, .bpm = 120});
  }
  h.retests.push_back({.item = "b",
                       .stability = 2.3,
                       .difficulty = 2.1,
                       .last_s = kMorning - 5 * kDay,
                       .due_s = kMorning - kDay});
  return h;
}

std::string text_of(History& history, std::span<const teacher::PracticeItem> items, std::int64_t now_s,
                    const TodayOptions& options) {
  return today_text(today_of(history, items, now_s, options));
}

KeptTake take(std::int64_t at_s, const std::string& item, double bpm, bool clean) {
  KeptTake t;
  t.began_s = at_s;
  t.minutes = 1;
  t.item = item;
  t.bpm = bpm;
  t.click = true;
  t.mode = Mode::drill;
  t.clean = clean;
  return t;
}

TEST(Today, PrintsThePlanWithItsReasons) {
  History h = history();
  const std::string text = text_of(h, kItems, kNow, {.day_began_s = kMorning});
  EXPECT_NE(text.find("Today: 30 min of playing"), std::string::npos) << text;
  EXPECT_NE(text.find("Rock, cold, at "), std::string::npos) << text;
  EXPECT_NE(text.find("goal 120"), std::string::npos) << text;
}

// Law: the plan does not change while it is played.
TEST(Today, DoneFollowsThePlanOfTheMorning) {
  History h = history();
  const std::string before = text_of(h, kItems, kNow, {.day_began_s = kMorning});
  for (int i = 0; i < 6; ++i) h.takes.push_back(take(kNow + 60 * i, "a", 94, i > 1));
  h.takes.push_back(take(kNow + 600, "b", 122, true));
  EXPECT_EQ(text_of(h, kItems, kNow + 900, {.day_began_s = kMorning}), before);
  const TodayOptions done{.done = true, .day_began_s = kMorning};
  const std::string text = text_of(h, kItems, kNow + 900, done);
  EXPECT_NE(text.find("Rock, cold, at 122: 1.0 of 1.5 min, 1 take, 1 clean, to 122."), std::string::npos)
      << text;
  EXPECT_NE(text.find("4 clean"), std::string::npos) << text;
  ASSERT_EQ(h.reviews.size(), 1U);
  EXPECT_EQ(h.reviews[0].grade, 3);
  EXPECT_GT(h.retests[0].due_s, kNow);
  text_of(h, kItems, kNow + 1000, done);
  EXPECT_EQ(h.reviews.size(), 1U);  // said twice, counted once
}

TEST(Today, ATakeThatDoesNotCountIsNoPartOfThePlanOrOfWhatIsDone) {
  History h = history();
  const TodayOptions done{.done = true, .day_began_s = kMorning};
  const std::string before = text_of(h, kItems, kNow + 900, done);
  h = history();
  h.takes.push_back(take(kNow, "a", 94, true));
  h.takes.push_back(take(kNow + 60, "a", 94, true));
  h.takes[0].discarded = true;
  h.takes[1].counted = false;
  EXPECT_EQ(text_of(h, kItems, kNow + 900, done), before);
  h.takes[0].discarded = false;
  EXPECT_NE(text_of(h, kItems, kNow + 900, done), before);
}

TEST(Today, AnItemFirstTouchedTodayIsPlannedByWhatWasMeasuredToday) {
  History h;
  h.goals.push_back({.item = "a", .bpm = 120});
  const std::span<const teacher::PracticeItem> item(kItems.data(), 1);
  EXPECT_NE(text_of(h, item, kNow, {.day_began_s = kMorning}).find("Why: 0 limits measured"),
            std::string::npos);
  h.limits.push_back({.item = "a",
                      .began_s = kNow - 600,
                      .t50 = std::log2(100),
                      .sd_oct = 0.02,
                      .sigma_oct = 0.08,
                      .takes = 9});
  const std::string text = text_of(h, item, kNow, {.day_began_s = kMorning});
  EXPECT_EQ(text.find("0 limits measured"), std::string::npos) << text;
  EXPECT_NE(text.find("breaks at 100 ("), std::string::npos) << text;
}

TEST(Today, ThePainStopLeavesNoPlan) {
  History h = history();
  const std::string text = text_of(h, kItems, kNow, {.pain = 4, .day_began_s = kMorning});
  EXPECT_EQ(text, "Pain 4 of 10: stop, 0 more takes today, and a clinician if it stays.\n");
}

}  // namespace
}  // namespace firstchair::book
