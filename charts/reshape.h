// Changes to a chart that was read: onto a grid, for what somebody performed and nobody wrote; and into the
// other hand, for a player who leads with the left.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "engine/core/chart.h"

namespace firstchair::charts {

// A grid divides every quarter note into `parts`; with `other` not 0 each quarter takes whichever of the two
// divisions its notes lie closer to, in parts of a cell.
struct ChartGrid {
  std::string_view id, text;
  int parts = 4, other = 0;
};
// Returns the grids to choose from, the coarsest first.
std::span<const ChartGrid> chart_grids();

// Returns `chart` with every note at the nearest place of the grid. Where two notes of one voice meet,
// the louder one is kept. A note may move over the last bar line; then the chart has a bar more.
Chart on_grid(Chart chart, const ChartGrid& grid);

struct GridFit {
  std::size_t moved = 0;   // notes that do not stand on the grid
  std::size_t merged = 0;  // notes that fall together with another of their voice
  double mean = 0;         // distance to the grid, in cells, 0..0.5: 0.25 is what notes at random have
};
GridFit fit_of(const Chart& chart, const ChartGrid& grid);
// Returns the coarsest grid that no more than one note in a hundred is lost on and that fits better than
// chance, or the one of two divisions where notes lie twice as close to that; the finest where there is none.
std::size_t likely_grid(const Chart& chart);

// Returns whether a tenth of the notes or more stand on no grid that is commonly written: they were played.
bool was_performed(const Chart& chart);

// Returns `chart` with right and left hands changed over. Law: mirrored(mirrored(c)) == c.
Chart mirrored(Chart chart);

}  // namespace firstchair::charts
