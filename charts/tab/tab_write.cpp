#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "charts/decimal.h"
#include "charts/tab/tab.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_letters.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kWidth = 80;    // of a line
constexpr std::size_t kMostBars = 4;  // of a line

struct CellBar {
  Bar bar;
  double bpm = 0;
  std::vector<Note> notes;  // ticks from the bar line
  TabGrid grid;
  bool opens = false;  // a repeat, which
  int plays = 0;       // ends with a bar that says how often; 0: none ends here

  // No voice may be left out of what is said: of a bar with written strokes all are.
  bool suggested() const { return !notes.empty() && std::ranges::all_of(notes, &Note::suggested); }
  std::size_t width() const {
    const int cells = std::accumulate(grid.begin(), grid.end(), 0);
    return static_cast<std::size_t>(cells) + grid.size();
  }
};

std::vector<Ticks> ticks_of(const std::vector<Note>& notes) {
  std::vector<Ticks> ticks;
  for (const Note& note : notes) ticks.push_back(note.tick);
  return ticks;
}

// One note a voice and tick, the louder.
void merge(std::vector<Note>& notes) {
  std::sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
    return std::tuple(a.tick, a.voice, b.dynamic, b.ornament) <
           std::tuple(b.tick, b.voice, a.dynamic, a.ornament);
  });
  const auto same = [](const Note& a, const Note& b) { return a.tick == b.tick && a.voice == b.voice; };
  notes.erase(std::unique(notes.begin(), notes.end(), same), notes.end());
}

// Every bar with a grid. Notes between the finest grids move to the nearest 1/24 of a beat, over the bar line
// if that is nearest, except at the very end.
std::vector<CellBar> bars_with_grids(const Chart& chart) {
  std::vector<CellBar> bars;
  for (const Bar& bar : bars_of(chart)) bars.push_back({bar, tempo_at(chart, bar.start), {}, {}});
  std::size_t b = 0;
  for (Note note : chart.notes) {
    while (note.tick >= bars[b].bar.end()) ++b;
    note.tick -= bars[b].bar.start;
    bars[b].notes.push_back(note);
  }
  for (b = 0; b < bars.size(); ++b) {
    CellBar& bar = bars[b];
    merge(bar.notes);
    bar.grid = find_grid(bar.bar.meter, ticks_of(bar.notes));
    if (!bar.grid.empty()) continue;
    const Ticks cell = kTicksPerWhole / bar.bar.meter.unit / kMaxCellsPerBeat;
    std::vector<Note> kept;
    for (Note note : bar.notes) {
      note.tick = (note.tick + cell / 2) / cell * cell;
      if (note.tick < bar.bar.meter.bar_length()) {
        kept.push_back(note);
      } else if (b + 1 < bars.size()) {
        note.tick = 0;
        bars[b + 1].notes.push_back(note);
      } else {
        note.tick -= cell;
        kept.push_back(note);
      }
    }
    bar.notes = std::move(kept);
    merge(bar.notes);
    bar.grid = find_grid(bar.bar.meter, ticks_of(bar.notes));
  }
  return bars;
}

// Bars side by side, a line for every voice in them.
class SystemWriter {
 public:
  explicit SystemWriter(std::span<const CellBar> bars) : bars_(bars) {}

  std::string text() {
    for (const auto& [shared, guest] :
         {std::pair(Voice::hat_closed, Voice::hat_open), {Voice::ride, Voice::ride_bell}}) {
      if (fits(shared, guest)) line_of_[guest] = shared;
    }
    for (std::size_t b = 0; b < bars_.size(); ++b) place_notes(b);
    if (lines_.empty()) line_for(Voice::hat_closed);

    const bool one_sticking = hands_agree();
    std::vector<const VoiceLine*> unspoken;
    std::string out;
    for (const auto& [place, line] : lines_) {
      out += strokes(line);
      unspoken.push_back(&line);
      if (!one_sticking) out += sticking(std::exchange(unspoken, {}));
    }
    if (one_sticking && has_hands()) out += sticking(unspoken);
    return out;
  }

 private:
  struct VoiceLine {
    Voice voice;
    std::vector<std::vector<const Note*>> cells;  // of every bar; null is a rest
  };

  // Does the guest have letters on the shared line, and never a stroke in the same cell?
  bool fits(Voice shared, Voice guest) const {
    for (const CellBar& bar : bars_) {
      for (std::size_t i = 0; i < bar.notes.size(); ++i) {
        if (bar.notes[i].voice != guest) continue;
        if (!tab_letter(shared, bar.notes[i])) return false;
        const auto same_cell = [&](const Note& n) {
          return n.voice == shared && n.tick == bar.notes[i].tick;
        };
        if (std::any_of(bar.notes.begin(), bar.notes.end(), same_cell)) return false;
      }
    }
    return true;
  }

  VoiceLine& line_for(Voice voice) {
    const auto shared = line_of_.find(voice);
    const Voice own = shared == line_of_.end() ? voice : shared->second;
    VoiceLine& line = lines_.try_emplace(tab_place_of(own), VoiceLine{own, {}}).first->second;
    if (line.cells.empty()) {
      for (const CellBar& bar : bars_) {
        const int cells = std::accumulate(bar.grid.begin(), bar.grid.end(), 0);
        line.cells.emplace_back(static_cast<std::size_t>(cells), nullptr);
      }
    }
    return line;
  }

  void place_notes(std::size_t b) {
    const std::vector<Ticks> ticks = cell_ticks(bars_[b].bar.meter, bars_[b].grid);
    for (const Note& note : bars_[b].notes) {
      const auto cell =
          static_cast<std::size_t>(std::lower_bound(ticks.begin(), ticks.end(), note.tick) - ticks.begin());
      line_for(note.voice).cells[b][cell] = &note;
    }
  }

  bool has_hands() const {
    for (const CellBar& bar : bars_) {
      for (const Note& note : bar.notes) {
        if (has_hand(note.voice) && note.hand != Hand::unwritten) return true;
      }
    }
    return false;
  }

  // Is one sticking line enough: at no tick do two voices have different hands?
  bool hands_agree() const {
    for (const CellBar& bar : bars_) {
      std::map<Ticks, Hand> hands;
      for (const Note& note : bar.notes) {
        if (has_hand(note.voice) && hands.try_emplace(note.tick, note.hand).first->second != note.hand)
          return false;
      }
    }
    return true;
  }

  template <class Letter>
  std::string drawn(std::string_view label, Letter letter) const {
    std::string out(label);
    for (std::size_t b = 0; b < bars_.size(); ++b) {
      out += '|';
      std::size_t cell = 0;
      if (bars_[b].opens) out += ':';
      for (std::size_t g = 0; g < bars_[b].grid.size(); ++g) {
        if (g > 0) out += ' ';
        for (int c = 0; c < bars_[b].grid[g]; ++c) out += letter(b, cell++);
      }
    }
    // What is played again ends its system.
    const int plays = bars_.back().plays;
    if (plays > 0) out += ':';
    out += '|';
    if (plays > 2) out += "x" + std::to_string(plays);
    return out + "\n";
  }

  std::string strokes(const VoiceLine& line) const {
    return drawn(tab_label_of(line.voice), [&](std::size_t b, std::size_t cell) {
      const Note* note = line.cells[b][cell];
      return note == nullptr ? '-' : tab_letter(line.voice, *note).value_or('-');
    });
  }

  std::string sticking(const std::vector<const VoiceLine*>& lines) const {
    return drawn("ST", [&](std::size_t b, std::size_t cell) {
      for (const VoiceLine* line : lines) {
        const Note* note = line->cells[b][cell];
        if (note == nullptr || !has_hand(note->voice) || note->hand == Hand::unwritten) continue;
        return note->hand == Hand::right ? 'R' : 'L';
      }
      return '-';
    });
  }

  std::span<const CellBar> bars_;
  std::map<Voice, Voice> line_of_;  // voices that stand on another's line
  std::map<int, VoiceLine> lines_;  // by place from the top
};

bool same_music(const CellBar& a, const CellBar& b) {
  return a.bar.meter.beats == b.bar.meter.beats && a.bar.meter.unit == b.bar.meter.unit && a.bpm == b.bpm &&
         a.notes == b.notes;
}

// Writes what comes again once: at every bar the number of bars that saves most.
std::vector<CellBar> folded(const std::vector<CellBar>& bars) {
  constexpr std::size_t kMostFolded = 8, kMostPlays = 99, kLeastSaved = 2;
  std::vector<CellBar> kept;
  for (std::size_t b = 0; b < bars.size();) {
    std::size_t most = 0, length = 0, plays = 0;
    for (std::size_t n = 1; n <= kMostFolded && b + 2 * n <= bars.size(); ++n) {
      std::size_t same = 0;  // bars that equal the one n before
      while (b + n + same < bars.size() && same < (kMostPlays - 1) * n &&
             same_music(bars[b + same], bars[b + n + same]))
        ++same;
      if (const std::size_t saved = same / n * n; saved > most)
        most = saved, length = n, plays = same / n + 1;
    }
    if (most < kLeastSaved) {
      kept.push_back(bars[b++]);
      continue;
    }
    kept.insert(kept.end(), bars.begin() + static_cast<std::ptrdiff_t>(b),
                bars.begin() + static_cast<std::ptrdiff_t>(b + length));
    kept[kept.size() - length].opens = true;
    kept.back().plays = static_cast<int>(plays);
    b += most + length;
  }
  return kept;
}

}  // namespace

std::vector<std::uint8_t> write_tab(const Chart& chart, Repeats repeats) {
  std::string out;
  if (const std::string title = clean_title(chart.title); !title.empty()) out += "Title: " + title + "\n";
  if (chart.swing != 1) out += "Swing: " + decimal_text(chart.swing) + "\n";

  std::vector<CellBar> bars = bars_with_grids(chart);
  if (repeats == Repeats::folded) bars = folded(bars);
  double bpm = 0;
  MeterChange meter{0, 0, 0};
  for (std::size_t b = 0; b < bars.size();) {
    const auto differs = [&](const CellBar& bar) {
      return bar.bpm != bpm || bar.suggested() != bars[b].suggested() || bar.bar.meter.beats != meter.beats ||
             bar.bar.meter.unit != meter.unit;
    };
    if (bars[b].bpm != bpm) out += "Tempo: " + decimal_text(bars[b].bpm) + "\n";
    if (bars[b].bar.meter.beats != meter.beats || bars[b].bar.meter.unit != meter.unit) {
      out += "Meter: " + std::to_string(bars[b].bar.meter.beats) + "/" +
             std::to_string(bars[b].bar.meter.unit) + "\n";
    }
    if (bars[b].suggested()) out += "\nKeep time:";
    bpm = bars[b].bpm;
    meter = bars[b].bar.meter;
    std::size_t end = b + 1, width = 3 + bars[b].width();
    while (end < bars.size() && end - b < kMostBars && !differs(bars[end]) && !bars[end].opens &&
           bars[end - 1].plays == 0 && width + bars[end].width() <= kWidth) {
      width += bars[end++].width();
    }
    out += "\n" + SystemWriter(std::span(bars).subspan(b, end - b)).text() + "\n";
    b = end;
  }
  return {out.begin(), out.end()};
}

}  // namespace firstchair::charts
