// The drill that obeys an order: what an order names, and what it leaves as it was.
#include "door/page_order.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "door/page_chart.h"
#include "practice/chart_order.h"
#include "report/report.h"

namespace firstchair::door {
namespace {

using nlohmann::json;

// Bars 1 and 2 of a chart, four times.
practice::DrillPlan plan() {
  practice::DrillPlan plan;
  plan.bar_numbers = {1, 2, 1, 2, 1, 2, 1, 2};
  return plan;
}
json doing(const Order& order) {
  Take take;
  take.order = practice::order_in_chart(order, plan());
  take.reading.chart_played = true;
  return json::parse(page_order_json(take, plan(), 96));
}

TEST(PageOrder, ALineAloneIsDrilledByItselfOverItsBars) {
  Order order{.action = Action::line_alone, .cause = {}, .from_bar = 3, .to_bar = 4, .bpm = 80};
  order.cause.line = Line::hat;
  const json told = doing(order);
  EXPECT_EQ(told["text"], "Hat alone, bars 1-2 at 80.");
  EXPECT_EQ(told["lines"], json({"hat"}));
  EXPECT_EQ(told["bpm"], 80);
  EXPECT_EQ(told["from"], 1);  // bar 3 of the take is bar 1 of the chart
  EXPECT_EQ(told["to"], 2);
  EXPECT_EQ(told["times"], 0);
}

// What is read after a drill and what its button does are worded of the same bars.
TEST(PageOrder, TheOrderInWordsNamesTheBarsThatAreDrilled) {
  Take take;
  take.alignment.pulse.resize(1);
  take.reading.chart_played = true;
  practice::DrillPlan loop;
  loop.bar_numbers = std::vector<int>(24, 1);
  take.order = practice::order_in_chart(
      {.action = Action::loop, .cause = {}, .from_bar = 1, .to_bar = 4, .bpm = 113, .count = 4}, loop);
  EXPECT_TRUE(report::order_text(take).ends_with(" Loop bar 1 at 113, 4 clean.")) << report::order_text(take);
  EXPECT_EQ(json::parse(page_order_json(take, loop, 120))["text"], "Bar 1 at 113.");
}

TEST(PageOrder, ATempoHeldFromABarOnIsDrilledToTheEnd) {
  Take take;
  take.reading.chart_played = true;
  take.order = {.action = Action::hold_tempo, .cause = {}, .from_bar = 3, .bpm = 96};
  practice::DrillPlan once;
  once.bar_numbers = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(json::parse(page_order_json(take, once, 96))["text"], "Bars 3-6 at 96.");
}

TEST(PageOrder, AStretchOverTheEndOfAPassIsAllBars) {
  const json told = doing({.action = Action::loop, .cause = {}, .from_bar = 2, .to_bar = 3, .bpm = 70});
  EXPECT_EQ(told["from"], 1);
  EXPECT_EQ(told["to"], 2);
  EXPECT_EQ(told["lines"], json::array());
}

TEST(PageOrder, ATempoIsPlayedForAsManyBarsAsItNames) {
  const json told = doing({.action = Action::next_tempo, .cause = {}, .bpm = 104, .count = 7});
  EXPECT_EQ(told["bpm"], 104);
  EXPECT_EQ(told["times"], 4);
  EXPECT_EQ(told["text"], "Bars 1-2, 4 times, at 104.");
}

TEST(PageOrder, AnOrderWithoutATempoKeepsTheOneThatWasPlayed) {
  EXPECT_EQ(doing({.action = Action::record_more, .cause = {}, .count = 8})["bpm"], 96);
}

TEST(PageOrder, ATakeThatWasNotJudgedAsksForNoDrill) {
  Take take;
  take.reading.chart_played = false;
  EXPECT_EQ(page_order_json(take, plan(), 96), "");
}

TEST(PageChart, OfAChartOnlyTheLinesThatWereNamedStay) {
  const Chart rock = *charts::builtin_chart("rock-8ths");
  const Result<Chart> alone = chart_of_lines(rock, "kick snare");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->title, rock.title + ", kick and snare alone");
  EXPECT_EQ(alone->length, rock.length);
  for (const Note& note : alone->notes) EXPECT_NE(line_of(note.voice), Line::hat);
  EXPECT_FALSE(chart_of_lines(rock, "ride"));
  EXPECT_FALSE(chart_of_lines(rock, ""));
  const json facts = json::parse(page_chart_json(*alone));
  EXPECT_EQ(facts["lines"].size(), 2U);
  EXPECT_EQ(facts["lines"][0]["text"], "Kick");
}

TEST(PageChart, SoundsAsWrittenAtTheTempoThatIsAsked) {
  const Chart rock = *charts::builtin_chart("rock-8ths");
  const json slow = json::parse(chart_sounds_json(rock, 60)),
             fast = json::parse(chart_sounds_json(rock, 120));
  ASSERT_EQ(slow["strokes"].size(), rock.notes.size());
  for (std::size_t i = 0; i < rock.notes.size(); ++i) {
    const double quarters = static_cast<double>(rock.notes[i].tick) / static_cast<double>(kTicksPerQuarter);
    EXPECT_NEAR(slow["strokes"][i]["s"], quarters, 1e-4);
    EXPECT_NEAR(fast["strokes"][i]["s"], quarters / 2, 1e-4);
    EXPECT_EQ(slow["strokes"][i]["voice"], std::string(id_of(rock.notes[i].voice)));
  }
  EXPECT_EQ(json::parse(chart_sounds_json(rock, 0))["bpm"], tempo_at(rock, 0) > 0 ? tempo_at(rock, 0) : 100);
}

}  // namespace
}  // namespace firstchair::door
