#include "book/practised.h"

#include <optional>

#include "practice/practised.h"
#include "report/text/words.h"
#include "store/chart_text.h"

namespace firstchair::book {

std::string item_of_bars(const Chart& chart, const practice::DrillRange& range) {
  const std::optional<practice::Practised> practised = practice::practised_in(chart, range);
  return practised ? store::item_of(practised->chart) : "";
}

void set_practised(const Chart& chart, const practice::DrillRange& range,
                   store::Circumstances& circumstances) {
  const std::optional<practice::Practised> practised = practice::practised_in(chart, range);
  if (!practised) return;
  circumstances.item = store::item_of(practised->chart);
  circumstances.bars = practised->bars();
  circumstances.title = chart.title;
  if (!practised->whole) circumstances.title += ", " + report::bars(practised->first, practised->last);
}

}  // namespace firstchair::book
