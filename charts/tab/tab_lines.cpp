#include "charts/tab/tab_lines.h"

#include <algorithm>
#include <cctype>

#include "charts/limits.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_words.h"

namespace firstchair::charts {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kLongestLabel = 10;
constexpr std::size_t kMostLetters = 2000;  // of a bar: the widest that write_tab makes has room
static_assert(kMostLetters >= 64 * (kMaxCellsPerBeat + 1));
constexpr std::size_t kMostWritten =
    20 * static_cast<std::size_t>(kMaxBars);  // twenty lines of the longest tab

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Letters that occur between the bar lines of tabs. Only a line made of nothing else is taken for a voice
// when it has no label we know, or no closing bar line.
bool looks_like_cells(std::string_view text) {
  constexpr std::string_view kCells = "-._xXoOgfFdDzZbB@+#rRlL|:() \t0123456789";
  return text.find_first_not_of(kCells) == std::string_view::npos;
}
bool has_strokes(std::string_view text) {
  return text.find_first_of("xXoO") != std::string_view::npos && text.find('-') != std::string_view::npos;
}

std::optional<int> small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "x4", "4x", "(x4)", "4 times" -> 4
std::optional<int> repeat_count(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (!is_blank(c) && c != '(' && c != ')')
      bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const std::string_view word = bare;
  if (word.starts_with('x')) return small_number(word.substr(1));
  if (word.ends_with('x')) return small_number(word.substr(0, word.size() - 1));
  if (word.ends_with("times")) return small_number(word.substr(0, word.size() - 5));
  return std::nullopt;
}

// The count right behind ":|", as in ":|x4", ":|4x" and ":|4|": how many characters it takes, 0 for none.
std::size_t attached_count(std::string_view rest, int& plays) {
  const auto is_x = [&](std::size_t n) { return n < rest.size() && (rest[n] == 'x' || rest[n] == 'X'); };
  const std::size_t first = is_x(0) ? 1 : 0;
  std::size_t end = first;
  while (end < rest.size() && rest[end] >= '0' && rest[end] <= '9') ++end;
  const std::optional<int> count = small_number(rest.substr(first, end - first));
  if (!count) return 0;
  plays = *count;
  return first == 0 && is_x(end) ? end + 1 : end;
}

Error too_many(int line) {
  return {ErrorCode::too_large, "line " + std::to_string(line), "over 100,000 bars", "Part the tab"};
}

std::optional<Error> check_count(int line, int plays) {
  if (plays >= 1) return std::nullopt;
  return tab_error(line, "a repeat played 0 times", "Write x2 or more");
}

std::optional<Error> split_bar(std::string_view text, int number, TabBar& bar) {
  for (std::size_t at = 0; (at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    bar.groups.emplace_back(text.substr(at, end - at));
    at = end;
  }
  if (text.size() > kMostLetters) {
    return tab_error(number, "a bar of over " + std::to_string(kMostLetters) + " letters",
                     "Part it with bar lines");
  }
  return std::nullopt;
}

// `body` begins at the first bar line.
Result<TabLine> split_line(std::string_view body, int number, const TabLabel& label) {
  TabLine line{.number = number, .label = label, .bars = {}};
  std::size_t at = 0;
  bool opens = false;
  while (at < body.size()) {
    const bool closes = body[at] == ':';
    if (closes) ++at;
    while (at < body.size() && body[at] == '|') ++at;
    if (closes && !line.bars.empty()) {
      TabBar& last = line.bars.back();
      last.closes_repeat = true;
      if (const std::size_t used = attached_count(body.substr(at), last.plays); used > 0) {
        if (const auto error = check_count(number, last.plays)) return *error;
        at += used;
      }
    }
    if (at < body.size() && body[at] == ':') {
      opens = true;
      ++at;
    }
    std::size_t end = body.find('|', at);
    const bool closed = end != std::string_view::npos;
    if (!closed) end = body.size();
    if (closed && end > at && body[end - 1] == ':') --end;
    const std::string_view inside = body.substr(at, end - at);
    at = end;
    if (inside.empty()) continue;
    if (!closed) {
      const std::size_t first = inside.find_first_not_of(kBlanks);
      if (first == std::string_view::npos) break;
      if (const std::optional<int> count = repeat_count(inside)) {
        if (const auto error = check_count(number, *count)) return *error;
        line.plays = *count;
        break;
      }
      // Behind a blank stands a remark; without one, a last bar that nobody closed.
      if (first > 0 && !line.bars.empty()) break;
    }
    TabBar bar;
    bar.opens_repeat = opens;
    opens = false;
    if (const auto error = split_bar(inside, number, bar)) return *error;
    line.bars.push_back(std::move(bar));
    if (line.bars.size() > static_cast<std::size_t>(kMaxBars)) return too_many(number);
  }
  line.opens_after = opens;
  return line;
}

// The voice lines of a tab, or nothing for text.
Result<std::optional<TabLine>> read_line(std::string_view text, int number) {
  const std::optional<TabLine> none;
  const std::size_t bar = text.find('|');
  if (bar == std::string_view::npos) return none;
  const std::size_t start = bar > 0 && text[bar - 1] == ':' ? bar - 1 : bar;
  const std::string_view label_text = trimmed(text.substr(0, start));
  const std::string_view body = text.substr(bar);
  const bool two_bar_lines = body.find('|', 1) != std::string_view::npos;
  const std::optional<TabLabel> label = tab_label(label_text);
  if (!label) {
    const bool voice =
        label_text.size() <= kLongestLabel && two_bar_lines && looks_like_cells(body) && has_strokes(body);
    if (!voice) return none;
    const std::string what = label_text.empty() ? "a line of strokes without a label"
                                                : "no drum is called \"" + std::string(label_text) + "\"";
    return tab_error(number, what, "Begin the line with a label such as HH, SD or BD");
  }
  if (!two_bar_lines && !looks_like_cells(body)) return none;
  Result<TabLine> line = split_line(body, number, *label);
  if (!line) return line.error();
  return std::optional<TabLine>(std::move(*line));
}

// "1e&a2e&a" and "1 trip let 2 trip let": under or over the voices, for the eye only.
bool is_counting_line(std::string_view text) {
  constexpr std::string_view kCounting = "0123456789eE&aAndDtTrRiIpPlL+-.|: \t";
  return text.find('1') != std::string_view::npos && text.find('2') != std::string_view::npos &&
         text.find_first_not_of(kCounting) == std::string_view::npos;
}

}  // namespace

Error tab_error(int line, std::string what, std::string advice) {
  return {ErrorCode::malformed, "line " + std::to_string(line), std::move(what), std::move(advice)};
}

Result<TabText> read_tab_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TabText tab;
  TabSystem system;
  const auto close_system = [&] {
    if (system.lines.empty()) return;
    tab.systems.push_back(std::move(system));
    system = {};
  };
  std::size_t written = 0;  // bars of single lines
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) text.remove_prefix(1);
    if (!text.empty()) text.remove_prefix(1);
    ++number;

    if (const std::optional<std::string_view> title = title_in(line)) {
      close_system();
      if (tab.title.empty()) tab.title = *title;
      continue;
    }
    Result<std::optional<TabLine>> voice = read_line(line, number);
    if (!voice) return voice.error();
    if (*voice) {
      TabLine& found = **voice;
      written += found.bars.size();
      if (written > kMostWritten || tab.systems.size() > static_cast<std::size_t>(kMaxBars))
        return too_many(number);
      const bool again = std::any_of(system.lines.begin(), system.lines.end(), [&](const TabLine& before) {
        return before.label.label == found.label.label && found.label.kind != TabLineKind::sticking;
      });
      if (again) close_system();
      system.lines.push_back(std::move(found));
      continue;
    }
    if (!system.lines.empty() && is_counting_line(line)) continue;
    close_system();
    const TabWords words = words_in(line);
    if (!words.error.empty()) return tab_error(number, words.error, words.advice);
    if (words.beats) system.beats = words.beats, system.unit = words.unit;
    if (words.bpm) system.bpm = words.bpm;
    if (words.swing) tab.swing = *words.swing;
  }
  close_system();
  return tab;
}

}  // namespace firstchair::charts
