// The hands and the limbs of a take: who lands when against whom.
#include <fmt/format.h>

#include <cmath>

#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {

std::string hands_text(const Take& take) {
  using namespace report;
  std::string text;
  int hands = 0, pairs = 0, alone = 0;
  for (const Metric& m : take.verdict.metrics) {
    const bool of_hands = m.measure == Measure::hands || m.measure == Measure::hand_spread ||
                          m.measure == Measure::doubles || m.measure == Measure::doubles_level;
    if (!of_hands) continue;
    ++hands;
    text += metric_text(m) + ".\n";
  }
  if (hands == 0)
    text += "Hands: 0 strokes with a sticking in the chart (a line of R and L under the notes).\n";
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure != Measure::unison) continue;
    if (pairs++ == 0)
      text += fmt::format("{:<22} {:>20} {:>22} {:>6}\n", "Limbs together", "first ahead by, ms",
                          "spread, ms", "pairs");
    const int mean_d = decimals_for((m.mean_high - m.mean_low) / 2), d = decimals_for((m.high - m.low) / 2);
    const std::string name = fmt::format("{}, {}", name_of(m.line), name_of(m.other));
    if (m.standing == Standing::too_few) {
      text += fmt::format("{:<22} {:>20} {:>22} {:>6}\n", name, "-",
                          fmt::format("{} of {} pairs", m.n, m.needed), m.n);
      continue;
    }
    const std::string ahead =
        fmt::format("{} {}", number(-m.mean, mean_d), plus_minus(m.mean_low, m.mean_high, mean_d));
    const std::string spread = m.standing == Standing::below_floor
                                   ? fmt::format("floor {}", number(m.value, 1))
                                   : fmt::format("{} ({})", number(m.value, d), range(m.low, m.high, d));
    // ± is one column of two bytes.
    text += fmt::format("{:<22} {:>21} {:>22} {:>6}\n", name, ahead, spread, m.n);
  }
  if (pairs == 0) {
    text += take.source.times_apart
                ? "Limbs: 0 notes written together.\n"
                : "Limbs: from sound, strokes together have 1 time; an e-kit tells them apart.\n";
  }
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure != Measure::placement || !measured(m)) continue;
    if (alone++ == 0)
      text += m.beside_band ? "Against the band's clock:\n" : "Against the pulse of all limbs:\n";
    text += "  " + metric_text(m) + ".\n";
  }
  return text;
}

}  // namespace firstchair::report
