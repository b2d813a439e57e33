#include "book/practised.h"

#include <optional>

#include "report/text/words.h"
#include "store/chart_text.h"

namespace firstchair::book {
namespace {

std::optional<practice::DrillPlan> once_through(const Chart& chart, practice::DrillRange range) {
  if (chart.notes.empty()) return std::nullopt;
  range.times = 1;
  Result<practice::DrillPlan> plan = practice::plan_drill(chart, range, {});
  if (!plan) return std::nullopt;
  return std::move(*plan);
}

}  // namespace

std::string item_of_bars(const Chart& chart, const practice::DrillRange& range) {
  const std::optional<practice::DrillPlan> once = once_through(chart, range);
  return once ? store::item_of(once->chart) : "";
}

void set_practised(const Chart& chart, const practice::DrillRange& range,
                   store::Circumstances& circumstances) {
  const std::optional<practice::DrillPlan> once = once_through(chart, range);
  if (!once) return;
  circumstances.item = store::item_of(once->chart);
  circumstances.bars = static_cast<int>(once->bar_numbers.size());
  circumstances.title = chart.title;
  if (range.from != 1 || range.to != 0)
    circumstances.title += ", " + report::bars(once->bar_numbers.front(), once->bar_numbers.back());
}

}  // namespace firstchair::book
