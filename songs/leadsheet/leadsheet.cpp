#include "songs/leadsheet/leadsheet.h"

#include <algorithm>

#include "charts/decimal.h"
#include "songs/text_bars.h"

namespace firstchair::songs {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr int kDeepest = 50;  // brackets inside brackets

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), bars_(song_) {}

  Result<WrittenSong> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '(') {
        const std::size_t end = bracket_end();
        if (end == std::string_view::npos)
          return Error{ErrorCode::malformed, line(at_), "a bracket that is never closed",
                       "Save the lead sheet again"};
        if (auto error = form(text_.substr(at_ + 1, end - at_ - 1))) return *error;
        at_ = end + 1;
      } else if (c == '|' || c == ',') {
        if (auto error = close_bar()) return *error;
        ++at_;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ')') {
        ++at_;
      } else {
        word();
      }
    }
    if (!cells_.empty())
      if (auto error = close_bar()) return *error;
    if (bars_.empty())
      return Error{
          ErrorCode::unsupported, {}, "a lead sheet without chords", "Write its chords in Impro-Visor"};
    if (bpm_ > 0) song_.score.measures.front().tempi.push_back({0, bpm_});
    song_.score.remarks = std::move(remarks_);
    return std::move(song_);
  }

 private:
  std::string line(std::size_t at) const {
    return "line " + std::to_string(1 + std::count(text_.begin(),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }

  // Of the bracket that opens here; npos where it stays open.
  std::size_t bracket_end() const {
    int open = 0;
    for (std::size_t k = at_; k < text_.size(); ++k) {
      if (text_[k] == '(' && ++open > kDeepest) return std::string_view::npos;
      if (text_[k] == ')' && --open == 0) return k;
    }
    return std::string_view::npos;
  }

  static std::string inner(std::string_view form, std::string_view name) {
    const std::size_t at = form.find("(" + std::string(name) + " ");
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + name.size() + 2;
    return std::string(without_blanks(form.substr(from, form.find(')', from) - from)));
  }

  std::optional<Error> form(std::string_view form) {
    const std::size_t blank = std::min(form.find_first_of(" \t\r\n("), form.size());
    const std::string_view name = form.substr(0, blank), value = without_blanks(form.substr(blank));
    if (name == "title" && song_.title.empty()) song_.title = value;
    if (name == "composer" && song_.composer.empty()) song_.composer = value;
    if (name == "style" && song_.style.empty()) song_.style = value;
    if (name == "key") song_.key = key_of(value);
    if (name == "meter") {
      const auto meter = meter_in(value);
      if (!meter) return Error{ErrorCode::malformed, line(at_), "a meter is wanted, as in (meter 4 4)", {}};
      bars_.meter(*meter);
    }
    if (name == "tempo") {
      const auto bpm = charts::decimal_at(value.substr(0, value.find_first_not_of("0123456789.")));
      if (!bpm || bpm->value < 20 || bpm->value > 500)
        return Error{ErrorCode::malformed, line(at_), "a tempo that nobody can play", {}};
      bpm_ = bpm->value;
    }
    if (name == "section" && form.find("(style ") != std::string_view::npos) {
      const std::string style = inner(form, "style");
      if (song_.style.empty()) {
        song_.style = style;
      } else if (!style.empty() && style != song_.style) {
        remarks_.add("bar " + std::to_string(bars_.bars() + 1), "another style from here on is not played");
      }
    }
    if (name == "part") {
      if (!cells_.empty())
        if (auto error = close_bar()) return error;
      melody_ = form.find("(type melody)") != std::string_view::npos;
      if (melody_) remarks_.add({}, "the melody of a lead sheet is not read");
    }
    return std::nullopt;
  }

  // -3 flats -> "Eb"; other texts stay.
  static std::string key_of(std::string_view value) {
    constexpr std::string_view kKeys[] = {"Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C",
                                          "G",  "D",  "A",  "E",  "B",  "F#", "C#"};
    const bool flats = value.starts_with('-');
    const std::string_view digits = flats ? value.substr(1) : value;
    if (digits.size() != 1 || digits[0] < '0' || digits[0] > '7') return std::string(value.substr(0, 20));
    return std::string(
        kKeys[static_cast<std::size_t>(flats ? 7 - (digits[0] - '0') : 7 + (digits[0] - '0'))]);
  }

  void word() {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n|,()", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = std::max(end, at_ + 1);
    if (melody_) return;
    // A melody between chords is written in small letters and rests.
    if (word.front() >= 'a' && word.front() <= 'z') {
      remarks_.add({}, "the melody of a lead sheet is not read");
      return;
    }
    cells_.push_back(word == "/" ? "" : std::string(word));
    any_ = true;
  }

  std::optional<Error> close_bar() {
    if (melody_) return std::nullopt;
    if (!any_ && bars_.empty()) return std::nullopt;  // a bar line before the first chord
    if (auto error = bars_.add(cells_, "bar " + std::to_string(bars_.bars() + 1))) return error;
    cells_.clear();
    any_ = false;
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  WrittenSong song_;
  TextBars bars_;
  charts::Remarks remarks_;
  std::vector<std::string> cells_;
  bool any_ = false, melody_ = false;
  double bpm_ = 0;
};

}  // namespace

bool is_leadsheet(std::string_view text) {
  text = without_blanks(text.substr(0, 20'000));
  if (!text.starts_with('(')) return false;
  return text.find("(type chords)") != std::string_view::npos || text.starts_with("(title ") ||
         text.find("(meter ") != std::string_view::npos;
}

Result<WrittenSong> read_leadsheet(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{ErrorCode::too_large, {}, "over 4 MiB of text", "Cut the song"};
  return Reader(text).read();
}

}  // namespace firstchair::songs
