#include "door/nearest_told.h"

#include <utility>
#include <vector>

#include "charts/charts.h"
#include "door/page_chart.h"

namespace firstchair::door {

void add_own_chart(std::vector<NamedChart>& own, std::string_view name, std::span<const std::uint8_t> bytes) {
  if (own.size() >= kMostOwnCharts) return;
  Result<Chart> chart = read_page_chart(bytes);
  if (!chart || chart->notes.empty()) return;
  own.push_back({std::string(name.empty() ? chart->title : name), std::move(*chart)});
}

void tell_nearest_chart(Take& take, std::span<const NamedChart> own) {
  if (take.reading.chart_played) return;
  std::vector<NamedChart> all(own.begin(), own.end());
  for (const charts::BuiltinChart& of : charts::builtin_charts()) {
    if (Result<Chart> chart = charts::builtin_chart(of.name))
      all.push_back({std::string(of.name), std::move(*chart)});
  }
  take.nearest_chart = nearest_chart(take, all);
}

}  // namespace firstchair::door
