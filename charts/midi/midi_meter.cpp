#include "charts/midi/midi_meter.h"

#include <algorithm>
#include <cstdint>

namespace firstchair::charts {
namespace {

constexpr Ticks kGrid = kTicksPerQuarter / 12;
constexpr double kClearlyBetter = 0.12;  // of strokes that come again, against 4/4
constexpr Ticks kLeastBars = 3;

// Which voices are struck on every twelfth of a quarter, as bits.
std::vector<std::uint16_t> cells_of(const std::vector<Note>& notes, Ticks length) {
  std::vector<std::uint16_t> cells(static_cast<std::size_t>(length / kGrid) + 2);
  for (const Note& note : notes) {
    const auto at = static_cast<std::size_t>((note.tick + kGrid / 2) / kGrid);
    if (at < cells.size()) cells[at] |= static_cast<std::uint16_t>(1u << static_cast<unsigned>(note.voice));
  }
  return cells;
}

int ones(std::uint16_t bits) {
  return __builtin_popcount(bits);
}

// The share of strokes that are struck again one bar later, of those that either bar has.
double comes_again(const std::vector<std::uint16_t>& cells, Ticks bar) {
  const auto step = static_cast<std::size_t>(bar / kGrid);
  int both = 0, either = 0;
  for (std::size_t i = 0; i + step < cells.size(); ++i) {
    both += ones(cells[i] & cells[i + step]);
    either += ones(cells[i] | cells[i + step]);
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
  const std::vector<std::uint16_t> cells = cells_of(notes, length);
  const double usual = comes_again(cells, four.bar_length());
  MeterChange best = four;
  double most = usual + kClearlyBetter;
  for (const MeterChange& meter : {MeterChange{0, 3, 4}, MeterChange{0, 5, 4}, MeterChange{0, 7, 8},
                                   MeterChange{0, 5, 8}, MeterChange{0, 7, 4}, MeterChange{0, 9, 8}}) {
    if (length < kLeastBars * meter.bar_length() - kTicksPerQuarter) continue;
    const double again = comes_again(cells, meter.bar_length());
    if (again > most) best = meter, most = again;
  }
  return told(best, best == four ? "as most music" : "the bar at which its strokes come again best");
}

}  // namespace firstchair::charts
