#include "charts/reshape.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace firstchair::charts {
namespace {

constexpr std::array<ChartGrid, 6> kGrids{{{"8", "eighths", 2, 0},
                                           {"8t", "eighth triplets", 3, 0},
                                           {"16", "sixteenths", 4, 0},
                                           {"16+8t", "sixteenths and eighth triplets", 4, 3},
                                           {"16t", "sixteenth triplets", 6, 0},
                                           {"32", "thirty-seconds", 8, 0}}};
constexpr double kBetterThanChance = 0.18;  // of a cell; chance is 0.25
constexpr std::size_t kMixed = 3;           // of kGrids: two divisions
constexpr double kMuchCloser = 2;    // choosing the nearer of two brings notes at random closer by less
constexpr std::size_t kOneIn = 100;  // notes that may be lost
constexpr std::size_t kPerformedOneIn = 10;
constexpr std::array kWritten{8, 6, 5, 7};  // parts of a quarter that scores have

Ticks nearest(Ticks tick, int parts) {
  const Ticks cell = kTicksPerQuarter / parts;  // exact: a quarter has every division up to 10
  return (tick + cell / 2) / cell * cell;
}
double distance(Ticks tick, int parts) {
  return std::abs(static_cast<double>(nearest(tick, parts) - tick)) * parts /
         static_cast<double>(kTicksPerQuarter);
}

// The division of the quarter that holds notes [from, to).
int division(std::span<const Note> notes, const ChartGrid& grid) {
  if (grid.other == 0) return grid.parts;
  double one = 0, two = 0;
  for (const Note& note : notes) {
    one += distance(note.tick, grid.parts);
    two += distance(note.tick, grid.other);
  }
  return two < one ? grid.other : grid.parts;
}

// Calls with every note and its division. A quarter begins half a cell early: what is struck just before the
// beat belongs to it.
template <class Call>
void every(std::span<Note> notes, const ChartGrid& grid, const Call& call) {
  const Ticks early = kTicksPerQuarter / (2 * grid.parts);
  for (std::size_t from = 0; from < notes.size();) {
    const Ticks quarter = (notes[from].tick + early) / kTicksPerQuarter;
    std::size_t to = from;
    while (to < notes.size() && (notes[to].tick + early) / kTicksPerQuarter == quarter) ++to;
    const int parts = division(notes.subspan(from, to - from), grid);
    for (; from < to; ++from) call(notes[from], parts);
  }
}

}  // namespace

std::span<const ChartGrid> chart_grids() {
  return kGrids;
}

Chart on_grid(Chart chart, const ChartGrid& grid) {
  every(chart.notes, grid, [](Note& note, int parts) { note.tick = nearest(note.tick, parts); });
  settle(chart);
  return chart;
}

GridFit fit_of(const Chart& chart, const ChartGrid& grid) {
  GridFit fit;
  if (chart.notes.empty()) return fit;
  std::vector<Note> notes = chart.notes;
  every(notes, grid, [&](Note& note, int parts) {
    fit.mean += distance(note.tick, parts);
    fit.moved += nearest(note.tick, parts) != note.tick;
  });
  fit.mean /= static_cast<double>(notes.size());
  fit.merged = notes.size() - on_grid(chart, grid).notes.size();
  return fit;
}

std::size_t likely_grid(const Chart& chart) {
  for (std::size_t i = 0; i < kGrids.size(); ++i) {
    const GridFit fit = fit_of(chart, kGrids[i]);
    if (fit.mean >= kBetterThanChance || fit.merged * kOneIn > chart.notes.size()) continue;
    return kMixed > i && kMuchCloser * fit_of(chart, kGrids[kMixed]).mean < fit.mean ? kMixed : i;
  }
  return kGrids.size() - 1;
}

bool was_performed(const Chart& chart) {
  const auto off = std::count_if(chart.notes.begin(), chart.notes.end(), [](const Note& note) {
    return std::none_of(kWritten.begin(), kWritten.end(),
                        [&](int parts) { return nearest(note.tick, parts) == note.tick; });
  });
  return off > 0 && static_cast<std::size_t>(off) * kPerformedOneIn >= chart.notes.size();
}

Chart mirrored(Chart chart) {
  for (Note& note : chart.notes) {
    if (note.hand != Hand::unwritten) note.hand = note.hand == Hand::right ? Hand::left : Hand::right;
  }
  return chart;
}

}  // namespace firstchair::charts
