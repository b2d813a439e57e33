#include "charts/tab/tab_grid.h"

#include <algorithm>
#include <numeric>

namespace firstchair::charts {
namespace {

// Not every count of cells divides a bar into whole ticks (11 does not): a cell stands at the nearest one.
Ticks nth(Ticks length, int cells, Ticks cell) {
  return (cell * length + cells / 2) / cells;
}

bool holds(Ticks length, int cells, std::span<const Ticks> ticks) {
  return std::all_of(ticks.begin(), ticks.end(), [&](Ticks tick) {
    const Ticks cell = (tick * cells + length / 2) / length;
    return cell < cells && nth(length, cells, cell) == tick;
  });
}

int equal_cells(const MeterChange& meter, std::span<const Ticks> ticks) {
  const Ticks length = meter.bar_length();
  for (int cells = meter.beats; cells <= kMaxCellsPerBar; cells += meter.beats) {
    if (holds(length, cells, ticks)) return cells;
  }
  for (int cells = 1; cells <= kMaxCellsPerBar; ++cells) {
    if (holds(length, cells, ticks)) return cells;
  }
  return 0;
}

TabGrid cells_by_beat(const MeterChange& meter, std::span<const Ticks> ticks) {
  const Ticks beat = kTicksPerWhole / meter.unit;
  TabGrid grid;
  for (int b = 0; b < meter.beats; ++b) {
    std::vector<Ticks> inside;
    for (const Ticks tick : ticks) {
      if (tick / beat == b) inside.push_back(tick % beat);
    }
    int cells = 1;
    while (cells <= kMaxCellsPerBeat && !holds(beat, cells, inside)) ++cells;
    if (cells > kMaxCellsPerBeat) return {};
    grid.push_back(cells);
  }
  return grid;
}

}  // namespace

std::vector<Ticks> cell_ticks(const MeterChange& meter, const TabGrid& grid) {
  std::vector<Ticks> ticks;
  const Ticks part = meter.bar_length() / static_cast<Ticks>(grid.size());
  for (std::size_t g = 0; g < grid.size(); ++g) {
    for (int c = 0; c < grid[g]; ++c) ticks.push_back(static_cast<Ticks>(g) * part + nth(part, grid[g], c));
  }
  return ticks;
}

TabGrid find_grid(const MeterChange& meter, std::span<const Ticks> ticks) {
  const int equal = equal_cells(meter, ticks);
  TabGrid by_beat = cells_by_beat(meter, ticks);
  if (by_beat.empty()) return equal > 0 ? TabGrid{equal} : TabGrid{};
  const int width = std::accumulate(by_beat.begin(), by_beat.end(), meter.beats - 1);
  return equal > 0 && equal <= 2 * width ? TabGrid{equal} : by_beat;
}

}  // namespace firstchair::charts
