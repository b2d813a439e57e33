#include "report/text/book_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/core/hit_count.h"
#include "report/report.h"
#include "report/text/count_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using namespace report;

constexpr int kTitleColumns = 28;

std::string title_of(const KeptTake& take) {
  std::string title = shorten(plain(take.title.empty() ? "free playing" : take.title), kTitleColumns);
  title.append(static_cast<std::size_t>(std::max(0, kTitleColumns - columns(title))), ' ');
  return title;
}

std::string tempo_of(const KeptTake& take) {
  return fmt::format("{:>5} bpm{}", number(take.bpm, 1), take.click ? " click" : "      ");
}

std::string hits_of(const KeptTake& take) {
  if (take.item.empty()) return count(static_cast<std::size_t>(take.hits.notes), "note");
  return slips_text(take.hits);
}

std::string with_interval(double value, double low, double high) {
  return fmt::format("{} ({})", number(value, 2), range(low, high, 2));
}

// Which metric it is, whatever it says; those of one name follow one another in both verdicts.
bool same_question(const Metric& a, const Metric& b) {
  return a.measure == b.measure && a.has_line == b.has_line && a.line == b.line && a.other == b.other &&
         a.dynamic == b.dynamic && a.place.bar == b.place.bar && a.place.tick == b.place.tick;
}

std::array<int, 5> counts(const Take& take) {
  const HitCount count = count_hits(take).all;
  return {static_cast<int>(take.hits.size()), count.missed, count.extra, count.wrong, count.covered};
}

}  // namespace

std::string take_row(const KeptTake& take, std::string_view when) {
  std::string row = fmt::format("{:>5}  {}  {:>5} min  {}  {}  {}", take.id, when, number(take.minutes, 1),
                                title_of(take), tempo_of(take), hits_of(take));
  if (take.z > 0) row += "  spread " + with_interval(take.z, take.z_low, take.z_high) + " of the norm";
  if (take.discarded) row += "  (discarded)";
  if (!take.discarded && !take.counted) row += "  (not counted)";
  return row;
}

std::string progress_row(const KeptTake& take, std::string_view when) {
  std::string row = fmt::format("{:>5}  {}  {}  {}{}", take.id, when, tempo_of(take), hits_of(take),
                                take.counted ? "" : "  (not counted)");
  for (const KeptLine& line : take.lines) {
    if (line.spread_ms <= 0) continue;
    const int decimals = decimals_for((line.spread_high - line.spread_low) / 2);
    row += fmt::format("; {} ", name_of(line.line));
    // A line alone against its own pulse has no lean.
    if (line.mean_high > line.mean_low) {
      const int lean_decimals = decimals_for((line.mean_high - line.mean_low) / 2);
      row += fmt::format("{} {}, ", lean(line.mean_ms, lean_decimals),
                         plus_minus(line.mean_low, line.mean_high, lean_decimals));
    }
    row += fmt::format("spread {} ms ({})", number(line.spread_ms, decimals),
                       range(line.spread_low, line.spread_high, decimals));
  }
  return row;
}

std::string not_counted_text(int whole_bars, int of, std::int64_t id) {
  const std::string text = fmt::format("Broken off after {} of {}: not counted", whole_bars,
                                       count(static_cast<std::size_t>(std::max(0, of)), "bar"));
  return id == 0 ? text + "." : text + fmt::format("; firstchair book count {} counts it.", id);
}

std::vector<std::string> changes_between(const Take& before, const Take& after) {
  std::vector<std::string> changes;
  constexpr std::array<std::string_view, 5> kCounts{"strokes", "missed", "extra", "on another drum",
                                                    "not to be told apart"};
  const auto was = counts(before), is = counts(after);
  for (std::size_t i = 0; i < kCounts.size(); ++i) {
    if (was[i] != is[i]) changes.push_back(fmt::format("{}: {} -> {}", kCounts[i], was[i], is[i]));
  }
  std::vector<bool> met(before.verdict.metrics.size());
  for (const Metric& metric : after.verdict.metrics) {
    std::size_t at = 0;
    while (at < met.size() && (met[at] || !same_question(before.verdict.metrics[at], metric))) ++at;
    const std::string now = metric_text(metric);
    if (at == met.size()) {
      changes.push_back(fmt::format("{}: new: {}", name_of(metric), now));
      continue;
    }
    met[at] = true;
    const std::string then = metric_text(before.verdict.metrics[at]);
    if (then != now) changes.push_back(fmt::format("{}: {} -> {}", name_of(metric), then, now));
  }
  for (std::size_t at = 0; at < met.size(); ++at) {
    if (!met[at])
      changes.push_back(fmt::format("{}: gone: {}", name_of(before.verdict.metrics[at]),
                                    metric_text(before.verdict.metrics[at])));
  }
  if (order_text(before) != order_text(after))
    changes.push_back(fmt::format("order: {} -> {}", order_text(before), order_text(after)));
  return changes;
}

std::string size_text(std::int64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (bytes < 1000) return count(static_cast<std::size_t>(bytes), "byte");
  if (size < 1e6) return number(size / 1e3, 1) + " kB";
  return size < 1e9 ? number(size / 1e6, 1) + " MB" : number(size / 1e9, 1) + " GB";
}

}  // namespace firstchair::report
