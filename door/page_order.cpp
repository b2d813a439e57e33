#include "door/page_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "report/data/json_writer.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

std::vector<Line> lines_of(const Order& order) {
  const Metric& m = order.cause;
  if (order.action == Action::two_lines_alone) return {m.line, m.other};
  const bool alone = order.action == Action::line_alone ||
                     (order.action == Action::even_level && m.measure != Measure::level_course);
  if (!alone) return {};
  return {m.has_loose ? m.loose : m.line};
}

// The bars that obey an order of the chart's bars: where it names none, all that the plan plays.
std::pair<int, int> bars_to_play(const Order& order, const practice::DrillPlan& plan) {
  const auto [first, last] = std::minmax_element(plan.bar_numbers.begin(), plan.bar_numbers.end());
  if (order.from_bar == 0) return {*first, *last};
  const bool to_end = order.action == Action::hold_tempo && order.to_bar == 0;
  return {order.from_bar, to_end ? *last : std::max(order.from_bar, order.to_bar)};
}

}  // namespace

std::string page_order_json(const Take& take, const practice::DrillPlan& plan, double bpm) {
  const Order& order = take.order;
  if (!take.reading.chart_played) return {};
  const auto [from, to] = bars_to_play(order, plan);
  const double tempo = order.bpm > 0 ? order.bpm : bpm;
  const bool bars_counted = order.action == Action::record_more || order.action == Action::next_tempo;
  const int bars = to - from + 1;
  const int times = bars_counted && order.count > 0 ? (order.count + bars - 1) / bars : 0;
  std::string names;
  for (const Line line : lines_of(order))
    names += (names.empty() ? "" : " and ") + std::string(name_of(line));
  const std::string what = (names.empty() ? "" : names + " alone, ") + report::bars(from, to);
  report::JsonWriter json;
  json.begin_object();
  const std::string often = times > 1 ? fmt::format(", {} times,", times) : "";
  json.text("text", fmt::format("{}{} at {}.", report::capital(what), often, report::number(tempo, 0)));
  json.real("bpm", tempo, 2);
  json.integer("from", from);
  json.integer("to", to);
  json.integer("times", times);
  json.begin_array("lines");
  for (const Line line : lines_of(order)) json.text("", id_of(line));
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door
