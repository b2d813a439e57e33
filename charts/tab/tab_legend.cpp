#include "charts/tab/tab_legend.h"

#include <algorithm>
#include <vector>

#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_words.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongestLine = 300, kLongestKey = 10, kMostEntries = 200, kLongestWords = 40;

bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

std::optional<TabLetter> letter_meaning(std::string_view words) {
  const std::string text = lowered(words);
  const auto has = [&](std::string_view word) {
    const std::size_t at = text.find(word);
    return at != std::string::npos && (at == 0 || !is_word(text[at - 1]));
  };
  if (has("flam")) return TabLetter::flam;
  if (has("drag") || has("ruff")) return TabLetter::drag;
  if (has("roll") || has("buzz") || has("press")) return TabLetter::buzz;
  if (has("ghost") || has("soft") || has("quiet") || has("grace")) return TabLetter::ghost;
  if (has("double stroke") || has("double hit") || has("doubles") || has("diddle") || has("two "))
    return TabLetter::twice;
  if (has("bell")) return TabLetter::bell;
  if (has("cross stick") || has("cross-stick") || has("side stick") || has("sidestick") || has("rim click") ||
      has("rimclick"))
    return TabLetter::cross_stick;
  if (has("rimshot") || has("rim shot") || has("accent") || has("loud") || has("hard"))
    return TabLetter::accent;
  if (has("rim")) return TabLetter::cross_stick;
  if (has("splash") || has("china") || has("crash")) return TabLetter::crash;
  if (has("foot") || has("pedal")) return TabLetter::pedal;
  if (has("half open") || has("open")) return TabLetter::open;
  if (has("close")) return TabLetter::closed;
  if (has("choke") || has("hit") || has("strike") || has("stroke") || has("normal") || has("note"))
    return TabLetter::plain;
  return std::nullopt;
}

// x and o keep their meaning, but that o is a ghost note where a legend says so, and O the plain stroke then.
void add_letter(char letter, std::string_view words, TabLegend& legend) {
  const std::optional<TabLetter> meaning = letter_meaning(words);
  if (!meaning || letter == '-' || letter == 'x' || letter == 'X') return;
  if (letter == 'o' && meaning != TabLetter::ghost) return;
  if (letter == 'O' && meaning != TabLetter::plain && meaning != TabLetter::accent) return;
  legend.letters.try_emplace(letter, *meaning);
}

void read_entry(std::string_view entry, TabLegend& legend) {
  entry = trimmed(entry);
  std::size_t end = 0;
  while (end < entry.size() && end <= kLongestKey && entry[end] != ' ' && entry[end] != ':' &&
         entry[end] != '=' && entry[end] != '|' && (end == 0 || entry[end] != '-'))
    ++end;
  if (end == 0 || end > kLongestKey) return;
  const std::string_view key = entry.substr(0, end);
  std::string_view rest = trimmed(entry.substr(end));
  if (rest.empty() || std::string_view(":=|-").find(rest.front()) == std::string_view::npos) return;
  while (!rest.empty() && std::string_view(":=|-> ").find(rest.front()) != std::string_view::npos)
    rest.remove_prefix(1);
  if (rest.empty() || rest.find("--") != std::string_view::npos) return;
  const std::string label = clean_tab_label(key);
  const NamedDrum drum = drum_named(rest);
  if (drum.known && !label.empty() && is_word(label[0]) && legend.labels.size() < kMostEntries)
    legend.labels.try_emplace(label, LegendDrum{drum, lowered(rest.substr(0, kLongestWords))});
  if (key.size() == 1) add_letter(key[0], rest, legend);
}

}  // namespace

bool read_drawn_key(std::string_view line, TabLegend& legend) {
  constexpr std::string_view kCells = "-._=~xXoOgfFdDzZbB@+#rRlLsScCpPhHtT |:";
  if (line.size() > kLongestLine) return false;
  const std::size_t open = line.find('|');
  const std::size_t close = open == std::string_view::npos ? open : line.find('|', open + 1);
  if (close == std::string_view::npos) return false;
  const std::string label = clean_tab_label(line.substr(0, open));
  std::string_view inside = line.substr(open + 1, close - open - 1);
  const std::size_t first = inside.find_first_not_of("- ");
  if (first == std::string_view::npos) return false;
  inside = inside.substr(first, inside.find_last_not_of("- ") + 1 - first);
  const std::string_view behind = trimmed(line.substr(close + 1));
  if (label.empty()) {
    if (inside.size() != 1 || behind.size() < 3 || behind.find('|') != std::string_view::npos) return false;
    if (!letter_meaning(behind) && !drum_named(behind).known) return false;
    add_letter(inside[0], behind, legend);
    return true;
  }
  const NamedDrum drum = drum_named(inside);
  if (!drum.known || inside.find_first_not_of(kCells) == std::string_view::npos || behind.size() > 4)
    return false;
  if (legend.labels.size() < kMostEntries)
    legend.labels.try_emplace(label, LegendDrum{drum, lowered(inside.substr(0, kLongestWords))});
  return true;
}

void read_legend(std::string_view line, TabLegend& legend) {
  if (line.size() > kLongestLine) return;
  line = trimmed(line);
  if (line.starts_with('|')) line.remove_prefix(1);
  for (const std::string_view word : {"key:", "legend:", "symbols:", "notation:"}) {
    if (lowered(line.substr(0, word.size())) == word) line = trimmed(line.substr(word.size()));
  }
  // Entries are parted by commas, semicolons or two blanks; the whole line is one where that leaves no words.
  std::size_t start = 0;
  bool any = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    const bool parts = i == line.size() || line[i] == ',' || line[i] == ';' ||
                       (line[i] == ' ' && i + 1 < line.size() && line[i + 1] == ' ');
    if (!parts) continue;
    const std::string_view entry = trimmed(line.substr(start, i - start));
    // "HH    - hi-hat": the blanks stand inside the entry
    const bool only_key = entry.find_first_of(" :=|") == std::string_view::npos && i < line.size() &&
                          line[i] == ' ' && entry.size() <= kLongestKey;
    const std::size_t next = line.find_first_not_of(' ', i);
    if (only_key && next != std::string_view::npos &&
        std::string_view(":=|-").find(line[next]) != std::string_view::npos)
      continue;
    if (entry.size() > 2) read_entry(entry, legend), any = true;
    start = i + 1;
  }
  if (!any) read_entry(line, legend);
}

}  // namespace firstchair::charts
