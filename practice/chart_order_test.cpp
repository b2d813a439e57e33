#include "practice/chart_order.h"

#include <gtest/gtest.h>

#include <utility>

namespace firstchair::practice {
namespace {

using Bars = std::pair<int, int>;

// What the order is about, when it was about bars from..to of a run of these bars.
Bars told(std::vector<int> numbers, int from, int to, Action action = Action::loop) {
  DrillPlan plan;
  plan.bar_numbers = std::move(numbers);
  const Order order =
      order_in_chart({.action = action, .cause = {}, .from_bar = from, .to_bar = to, .bpm = 96}, plan);
  EXPECT_EQ(order.action, action);
  EXPECT_EQ(order.bpm, 96);
  return {order.from_bar, order.to_bar};
}

TEST(OrderInChart, BarsOfALaterPassAreThoseOfTheChart) {
  EXPECT_EQ(told({1, 2, 1, 2, 1, 2}, 3, 4), Bars(1, 2));
  EXPECT_EQ(told({5, 6, 7, 8, 5, 6, 7, 8}, 6, 7), Bars(6, 7));
  EXPECT_EQ(told({1, 2, 3, 4}, 2, 3), Bars(2, 3));
  EXPECT_EQ(told({1, 2, 3, 4}, 3, 0), Bars(3, 3));
}

TEST(OrderInChart, OfAOneBarLoopItIsTheBarHoweverManyPassesItNames) {
  EXPECT_EQ(told(std::vector<int>(24, 1), 1, 4), Bars(1, 1));
  EXPECT_EQ(told(std::vector<int>(24, 7), 22, 24), Bars(7, 7));
}

TEST(OrderInChart, AStretchOverTheEndOfAPassIsAllBarsOfThePass) {
  EXPECT_EQ(told({1, 2, 1, 2}, 2, 3), Bars(1, 2));
  EXPECT_EQ(told({5, 6, 7, 5, 6, 7}, 2, 5), Bars(5, 7));
}

TEST(OrderInChart, ATempoHeldFromABarOfTheRunIsHeldForTheRun) {
  DrillPlan plan;
  plan.bar_numbers = std::vector<int>(24, 1);
  const Order held =
      order_in_chart({.action = Action::hold_tempo, .cause = {}, .from_bar = 11, .bpm = 96}, plan);
  EXPECT_EQ(held.from_bar, 0);
  EXPECT_EQ(held.count, 24);
  EXPECT_EQ(told({9, 10, 11, 12}, 3, 0, Action::hold_tempo), Bars(11, 0));
}

TEST(OrderInChart, OfARunWithoutItsPlanThePassesAreAsLongAsTheChart) {
  const auto bars = [](int from, int to, int run, int chart) {
    const Order order = order_in_chart(
        {.action = Action::loop, .cause = {}, .from_bar = from, .to_bar = to, .bpm = 96}, run, chart);
    return Bars(order.from_bar, order.to_bar);
  };
  EXPECT_EQ(bars(10, 11, 12, 4), Bars(2, 3));
  EXPECT_EQ(bars(4, 5, 12, 4), Bars(1, 4));
  EXPECT_EQ(bars(22, 23, 24, 1), Bars(1, 1));
  EXPECT_EQ(bars(3, 4, 4, 4), Bars(3, 4));
  EXPECT_EQ(bars(3, 4, 4, 8), Bars(3, 4));
}

TEST(OrderInChart, AnOrderThatNamesNoBarStaysAsItIs) {
  EXPECT_EQ(told({1, 2, 1, 2}, 0, 0), Bars(0, 0));
  EXPECT_EQ(told({}, 3, 4), Bars(3, 4));
}

TEST(TellInChart, SlipsOfEveryPassLieInTheBarOfTheChart) {
  DrillPlan plan;
  plan.bar_numbers = {5, 6, 5, 6, 5, 6};
  Take take;
  take.verdict.metrics.resize(3);
  take.verdict.metrics[0].measure = Measure::missed;
  take.verdict.metrics[0].places = {{.bar = 2, .beat = 3}, {.bar = 4, .beat = 3}, {.bar = 6, .beat = 3}};
  take.verdict.metrics[1].measure = Measure::bar;
  take.verdict.metrics[1].place = {.bar = 3, .beat = 1, .played = 3};
  take.verdict.metrics[2].measure = Measure::step;
  take.verdict.metrics[2].place = {.bar = 4};
  take.order = {
      .action = Action::loop, .cause = take.verdict.metrics[0], .from_bar = 1, .to_bar = 2, .bpm = 96};
  tell_in_chart(take, plan);
  for (const Metric* slips : {&std::as_const(take.verdict.metrics[0]), &std::as_const(take.order.cause)}) {
    for (std::size_t pass = 0; pass < 3; ++pass) {
      EXPECT_EQ(slips->places[pass].bar, 6);
      EXPECT_EQ(slips->places[pass].played, static_cast<int>(2 * pass + 2));
    }
  }
  EXPECT_EQ(take.verdict.metrics[1].place.bar, 5);
  EXPECT_EQ(take.verdict.metrics[1].place.played, 3);
  EXPECT_EQ(take.verdict.metrics[2].place.bar, 4);  // a step is of the run
  EXPECT_EQ(Bars(take.order.from_bar, take.order.to_bar), Bars(5, 6));
}

TEST(TellInChart, ARunOfTheChartItselfKeepsItsBars) {
  Take take;
  take.verdict.metrics.resize(1);
  take.verdict.metrics[0].measure = Measure::extra;
  take.verdict.metrics[0].places = {{.bar = 7, .beat = 1}, {.bar = 9, .beat = 1}};
  tell_in_chart(take, 8, 8);
  EXPECT_EQ(take.verdict.metrics[0].places[0].bar, 7);
  EXPECT_EQ(take.verdict.metrics[0].places[0].played, 0);  // what was not said stays unsaid
  EXPECT_EQ(take.verdict.metrics[0].places[1].bar, 9);     // behind the last bar of the run
}

}  // namespace
}  // namespace firstchair::practice
