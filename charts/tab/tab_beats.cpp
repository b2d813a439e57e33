#include "charts/tab/tab_beats.h"

#include <algorithm>
#include <string>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMostCells = 6, kMostBeats = 12;

// The only number of a row over a bar; 0: none, or several.
int number_over(std::string_view row, const TabBar& bar) {
  const std::size_t begin = std::min(static_cast<std::size_t>(bar.column) - 1, row.size());
  const std::string_view over = row.substr(begin, bar.text.size());
  const std::size_t first = static_cast<std::size_t>(std::ranges::find_if(over, is_digit) - over.begin());
  if (first == over.size()) return 0;
  int number = 0;
  std::size_t end = first;
  while (end < over.size() && is_digit(over[end]) && number < 1000)
    number = number * 10 + (over[end++] - '0');
  return std::any_of(over.begin() + static_cast<std::ptrdiff_t>(end), over.end(), is_digit) ? 0 : number;
}

// How many pieces a counting line counts to a bar; 0: it does not count one for each.
std::size_t counted_pieces(const TabSystem& system) {
  const std::vector<TabBar>& bars = system.lines.front().bars;
  for (const std::string& row : system.counts) {
    std::size_t most = 0;
    bool counts = true;
    for (std::size_t b = 0; b < bars.size() && counts; ++b) {
      const auto number = static_cast<std::size_t>(number_over(row, bars[b]));
      if (number == 1 && b > 0 && most == 0) most = b;
      counts = number == (most == 0 ? b : b % most) + 1;
    }
    if (most == 0) most = bars.size();
    if (counts && most > 1 && bars.size() % most == 0) return most;
  }
  return 0;
}

// How many pieces stand between double bar lines, everywhere in the system; 0: no double bar line inside.
std::size_t doubled_pieces(const TabSystem& system) {
  const std::vector<TabBar>& bars = system.lines.front().bars;
  std::size_t pieces = 0;
  for (std::size_t b = 1; b < bars.size() && pieces == 0; ++b) {
    if (bars[b].after_double) pieces = b;
  }
  if (pieces < 2 || bars.size() % pieces != 0) return 0;
  for (const TabLine& line : system.lines) {
    for (std::size_t b = 1; b < line.bars.size(); ++b) {
      if (line.bars[b].after_double != (b % pieces == 0)) return 0;
    }
  }
  return pieces;
}

bool may_be_beats(const TabSystem& system) {
  return std::ranges::all_of(system.lines, [&](const TabLine& line) {
    return line.bars.size() == system.lines.front().bars.size() &&
           std::ranges::all_of(line.bars, [](const TabBar& bar) {
             return bar.text.size() <= kMostCells && bar.text.find(' ') == std::string::npos;
           });
  });
}

// Whether every bar has four cells, which may be quarters or a beat's sixteenths. Without a rest they are
// quarters as likely as anything.
bool is_of_four(const TabSystem& system) {
  constexpr std::size_t kFour = 4;
  bool rests = false;
  for (const TabLine& line : system.lines) {
    for (const TabBar& bar : line.bars) {
      if (bar.text.size() != kFour) return false;
      rests = rests || bar.text.find('-') != std::string::npos;
    }
  }
  return rests;
}

bool repeats_inside(const TabSystem& system, std::size_t pieces) {
  return std::ranges::any_of(system.lines, [&](const TabLine& line) {
    for (std::size_t b = 0; b < line.bars.size(); ++b) {
      if ((line.bars[b].opens_repeat && b % pieces != 0) ||
          (line.bars[b].closes_repeat && b % pieces != pieces - 1))
        return true;
    }
    return false;
  });
}

void join(TabSystem& system, std::size_t pieces) {
  for (TabLine& line : system.lines) {
    std::vector<TabBar> bars;
    for (std::size_t b = 0; b < line.bars.size(); ++b) {
      TabBar& piece = line.bars[b];
      if (b % pieces == 0) {
        bars.push_back(std::move(piece));
        continue;
      }
      // The blank parts the beats, and stands where the bar line stood.
      bars.back().text += ' ' + piece.text;
      bars.back().closes_repeat = piece.closes_repeat;
      bars.back().plays = piece.plays;
    }
    line.bars = std::move(bars);
  }
}

}  // namespace

void join_beats(TabText& tab, Remarks& remarks) {
  int beats = 4;
  for (TabSystem& system : tab.systems) {
    if (system.beats) beats = *system.beats;
    if (!may_be_beats(system)) continue;
    std::size_t pieces = counted_pieces(system);
    if (const std::size_t doubled = doubled_pieces(system);
        pieces == 0 && doubled == static_cast<std::size_t>(beats))
      pieces = doubled;
    if (pieces == 0 && system.lines.front().bars.size() % 4 == 0 && is_of_four(system))
      remarks.add(tab_place(system.lines.front().number, system.lines.front().bars.front().column),
                  "bars of 4 cells are read as whole bars; if each is a beat, write || between the bars");
    if (pieces == 0 || pieces > kMostBeats || repeats_inside(system, pieces)) continue;
    remarks.add(
        tab_place(system.lines.front().number),
        "what stands between bar lines is a beat: " + std::to_string(pieces) + " of them are read as a bar");
    join(system, pieces);
    if (!tab.names_meter && pieces != static_cast<std::size_t>(beats)) {
      system.beats = static_cast<int>(pieces);
      system.unit = 4;
    }
  }
}

}  // namespace firstchair::charts
