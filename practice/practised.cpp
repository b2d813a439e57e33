#include "practice/practised.h"

#include <utility>

namespace firstchair::practice {

std::optional<Practised> practised_in(const Chart& chart, DrillRange range) {
  if (chart.notes.empty()) return std::nullopt;
  range.times = 1;
  Result<DrillPlan> once = plan_drill(chart, range, {});
  if (!once) return std::nullopt;
  return Practised{.chart = std::move(once->chart),
                   .first = once->bar_numbers.front(),
                   .last = once->bar_numbers.back(),
                   .whole = range.from == 1 && range.to == 0};
}

}  // namespace firstchair::practice
