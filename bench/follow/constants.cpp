#include "bench/follow/constants.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cmath>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "bench/follow/constant_figures.h"
#include "bench/follow/constant_rows.h"
#include "bench/follow/quick_set.h"

namespace firstchair::bench {
namespace {

unsigned suite_of(std::size_t figure) {
  return figure <= kWholeCost ? kWhole : figure <= kLiveCost ? kLive : figure <= kFreeCost ? kFree : kBeats;
}

bool is_cost(std::size_t figure) {
  return figure == kWholeCost || figure == kLiveCost || figure == kFreeCost || figure == kBeatCost;
}

std::string moved(const Figures& before, const Figures& after, unsigned suites) {
  std::string text;
  for (std::size_t k = 0; k < kFigures; ++k) {
    if ((suite_of(k) & suites) == 0) continue;
    const FigureRow& m = kFigureRows[k];
    std::string change;
    if (is_cost(k)) {
      const double ratio = after[k] / before[k];
      if (std::abs(ratio - 1) >= m.told_from) change = fmt::format("times {:.1f}", ratio);
    } else if (std::abs(after[k] - before[k]) >= m.told_from) {
      change = fmt::format("{:+.{}f}", after[k] - before[k], m.decimals);
    }
    if (!change.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", m.name, change);
  }
  return text.empty() ? "nothing" : text;
}

std::string shown(double value) {
  return fmt::format("{:.6g}", value);
}

}  // namespace

int bench_constants(std::span<const Groove> grooves, std::string_view only) {
  const std::vector<QuickTake> takes = quick_set(grooves);
  const std::vector<Played> all = perform(takes);
  Tunings shipped;
  const std::vector<ConstantRow> rows = constants_of(shipped);
  const Figures before = measure(all, shipped, kWhole | kLive | kFree | kBeats);
  fmt::print(
      "# Following: its constants\n\n"
      "Every number of following that was chosen and not fitted. Measured on {:%Y-%m-%d} with\n\n"
      "    firstchair bench follow --constants > docs/measured/follow_constants.md\n\n"
      "which takes each at half and at twice its value, the others as they ship, and follows {} performances "
      "again: {} simulated, {} of the Groove MIDI Dataset's training split{}. {} constants can be changed at "
      "run time (`engine/follow/tuning.h`) and are in the first table; {} cannot, and are in the last. "
      "Literals inside a formula that have no name are not listed.\n\n",
      fmt::gmtime(std::time(nullptr)), takes.size(), std::min<std::size_t>(5, takes.size()),
      takes.size() - std::min<std::size_t>(5, takes.size()), takes.size() > 5 ? "" : " (it was not there)",
      rows.size(), fixed_constants().size());
  fmt::print(
      "The set is small: it shows what a constant does, not what its best value is. A share or probability "
      "is "
      "at most 1 when doubled; of \"times\" the root and the square are taken. Where \"nothing\" stands, no "
      "figure moved by its threshold.\n\n## The figures\n\n| figure | what | as it ships | told from |\n"
      "|---|---|---|---|\n");
  for (std::size_t k = 0; k < kFigures; ++k) {
    const FigureRow& m = kFigureRows[k];
    fmt::print("| {} | {} | {} | {} |\n", m.name, m.what,
               is_cost(k) ? "1" : fmt::format("{:.{}f}", before[k], m.decimals), m.told_from);
  }
  fmt::print(
      "\n## Changed in turn\n\n| constant | value | unit | how it was chosen | halved | doubled |\n"
      "|---|---|---|---|---|---|\n");
  std::vector<std::string> lines(rows.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t r = next++; r < rows.size(); r = next++) {
      const ConstantRow& row = rows[r];
      if (!row.name.starts_with(only)) continue;
      std::array<std::string, 2> said;
      for (const std::size_t twice : {0, 1}) {
        Tunings changed = shipped;
        constants_of(changed)[r].scale(twice ? 2 : 0.5);
        changed.free.pulse = changed.chart.pulse;
        said[twice] = moved(before, measure(all, changed, row.suites), row.suites);
      }
      lines[r] = fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.name, shown(row.value()), row.unit,
                             row.how, said[0], said[1]);
      fmt::print(stderr, "{} of {}\n", r + 1, rows.size());
    }
  };
  std::thread beside(work);
  work();
  beside.join();
  for (const std::string& line : lines) fmt::print("{}", line);
  if (!only.empty()) return 0;
  fmt::print("\n## Not changeable at run time\n\n| constant | value | unit | why |\n|---|---|---|---|\n");
  for (const FixedRow& row : fixed_constants())
    fmt::print("| {} | {} | {} | {} |\n", row.name, row.value, row.unit, row.why);
  return 0;
}

}  // namespace firstchair::bench
