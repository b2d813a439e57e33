#include "charts/tab/tab_columns.h"

#include <algorithm>
#include <string>

namespace firstchair::charts {
namespace {

constexpr char kBlank = ' ';

bool is_hand(char c) {
  return c == 'R' || c == 'L' || c == 'r' || c == 'l';
}
bool has_rest(std::string_view text) {
  return text.find_first_of("-._=~%") != std::string_view::npos;
}
bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlank) == std::string_view::npos;
}

bool stands_on_even_columns(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); i += 2) {
    if (text[i] != kBlank) return false;
  }
  return true;
}

// Returns whether the blanks of bar `b` are rests. All its texts are as wide as the widest.
bool blanks_are_rests(const std::vector<std::string>& texts) {
  const std::string* first = nullptr;
  bool full = false, parted = false, unlike = false, rests = false;
  for (const std::string& text : texts) {
    if (is_blank(text)) continue;
    const bool blanks = text.find(kBlank) != std::string::npos;
    full = full || !blanks;
    parted = parted || blanks;
    rests = rests || has_rest(text);
    if (first == nullptr) first = &text;
    for (std::size_t i = 0; i < text.size(); ++i)
      unlike = unlike || (text[i] == kBlank) != ((*first)[i] == kBlank);
  }
  // One line without any blank shows how wide a cell is; lines without any other rest can have no other.
  return parted && (full || (unlike && !rests));
}

bool fill_bar(TabSystem& system, std::size_t b) {
  constexpr std::size_t kLeast = 4;
  std::vector<std::string> texts;
  std::size_t width = 0;
  for (const TabLine& line : system.lines) width = std::max(width, line.bars[b].text.size());
  const bool last = b + 1 == system.lines.front().bars.size();
  // An open line's last blank is gone from all of them.
  if (last && width % 2 == 1 && std::ranges::all_of(system.lines, [&](const TabLine& line) {
        return stands_on_even_columns(line.bars[b].text);
      }))
    ++width;
  for (const TabLine& line : system.lines) {
    std::string text = line.bars[b].text;
    // Blanks at the end of a line that no bar line closes are gone.
    if (last && !has_rest(text)) text.resize(width, kBlank);
    if (text.size() != width && !is_blank(text)) return false;
    texts.push_back(std::move(text));
  }
  if (width < kLeast || !blanks_are_rests(texts)) return false;
  const bool margin = width % 2 == 1 && std::ranges::all_of(texts, [](const std::string& text) {
                        return text.empty() || text.front() == kBlank;
                      });
  for (std::size_t k = 0; k < texts.size(); ++k) {
    if (is_blank(texts[k])) continue;
    std::ranges::replace(texts[k], kBlank, '-');
    TabBar& bar = system.lines[k].bars[b];
    bar.text = margin ? texts[k].substr(1) : texts[k];
    bar.column += margin ? 1 : 0;
  }
  return true;
}

}  // namespace

bool is_hands_row(std::string_view cells) {
  constexpr int kLeast = 3;
  if (cells.find_first_not_of("RLrl -.|") != std::string_view::npos) return false;
  const bool right = cells.find_first_of("Rr") != std::string_view::npos,
             left = cells.find_first_of("Ll") != std::string_view::npos;
  return right && left && std::ranges::count_if(cells, is_hand) >= kLeast;
}

std::optional<TabLine> hands_line(std::string_view cells, int number, const TabLine& over) {
  TabLine line{
      .number = number, .label = {"ST", TabLineKind::sticking, Voice::snare, {}}, .said = "ST", .bars = {}};
  bool any = false;
  for (const TabBar& bar : over.bars) {
    if (bar.text.find(kBlank) != std::string::npos) return std::nullopt;
    std::string text(bar.text.size(), '-');
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t at = static_cast<std::size_t>(bar.column) - 1 + i;
      if (at < cells.size() && is_hand(cells[at])) text[i] = cells[at], any = true;
    }
    line.bars.push_back({.text = std::move(text), .column = bar.column});
  }
  return any ? std::optional(std::move(line)) : std::nullopt;
}

std::vector<TabEnding> endings_in(std::string_view cells) {
  constexpr std::string_view kBetween = " -_|[]()";
  std::vector<TabEnding> endings;
  for (std::size_t at = 0; (at = cells.find_first_not_of(kBetween, at)) != std::string_view::npos;) {
    const std::string_view rest = cells.substr(at);
    const bool first = rest.starts_with("1.") || rest.starts_with("1st");
    const bool second = rest.starts_with("2.") || rest.starts_with("2nd");
    if (!first && !second) return {};
    const std::size_t size = rest[1] == '.' ? 2 : 3;
    if (rest.size() > size && kBetween.find(rest[size]) == std::string_view::npos) return {};
    endings.push_back({static_cast<int>(at) + 1, first ? 1 : 2});
    at += size;
  }
  return endings;
}

void fill_blanks(TabText& tab, Remarks& remarks) {
  for (TabSystem& system : tab.systems) {
    for (std::size_t b = 0; b < system.lines.front().bars.size(); ++b) {
      if (fill_bar(system, b))
        remarks.add(tab_place(system.lines.front().number, system.lines.front().bars[b].column),
                    "blanks in bars are read as rests");
    }
  }
}

}  // namespace firstchair::charts
