#include "songs/chordpro/chordpro.h"

#include <algorithm>

#include "charts/decimal.h"
#include "engine/core/letters.h"
#include "songs/text_bars.h"

namespace firstchair::songs {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

struct Directive {
  std::string name;  // in lower case
  std::string_view value;
};

// "{title: Blue}" -> title, Blue.
std::optional<Directive> directive_in(std::string_view line) {
  line = without_blanks(line);
  if (line.size() < 2 || line.front() != '{' || line.back() != '}') return std::nullopt;
  line = line.substr(1, line.size() - 2);
  const std::size_t end = std::min(line.find_first_of(": "), line.size());
  std::string_view value = line.substr(end);
  if (!value.empty()) value.remove_prefix(1);
  return Directive{lowered(without_blanks(line.substr(0, end))), without_blanks(value)};
}

// shape="4x4" label="Intro", or the words behind an old shape: "4x4 Intro".
std::string label_in(std::string_view value) {
  if (const std::size_t label = value.find("label=\""); label != std::string_view::npos) {
    value.remove_prefix(label + 7);
    return std::string(value.substr(0, value.find('"')));
  }
  if (value.find('=') != std::string_view::npos) return {};
  const std::size_t blank = value.find(' ');
  const bool shape = !value.empty() && value.front() >= '0' && value.front() <= '9';
  if (!shape) return std::string(value);
  return blank == std::string_view::npos ? std::string() : std::string(without_blanks(value.substr(blank)));
}

// The number of the ending that a bar line begins, as in "|1" and ":|2"; 0: none.
int ending_of(std::string_view word) {
  if (word.starts_with(':')) word.remove_prefix(1);
  return word.size() == 2 && word[0] == '|' && word[1] >= '1' && word[1] <= '9' ? word[1] - '0' : 0;
}

bool is_bar_line(std::string_view word) {
  return word == "|" || word == "||" || word == "|." || word == "|:" || word == ":|" || word == ":|:" ||
         ending_of(word) > 0;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), bars_(song_) {}

  Result<WrittenSong> read() {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      const std::string_view line = text_.substr(0, end);
      text_.remove_prefix(std::min(end + 1, text_.size()));
      ++line_;
      if (auto error = read_line(line)) return *error;
    }
    if (bars_.empty())
      return Error{ErrorCode::unsupported,
                   {},
                   "no bars: ChordPro without a grid has no form; export MusicXML, or add {start_of_grid}",
                   {}};
    if (bpm_ > 0) song_.score.measures.front().tempi.push_back({0, bpm_});
    song_.score.remarks = std::move(remarks_);
    return std::move(song_);
  }

 private:
  std::string place() const { return "line " + std::to_string(line_); }

  std::optional<Error> read_line(std::string_view line) {
    if (const auto directive = directive_in(line)) return read_directive(*directive);
    return in_grid_ ? grid_line(line) : std::nullopt;
  }

  std::optional<Error> read_directive(const Directive& directive) {
    const std::string& name = directive.name;
    const std::string value(directive.value);
    if (name == "title" || name == "t") {
      song_.title = value;
    } else if (name == "composer" ||
               ((name == "artist" || name == "subtitle" || name == "st") && song_.composer.empty())) {
      song_.composer = value;
    } else if (name == "key") {
      song_.key = value;
    } else if (name == "tempo") {
      std::string_view digits = directive.value;
      digits.remove_prefix(std::min(digits.find_first_of("0123456789"), digits.size()));
      digits = digits.substr(0, digits.find_first_not_of("0123456789."));
      const auto bpm = charts::decimal_at(digits);
      if (!bpm || bpm->value < 20 || bpm->value > 500)
        return Error{ErrorCode::malformed, place(), "a tempo that nobody can play", {}};
      if (bars_.empty()) bpm_ = bpm->value;
    } else if (name == "time") {
      const auto meter = meter_in(directive.value);
      if (!meter) return Error{ErrorCode::malformed, place(), "a meter is wanted, as in 4/4", {}};
      bars_.meter(*meter);
    } else if (name == "start_of_grid" || name == "sog") {
      in_grid_ = true;
      if (const std::string label = label_in(directive.value); !label.empty()) bars_.section(label);
    } else if (name == "end_of_grid" || name == "eog") {
      in_grid_ = false;
      forward_ = false;
    } else if (name == "style" || (name == "meta" && value.starts_with("style "))) {
      song_.style = name == "meta" ? value.substr(6) : value;
    }
    return std::nullopt;
  }

  // "A  | C . F . | G7~Am . |1 C :|  twice": what is before the first bar line and behind the last is margin.
  std::optional<Error> grid_line(std::string_view line) {
    const std::vector<std::string> words = words_between_blanks(line);
    const auto first = std::find_if(words.begin(), words.end(), is_bar_line);
    if (first == words.end()) return std::nullopt;
    std::string margin;
    for (auto word = words.begin(); word != first; ++word) margin += (margin.empty() ? "" : " ") + *word;
    if (!margin.empty()) bars_.section(margin);
    std::vector<std::string> cells;
    bool any = false;
    for (auto word = first; word != words.end(); ++word) {
      if (!is_bar_line(*word)) {
        cells.push_back(*word);
        any = true;
        continue;
      }
      if (any)
        if (auto error = bar(cells)) return error;
      any = false;
      cells.clear();
      if (word->starts_with(":|") && !bars_.empty()) {
        bars_.flow().backward = true;
        bars_.flow().ending_stops = true;
      }
      if ((*word == "||" || *word == "|." || *word == "|:") && !bars_.empty())
        bars_.flow().ending_stops = true;
      if (*word == "|:" || *word == ":|:") forward_ = true;
      if (const int ending = ending_of(*word); ending > 0) ending_ = ending;
    }
    if (any) remarks_.add(place(), "what stands behind the last bar line is not played");
    return std::nullopt;
  }

  std::optional<Error> bar(const std::vector<std::string>& written) {
    const bool one = std::find(written.begin(), written.end(), "%") != written.end();
    const bool two = std::find(written.begin(), written.end(), "%%") != written.end();
    bool there = true;
    if (two) {
      // The sign stands over two bars: the two before them again.
      there = bars_.add_again(2);
      mark();
      there = there && bars_.add_again(2);
    } else if (one) {
      there = bars_.add_again(1);
      mark();
    }
    if (!there) return Error{ErrorCode::malformed, place(), "there is no bar to repeat before this one", {}};
    if (one || two) return std::nullopt;
    std::vector<std::string> cells;
    for (const std::string& cell : written) {
      // "." and "/" go on with the chord; "C~D" is two chords in the time of one.
      const std::size_t tilde = cell.find('~');
      if (tilde == std::string::npos || written.size() > 1) {
        cells.push_back(cell == "." || cell == "/" ? "" : cell.substr(0, tilde));
        if (tilde != std::string::npos)
          remarks_.add(place(), "of two chords in one cell the first is played");
      } else {
        cells.push_back(cell.substr(0, tilde));
        cells.push_back(cell.substr(tilde + 1));
      }
    }
    if (auto error = bars_.add(cells, place())) return error;
    mark();
    return std::nullopt;
  }

  // What the bar line before it said of the bar that was added.
  void mark() {
    if (bars_.empty()) return;
    bars_.flow().forward = forward_;
    if (ending_ > 0) bars_.flow().ending = {ending_};
    forward_ = false;
    ending_ = 0;
  }

  std::string_view text_;
  WrittenSong song_;
  TextBars bars_;
  charts::Remarks remarks_;
  int line_ = 0;
  bool in_grid_ = false, forward_ = false;
  int ending_ = 0;
  double bpm_ = 0;
};

}  // namespace

bool is_chordpro(std::string_view text) {
  for (const std::string_view sign :
       {"{title:", "{t:", "{start_of_", "{sog", "{soc", "{sov", "{key:", "{artist:", "{subtitle:"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

Result<WrittenSong> read_chordpro(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{ErrorCode::too_large, {}, "over 4 MiB of text", "Cut the song"};
  return Reader(text).read();
}

}  // namespace firstchair::songs
