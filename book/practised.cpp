#include "book/practised.h"

#include <optional>

#include "report/text/words.h"
#include "store/chart_text.h"

namespace firstchair {
namespace {

std::optional<DrillPlan> once_through(const Chart& chart, DrillRange range) {
  if (chart.notes.empty()) return std::nullopt;
  range.times = 1;
  Result<DrillPlan> plan = plan_drill(chart, range, {});
  if (!plan) return std::nullopt;
  return std::move(*plan);
}

}  // namespace

std::string item_of_bars(const Chart& chart, const DrillRange& range) {
  const std::optional<DrillPlan> once = once_through(chart, range);
  return once ? item_of(once->chart) : "";
}

void set_practised(const Chart& chart, const DrillRange& range, Circumstances& circumstances) {
  const std::optional<DrillPlan> once = once_through(chart, range);
  if (!once) return;
  circumstances.item = item_of(once->chart);
  circumstances.bars = static_cast<int>(once->bar_numbers.size());
  circumstances.title = chart.title;
  if (range.from != 1 || range.to != 0)
    circumstances.title += ", " + report::bars(once->bar_numbers.front(), once->bar_numbers.back());
}

}  // namespace firstchair
