#include "charts/score/endings.h"

namespace firstchair::charts {
namespace {

constexpr int kMostPasses = 32;

}  // namespace

void write_endings(const std::vector<unsigned>& masks, std::vector<ScoreMeasure>& measures) {
  for (std::size_t i = 0; i < masks.size(); ++i) {
    const bool goes_on = i > 0 && masks[i] == masks[i - 1] && !measures[i - 1].flow.backward;
    if (masks[i] == 0 || goes_on) continue;
    if ((masks[i] & 1U) == 0 && (i == 0 || (masks[i - 1] == 0 && measures[i - 1].flow.backward))) continue;
    BarFlow& flow = measures[i].flow;
    for (int pass = 0; pass < kMostPasses; ++pass) {
      if ((masks[i] >> pass & 1U) != 0) flow.ending.push_back(pass + 1);
    }
    if (flow.ending.empty()) continue;
    std::size_t last = i;
    while (last + 1 < masks.size() && !measures[last].flow.backward && !measures[last + 1].flow.forward &&
           (masks[last + 1] == 0 || masks[last + 1] == masks[i]))
      ++last;
    measures[measures[last].flow.backward ? last : i].flow.ending_stops = true;
  }
}

}  // namespace firstchair::charts
