#include "engine/cut/form.h"

#include <gtest/gtest.h>

#include "engine/cut/groove_test.h"

namespace firstchair::cut {
namespace {

TEST(Form, BarsStandWhereThePulsePutsThem) {
  const Form form = form_of(groove_take(16));
  ASSERT_EQ(form.bars.size(), 16u);
  for (std::size_t b = 0; b < 16; ++b) {
    EXPECT_NEAR(form.bars[b].start_s, 1 + 2.4 * static_cast<double>(b), 1e-9);
    EXPECT_EQ(form.bars[b].number, static_cast<int>(b) + 1);
  }
  EXPECT_EQ(bar_at(form, 1.01)->number, 1);
  EXPECT_EQ(bar_at(form, 3.41)->number, 2);
  EXPECT_EQ(bar_at(form, .5), nullptr);
  EXPECT_EQ(bar_at(form, 400), nullptr);
}

TEST(Form, FillsAndPhrasesAreThoseThatWerePlayed) {
  const Form form = form_of(groove_take(32));
  for (const FormBar& bar : form.bars) EXPECT_EQ(bar.fill, bar.number % 4 == 0) << bar.number;
  ASSERT_EQ(form.phrases_s.size(), 8u);
  for (std::size_t p = 0; p < form.phrases_s.size(); ++p)
    EXPECT_EQ(form.phrases_s[p], form.bars[4 * p].start_s);
}

// The first phrase begins in the second bar: a bar of pick-up stands before it.
TEST(Form, APhraseMayBeginAfterAPickUp) {
  Take take = groove_take(33);
  Form form = form_of(take);
  const double one = form.bars[1].start_s;
  for (Hit& hit : take.hits) hit.frame += static_cast<Frames>(1e6 * (one - form.bars[0].start_s));
  std::erase_if(take.hits,
                [&](const Hit& hit) { return static_cast<double>(hit.frame) > 1e6 * (1 + 33 * 2.4); });
  form = form_of(take);
  ASSERT_FALSE(form.phrases_s.empty());
  EXPECT_EQ(form.phrases_s[0], form.bars[1].start_s);
}

//  chart  |1 2 3 4|          played  |1 2 3 4|1 2 3 4|
TEST(Form, ALoopCountsOn) {
  Take take = groove_take(4);
  const Take once = take;
  const auto bars_us = static_cast<Frames>(4 * 2.4e6);
  for (Hit hit : once.hits) {
    hit.frame += bars_us;
    take.hits.push_back(hit);
  }
  Passage again = take.alignment.passages[0];
  again.offset = take.chart.length;
  take.alignment.passages.push_back(again);
  for (PulsePoint point : once.alignment.pulse) {
    point.passage = 1;
    point.frame += static_cast<double>(bars_us);
    take.alignment.pulse.push_back(point);
  }
  const Form form = form_of(take);
  ASSERT_EQ(form.bars.size(), 8u);
  EXPECT_EQ(form.bars[7].number, 8);
  EXPECT_NEAR(form.bars[7].start_s, 1 + 7 * 2.4, 1e-9);
}

TEST(Form, WhereNoBarLineIsSureNoneIsTold) {
  Take take = groove_take(8);
  take.reading.chart_given = false;
  take.reading.bar_probability = .41;
  const Form form = form_of(take);
  EXPECT_TRUE(form.bars.empty());
  EXPECT_NEAR(form.bar_probability, .41, 1e-12);
  for (const Mark& mark : marks_of(take, form)) EXPECT_EQ(mark.bar, 0);
}

TEST(Form, MarksAreTheStrokesWithBarAndBeat) {
  const Take take = groove_take(8);
  const std::vector<Mark> marks = marks_of(take, form_of(take));
  ASSERT_EQ(marks.size(), take.hits.size());
  int crashes = 0;
  for (const Mark& mark : marks) {
    EXPECT_GE(mark.bar, 1);
    EXPECT_LE(mark.bar, 8);
    if (mark.line != Line::crash) continue;
    EXPECT_EQ(mark.beat, 1);
    EXPECT_EQ(mark.bar % 4, 1);
    ++crashes;
  }
  EXPECT_EQ(crashes, 2);
}

}  // namespace
}  // namespace firstchair::cut
