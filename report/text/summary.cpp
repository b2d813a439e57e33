// The terminal summary: one sentence, at most three facts, the order; below them what was heard, what was
// done to the form, and the lines. Lines are dropped from the least important up when 25 are not enough.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/hit_count.h"
#include "report/report.h"
#include "report/text/against_text.h"
#include "report/text/count_text.h"
#include "report/text/facts.h"
#include "report/text/kit_text.h"
#include "report/text/music_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using namespace report;

constexpr int kMaxLines = 25;

struct Block {
  std::string text;
  int rank = 0;         // 0 stays, larger goes first
  bool wrapped = true;  // false: already laid out (a table row)
};

// --- the table of lines
// ---------------------------------------------------------------------------------------

enum class Tone { none, early, late, order };

struct Cell {
  std::string text;
  Tone tone = Tone::none;
};

std::string paint(const std::string& text, Tone tone, bool colour) {
  if (!colour || tone == Tone::none) return text;
  const std::string_view code = tone == Tone::early ? "38;5;33" : tone == Tone::late ? "38;5;208" : "1";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

// From sound many notes may have no time of their own: a lean that rests on fewer than half of a line's notes
// says on how many.
std::string rests_on(const Take& take, const Metric& m, const HitCount& c) {
  const bool few = take.source.kind == SourceKind::audio && take.reading.chart_given && 2 * m.n < c.notes;
  return few ? fmt::format(" ({} of {})", m.n, c.notes) : "";
}

Cell lean_cell(const Take& take, const Metric* m, const HitCount& c) {
  if (m == nullptr) return {"-"};
  if (m->standing == Standing::too_few) return {fmt::format("too few ({}/{})", m->n, m->needed)};
  if (!measured(*m)) return {"-"};
  const int decimals = decimals_for((m->high - m->low) / 2);
  const Tone tone = m->standing != Standing::out_of_band ? Tone::none
                    : m->value < 0                       ? Tone::early
                                                         : Tone::late;
  return {lean(m->value, decimals) + " " + plus_minus(m->low, m->high, decimals) + rests_on(take, *m, c),
          tone};
}

std::string spread_cell(const Metric* m) {
  if (m == nullptr) return "-";
  if (m->standing == Standing::too_few) return fmt::format("too few ({}/{})", m->n, m->needed);
  if (m->standing == Standing::below_floor) return fmt::format("< {} ms", number(m->value, 1));
  if (!measured(*m)) return "-";
  const int decimals = decimals_for((m->high - m->low) / 2);
  return fmt::format("{} ms ({})", number(m->value, decimals), range(m->low, m->high, decimals));
}

std::string band_cell(const Metric* m) {
  if (m == nullptr || m->band_high <= 0 || m->standing == Standing::no_band) return "-";
  if (m->band_low <= 0) return "to " + number(m->band_high, 0);
  return range(m->band_low, m->band_high, 0);
}

std::vector<Block> line_table(const Take& take, const SummaryStyle& style) {
  std::vector<std::vector<Cell>> rows;
  rows.push_back({{"line"},
                  {"lean"},
                  {"spread"},
                  {"missed"},
                  {"extra"},
                  {"pros"},
                  {"scale"},
                  {"other drum"},
                  {"not told"}});
  const HitCounts counts = count_hits(take);
  for (const Line line : lines_of(take)) {
    if (!can_be_judged(take, line)) continue;
    const HitCount& c = counts.lines[static_cast<std::size_t>(line)];
    const bool chart = take.reading.chart_given;
    const Metric* spread = find(take, Measure::tightness, line);
    const std::string letters = spread ? grade(*spread) : "";
    rows.push_back({{std::string(name_of(line))},
                    lean_cell(take, find(take, Measure::placement, line), c),
                    {spread_cell(spread)},
                    {chart ? missed_cell(c) : "-"},
                    {take.alignment.pulse.empty() ? "-" : std::to_string(c.extra)},
                    {band_cell(spread)},
                    {letters.empty() ? "-" : letters},
                    {chart ? cell_of(c.wrong) : "-"},
                    {chart ? cell_of(c.covered) : "-"}});
  }
  // The columns at the right go first where the terminal is narrow; a column that says nothing goes at once.
  std::vector<std::size_t> shown;
  int width = -2;
  for (std::size_t column = 0; column < rows[0].size(); ++column) {
    int widest = 0;
    bool says = false;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      widest = std::max(widest, columns(rows[row][column].text));
      says = says || (row > 0 && rows[row][column].text != "-");
    }
    if (!says || (column > 0 && width + 2 + widest > style.width)) continue;
    width += 2 + widest;
    shown.push_back(column);
    for (auto& row : rows) {
      Cell& cell = row[column];
      const std::string pad(static_cast<std::size_t>(widest - columns(cell.text)), ' ');
      cell.text = paint(cell.text, cell.tone, style.colour) + pad;
    }
  }
  std::vector<Block> blocks;
  for (const auto& row : rows) {
    if (rows.size() == 1) break;
    std::string text;
    for (const std::size_t column : shown) text += (text.empty() ? "" : "  ") + row[column].text;
    text.erase(text.find_last_not_of(' ') + 1);
    blocks.push_back({text, 0, false});
  }
  if (const std::string few = too_few_words(take); !few.empty()) blocks.push_back({few, 1, true});
  return blocks;
}

// --- the rest
// ---------------------------------------------------------------------------------------------------

std::string in_brackets(const std::string& text) {
  return text.empty() ? "" : " (" + text + ")";
}

std::string heard(const Take& take) {
  const Reading& r = take.reading;
  std::string text = clock(seconds(take, static_cast<double>(take.source.length))) + ", " +
                     count(take.hits.size(), "stroke");
  if (r.bpm > 0) {
    text += ", " + tempo_words(r);
    if (const std::string meter = meter_heard(take); !meter.empty())
      text += fmt::format(", {}{}", meter, in_brackets(meter_doubt(r)));
  }
  return text;
}

std::string against(const Take& take) {
  if (take.alignment.pulse.empty()) return "No pulse found in " + count(take.hits.size(), "stroke") + ".";
  if (!take.reading.chart_given) return against_text(take);
  const std::string title =
      take.chart.title.empty() ? "the chart" : "chart \"" + plain(take.chart.title) + "\"";
  return fmt::format("Against {}: {}.", title, heard_text(count_hits(take).all));
}

void add_kit(std::vector<Block>& blocks, const Take& take) {
  for (std::string& text : kit_texts(take)) blocks.push_back({std::move(text), 1, true});
}

void add_departures(std::vector<Block>& blocks, const Take& take) {
  const auto& departures = take.alignment.departures;
  if (departures.empty()) return;
  std::string text = "Form: ";
  const std::size_t shown = std::min<std::size_t>(departures.size(), 4);
  for (std::size_t i = 0; i < shown; ++i) {
    text += (i > 0 ? "; " : "") + departure(departures[i], take.source.rate);
  }
  if (shown < departures.size()) text += fmt::format("; {} more in the page", departures.size() - shown);
  blocks.push_back({text + ".", 1, true});
}

// How the eighths swing is a number to know, and no fault.
void add_swing(std::vector<Block>& blocks, const Take& take) {
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure == Measure::swing && m.standing == Standing::no_band && measured(m))
      return blocks.push_back({metric_text(m) + ".", 5, true});
  }
}

std::vector<std::string> wrap(const std::string& text, int width) {
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find(' ', at);
    if (end == std::string::npos) end = text.size();
    const std::string word = shorten(text.substr(at, end - at), width);
    const std::string& line = lines.back();
    if (!line.empty() && columns(line) + 1 + columns(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
    at = end + 1;
  }
  return lines;
}

}  // namespace

std::string summary(const Take& take, const SummaryStyle& asked) {
  const SummaryStyle style{asked.colour, std::clamp(asked.width, 24, 200)};
  std::vector<Block> blocks;
  const std::string name = plain(take.source.name);
  const bool judged = take.reading.chart_played;
  blocks.push_back({shorten(name.empty() ? "take" : name, style.width), 0, false});
  blocks.push_back({headline(take), 0, true});
  for (const std::string& fact : facts_told(take)) blocks.push_back({fact, 0, true});
  const std::size_t order_at = blocks.size();
  blocks.push_back({(judged ? "ORDER  " : "") + order_words(take).action, 0, true});
  blocks.push_back({"", 9, false});
  blocks.push_back({heard(take), 0, true});
  if (!take.hits.empty() && judged) blocks.push_back({against(take), 8, true});
  if (std::string music = music_text(take); !music.empty()) blocks.push_back({std::move(music), 1, true});
  add_kit(blocks, take);
  if (judged) {
    add_departures(blocks, take);
    add_swing(blocks, take);
    for (Block& block : line_table(take, style)) blocks.push_back(std::move(block));
  }

  std::vector<std::vector<std::string>> laid;
  std::size_t lines = 0;
  for (const Block& block : blocks) {
    laid.push_back(block.wrapped ? wrap(block.text, style.width) : std::vector<std::string>{block.text});
    lines += laid.back().size();
  }
  while (lines > kMaxLines) {
    std::size_t least = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (!laid[i].empty() && (laid[least].empty() || blocks[i].rank >= blocks[least].rank)) least = i;
    }
    if (blocks[least].rank == 0) break;
    lines -= laid[least].size();
    laid[least].clear();
  }
  std::string out;
  std::size_t printed = 0;
  for (std::size_t i = 0; i < laid.size(); ++i) {
    for (const std::string& line : laid[i]) {
      if (printed == kMaxLines) break;
      out += (i == order_at ? paint(line, Tone::order, style.colour) : line) + "\n";
      ++printed;
    }
  }
  return out;
}

}  // namespace firstchair::report
