#include "report/text/loose_lines.h"

namespace firstchair::report {

LooseLines loose_lines(const Take& take) {
  int lines = 0, within = 0, beyond = 0;
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure != Measure::tightness) continue;
    ++lines;
    const bool tested = m.standing == Standing::in_band || m.standing == Standing::out_of_band;
    const bool wide = tested && m.value > m.band_high;
    within += m.standing == Standing::below_floor || (tested && !wide);
    beyond += wide;
  }
  if (lines < 2) return LooseLines::alone;
  return beyond > 1 && within == 0 ? LooseLines::every : LooseLines::one;
}

}  // namespace firstchair::report
