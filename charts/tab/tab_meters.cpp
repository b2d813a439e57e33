#include "charts/tab/tab_meters.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace firstchair::charts {
namespace {

constexpr int kMostBeats = 64;

// How many beats a counting line counts over a bar.
struct Counted {
  int beats = 0;        // 0: the numbers are no count from 1
  bool parted = false;  // "1 e + a", not the numbers alone
};

// The numbers must count from 1 and stand as far apart as the beats of `bar`.
Counted count_over(std::string_view row, const TabBar& bar, int cells) {
  Counted counted;
  std::vector<int> places;
  const auto begin = std::min(static_cast<std::size_t>(bar.column) - 1, row.size());
  const auto end = std::min(begin + bar.text.size() + 1, row.size());
  for (std::size_t i = begin; i < end;) {
    if (row[i] < '0' || row[i] > '9') {
      counted.parted =
          counted.parted || std::string_view("eE&+aAndDtT").find(row[i]) != std::string_view::npos;
      ++i;
      continue;
    }
    places.push_back(static_cast<int>(i));
    int number = 0;
    while (i < end && row[i] >= '0' && row[i] <= '9' && number < 1000)
      number = number * 10 + (row[i++] - '0');
    if (number != counted.beats + 1) return {};
    counted.beats = number;
  }
  if (counted.beats < 2 || cells % counted.beats != 0) return {};
  for (std::size_t k = 1; k < places.size(); ++k) {
    if (places[k] - places[k - 1] != cells / counted.beats) return {};
  }
  return counted;
}

Counted count_of_bar(const TabSystem& system, std::size_t b) {
  const TabBar& bar = system.lines.front().bars[b];
  for (const std::string& row : system.counts) {
    const Counted counted = count_over(row, bar, cells_of_bar(system, b));
    if (counted.beats > 0 && counted.beats <= kMostBeats) return counted;
  }
  return {};
}

// The meter of `beats` beats that lasts `length`; nothing where no unit fits.
std::optional<MeterChange> meter_of(int beats, Ticks length) {
  for (int unit = 1; unit <= 64; unit *= 2) {
    if (kTicksPerWhole / unit * beats == length) return MeterChange{0, beats, unit};
  }
  return std::nullopt;
}

// The usual number of cells of a bar in 4/4, where most bars of the tab have it; else 0.
int usual_cells(const TabText& tab) {
  constexpr int kLeastCells = 8;
  std::map<int, int> bars;
  int all = 0;
  for (const TabSystem& system : tab.systems) {
    for (std::size_t b = 0; b < system.lines.front().bars.size(); ++b) {
      const int cells = cells_of_bar(system, b);
      if (cells == 0) continue;
      ++bars[cells];
      ++all;
    }
  }
  int most = 0, usual = 0;
  for (const auto& [cells, n] : bars) {
    if (n > most) most = n, usual = cells;
  }
  return most * 2 > all || (most * 2 == all && bars.size() == 2) ? (usual >= kLeastCells ? usual : 0) : 0;
}

std::string meter_text(const MeterChange& meter) {
  return std::to_string(meter.beats) + "/" + std::to_string(meter.unit);
}

class Meters {
 public:
  Meters(const TabText& tab, Remarks& remarks)
      : tab_(tab), remarks_(remarks), usual_(usual_cells(tab)), now_{0, 4, 4} {}

  std::vector<std::vector<MeterChange>> all() {
    std::vector<std::vector<MeterChange>> meters;
    for (const TabSystem& system : tab_.systems) {
      meters.push_back(of(system));
    }
    return meters;
  }

 private:
  std::vector<MeterChange> of(const TabSystem& system) {
    const std::size_t bars = system.lines.front().bars.size();
    std::vector<MeterChange> meters(bars);
    if (bars == 0) return meters;
    const bool over_bars =
        std::any_of(system.meters.begin(), system.meters.end(),
                    [&](const MeterWritten& m) { return bar_at_column(system, m.column) > 0; });
    if (system.beats && !over_bars) now_ = {0, *system.beats, *system.unit};
    std::size_t next = 0;
    for (std::size_t b = 0; b < bars; ++b) {
      if (over_bars) {
        for (; next < system.meters.size() && bar_at_column(system, system.meters[next].column) <= b; ++next)
          now_ = {0, system.meters[next].beats, system.meters[next].unit};
      }
      meters[b] = of_bar(system, b);
    }
    return meters;
  }

  MeterChange of_bar(const TabSystem& system, std::size_t b) {
    const int cells = cells_of_bar(system, b);
    const TabBar& bar = system.lines.front().bars[b];
    const std::string place = tab_place(system.lines.front().number, bar.column);
    const Counted counted = count_of_bar(system, b);
    const Ticks cell = usual_ > 0 ? now_.bar_length() / usual_ : 0;
    if (counted.beats > 0 && counted.beats != now_.beats) {
      auto meter = cell > 0 ? meter_of(counted.beats, cell * cells) : std::nullopt;
      if (!meter && !tab_.names_meter && (counted.beats == 3 || counted.beats > 4))
        meter = MeterChange{0, counted.beats, counted.parted || counted.beats == 3 ? 4 : 8};
      if (meter && meter->bar_length() != now_.bar_length()) {
        remarks_.add(place, "the counting line counts " + std::to_string(counted.beats) +
                                ": the bar is read in " + meter_text(*meter));
        return *meter;
      }
    }
    if (cells == 0) return now_;
    if (!tab_.names_meter && usual_ > 0 && usual_ % 4 == 0 && cells != usual_ && cells >= 5 &&
        cells % 4 != 0) {
      // Of the cells of its neighbours, where they come to whole eighths.
      const Ticks length = cell * cells, eighth = kTicksPerWhole / 8;
      if (length % eighth == 0 && length / eighth <= kMostBeats) {
        const auto eighths = static_cast<int>(length / eighth);
        const MeterChange meter =
            eighths % 2 == 0 ? MeterChange{0, eighths / 2, 4} : MeterChange{0, eighths, 8};
        remarks_.add(place, "a bar of " + std::to_string(cells) + " cells where most have " +
                                std::to_string(usual_) + ": it is read in " + meter_text(meter));
        return meter;
      }
    }
    if (!tab_.names_meter && cells < usual_ && is_part_of_neighbour(system, b, cells)) {
      const Ticks length = cell * cells, quarter = kTicksPerWhole / 4;
      if (length % quarter == 0) {
        const MeterChange meter{0, static_cast<int>(length / quarter), 4};
        remarks_.add(place, "a bar of " + std::to_string(cells) + " cells that begins as the bar of " +
                                std::to_string(usual_) + " beside it is read in " + meter_text(meter));
        return meter;
      }
    }
    tell_odd(system, b, cells, place);
    return now_;
  }

  // Says whether every line of a short bar begins as it does in a usual bar beside it: the bar is cut, not
  // written in wider cells.
  bool is_part_of_neighbour(const TabSystem& system, std::size_t b, int cells) const {
    constexpr std::size_t kLeastStrokes = 4;
    const auto letters = [&](const TabLine& line, std::size_t bar) {
      std::string text = bar < line.bars.size() ? line.bars[bar].letters() : std::string();
      return text.empty() ? std::string(static_cast<std::size_t>(usual_), '-') : text;
    };
    for (const std::size_t other : {b - 1, b + 1}) {
      if (other >= system.lines.front().bars.size() || cells_of_bar(system, other) != usual_) continue;
      std::size_t strokes = 0;
      const bool same = std::ranges::all_of(system.lines, [&](const TabLine& line) {
        const std::string part = letters(line, b).substr(0, static_cast<std::size_t>(cells));
        strokes += static_cast<std::size_t>(
            std::ranges::count_if(part, [](char c) { return c != '-' && c != '.' && c != '_'; }));
        return letters(line, other).starts_with(part);
      });
      if (same && strokes >= kLeastStrokes) return true;
    }
    return false;
  }

  void tell_odd(const TabSystem& system, std::size_t b, int cells, const std::string& place) {
    const std::size_t groups = groups_of(system, b);
    if (groups == static_cast<std::size_t>(now_.beats)) return;  // a group for every beat
    if (cells % now_.beats != 0 && now_.beats % cells != 0 && cells % 2 + cells % 3 != 0) {
      remarks_.add(place, "a bar of " + std::to_string(cells) + " cells, which " +
                              std::to_string(now_.beats) +
                              " beats do not part evenly, is read as even cells of " + meter_text(now_) +
                              "; if it is a slip, its strokes stand at wrong times");
    } else if (!tab_.names_meter && usual_ > 0 && cells != usual_) {
      remarks_.add(place, "a bar of " + std::to_string(cells) + " cells where most have " +
                              std::to_string(usual_) + " is read as a whole bar of " + meter_text(now_) +
                              "; if it is not, write its meter above it");
    }
  }

  static std::size_t groups_of(const TabSystem& system, std::size_t b) {
    std::size_t most = 0;
    for (const TabLine& line : system.lines) {
      if (b < line.bars.size()) most = std::max(most, line.bars[b].groups().size());
    }
    return most;
  }

  const TabText& tab_;
  Remarks& remarks_;
  int usual_ = 0;
  MeterChange now_;
};

}  // namespace

int cells_of_bar(const TabSystem& system, std::size_t b) {
  int most = 0;
  for (const TabLine& line : system.lines) {
    if (b >= line.bars.size()) continue;
    const std::string letters = line.bars[b].letters();
    const bool strokes = letters.find_first_not_of("-._=~") != std::string::npos;
    if (strokes && letters != "%") return static_cast<int>(letters.size());
    if (letters != "%") most = std::max(most, static_cast<int>(letters.size()));
  }
  return most;
}

std::size_t bar_at_column(const TabSystem& system, int column) {
  const std::vector<TabBar>& bars = system.lines.front().bars;
  std::size_t b = 0;
  while (b + 1 < bars.size() && bars[b + 1].column <= column) ++b;
  return b;
}

void adopt_loose_meters(TabText& tab, Remarks& remarks) {
  if (tab.names_meter) return;
  for (TabSystem& system : tab.systems) {
    if (!system.loose_meter) continue;
    const auto [beats, unit] = *system.loose_meter;
    if (!tab.names_meter && beats == 4 && unit == 4) continue;  // what it is without a word
    bool fits = true;
    for (std::size_t b = 0; b < system.lines.front().bars.size(); ++b)
      fits = fits && cells_of_bar(system, b) % beats == 0;
    if (!fits) continue;
    system.beats = beats;
    system.unit = unit;
    tab.names_meter = true;
    remarks.add(tab_place(system.loose_line),
                "\"" + std::to_string(beats) + "/" + std::to_string(unit) + "\" is read as the meter");
  }
}

std::vector<std::vector<MeterChange>> meters_of(const TabText& tab, Remarks& remarks) {
  return Meters(tab, remarks).all();
}

}  // namespace firstchair::charts
