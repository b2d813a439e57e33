#include "practice/chart_order.h"

#include <algorithm>
#include <utility>

namespace firstchair::practice {

Order order_in_chart(Order order, const DrillPlan& plan) {
  const std::vector<int>& numbers = plan.bar_numbers;
  if (order.from_bar == 0 || numbers.empty()) return order;
  const int bars = static_cast<int>(numbers.size());
  const auto [first, last] = std::minmax_element(numbers.begin(), numbers.end());
  const bool once = *last - *first + 1 == bars;
  const bool to_end = order.action == Action::hold_tempo && order.to_bar == 0;
  if (to_end && !once) {
    order.from_bar = 0;
    order.count = bars;
    return order;
  }
  const auto number = [&](int bar) {
    return numbers[static_cast<std::size_t>(std::clamp(bar, 1, bars) - 1)];
  };
  const int end = std::max(order.from_bar, order.to_bar);
  const int from = number(order.from_bar), to = number(end);
  const bool in_pass = to - from == end - order.from_bar;
  order.from_bar = in_pass ? from : *first;
  if (!to_end) order.to_bar = in_pass ? to : *last;
  return order;
}

namespace {

DrillPlan passes(int run_bars, int chart_bars) {
  DrillPlan plan;
  for (int bar = 0; bar < run_bars; ++bar) plan.bar_numbers.push_back(bar % std::max(1, chart_bars) + 1);
  return plan;
}

void rename(Place& place, const std::vector<int>& numbers) {
  if (place.bar < 1 || place.bar > static_cast<int>(numbers.size())) return;
  if (place.played == 0) place.played = place.bar;
  place.bar = numbers[static_cast<std::size_t>(place.bar) - 1];
}

void rename(Metric& metric, const std::vector<int>& numbers) {
  switch (metric.measure) {
    case Measure::bar:
      rename(metric.place, numbers);
      break;
    case Measure::missed:
    case Measure::extra:
    case Measure::wrong_voice:
      for (Place& place : metric.places) rename(place, numbers);
      break;
    default:
      break;
  }
}

// The run is the chart, from its first bar on and once.
bool is_chart(const std::vector<int>& numbers) {
  for (std::size_t bar = 0; bar < numbers.size(); ++bar)
    if (numbers[bar] != static_cast<int>(bar) + 1) return false;
  return true;
}

}  // namespace

Order order_in_chart(Order order, int run_bars, int chart_bars) {
  return order_in_chart(std::move(order), passes(run_bars, chart_bars));
}

void tell_in_chart(Take& take, const DrillPlan& plan) {
  take.order = order_in_chart(std::move(take.order), plan);
  if (is_chart(plan.bar_numbers)) return;
  rename(take.order.cause, plan.bar_numbers);
  for (Metric& metric : take.verdict.metrics) rename(metric, plan.bar_numbers);
}

void tell_in_chart(Take& take, int run_bars, int chart_bars) {
  tell_in_chart(take, passes(run_bars, chart_bars));
}

}  // namespace firstchair::practice
