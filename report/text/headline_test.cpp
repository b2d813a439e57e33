#include <gtest/gtest.h>

#include "report/report.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

// A take whose order is about this.
Take about(Metric m, Action action = Action::loop) {
  Take take;
  take.alignment.pulse.resize(1);
  m.n = 64;
  m.standing = Standing::out_of_band;
  take.order.action = action;
  take.order.cause = m;
  take.verdict.metrics = {m};
  return take;
}

Metric of(Measure measure, Line line, double value) {
  Metric m;
  m.measure = measure;
  m.line = line;
  m.value = value;
  m.low = value - 2, m.high = value + 2;
  return m;
}

TEST(Headline, SaysWhoWhatAndWhereWithoutANumberThatHasAnInterval) {
  Metric m = of(Measure::placement, Line::snare, -14);
  EXPECT_EQ(headline(about(m)), "Your snare plays ahead of the rest of the kit.");
  m.perhaps_kit = true;
  EXPECT_EQ(headline(about(m)), "The snare comes early at every stroke, by the kit or by you.");
  m = of(Measure::tightness, Line::hat, 24);
  EXPECT_EQ(headline(about(m)), "Your hat wanders more than a professional's.");
  m = of(Measure::spot, Line::kick, -30);
  m.place = {0, 3.5, 0};
  EXPECT_EQ(headline(about(m)), "Your kick comes early on the & of 3.");
  m.place = {12, 3, 0};
  EXPECT_EQ(headline(about(m)), "Your kick comes early on beat 3 of bar 12.");
  m = of(Measure::phrase, Line::pad, -40);
  m.has_line = false, m.place = {0, 3, 0}, m.beat_to = 5, m.every = 4, m.which = 4;
  EXPECT_EQ(headline(about(m)), "You rush on beats 3-4 of every 4th bar from bar 4.");
  m = of(Measure::bar, Line::pad, 60);
  m.has_line = false, m.place = {12, 1, 0}, m.place.played = 12;
  EXPECT_EQ(headline(about(m)), "Bar 12 comes late.");
  m.place.bar = 1;  // of a loop
  EXPECT_EQ(headline(about(m)), "Bar 12 of the take comes late.");
  m = of(Measure::hand_spread, Line::pad, 2.4);
  EXPECT_EQ(headline(about(m)), "Your left hand wanders more than the right.");
  m = of(Measure::doubles_level, Line::pad, -6);
  EXPECT_EQ(headline(about(m)), "The second stroke of your doubles is softer than the first.");
  m = of(Measure::level_spot, Line::hat, -6);
  m.place = {0, 3.5, 0};
  EXPECT_EQ(headline(about(m)), "Your hat is softer on the & of 3 than anywhere else.");
  m = of(Measure::level_course, Line::pad, -7);
  m.has_line = false;
  EXPECT_EQ(headline(about(m)), "You get softer over the take.");
  m = of(Measure::drift, Line::pad, 2.1);
  m.has_line = false;
  EXPECT_EQ(headline(about(m)), "You speed up over the take.");
  m = of(Measure::missed, Line::kick, 12.5);
  for (int bar = 1; bar <= 8; ++bar) m.places.push_back({bar, 3.5, 0});
  EXPECT_EQ(headline(about(m)), "You leave out the kick on the & of 3, 8 times.");
  m = of(Measure::extra, Line::snare, 6.25);
  EXPECT_EQ(headline(about(m)), "You play 4 snare strokes more than written.");
  m = of(Measure::hands, Line::snare, 9);
  EXPECT_EQ(headline(about(m)), "Your left hand lands later than the right.");
}

TEST(Headline, OfATakeWithoutAFaultNamesItsTempoUnlessThereAreTwo) {
  Take take = about({}, Action::next_tempo);
  take.order.cause = {};
  take.verdict.metrics.clear();
  take.reading.bpm = 120.2;
  EXPECT_EQ(headline(take), "Nothing to fix at 120.");
  EXPECT_TRUE(facts_told(take).empty());
  take.reading.other_bpm = 60.1;
  EXPECT_EQ(headline(take), "Nothing to fix in 0 strokes.");
}

TEST(Headline, IsOneSentenceOfEveryTake) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string text = headline(take);
    EXPECT_GT(text.size(), 10U) << name;
    EXPECT_EQ(text.find(". "), std::string::npos) << name << ": " << text;
    EXPECT_TRUE(text.ends_with('.')) << name << ": " << text;
  }
}

TEST(FactsTold, AreTheOrdersCauseFirstAndAtMostThree) {
  Metric m = of(Measure::missed, Line::kick, 4.6875);
  m.places = {{5, 3.5, 0}, {7, 3.5, 0}, {7, 1, 0}};
  Take take = about(m);
  for (const double lean : {18.0, 19.0, 20.0}) {
    Metric spot = of(Measure::spot, Line::snare, lean);
    spot.standing = Standing::out_of_band, spot.n = 12, spot.place = {0, lean - 17, 0};
    take.verdict.metrics.push_back(spot);
  }
  const std::vector<std::string> facts = facts_told(take);
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts[0], "3 of 64 kick notes missed, & of 3 (bars 5, 7) +1.");
  EXPECT_EQ(facts[1], "Beat 3: snare 20 ms late, ±2.");
}

}  // namespace
}  // namespace firstchair::report
