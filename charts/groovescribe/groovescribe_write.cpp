#include <algorithm>
#include <array>
#include <cmath>

#include "charts/groovescribe/groovescribe.h"
#include "charts/groovescribe/groovescribe_letters.h"
#include "charts/tab/tab_letters.h"

namespace firstchair::charts {
namespace {

constexpr std::string_view kPage = "https://montulli.github.io/GrooveScribe/?";
constexpr std::size_t kMostBars = 10;  // that GrooveScribe reads

// The widest division whose cells hold every note, or 0.
int division_of(const Chart& chart, const MeterChange& meter) {
  for (const int division : {8, 12, 16, 24, 32, 48}) {
    const Ticks cell = kTicksPerWhole / division;
    const bool fits = division * meter.beats % meter.unit == 0 &&
                      std::all_of(chart.notes.begin(), chart.notes.end(),
                                  [&](const Note& note) { return note.tick % cell == 0; });
    if (fits) return division;
  }
  return 0;
}

// The letter that is nearest: the same voice and as much of dynamic and ornament as there is.
const GrooveLetter* letter_of(const Note& note) {
  const Voice voice = note.voice == Voice::pad ? Voice::snare : note.voice;
  const auto find = [&](Dynamic dynamic, Ornament ornament) -> const GrooveLetter* {
    const auto* const found =
        std::find_if(std::begin(kGrooveLetters), std::end(kGrooveLetters), [&](const GrooveLetter& row) {
          return row.note.voice == voice && row.note.dynamic == dynamic && row.note.ornament == ornament;
        });
    return found == std::end(kGrooveLetters) ? nullptr : found;
  };
  if (const auto* exact = find(note.dynamic, note.ornament)) return exact;
  if (const auto* graced = find(Dynamic::normal, note.ornament)) return graced;
  if (const auto* plain = find(note.dynamic, Ornament::none)) return plain;
  return find(Dynamic::normal, Ornament::none);
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_';
    const auto byte = static_cast<unsigned char>(c);
    out += plain ? std::string(1, c) : std::string{'%', kHex[byte >> 4], kHex[byte & 15U]};
  }
  return out;
}

}  // namespace

std::optional<GrooveLink> write_groovescribe(const Chart& chart) {
  const std::vector<Bar> bars = bars_of(chart);
  const MeterChange& meter = chart.meters.front();
  const int division = division_of(chart, meter);
  const bool one_meter = std::all_of(bars.begin(), bars.end(), [&](const Bar& bar) {
    return bar.meter.beats == meter.beats && bar.meter.unit == meter.unit;
  });
  if (bars.size() > kMostBars || !one_meter || division == 0) return std::nullopt;
  const Ticks cell = kTicksPerWhole / division;
  const auto a_bar = static_cast<std::size_t>(meter.bar_length() / cell);
  GrooveLink link;
  std::array<std::string, std::size(kGrooveLines)> lines;
  lines.fill(std::string(a_bar * bars.size(), '-'));
  std::string hands(a_bar * bars.size(), '-');
  const auto rank = [](GrooveLine line, char c) {
    return std::find_if(std::begin(kGrooveLetters), std::end(kGrooveLetters),
                        [&](const GrooveLetter& row) { return row.line == line && row.letter == c; }) -
           std::begin(kGrooveLetters);
  };
  for (const Note& note : chart.notes) {
    const GrooveLetter& row = *letter_of(note);
    const auto at = static_cast<std::size_t>(note.tick / cell);
    char& there = lines[static_cast<std::size_t>(row.line)][at];
    if (there == '-') {
      there = row.letter;
    } else if (row.line == GrooveLine::kick) {
      there = kBothFeet;
    } else {
      ++link.lost;  // the letter that stands first in the table stays
      if (rank(row.line, row.letter) < rank(row.line, there)) there = row.letter;
    }
    if (note.hand != Hand::unwritten && has_hand(note.voice))
      hands[at] = note.hand == Hand::right ? 'R' : 'L';
  }
  const double tempo = tempo_at(chart, 0);
  link.url = std::string(kPage) + "TimeSig=" + std::to_string(meter.beats) + "/" +
             std::to_string(meter.unit) + "&Div=" + std::to_string(division);
  if (!chart.title.empty()) link.url += "&Title=" + escaped(chart.title);
  if (tempo > 0) link.url += "&Tempo=" + std::to_string(std::clamp(std::lround(tempo), 1L, 1000L));
  if (chart.swing > 1 && division == 8) {
    link.url += "&Swing=" + std::to_string(std::lround(100 * (chart.swing - 1) / (chart.swing + 1)));
  }
  link.url += "&Measures=" + std::to_string(bars.size());
  const auto barred = [&](const std::string& cells) {
    std::string out = "|";
    for (std::size_t i = 0; i < cells.size(); i += a_bar) out += cells.substr(i, a_bar) + "|";
    return out;
  };
  const auto any = [](const std::string& cells) { return cells.find_first_not_of('-') != std::string::npos; };
  if (any(hands)) link.url += "&Stickings=" + barred(hands);
  for (std::size_t line = 0; line < lines.size(); ++line) {
    // GrooveScribe plays a groove of its own for hats, snare and kick that are not there.
    if (line < 3 || any(lines[line]))
      link.url += "&" + std::string(kGrooveLines[line]) + "=" + barred(lines[line]);
  }
  return link;
}

}  // namespace firstchair::charts
