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

Order order_in_chart(Order order, int run_bars, int chart_bars) {
  DrillPlan plan;
  for (int bar = 0; bar < run_bars; ++bar) plan.bar_numbers.push_back(bar % std::max(1, chart_bars) + 1);
  return order_in_chart(std::move(order), plan);
}

}  // namespace firstchair::practice
