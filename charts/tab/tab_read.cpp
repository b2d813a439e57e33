#include <algorithm>
#include <tuple>

#include "charts/limits.h"
#include "charts/tab/tab.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_lines.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

// A bar as it is written once; repeats play it out.
struct WrittenBar {
  int line = 0;
  std::vector<Note> notes;  // ticks from the bar line
  int beats = 4, unit = 4;
  double bpm = 0;  // 0: none said yet
  bool opens = false;
  int plays = 0;  // > 0: a repeat ends here and is played that often

  MeterChange meter(Ticks at) const { return {at, beats, unit}; }
};

// What holds for a whole tab and decides how its letters are read.
struct Dialect {
  bool x_is_cross_stick = false;  // its snare lines also have o
  bool low_tom_is_mid = false;    // it has a floor tom and no mid tom
};

Dialect dialect_of(const TabText& tab) {
  Dialect dialect;
  bool floor = false, mid = false;
  for (const TabSystem& system : tab.systems) {
    for (const TabLine& line : system.lines) {
      floor = floor || (line.label.label.starts_with('F') && line.label.voice == Voice::tom_low);
      mid = mid || line.label.voice == Voice::tom_mid;
      if (line.label.kind != TabLineKind::strokes || line.label.voice != Voice::snare) continue;
      for (const TabBar& bar : line.bars) {
        for (const std::string& group : bar.groups) {
          if (group.find_first_of("oO") != std::string::npos) dialect.x_is_cross_stick = true;
        }
      }
    }
  }
  dialect.low_tom_is_mid = floor && !mid;
  return dialect;
}

// As many groups as beats: each is a beat. Any other blanks are there for the eye.
TabGrid grid_of(const TabBar& bar, int beats) {
  TabGrid cells;
  int all = 0;
  for (const std::string& group : bar.groups) {
    cells.push_back(static_cast<int>(group.size()));
    all += cells.back();
  }
  if (cells.empty()) return {};
  const bool equal = std::all_of(cells.begin(), cells.end(), [&](int n) { return n == cells.front(); });
  return equal || cells.size() != static_cast<std::size_t>(beats) ? TabGrid{all} : cells;
}

std::string counted(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string cells_text(const TabGrid& grid) {
  std::string text;
  for (const int cells : grid) text += (text.empty() ? "" : "+") + std::to_string(cells);
  return text;
}

std::string letters_of(const TabBar& bar) {
  std::string letters;
  for (const std::string& group : bar.groups) letters += group;
  return letters;
}

// The cells of bar `b`, on which all lines of the system must agree.
Result<TabGrid> agreed_grid(const TabSystem& system, std::size_t b, int beats) {
  TabGrid grid;
  const TabLine* first = nullptr;
  for (const TabLine& line : system.lines) {
    const TabGrid own = grid_of(line.bars[b], beats);
    if (own.empty()) continue;
    if (first == nullptr) {
      first = &line;
      grid = own;
    } else if (own != grid) {
      return tab_error(line.number,
                       "bar " + std::to_string(b + 1) + " of " + std::string(line.label.label) + " has " +
                           cells_text(own) + " cells, " + cells_text(grid) + " in " +
                           std::string(first->label.label) + " of line " + std::to_string(first->number),
                       "Give every line the same cells between bar lines");
    }
  }
  return grid.empty() ? TabGrid{beats} : grid;
}

std::optional<Error> read_strokes(const TabLine& line, std::size_t b, const std::vector<Ticks>& ticks,
                                  const Dialect& dialect, std::vector<Note>& notes) {
  const std::string letters = letters_of(line.bars[b]);
  Voice voice = line.label.voice;
  if (dialect.low_tom_is_mid && line.label.label == "LT") voice = Voice::tom_mid;
  for (std::size_t c = 0; c < letters.size(); ++c) {
    if (is_tab_rest(letters[c])) continue;
    const std::optional<TabStroke> stroke = tab_stroke(voice, letters[c], dialect.x_is_cross_stick);
    if (!stroke) {
      const bool printable = letters[c] > ' ' && letters[c] <= '~';
      return tab_error(line.number,
                       (printable ? std::string("\"") + letters[c] + "\"" : std::string("a strange letter")) +
                           " is no stroke on " + std::string(line.label.label) + ", bar " +
                           std::to_string(b + 1) + ", cell " + std::to_string(c + 1),
                       "Use x o X O g f d b, and - for a rest");
    }
    notes.push_back(
        {.tick = ticks[c], .voice = stroke->voice, .dynamic = stroke->dynamic, .ornament = stroke->ornament});
  }
  return std::nullopt;
}

std::optional<Error> read_sticking(const TabLine& line, std::size_t b, const std::vector<Ticks>& ticks,
                                   std::vector<Note>& notes, std::size_t from, std::size_t to) {
  const std::string letters = letters_of(line.bars[b]);
  const auto hand_of = [](char letter) {
    return letter == 'R' || letter == 'r'   ? Hand::right
           : letter == 'L' || letter == 'l' ? Hand::left
                                            : Hand::unwritten;
  };
  for (const char letter : letters) {
    if (is_tab_rest(letter) || hand_of(letter) != Hand::unwritten) continue;
    return tab_error(line.number, "a sticking line has letters other than R, L and -", "Write R, L or -");
  }
  if (letters.empty()) return std::nullopt;
  for (std::size_t i = from; i < to; ++i) {
    const auto cell = std::lower_bound(ticks.begin(), ticks.end(), notes[i].tick) - ticks.begin();
    if (has_hand(notes[i].voice)) notes[i].hand = hand_of(letters[static_cast<std::size_t>(cell)]);
  }
  return std::nullopt;
}

// A sticking line speaks for the lines above it, down from the one before; at the top, for those that have no
// other.
std::optional<Error> read_bar(const TabSystem& system, std::size_t b, const Dialect& dialect,
                              WrittenBar& bar) {
  const Result<TabGrid> grid = agreed_grid(system, b, bar.beats);
  if (!grid) return grid.error();
  const std::vector<Ticks> ticks = cell_ticks(bar.meter(0), *grid);
  const TabLine* top = nullptr;
  std::size_t unspoken = 0;
  for (const TabLine& line : system.lines) {
    std::optional<Error> error;
    if (line.label.kind == TabLineKind::strokes) {
      error = read_strokes(line, b, ticks, dialect, bar.notes);
    } else if (line.label.kind == TabLineKind::sticking) {
      if (&line == &system.lines.front()) {
        top = &line;
      } else {
        error = read_sticking(line, b, ticks, bar.notes, unspoken, bar.notes.size());
        unspoken = bar.notes.size();
      }
    }
    if (error) return error;
  }
  return top != nullptr ? read_sticking(*top, b, ticks, bar.notes, unspoken, bar.notes.size()) : std::nullopt;
}

// Repeat marks may stand on one line of the system or on all.
std::optional<Error> read_repeats(const TabSystem& system, std::size_t first, std::vector<WrittenBar>& bars,
                                  bool& opens_next) {
  if (opens_next) bars[first].opens = true;
  opens_next = false;
  int line_plays = 0;
  bool marks = bars[first].opens;
  for (const TabLine& line : system.lines) {
    for (std::size_t b = 0; b < line.bars.size(); ++b) {
      const TabBar& from = line.bars[b];
      WrittenBar& to = bars[first + b];
      to.opens = to.opens || from.opens_repeat;
      marks = marks || from.opens_repeat || from.closes_repeat;
      if (!from.closes_repeat) continue;
      to.line = line.number;
      to.plays = std::max(to.plays, from.plays > 0 ? from.plays : 2);
    }
    opens_next = opens_next || line.opens_after;
    line_plays = std::max(line_plays, line.plays);
  }
  if (line_plays == 0) return std::nullopt;
  if (bars.back().plays > 0) {
    bars.back().plays = line_plays;
  } else if (!marks) {
    bars[first].opens = true;
    bars.back().plays = line_plays;
  } else {
    return tab_error(system.lines.front().number, "x" + std::to_string(line_plays) + " without :| before it",
                     "Close the repeat with :|x" + std::to_string(line_plays));
  }
  return std::nullopt;
}

Result<std::vector<WrittenBar>> read_bars(const TabText& tab) {
  const Dialect dialect = dialect_of(tab);
  std::vector<WrittenBar> bars;
  WrittenBar now;
  bool opens_next = false;
  for (const TabSystem& system : tab.systems) {
    if (system.beats) now.beats = *system.beats, now.unit = *system.unit;
    if (system.bpm) now.bpm = *system.bpm;
    const TabLine& first = system.lines.front();
    now.line = first.number;
    for (const TabLine& line : system.lines) {
      if (line.bars.size() == first.bars.size()) continue;
      return tab_error(line.number,
                       std::string(line.label.label) + " has " + counted(line.bars.size(), "bar") + ", " +
                           std::to_string(first.bars.size()) + " in " + std::string(first.label.label) +
                           " of line " + std::to_string(first.number),
                       "Give every line the same bars");
    }
    const std::size_t start = bars.size();
    for (std::size_t b = 0; b < first.bars.size(); ++b) {
      bars.push_back(now);
      if (const auto error = read_bar(system, b, dialect, bars.back())) return *error;
    }
    if (bars.size() == start) continue;
    if (const auto error = read_repeats(system, start, bars, opens_next)) return *error;
  }
  return bars;
}

// The order in which bars sound. A repeat without |: goes back to the end of the one before.
Result<std::vector<const WrittenBar*>> play_out(const std::vector<WrittenBar>& bars) {
  std::vector<const WrittenBar*> order;
  std::size_t start = 0, notes = 0;
  const WrittenBar* open = nullptr;
  for (std::size_t b = 0; b < bars.size(); ++b) {
    if (bars[b].opens) {
      if (open != nullptr) {
        return tab_error(bars[b].line, "|: inside the repeat of line " + std::to_string(open->line),
                         "Close it with :|");
      }
      open = &bars[b];
      start = b;
    }
    order.push_back(&bars[b]);
    notes += bars[b].notes.size();
    if (bars[b].plays > 0) {
      std::size_t inside = 0;
      for (std::size_t i = start; i <= b; ++i) inside += bars[i].notes.size();
      const auto again = static_cast<std::size_t>(bars[b].plays - 1);
      notes += inside * again;
      if (order.size() + (b + 1 - start) * again <= static_cast<std::size_t>(kMaxBars) &&
          notes <= kMaxNotes) {
        for (std::size_t k = 0; k < again; ++k) {
          for (std::size_t i = start; i <= b; ++i) order.push_back(&bars[i]);
        }
      } else {
        notes = kMaxNotes + 1;
      }
      start = b + 1;
      open = nullptr;
    }
    if (order.size() > static_cast<std::size_t>(kMaxBars) || notes > kMaxNotes) {
      return Error{ErrorCode::too_large, "line " + std::to_string(bars[b].line),
                   "over 100,000 bars or 1,000,000 notes", "Repeat less"};
    }
  }
  if (open != nullptr)
    return tab_error(open->line, "a repeat is opened and never closed", "Close it with :|");
  return order;
}

}  // namespace

Result<Chart> read_tab(std::span<const std::uint8_t> bytes) {
  const Result<TabText> tab = read_tab_lines({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!tab) return tab.error();
  const Result<std::vector<WrittenBar>> bars = read_bars(*tab);
  if (!bars) return bars.error();
  const Result<std::vector<const WrittenBar*>> order = play_out(*bars);
  if (!order) return order.error();

  Chart chart;
  chart.title = clean_title(tab->title);
  chart.swing = tab->swing;
  chart.meters.clear();
  const auto with_tempo =
      std::find_if(order->begin(), order->end(), [](const WrittenBar* bar) { return bar->bpm > 0; });
  double bpm = 0;
  for (const WrittenBar* bar : *order) {
    const MeterChange meter = bar->meter(chart.length);
    if (chart.meters.empty() || chart.meters.back().beats != meter.beats ||
        chart.meters.back().unit != meter.unit) {
      chart.meters.push_back(meter);
    }
    // Bars before the first tempo line are played at it.
    const double own = bar->bpm > 0 || with_tempo == order->end() ? bar->bpm : (*with_tempo)->bpm;
    if (own != bpm) chart.tempi.push_back({chart.length, own});
    bpm = own;
    for (Note note : bar->notes) {
      note.tick += chart.length;
      chart.notes.push_back(note);
    }
    chart.length += meter.bar_length();
  }
  if (chart.notes.empty()) {
    return Error{ErrorCode::unsupported,
                 {},
                 tab->systems.empty() ? "no drum tab in it" : "no stroke in it",
                 "A line of tab looks like HH|x-x-x-x-|"};
  }
  settle(chart);
  return chart;
}

}  // namespace firstchair::charts
