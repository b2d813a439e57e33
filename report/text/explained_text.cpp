#include "report/text/explained_text.h"

#include <fmt/format.h>

#include "engine/core/hit_count.h"
#include "report/text/count_text.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

std::string notes(const HitCount& count) {
  std::string text = heard_text(count) + ".";
  if (count.missed > 0)
    text += fmt::format(" {} missed: no stroke came near enough to answer.", count.missed);
  if (count.extra > 0)
    text += fmt::format(" {} extra: no note asked for {}.", count.extra, count.extra == 1 ? "it" : "them");
  return text;
}

// What the band makes of it. `edge` names the band's values.
std::string judged(const Metric& metric, const std::string& edge) {
  switch (metric.standing) {
    case Standing::in_band:
      return fmt::format(" The band is {}, and the interval touches it: nothing is said.", edge);
    case Standing::out_of_band:
      return fmt::format(" The band is {}, and the whole interval lies outside.", edge);
    default:
      return {};
  }
}

std::string too_few(std::string_view what, const Metric& metric) {
  return fmt::format("{}: {} strokes say nothing of it yet, {} do. A longer take tells it.", what, metric.n,
                     metric.needed);
}

std::string lean_of(const Metric& metric) {
  if (metric.standing == Standing::too_few) return too_few("Lean", metric);
  if (!measured(metric)) return {};
  const int decimals = decimals_for((metric.high - metric.low) / 2);
  return fmt::format("Lean: {} on average, {}.", lean(metric.value, decimals),
                     plus_minus(metric.low, metric.high, decimals)) +
         judged(metric, range(metric.band_low, metric.band_high, 0) + " ms");
}

std::string spread_of(const Metric& metric) {
  if (metric.standing == Standing::too_few) return too_few("Spread", metric);
  if (metric.standing == Standing::below_floor)
    return fmt::format("Spread: under {} ms, and no finer can be told through this input.",
                       number(metric.value, 1));
  if (!measured(metric)) return {};
  const int decimals = decimals_for((metric.high - metric.low) / 2);
  return fmt::format("Spread: {} ms ({}): about that far strokes lie from where they mostly fall.",
                     number(metric.value, decimals), range(metric.low, metric.high, decimals)) +
         judged(metric, fmt::format("up to {} ms", number(metric.band_high, 0)));
}

}  // namespace

std::vector<LineExplained> lines_explained(const Take& take, bool lean_known) {
  std::vector<LineExplained> lines;
  if (!take.reading.chart_played) return lines;
  const HitCounts counts = count_hits(take);
  for (const Line line : lines_of(take)) {
    LineExplained said{.line = line, .sentences = {notes(counts.lines[static_cast<std::size_t>(line)])}};
    const auto add = [&](const std::string& sentence) {
      if (!sentence.empty()) said.sentences.push_back(sentence);
    };
    const Metric* placement = find(take, Measure::placement, line);
    if (!lean_known)
      add("Lean: not told before the round trip is measured, in Setup.");
    else if (placement != nullptr)
      add(lean_of(*placement));
    if (const Metric* spread = find(take, Measure::tightness, line)) add(spread_of(*spread));
    lines.push_back(std::move(said));
  }
  return lines;
}

}  // namespace firstchair::report
