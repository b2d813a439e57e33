#include "charts/tab/tab_lines.h"

#include <algorithm>
#include <cctype>

#include "charts/limits.h"
#include "charts/tab/tab_columns.h"
#include "charts/tab/tab_line.h"
#include "charts/tab/tab_text.h"
#include "charts/tab/tab_web.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMostWritten =
    20 * static_cast<std::size_t>(kMaxBars);  // twenty lines of the longest tab

// "1e&a2e&a" and "1 trip let 2 trip let": under or over the voices.
bool is_counting_line(std::string_view text) {
  constexpr std::string_view kCounting = "0123456789eE&aAndDtTrRiIpPlL+-.|: ";
  for (const std::string_view word : {"count:", "Count:", "count", "Count"}) {
    if (text.starts_with(word)) text = trimmed(text.substr(word.size()));
  }
  return text.find('1') != std::string_view::npos && text.find('2') != std::string_view::npos &&
         text.find("/") == std::string_view::npos &&
         text.find_first_not_of(kCounting) == std::string_view::npos;
}

struct Row {
  int number = 0;
  std::string text;   // as written, without tags and the blanks at its ends
  std::string cells;  // one byte a character
  bool key = false;   // it is drawn as a bar and says what a label or a letter means
};

std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> rows;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    ++number;
    for (const std::string& bare : lines_without_tags(text.substr(0, end))) {
      std::string cells = tab_characters(bare);
      cells.erase(cells.find_last_not_of(' ') + 1);
      rows.push_back({number, std::string(trimmed(bare)), std::move(cells)});
    }
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) text.remove_prefix(1);
    if (!text.empty()) text.remove_prefix(1);
  }
  return rows;
}

class Reader {
 public:
  Reader(std::vector<Row> rows, Remarks& remarks) : rows_(std::move(rows)), remarks_(remarks) {}

  Result<TabText> read() {
    pass_over_strings();
    for (Row& row : rows_) {
      if (row.key) continue;
      if (read_drawn_key(row.cells, tab_.legend)) {
        row.key = true;
      } else if (row.cells.find("---") == std::string::npos) {
        read_legend(row.cells, tab_.legend);
      }
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (const auto error = read_row(i)) return *error;
    }
    if (const auto error = close_system()) return *error;
    return std::move(tab_);
  }

 private:
  // Six or four lines e B G D A E are a guitar's or a bass's.
  void pass_over_strings() {
    constexpr std::size_t kLeast = 4;
    std::string labels;
    for (std::size_t i = 0; i <= rows_.size(); ++i) {
      const std::string label = i < rows_.size() ? string_label(rows_[i].cells) : std::string();
      if (label.size() == 1) {
        labels += label;
        continue;
      }
      for (const std::string_view strings : {"EBGDAE", "GDAE", "GDAEB", "DBGDAD"}) {
        if (labels.size() < kLeast || labels != strings) continue;
        for (std::size_t k = i - labels.size(); k < i; ++k) rows_[k].key = true;
        remarks_.add(tab_place(rows_[i - labels.size()].number),
                     "lines of strings (E, B, G, D, A) are left out");
      }
      labels.clear();
    }
  }

  // The single letter before a bar line, as a capital.
  static std::string string_label(std::string_view cells) {
    const std::string label = clean_tab_label(cells.substr(0, cells.find('|')));
    if (cells.find('|') == std::string_view::npos || label.size() != 1) return {};
    return {static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])))};
  }

  std::optional<Error> read_row(std::size_t i) {
    const Row& row = rows_[i];
    if (row.text.empty()) {
      // What stands above bars stands right above them.
      if (system_.lines.empty()) {
        system_.counts.clear();
        system_.meters.clear();
        system_.endings.clear();
        hands_ = nullptr;
      }
      return close_system();
    }
    if (row.key) return close_system();
    if (is_hands_row(row.cells)) return read_hands(row);
    if (const std::optional<std::string_view> title = title_in(row.text)) {
      if (const auto error = close_system()) return error;
      if (tab_.title.empty()) tab_.title = *title;
      return std::nullopt;
    }
    if (!is_voice_label(row)) {
      if (const std::vector<TabRepeat> repeats = repeats_in(row.cells, row.number); !repeats.empty())
        return read_repeats(i, repeats);
    }
    if (const std::vector<TabEnding> endings = endings_in(row.cells); !endings.empty()) {
      // They stand above: a row between two lines of voices begins another system.
      if (const auto error = close_system()) return error;
      system_.endings = endings;
      return std::nullopt;
    }
    if (is_counting_line(trimmed(row.cells))) {
      system_.counts.push_back(row.cells);
      return std::nullopt;
    }
    Result<std::optional<TabLine>> voice = read_tab_line(row.cells, row.number, tab_.legend, remarks_);
    if (!voice) return voice.error();
    if (*voice) return add_line(std::move(**voice));
    if (const auto error = close_system()) return error;
    words_above_ = row.number;
    return read_words(row);
  }

  // R and L in the columns of the strokes above them, or of those below.
  std::optional<Error> read_hands(const Row& row) {
    if (system_.lines.empty()) {
      hands_ = &row;
    } else {
      add_hands(row, system_.lines.end());
    }
    return std::nullopt;
  }

  void add_hands(const Row& row, std::vector<TabLine>::iterator at) {
    const TabLine& over = at == system_.lines.begin() ? system_.lines.front() : system_.lines.back();
    if (std::optional<TabLine> hands = hands_line(row.cells, row.number, over)) {
      system_.lines.insert(at, std::move(*hands));
    } else {
      remarks_.add(tab_place(row.number), "the hands stand over no cells and are left out");
    }
  }

  bool is_voice_label(const Row& row) const {
    const std::string label = clean_tab_label(row.cells.substr(0, row.cells.find('|')));
    return row.cells.find('|') != std::string::npos && !label.empty() && tab_label(label, tab_.legend);
  }

  std::optional<Error> add_line(TabLine line) {
    written_ += line.bars.size();
    if (written_ > kMostWritten || tab_.systems.size() > static_cast<std::size_t>(kMaxBars))
      return Error{ErrorCode::too_large, tab_place(line.number), "over 100,000 bars", "Part the tab"};
    const bool again = std::any_of(system_.lines.begin(), system_.lines.end(), [&](const TabLine& before) {
      // t and T, f and F are two drums of one system.
      const bool two_drums = before.said.size() == 1 && line.said.size() == 1 && before.said != line.said;
      return !line.said.empty() && before.label.label == line.label.label &&
             line.label.kind != TabLineKind::sticking && !two_drums;
    });
    if (again) {
      if (const auto error = close_system()) return error;
    }
    if (system_.lines.empty()) tell_parted(line);
    system_.lines.push_back(std::move(line));
    return std::nullopt;
  }

  // Lyrics between the lines of one bar part it in two, and nothing but the drums tells.
  void tell_parted(const TabLine& line) {
    if (words_above_ != line.number - 1 || tab_.systems.empty()) return;
    const std::vector<TabLine>& before = tab_.systems.back().lines;
    if (line.bars.empty() || before.front().bars.empty()) return;
    const bool right_above = before.back().number == line.number - 2;
    const bool same_shape = before.front().bars.size() == line.bars.size() &&
                            before.front().bars.front().text.size() == line.bars.front().text.size();
    const bool other_drum =
        std::ranges::none_of(before, [&](const TabLine& old) { return old.label.label == line.label.label; });
    if (right_above && same_shape && other_drum)
      remarks_.add(tab_place(words_above_),
                   "words between two lines: those below are read as the bars after those above");
  }

  // A count right above a system is its, else one right below; words with a colon point down.
  std::optional<Error> read_repeats(std::size_t i, const std::vector<TabRepeat>& repeats) {
    const auto touches_voice = [&](bool below) {
      for (std::size_t k = below ? i + 1 : i - 1; k < rows_.size() && !rows_[k].text.empty();
           k += below ? 1 : static_cast<std::size_t>(-1)) {
        if (rows_[k].cells.find('|') != std::string::npos || rows_[k].cells.find("--") != std::string::npos ||
            rows_[k].cells.find("x-") != std::string::npos)
          return true;
      }
      return false;
    };
    const bool inside = !system_.lines.empty();
    const bool down = touches_voice(true) || rows_[i].text.ends_with(':');
    const int first = repeats.front().line;
    if (inside && !down) {
      system_.repeats.insert(system_.repeats.end(), repeats.begin(), repeats.end());
      return std::nullopt;
    }
    if (const auto error = close_system()) return error;
    if (down) {
      system_.repeats = repeats;
    } else {
      remarks_.add(tab_place(first),
                   "\"" + rows_[i].text.substr(0, 40) + "\" stands by no bars and repeats nothing");
    }
    return std::nullopt;
  }

  std::optional<Error> read_words(const Row& row) {
    const std::vector<MeterWritten> meters = meters_in(row.cells);
    if (meters.size() > 1) {
      system_.meters = meters;
      tab_.names_meter = true;
      return std::nullopt;
    }
    const TabWords words = words_in(row.text);
    if (words.keep_time) system_.keep_time = true;
    if (!words.error.empty()) return tab_error(row.number, words.error, words.advice);
    if (words.beats) system_.beats = words.beats, system_.unit = words.unit, tab_.names_meter = true;
    if (!meters.empty()) system_.meters = meters;
    if (const auto loose = meter_in_words(row.text); loose && !words.beats) {
      system_.loose_meter = loose;
      system_.loose_line = row.number;
    }
    if (row.text.find('>') != std::string::npos && row.text.find_first_not_of(" >^") == std::string::npos)
      remarks_.add(tab_place(row.number), "accents above the bars are not read: write capital letters");
    if (ends_with_count(row.text) && !asks_for_bars(row.text))
      remarks_.add(tab_place(row.number),
                   "the count behind \"" + row.text.substr(0, 40) + "\" repeats nothing");
    if (heads_second_player(row.text) && !tab_.systems.empty())
      remarks_.add(tab_place(row.number), "\"" + row.text +
                                              "\": its lines are read as the bars that follow, not as "
                                              "played along with those above");
    if (asks_for_bars(row.text))
      remarks_.add(tab_place(row.number), "\"" + row.text.substr(0, 40) +
                                              "\" names bars that are written elsewhere; they are not played "
                                              "again here");
    if (words.bpm) system_.bpm = words.bpm;
    if (words.swing) tab_.swing = *words.swing;
    return std::nullopt;
  }

  // Lines without labels have those of the system before, if it has as many.
  std::optional<Error> label_lines() {
    const auto bare = [](const TabLine& line) { return line.said.empty(); };
    const auto first = std::find_if(system_.lines.begin(), system_.lines.end(), bare);
    if (first == system_.lines.end()) return std::nullopt;
    const bool all = std::all_of(system_.lines.begin(), system_.lines.end(), bare);
    if (!all || tab_.systems.empty() || tab_.systems.back().lines.size() != system_.lines.size()) {
      return tab_error(first->number, "a line of strokes without a label",
                       "Begin the line with a label such as HH, SD or BD");
    }
    const std::vector<TabLine>& before = tab_.systems.back().lines;
    for (std::size_t k = 0; k < before.size(); ++k) {
      system_.lines[k].label = before[k].label;
      system_.lines[k].said = before[k].said;
    }
    remarks_.add(tab_place(first->number), "lines without labels are read as those of the system before");
    return std::nullopt;
  }

  std::optional<Error> close_system() {
    if (system_.lines.empty()) return std::nullopt;
    if (hands_ != nullptr) add_hands(*hands_, system_.lines.begin());
    hands_ = nullptr;
    if (const auto error = label_lines()) return error;
    tab_.systems.push_back(std::move(system_));
    system_ = {};
    return std::nullopt;
  }

  std::vector<Row> rows_;
  Remarks& remarks_;
  TabText tab_;
  TabSystem system_;
  std::size_t written_ = 0;     // bars of single lines
  const Row* hands_ = nullptr;  // right above the system that comes
  int words_above_ = -1;        // the line of the last words
};

}  // namespace

std::string tab_place(int line) {
  return "line " + std::to_string(line);
}
std::string tab_place(int line, int column) {
  return tab_place(line) + ", column " + std::to_string(column);
}

Error tab_error(int line, std::string what, std::string advice) {
  return {ErrorCode::malformed, tab_place(line), std::move(what), std::move(advice)};
}

Result<TabText> read_tab_lines(std::string_view text, Remarks& remarks) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Reader(rows_of(text), remarks).read();
}

}  // namespace firstchair::charts
