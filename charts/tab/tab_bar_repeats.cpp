#include "charts/tab/tab_bar_repeats.h"

#include <algorithm>
#include <string>

#include "charts/tab/tab_meters.h"

namespace firstchair::charts {
namespace {

// Repeat marks may stand on one line of the system or on all.
std::optional<Error> read_signs(const TabSystem& system, std::size_t first, std::vector<WrittenBar>& bars,
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

// Repeats in words: of all bars, of those under a banner, of the one under a count.
void read_worded_repeats(const TabSystem& system, std::size_t first, std::vector<WrittenBar>& bars,
                         Remarks& remarks) {
  const std::vector<TabBar>& written = system.lines.front().bars;
  for (const TabRepeat& repeat : system.repeats) {
    std::size_t from = 0, to = written.size() - 1;
    if (repeat.from == repeat.to && repeat.from > 0) {
      from = to = bar_at_column(system, repeat.from);
    } else if (repeat.from > 0) {
      const auto middle = [&](std::size_t b) {
        return written[b].column + static_cast<int>(written[b].text.size()) / 2;
      };
      while (from < to && middle(from) < repeat.from) ++from;
      while (to > from && middle(to) > repeat.to) --to;
    }
    const bool marked = std::any_of(bars.begin() + static_cast<std::ptrdiff_t>(first + from),
                                    bars.begin() + static_cast<std::ptrdiff_t>(first + to + 1),
                                    [](const WrittenBar& bar) { return bar.opens || bar.plays > 0; });
    WrittenBar& last = bars[first + to];
    const std::string what =
        repeat.plays == 1 ? "played once" : "played " + std::to_string(repeat.plays) + " times";
    const std::string place = tab_place(repeat.line);
    if (marked && last.plays > 0) {
      last.plays = repeat.plays;
      remarks.add(place, "the repeat that closes at line " + std::to_string(last.line) + " is " + what);
    } else if (marked) {
      remarks.add(place, "a repeat in words beside repeat signs is read over");
    } else {
      bars[first + from].opens = true;
      last.plays = repeat.plays;
      const std::string system_line = " of the system at line " + std::to_string(system.lines.front().number);
      remarks.add(place, from == to ? "bar " + std::to_string(from + 1) + system_line + " is " + what
                                    : "bars " + std::to_string(from + 1) + " to " + std::to_string(to + 1) +
                                          system_line + " are " + what);
    }
  }
}

// "1." above the last bars of a repeat and "2." above the bar behind it: the first are left out when it is
// played again. Numbers that stand otherwise are those of bars.
void read_endings(const TabSystem& system, const TabSystem* next, std::size_t first,
                  std::vector<WrittenBar>& bars, Remarks& remarks) {
  const std::size_t count = system.lines.front().bars.size();
  const auto stands = [](const TabSystem& over, int number, std::size_t b) {
    return std::ranges::any_of(over.endings, [&](const TabEnding& ending) {
      return ending.number == number && bar_at_column(over, ending.column) == b;
    });
  };
  for (std::size_t b = 0; b < count; ++b) {
    if (!stands(system, 1, b)) continue;
    std::size_t last = b;
    while (last + 1 < count && bars[first + last].plays == 0) ++last;
    const bool closes = bars[first + last].plays == 2;
    const bool second =
        last + 1 < count ? stands(system, 2, last + 1) : next != nullptr && stands(*next, 2, 0);
    const bool inside = first + b > 0 && !bars[first + b].opens && bars[first + b - 1].plays == 0;
    if (!closes || !second || !inside) continue;
    for (std::size_t i = b; i <= last; ++i) bars[first + i].first_ending = true;
    remarks.add(tab_place(system.lines.front().number, system.lines.front().bars[b].column),
                "the bars under 1. are played the first time, those under 2. the second");
  }
}

}  // namespace

std::optional<Error> read_bar_repeats(const TabSystem& system, const TabSystem* next,
                                      std::vector<WrittenBar>& bars, bool& opens_next, Remarks& remarks) {
  const std::size_t first = bars.size() - system.lines.front().bars.size();
  if (const auto error = read_signs(system, first, bars, opens_next)) return *error;
  read_worded_repeats(system, first, bars, remarks);
  read_endings(system, next, first, bars, remarks);
  return std::nullopt;
}

}  // namespace firstchair::charts
