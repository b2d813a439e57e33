#include <algorithm>
#include <map>

#include "charts/decimal.h"
#include "charts/groovescribe/groovescribe.h"
#include "charts/groovescribe/groovescribe_letters.h"
#include "charts/tab/tab_letters.h"
#include "charts/title.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr int kMostMeasures = 64;

// "%7C" is a bar, '+' a blank in words and itself in lines.
std::string decoded(std::string_view text, bool words) {
  const auto digit = [](char c) {
    c = lowered(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(16 * digit(text[i + 1]) + digit(text[i + 2]));
      i += 2;
    } else {
      out += words && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

using Parameters = std::map<std::string, std::string_view>;  // names in lower case

Parameters parameters_in(std::string_view text) {
  text.remove_prefix(std::min(text.find('?') + 1, text.size()));
  text = text.substr(0, text.find_first_of("#\r\n \t\"<"));
  Parameters all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view one = text.substr(0, end);
    const std::size_t equals = one.find('=');
    if (equals != std::string_view::npos) {
      std::string name(one.substr(0, equals));
      name = lowered(name);
      all.try_emplace(std::move(name), one.substr(equals + 1));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

Error wrong(const char* name, std::string what) {
  return {ErrorCode::malformed, name, std::move(what), "Copy the link from GrooveScribe again"};
}

class Groove {
 public:
  explicit Groove(std::string_view text) : parameters_(parameters_in(text)) {}

  Result<ChartRead> read() {
    if (const auto error = read_head()) return *error;
    read_stickings();
    for (std::size_t line = 0; line < std::size(kGrooveLines); ++line)
      read_line(static_cast<GrooveLine>(line), std::string(kGrooveLines[line]));
    if (parameters_.find("k") == parameters_.end()) read_line(GrooveLine::kick, "B");
    Chart& chart = read_.chart;
    if (chart.notes.empty())
      return Error{ErrorCode::unsupported, {}, "a groove without a stroke", "Copy the link of another one"};
    settle(chart);
    read_.remarks = remarks_.take();
    read_.left_out = outs_.take();
    return std::move(read_);
  }

 private:
  std::string value(const char* name, const char* otherwise) const {
    const auto found = parameters_.find(name);
    return found == parameters_.end() ? otherwise : decoded(found->second, true);
  }
  std::optional<double> number(const char* name, const char* otherwise) const {
    const auto read = decimal_at(value(name, otherwise));
    return read ? std::optional(read->value) : std::nullopt;
  }

  // 1 to 64, or 0 for anything else.
  static int small_number(std::string_view text) {
    const Decimal read = decimal_at(text).value_or(Decimal{});
    return read.value >= 1 && read.value <= 64 ? static_cast<int>(read.value) : 0;
  }

  std::optional<Error> read_head() {
    Chart& chart = read_.chart;
    MeterChange& meter = chart.meters.front();
    const std::string time = value("timesig", "4/4");
    const std::size_t slash = std::min(time.find('/'), time.size());
    meter.beats = small_number(std::string_view(time).substr(0, slash));
    meter.unit = small_number(std::string_view(time).substr(std::min(slash + 1, time.size())));
    if (meter.beats < 1 || meter.unit < 1 || (meter.unit & (meter.unit - 1)) != 0)
      return wrong("TimeSig", "a meter that is none");
    const double div = number("div", "8").value_or(0);
    constexpr int kDivisions[] = {4, 6, 8, 12, 16, 24, 32, 48};
    const auto* const known = std::find(std::begin(kDivisions), std::end(kDivisions), div);
    if (known == std::end(kDivisions) || *known * meter.beats % meter.unit != 0)
      return wrong("Div", "a division that the meter does not have");
    cell_ = kTicksPerWhole / *known;
    cells_ = *known * meter.beats / meter.unit;
    const double measures = number("measures", std::to_string(written_measures()).c_str()).value_or(0);
    if (!(measures >= 1) || measures > kMostMeasures) return wrong("Measures", "none of 1 to 64 measures");
    measures_ = static_cast<int>(measures);
    chart.length = meter.bar_length() * measures_;
    const double tempo = number("tempo", "80").value_or(0);
    if (!(tempo > 0) || tempo > 1000) return wrong("Tempo", "a tempo that nobody can play");
    chart.tempi.push_back({0, tempo});
    chart.title = clean_title(value("title", ""));
    const double swing = number("swing", "0").value_or(0);
    constexpr double kMostSwing = 3.5;
    if (swing > 0 && swing < 100 && *known == 8) {
      chart.swing = std::min((100 + swing) / (100 - swing), kMostSwing);
      if (chart.swing == kMostSwing)
        remarks_.add("Swing", "it is read as 3.5 to 1, the most that a chart has");
    } else if (swing > 0) {
      remarks_.add("Swing", "only swing of eighths is read: the notes are as written");
    }
    return std::nullopt;
  }

  // The cells of a line, without its bars.
  std::string written_cells(const std::string& name) const {
    std::string key = name;
    key = lowered(key);
    const auto found = parameters_.find(key);
    if (found == parameters_.end()) return {};
    std::string cells = decoded(found->second, false);
    std::erase_if(cells, [](char c) { return c == '|' || c == ' ' || c == ':' || c == '!'; });
    return cells;
  }

  // How many measures the longest line has, for a link that does not say.
  int written_measures() const {
    std::size_t longest = 1;
    for (const std::string_view line : kGrooveLines)
      longest = std::max(longest, written_cells(std::string(line)).size());
    const auto a_bar = static_cast<std::size_t>(cells_);
    return static_cast<int>(std::min((longest + a_bar - 1) / a_bar, std::size_t{kMostMeasures}));
  }

  // As many of them as the measures have.
  std::string cells_of(const std::string& name) {
    std::string cells = written_cells(name);
    if (cells.empty()) return cells;
    const auto most = static_cast<std::size_t>(cells_) * static_cast<std::size_t>(measures_);
    if (cells.size() > most) remarks_.add(name, "the line is longer than its measures: the rest is left out");
    if (cells.size() < most) remarks_.add(name, "the line is shorter than its measures: rests follow");
    cells.resize(std::min(cells.size(), most));
    return cells;
  }

  void read_stickings() {
    const std::string cells = cells_of("Stickings");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const char c = lowered(cells[i]);
      if (c == 'r' || c == 'l') hands_[i] = c == 'r' ? Hand::right : Hand::left;
    }
  }

  void read_line(GrooveLine line, const std::string& name) {
    const std::string cells = cells_of(name);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const char c = cells[i];
      if (c == '-') continue;
      if (line == GrooveLine::kick && c == kBothFeet) {
        add(line, i, 'o');
        add(line, i, 'x');
      } else if (!add(line, i, c)) {
        const int bar = 1 + static_cast<int>(i) / cells_;
        outs_.add(line == GrooveLine::hats && c == 'm'                 ? "cowbell"
                  : line == GrooveLine::hats && (c == 'n' || c == 'N') ? "metronome"
                                                                       : name + " " + printable(c),
                  bar);
      }
    }
  }

  static std::string printable(char c) { return c > ' ' && c < 0x7F ? std::string(1, c) : "?"; }

  bool add(GrooveLine line, std::size_t cell, char letter) {
    const auto* const found =
        std::find_if(std::begin(kGrooveLetters), std::end(kGrooveLetters), [&](const GrooveLetter& row) {
          const bool tom = line >= GrooveLine::tom_1 && (lowered(letter) == 'o' || lowered(letter) == 'x');
          return row.line == line && (row.letter == letter || tom);
        });
    if (found == std::end(kGrooveLetters)) return false;
    Note note = found->note;
    note.tick = static_cast<Ticks>(cell) * cell_;
    const auto hand = hands_.find(cell);
    if (hand != hands_.end() && has_hand(note.voice)) note.hand = hand->second;
    read_.chart.notes.push_back(note);
    return true;
  }

  Parameters parameters_;
  ChartRead read_;
  Remarks remarks_;
  LeftOuts outs_;
  Ticks cell_ = 0;
  int cells_ = 0, measures_ = 0;  // cells of a measure
  std::map<std::size_t, Hand> hands_;
};

}  // namespace

bool is_groovescribe(std::string_view text) {
  constexpr std::size_t kHead = 4000;
  const std::string_view head = text.substr(0, kHead);
  const std::size_t question = head.find('?');
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (question == std::string_view::npos) return false;
  const std::string_view begin = head.substr(first);
  if (question != first && !begin.starts_with("http") && !begin.starts_with("[InternetShortcut]"))
    return false;
  const std::string_view query = head.substr(question);
  const auto has = [&](std::string_view name) {
    const std::size_t at = query.find(name);
    return at != std::string_view::npos && (query[at - 1] == '?' || query[at - 1] == '&');
  };
  return has("Div=") && (has("H=") || has("S=") || has("K=") || has("T1=") || has("B="));
}

Result<ChartRead> read_groovescribe(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{ErrorCode::too_large, {}, "a link of over 1 MiB", "Cut it"};
  return Groove(text).read();
}

}  // namespace firstchair::charts
