#include "charts/midi/midi_meter.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace firstchair::charts {
namespace {

constexpr Ticks kGrid = kTicksPerQuarter / 12;
constexpr double kClearlyBetter = 0.12;  // of strokes that come again, against 4/4
constexpr Ticks kLeastBars = 3;

// A Cell is a twelfth of a quarter in which something is struck: which voices, as bits.
struct Cell {
  Ticks at = 0;
  std::uint16_t voices = 0;
};

// Returns them in order, before `end`. A file of three notes may last a year: what is silent takes no room.
std::vector<Cell> cells_of(const std::vector<Note>& notes, Ticks end) {
  std::vector<Cell> cells;
  for (const Note& note : notes) {
    const Ticks at = (note.tick + kGrid / 2) / kGrid;
    if (at >= end) continue;
    if (cells.empty() || cells.back().at != at) cells.push_back({at});
    cells.back().voices |= static_cast<std::uint16_t>(1u << static_cast<unsigned>(note.voice));
  }
  return cells;
}

int ones(std::uint16_t bits) {
  return std::popcount(bits);
}

// The share of strokes that are struck again one bar later, of those that either bar has; of the first bars
// up to the one before `end`.
double comes_again(const std::vector<Cell>& cells, Ticks end, Ticks bar) {
  const Ticks step = bar / kGrid;
  int both = 0, either = 0;
  std::size_t later = 0, before = 0;
  for (const Cell& cell : cells) {
    while (later < cells.size() && cells[later].at < cell.at + step) ++later;
    const bool again = later < cells.size() && cells[later].at == cell.at + step;
    if (cell.at + step < end) {
      const std::uint16_t voices = again ? cells[later].voices : std::uint16_t{0};
      both += ones(cell.voices & voices);
      either += ones(cell.voices | voices);
    }
    while (cells[before].at < cell.at - step) ++before;
    if (cell.at >= step && cells[before].at != cell.at - step) either += ones(cell.voices);
  }
  return either > 0 ? static_cast<double>(both) / either : 0;
}

std::string meter_text(const MeterChange& meter) {
  return std::to_string(meter.beats) + "/" + std::to_string(meter.unit);
}

MeterFound told(const MeterChange& meter, const std::string& by) {
  return {meter,
          "the file names no meter: read in " + meter_text(meter) + ", " + by + "; --meter says another"};
}

}  // namespace

MeterFound find_meter(const std::vector<Note>& notes, Ticks length) {
  const MeterChange four{0, 4, 4};
  if (notes.empty()) return told(four, "as most music");
  const Ticks quarters = std::max((length + kTicksPerQuarter - kTicksPerQuarter / 12) / kTicksPerQuarter,
                                  notes.back().tick / kTicksPerQuarter + 1);
  if (length < 2 * four.bar_length() - kTicksPerQuarter / 2) {
    for (const int beats : {3, 5, 7}) {
      if (quarters == beats) return told({0, beats, 4}, "its length");
    }
    if (quarters == 6) return told({0, 3, 4}, "half its length");
    return told(four, "as most music");
  }
  const Ticks end = length / kGrid + 2;
  const std::vector<Cell> cells = cells_of(notes, end);
  const double usual = comes_again(cells, end, four.bar_length());
  MeterChange best = four;
  double most = usual + kClearlyBetter;
  for (const MeterChange& meter : {MeterChange{0, 3, 4}, MeterChange{0, 5, 4}, MeterChange{0, 7, 8},
                                   MeterChange{0, 5, 8}, MeterChange{0, 7, 4}, MeterChange{0, 9, 8}}) {
    if (length < kLeastBars * meter.bar_length() - kTicksPerQuarter) continue;
    const double again = comes_again(cells, end, meter.bar_length());
    if (again > most) best = meter, most = again;
  }
  return told(best, best == four ? "as most music" : "the bar at which its strokes come again best");
}

}  // namespace firstchair::charts
