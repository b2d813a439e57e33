// This file reads one line of strokes.
#include "charts/tab/tab_line.h"

#include <algorithm>
#include <cctype>

#include "charts/limits.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_words.h"

namespace firstchair::charts {
namespace {

constexpr char kBlank = ' ';
constexpr std::size_t kLongestLabel = 16;
constexpr std::size_t kMostLetters = 2000;  // of a bar: the widest that write_tab makes has room
static_assert(kMostLetters >= 64 * (kMaxCellsPerBeat + 1));

// Letters that occur between the bar lines of tabs. Only a line made of nothing else is taken for a voice
// when it has no label we know, or no closing bar line.
bool looks_like_cells(std::string_view text) {
  constexpr std::string_view kCells = "-._=~xXoOgfFdDzZbB@+#rRlLsScCpPhHtT%|:() 0123456789";
  return text.find_first_not_of(kCells) == std::string_view::npos;
}
bool has_strokes(std::string_view text) {
  return text.find_first_of("xXoO") != std::string_view::npos && text.find('-') != std::string_view::npos;
}
// A row of a table, as "HH | Hi-Hat | x", is no line of strokes.
bool is_prose(std::string_view text) {
  constexpr std::string_view kPairs[] = {"--", "x-", "-x", "o-", "-o", ".."};
  if (std::any_of(std::begin(kPairs), std::end(kPairs),
                  [&](std::string_view pair) { return text.find(pair) != std::string_view::npos; }))
    return false;
  return std::count_if(text.begin(), text.end(), [](char c) { return !looks_like_cells({&c, 1}); }) >= 2;
}
bool is_cell(char c) {
  return std::string_view("-._xXoOgfdb@#+").find(c) != std::string_view::npos;
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
    if (c != kBlank && c != '(' && c != ')')
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

std::optional<Error> check_count(int line, int plays) {
  if (plays >= 1) return std::nullopt;
  return tab_error(line, "a repeat played 0 times", "Write x2 or more");
}

// Colons between cells, and at the ends of a line that has no other bar line, are bar lines.
bool colons_to_bar_lines(std::string& body) {
  bool any = false;
  const bool only = body.find('|') == std::string::npos;
  const std::size_t last = body.find_last_not_of(kBlank);
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != ':') continue;
    const bool between = i > 0 && i + 1 < body.size() && is_cell(body[i - 1]) && is_cell(body[i + 1]);
    const bool begins = i == 0 && i + 1 < body.size() && is_cell(body[i + 1]);
    if (!between && !begins && !(only && i == last)) continue;
    body[i] = '|';
    any = true;
  }
  return any;
}

// `body` begins at a bar line, or at the first cell of a line without any; `column` is its place, from 1.
Result<TabLine> split_line(std::string_view body, int column, int number, const TabLabel& label) {
  TabLine line{.number = number, .label = label, .said = {}, .bars = {}};
  std::size_t at = 0;
  bool opens = false;
  while (at < body.size()) {
    const bool closes = body[at] == ':';
    if (closes) ++at;
    const std::size_t bar_line = at;
    while (at < body.size() && body[at] == '|') ++at;
    const bool doubled = at - bar_line > 1;
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
    const int inside_column = column + static_cast<int>(at);
    at = end;
    if (inside.empty()) continue;
    if (!closed) {
      const std::size_t first = inside.find_first_not_of(kBlank);
      if (first == std::string_view::npos) break;
      if (const std::optional<int> count = repeat_count(inside)) {
        if (const auto error = check_count(number, *count)) return *error;
        line.plays = *count;
        break;
      }
      // Behind a blank stands a remark; without one, a last bar that nobody closed.
      if ((first > 0 || is_prose(inside)) && !line.bars.empty()) break;
    }
    if (inside.size() > kMostLetters) {
      return tab_error(number, "a bar of over " + std::to_string(kMostLetters) + " letters",
                       "Part it with bar lines");
    }
    TabBar bar{.text = std::string(inside), .column = inside_column};
    bar.opens_repeat = opens;
    bar.after_double = doubled;
    opens = false;
    line.bars.push_back(std::move(bar));
    if (line.bars.size() > static_cast<std::size_t>(kMaxBars)) {
      return Error{ErrorCode::too_large, tab_place(number), "over 100,000 bars", "Part the tab"};
    }
  }
  line.opens_after = opens;
  return line;
}

// "|*x-x-*|", the repeat signs of guitar tabs, and "|.x-x-.|" are not: a dot is a rest.
void stars_to_repeats(std::string& body) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '*') continue;
    const bool opens = i > 0 && body[i - 1] == '|' && i + 1 < body.size() && is_cell(body[i + 1]);
    const bool closes = i + 1 < body.size() && body[i + 1] == '|' && i > 0 && is_cell(body[i - 1]);
    if (opens || closes) body[i] = ':';
  }
}

// Runs of cells that blanks part are bars where they are as long as bars are; runs of one cell are its bar.
void blanks_to_bar_lines(std::string& body) {
  constexpr std::size_t kLeastCells = 6;
  const TabBar whole{.text = body};
  const std::vector<std::string_view> groups = whole.groups();
  if (groups.size() < 2) return;
  const auto as_long = [&](std::string_view group) {
    return group.size() == groups.front().size() && group.size() >= kLeastCells;
  };
  if (std::all_of(groups.begin(), groups.end(), as_long)) std::replace(body.begin(), body.end(), kBlank, '|');
}

// Returns where the bars of a line without | begin: "HH x-x-x-x-", "HH: x-x-", "H :x-x-:". Nothing for words.
std::optional<std::size_t> bars_without_lines(std::string_view cells) {
  constexpr std::size_t kLeastCells = 4;
  constexpr std::string_view kStrictCells = "-.xXoOgfFdDbB@+#: ";
  const std::size_t first = cells.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t label_end = cells.find_first_of(" :", first);
  if (label_end == std::string_view::npos) return std::nullopt;
  std::size_t body = cells.find_first_not_of(kBlank, label_end);
  if (body != std::string_view::npos && cells[body] == ':' &&
      cells.find(':', body + 1) == std::string_view::npos)
    body = cells.find_first_not_of(" :", body);
  if (body == std::string_view::npos) return std::nullopt;
  const std::string_view rest = cells.substr(body, cells.find_last_not_of(kBlank) + 1 - body);
  const auto has = [&](std::string_view piece) { return rest.find(piece) != std::string_view::npos; };
  // Single cells, or runs of one length.
  const std::vector<std::string_view> groups = TabBar{.text = std::string(rest)}.groups();
  const bool even = std::all_of(groups.begin(), groups.end(), [&](std::string_view group) {
    return group.size() == groups.front().size();
  });
  const bool spread = groups.size() >= kLeastCells && groups.front().size() == 1 &&
                      rest.find_first_of("-.") != std::string_view::npos;
  const bool cell_like = has("--") || has("x-") || has("-x") || has("o-") || has("..") || has("x.") ||
                         has(".x") || has("o.") || spread;
  if (!even) return std::nullopt;
  if (rest.size() < kLeastCells || rest.find_first_not_of(kStrictCells) != std::string_view::npos ||
      !cell_like)
    return std::nullopt;
  return body;
}

}  // namespace

std::vector<std::string_view> TabBar::groups() const {
  std::vector<std::string_view> groups;
  const std::string_view view = text;
  for (std::size_t at = 0; (at = view.find_first_not_of(kBlank, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(view.find(kBlank, at), view.size());
    groups.push_back(view.substr(at, end - at));
    at = end;
  }
  return groups;
}

std::string TabBar::letters() const {
  std::string letters = text;
  std::erase(letters, kBlank);
  return letters;
}

int TabBar::column_of(std::size_t cell) const {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kBlank) continue;
    if (cell-- == 0) return column + static_cast<int>(i);
  }
  return column;
}

Result<std::optional<TabLine>> read_tab_line(std::string_view cells, int number, const TabLegend& legend,
                                             Remarks& remarks) {
  const std::optional<TabLine> none;
  const std::size_t bar = cells.find('|');
  const std::size_t first = std::min(cells.find_first_not_of(kBlank), cells.size());
  std::string said = clean_tab_label(cells.substr(0, std::min(bar, cells.find_first_of(" :", first))));
  std::size_t start = bar;
  if (bar == std::string_view::npos) {
    const std::optional<std::size_t> body = bars_without_lines(cells);
    if (!body || !tab_label(said, legend)) return none;
    start = *body;
  } else {
    const std::size_t colon = cells.find(':');
    const bool colon_first =
        colon < bar && colon + 1 < bar && is_cell(cells[colon + 1]) &&
        cells.substr(colon + 1, bar - colon - 1).find_first_not_of("-.xXoOgfd") == std::string_view::npos;
    if (colon_first && tab_label(said, legend)) {
      start = colon;
    } else {
      said = clean_tab_label(cells.substr(0, bar));
      // "SD --o---o-|--o---o-|" has no first bar line.
      const std::string name = clean_tab_label(cells.substr(first, cells.find(kBlank, first) - first));
      const std::optional<std::size_t> body = bars_without_lines(cells.substr(0, bar));
      if (body && tab_label(name, legend)) {
        said = name;
        start = *body;
      }
    }
  }
  std::string body(cells.substr(start, cells.find_last_not_of(kBlank) + 1 - start));
  const bool barless = body.find_first_of("|:") == std::string::npos;
  if (barless) blanks_to_bar_lines(body);
  stars_to_repeats(body);
  if (colons_to_bar_lines(body))
    remarks.add(tab_place(number, static_cast<int>(start) + 1), "\":\" is read as a bar line");
  if (barless) remarks.add(tab_place(number), "no bar lines: the cells are read as whole bars");
  const bool two_bar_lines = body.find('|', 1) != std::string::npos;
  std::optional<TabLabel> label = tab_label(said, legend);
  if (!label) {
    const bool voice =
        said.size() <= kLongestLabel && two_bar_lines && looks_like_cells(body) && has_strokes(body);
    if (!voice) return none;
    if (!said.empty()) {
      return tab_error(number, "no drum is called \"" + said + "\"",
                       "Begin the line with a label such as HH, SD or BD");
    }
    label = TabLabel{};
  }
  if (!barless && (two_bar_lines ? is_prose(body.substr(0, body.rfind('|'))) : !looks_like_cells(body)))
    return none;
  Result<TabLine> line = split_line(body, static_cast<int>(start) + 1, number, *label);
  if (!line) return line.error();
  line->said = said;
  return std::optional<TabLine>(std::move(*line));
}

}  // namespace firstchair::charts
