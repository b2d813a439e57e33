#include "door/nearest_told.h"

#include <utility>
#include <vector>

#include "charts/charts.h"

namespace firstchair::door {

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
