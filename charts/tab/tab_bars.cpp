#include "charts/tab/tab_bars.h"

#include <algorithm>

#include "charts/tab/tab_bar_repeats.h"
#include "charts/tab/tab_beats.h"
#include "charts/tab/tab_columns.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_letters.h"
#include "charts/tab/tab_meters.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

// What holds for a whole tab and decides how its letters are read.
struct Dialect {
  bool x_is_cross_stick = false;  // its snare lines also have o
  bool low_tom_is_mid = false;    // it has a floor tom and no mid tom
  bool two_toms = false;          // t and T are two drums
  bool small_tom_is_high = true;  // and t stands above T
  bool has_left_crash = false;    // then RC is the right one
  bool has_kit = false;           // it has a kick, a snare or a hi-hat: then P is a pedal
  bool hands = false, hand_accents = false;
  const TabLegend* legend = nullptr;
};

bool is_hand_line(const TabLine& line) {
  return line.label.kind == TabLineKind::strokes && has_hand(line.label.voice);
}

void look_at(const TabLine& line, Dialect& dialect, bool& small_hands, bool& big_hands) {
  for (const TabBar& bar : line.bars) {
    if (line.label.kind == TabLineKind::strokes && line.label.voice == Voice::snare &&
        bar.text.find_first_of("oO") != std::string::npos)
      dialect.x_is_cross_stick = true;
    if (!is_hand_line(line)) continue;
    if (bar.text.find_first_of("lL") != std::string::npos) dialect.hands = true;
    small_hands = small_hands || bar.text.find_first_of("rl") != std::string::npos;
    big_hands = big_hands || bar.text.find_first_of("RL") != std::string::npos;
  }
}

// f and F in one system are two drums, which a chart may hold as one voice.
void tell_twins(const TabSystem& system, const TabLine& line, Remarks& remarks) {
  if (line.said.size() != 1 || line.said == "t" || line.said != std::string(1, lowered(line.said[0]))) return;
  for (const TabLine& other : system.lines) {
    if (other.said.size() != 1 || other.said == line.said || lowered(other.said[0]) != line.said[0]) continue;
    remarks.add(tab_place(line.number), line.said + " and " + other.said + " are both read as " +
                                            std::string(id_of(line.label.voice)));
  }
}

void tell_lines(const TabText& tab, const Dialect& dialect, Remarks& remarks);

Dialect dialect_of(const TabText& tab, Remarks& remarks) {
  Dialect dialect{.legend = &tab.legend};
  bool floor = false, mid = false, small_hands = false, big_hands = false;
  for (const TabSystem& system : tab.systems) {
    const TabLine *small_tom = nullptr, *big_tom = nullptr;
    for (const TabLine& line : system.lines) {
      floor = floor || (line.label.label.starts_with('F') && line.label.voice == Voice::tom_low);
      mid = mid || line.label.voice == Voice::tom_mid;
      tell_twins(system, line, remarks);
      if (line.said == "t") small_tom = &line;
      if (line.said == "T") big_tom = &line;
      dialect.has_left_crash = dialect.has_left_crash || line.label.label == "LC";
      const Voice voice = line.label.voice;
      dialect.has_kit = dialect.has_kit ||
                        (line.label.kind == TabLineKind::strokes &&
                         (voice == Voice::kick || voice == Voice::snare || family_of(voice) == Family::hat));
      look_at(line, dialect, small_hands, big_hands);
    }
    if (small_tom != nullptr && big_tom != nullptr && !dialect.two_toms) {
      dialect.two_toms = true;
      dialect.small_tom_is_high = small_tom < big_tom;
      remarks.add(tab_place(small_tom->number), dialect.small_tom_is_high
                                                    ? "t is read as the high tom and T as the mid tom"
                                                    : "T is read as the high tom and t as the mid tom");
    }
  }
  dialect.low_tom_is_mid = floor && !mid && !dialect.two_toms;
  tell_lines(tab, dialect, remarks);
  dialect.hand_accents = small_hands && big_hands;
  return dialect;
}

// P is the practice pad where it is all there is.
bool is_pedal(const TabLine& line, const Dialect& dialect) {
  return dialect.has_kit && line.label.label == "P" && line.label.voice == Voice::pad;
}

Voice voice_of(const TabLine& line, const Dialect& dialect) {
  if (dialect.low_tom_is_mid && line.label.label == "LT") return Voice::tom_mid;
  if (dialect.has_left_crash && line.label.label == "RC") return Voice::crash;
  if (dialect.two_toms && line.label.label == "T")
    return (line.said == "t") == dialect.small_tom_is_high ? Voice::tom_high : Voice::tom_mid;
  if (is_pedal(line, dialect)) return Voice::hat_pedal;
  return line.label.voice;
}

// Who writes o for every stroke means no open hats.
void tell_open_hats(const TabText& tab, Remarks& remarks) {
  const TabLine* open = nullptr;
  for (const TabSystem& system : tab.systems) {
    for (const TabLine& line : system.lines) {
      if (line.label.kind != TabLineKind::strokes || line.label.voice != Voice::hat_closed) continue;
      for (const TabBar& bar : line.bars) {
        if (bar.text.find_first_of("xX+") != std::string::npos) return;
        if (open == nullptr && bar.text.find_first_of("oO") != std::string::npos) open = &line;
      }
    }
  }
  if (open != nullptr && !tab.legend.letters.contains('o'))
    remarks.add(tab_place(open->number),
                "o on " + open->said + " is read as an open hi-hat, and nothing is closed");
}

// Says where two toms are one voice of a chart, and where P is a pedal.
void tell_lines(const TabText& tab, const Dialect& dialect, Remarks& remarks) {
  tell_open_hats(tab, remarks);
  for (const TabSystem& system : tab.systems) {
    for (std::size_t k = 0; k < system.lines.size(); ++k) {
      const TabLine& line = system.lines[k];
      if (line.label.kind != TabLineKind::strokes) continue;
      if (is_pedal(line, dialect))
        remarks.add(tab_place(line.number), "P is read as the hi-hat with the foot");
      const Voice voice = voice_of(line, dialect);
      if (family_of(voice) != Family::tom || line.said.size() < 2) continue;
      for (std::size_t other = 0; other < k; ++other) {
        const TabLine& above = system.lines[other];
        if (above.label.kind == TabLineKind::strokes && voice_of(above, dialect) == voice)
          remarks.add(tab_place(above.number),
                      above.said + " and " + line.said + " are both read as " + std::string(id_of(voice)));
      }
    }
  }
}

// A line called ST holds a small tom where it has strokes and no hands.
bool is_small_tom(const TabLine& line) {
  if (line.label.label != "ST") return false;
  bool strokes = false;
  for (const TabBar& bar : line.bars) {
    if (bar.text.find_first_of("rRlL") != std::string::npos) return false;
    strokes = strokes || bar.text.find_first_of("xXoO") != std::string::npos;
  }
  return strokes;
}

// As many groups as beats: each is a beat. Any other blanks are there for the eye.
TabGrid grid_of(const TabBar& bar, int beats) {
  TabGrid cells;
  int all = 0;
  for (const std::string_view group : bar.groups()) {
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

bool only_rests(const TabBar& bar) {
  const std::string letters = bar.letters();
  return std::all_of(letters.begin(), letters.end(), is_tab_rest);
}

// The cells of bar `b`, on which all lines of the system must agree that have a stroke in it.
Result<TabGrid> agreed_grid(const TabSystem& system, std::size_t b, int beats) {
  TabGrid grid, rests;
  const TabLine* first = nullptr;
  for (const TabLine& line : system.lines) {
    const TabGrid own = grid_of(line.bars[b], beats);
    if (own.empty()) continue;
    if (only_rests(line.bars[b])) {
      if (rests.empty()) rests = own;
    } else if (first == nullptr) {
      first = &line;
      grid = own;
    } else if (own != grid) {
      Error error = tab_error(line.number,
                              "bar " + std::to_string(b + 1) + " of " + line.label.label + " has " +
                                  cells_text(own) + " cells, " + cells_text(grid) + " in " +
                                  first->label.label + " of line " + std::to_string(first->number),
                              "Give every line the same cells between bar lines");
      error.place = tab_place(line.number, line.bars[b].column);
      return error;
    }
  }
  return !grid.empty() ? grid : !rests.empty() ? rests : TabGrid{beats};
}

class BarReader {
 public:
  BarReader(const TabSystem& system, const Dialect& dialect, Remarks& remarks)
      : system_(system), dialect_(dialect), remarks_(remarks) {}

  // A sticking line speaks for the lines above it, down from the one before; at the top, for those that have
  // no other.
  std::optional<Error> read(std::size_t b, WrittenBar& bar) {
    const Result<TabGrid> grid = agreed_grid(system_, b, bar.beats);
    if (!grid) return grid.error();
    const std::vector<Ticks> ticks = cell_ticks(bar.meter(0), *grid);
    const Ticks length = bar.meter(0).bar_length();
    const TabLine* top = nullptr;
    std::size_t unspoken = 0;
    for (const TabLine& line : system_.lines) {
      std::optional<Error> error;
      if (line.label.kind == TabLineKind::strokes || is_small_tom(line)) {
        error = read_strokes(line, b, ticks, length, bar.notes);
      } else if (line.label.kind == TabLineKind::outside) {
        const std::string letters = line.bars[b].letters();
        const auto strokes =
            std::count_if(letters.begin(), letters.end(), [](char c) { return !is_tab_rest(c); });
        if (strokes > 0) bar.outside.emplace_back(line.label.what, static_cast<int>(strokes));
      } else if (&line == &system_.lines.front()) {
        top = &line;
      } else {
        error = read_sticking(line, b, ticks, bar.notes, unspoken, bar.notes.size());
        unspoken = bar.notes.size();
      }
      if (error) return error;
    }
    return top != nullptr ? read_sticking(*top, b, ticks, bar.notes, unspoken, bar.notes.size())
                          : std::nullopt;
  }

 private:
  std::optional<Error> read_strokes(const TabLine& line, std::size_t b, const std::vector<Ticks>& ticks,
                                    Ticks length, std::vector<Note>& notes) {
    const std::string letters = line.bars[b].letters();
    if (only_rests(line.bars[b])) return std::nullopt;
    TabWay way{.voice = is_small_tom(line) ? Voice::tom_high : voice_of(line, dialect_),
               .own = line.said.empty() ? '\0' : line.said[0],
               .x_is_cross_stick = dialect_.x_is_cross_stick,
               .hands = dialect_.hands,
               .hand_accents = dialect_.hand_accents,
               .legend = dialect_.legend};
    way.only_own =
        line.said.size() == 1 && std::none_of(line.bars.begin(), line.bars.end(), [](const TabBar& bar) {
          return bar.text.find_first_of("xXoO") != std::string::npos;
        });
    for (std::size_t c = 0; c < letters.size(); ++c) {
      if (is_tab_rest(letters[c])) continue;
      const std::optional<TabStroke> stroke = tab_stroke(way, letters[c]);
      if (!stroke) return strange(line, b, letters, c);
      if (!stroke->assumed.empty()) {
        remarks_.add(tab_place(line.number, line.bars[b].column_of(c)),
                     std::string("\"") + letters[c] + "\" on " + line.said + " is read as " +
                         std::string(stroke->assumed));
      }
      Note note{.tick = ticks[c],
                .voice = stroke->voice,
                .dynamic = stroke->dynamic,
                .ornament = stroke->ornament,
                .hand = stroke->hand};
      notes.push_back(note);
      if (!stroke->twice) continue;
      note.tick += ((c + 1 < ticks.size() ? ticks[c + 1] : length) - ticks[c]) / 2;
      notes.push_back(note);
    }
    return std::nullopt;
  }

  static Error strange(const TabLine& line, std::size_t b, const std::string& letters, std::size_t c) {
    const bool printable = letters[c] > ' ' && letters[c] <= '~';
    Error error =
        tab_error(line.number,
                  (printable ? std::string("\"") + letters[c] + "\"" : std::string("a strange letter")) +
                      " is no stroke on " + line.label.label + ", bar " + std::to_string(b + 1) + ", cell " +
                      std::to_string(c + 1),
                  "Use x o X O g f d b, and - for a rest");
    error.place = tab_place(line.number, line.bars[b].column_of(c));
    return error;
  }

  static std::optional<Error> read_sticking(const TabLine& line, std::size_t b,
                                            const std::vector<Ticks>& ticks, std::vector<Note>& notes,
                                            std::size_t from, std::size_t to) {
    const std::string letters = line.bars[b].letters();
    const auto hand_of = [](char letter) {
      return lowered(letter) == 'r' ? Hand::right : lowered(letter) == 'l' ? Hand::left : Hand::unwritten;
    };
    for (const char letter : letters) {
      if (is_tab_rest(letter) || hand_of(letter) != Hand::unwritten) continue;
      return tab_error(line.number, "a sticking line has letters other than R, L and -", "Write R, L or -");
    }
    if (letters.size() < ticks.size()) return std::nullopt;  // rests, or blanks
    for (std::size_t i = from; i < to; ++i) {
      const auto cell = std::lower_bound(ticks.begin(), ticks.end(), notes[i].tick) - ticks.begin();
      if (has_hand(notes[i].voice) && static_cast<std::size_t>(cell) < letters.size())
        notes[i].hand = hand_of(letters[static_cast<std::size_t>(cell)]);
    }
    return std::nullopt;
  }

  const TabSystem& system_;
  const Dialect& dialect_;
  Remarks& remarks_;
};

// A bar of % plays the bar before again.
void repeat_bars(TabSystem& system, const TabSystem* before, Remarks& remarks) {
  for (std::size_t k = 0; k < system.lines.size(); ++k) {
    TabLine& line = system.lines[k];
    for (std::size_t b = 0; b < line.bars.size(); ++b) {
      if (line.bars[b].letters() != "%") continue;
      const TabBar* from = b > 0 ? &line.bars[b - 1] : nullptr;
      if (from == nullptr && before != nullptr) {
        for (const TabLine& old : before->lines) {
          if (old.said == line.said && !old.bars.empty()) from = &old.bars.back();
        }
      }
      remarks.add(tab_place(line.number, line.bars[b].column), "% is read as the bar before");
      line.bars[b].text = from != nullptr ? from->text : std::string();
    }
  }
}

}  // namespace

Result<std::vector<WrittenBar>> read_tab_bars(const TabText& text, Remarks& remarks) {
  TabText tab = text;
  const Dialect dialect = dialect_of(tab, remarks);
  for (std::size_t s = 0; s < tab.systems.size(); ++s) {
    const TabLine& first = tab.systems[s].lines.front();
    for (const TabLine& line : tab.systems[s].lines) {
      if (line.bars.size() == first.bars.size()) continue;
      return tab_error(line.number,
                       line.label.label + " has " + counted(line.bars.size(), "bar") + ", " +
                           std::to_string(first.bars.size()) + " in " + first.label.label + " of line " +
                           std::to_string(first.number),
                       "Give every line the same bars");
    }
    repeat_bars(tab.systems[s], s > 0 ? &tab.systems[s - 1] : nullptr, remarks);
  }
  fill_blanks(tab, remarks);
  join_beats(tab, remarks);
  adopt_loose_meters(tab, remarks);
  const std::vector<std::vector<MeterChange>> meters = meters_of(tab, remarks);
  std::vector<WrittenBar> bars;
  WrittenBar now;
  bool opens_next = false;
  for (std::size_t s = 0; s < tab.systems.size(); ++s) {
    const TabSystem& system = tab.systems[s];
    if (system.bpm) now.bpm = *system.bpm;
    now.line = system.lines.front().number;
    const std::size_t start = bars.size();
    BarReader reader(system, dialect, remarks);
    for (std::size_t b = 0; b < meters[s].size(); ++b) {
      bars.push_back(now);
      bars.back().beats = meters[s][b].beats;
      bars.back().unit = meters[s][b].unit;
      if (const auto error = reader.read(b, bars.back())) return *error;
      for (Note& note : bars.back().notes) note.suggested = system.keep_time;
    }
    if (system.keep_time)
      remarks.add(tab_place(now.line),
                  "\"Keep time:\": its bars are expected softly, and to play others is no slip");
    if (bars.size() == start) continue;
    const TabSystem* next = s + 1 < tab.systems.size() ? &tab.systems[s + 1] : nullptr;
    if (const auto error = read_bar_repeats(system, next, bars, opens_next, remarks)) return *error;
  }
  return bars;
}

}  // namespace firstchair::charts
