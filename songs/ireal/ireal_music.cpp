#include "songs/ireal/ireal_music.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/core/letters.h"
#include "songs/chord_text.h"
#include "songs/ireal/ireal_bar.h"

namespace firstchair::songs {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::string section_name(char letter) {
  switch (letter) {
    case 'i':
      return "Intro";
    case 'v':
    case 'V':
      return "Verse";
    default:
      return std::string(1, letter);
  }
}

class Music {
 public:
  explicit Music(const IRealSong& song) : song_(song), text_(song.music) {}

  Result<WrittenSong> read() {
    while (at_ < text_.size()) {
      if (auto error = token()) return *error;
      if (bars_.size() > kMaxSongBars)
        return Error{ErrorCode::too_large, place(), "over 10,000 bars", "Share a shorter song"};
      if (bar_.cells.size() > kMaxBarChords)
        return Error{ErrorCode::too_large, place(), "over 64 chords in a bar", "Share the song again"};
    }
    close('Z');
    finish();
    if (bars_.empty())
      return Error{ErrorCode::malformed, {}, "no bar in its music", "Share the song from iReal Pro again"};
    return written();
  }

 private:
  std::string place() const { return "bar " + std::to_string(bars_.size() + 1); }
  void note(std::string what) { remarks_.add(place(), std::move(what)); }

  std::optional<Error> token() {
    const std::string_view rest = std::string_view(text_).substr(at_);
    const char c = rest.front();
    std::size_t length = 1;
    switch (c) {
      case '|':
      case '[':
      case ']':
      case '{':
      case '}':
      case 'Z':
        close(c);
        break;
      case '*':
        if (rest.size() > 1) {
          bar_.section = section_name(rest[1]);
          length = 2;
        }
        break;
      case 'T':
        if (rest.size() < 3 || !digit(rest[1]) || !digit(rest[2])) break;
        if (auto error = meter(rest.substr(1, 2))) return error;
        length = 3;
        break;
      case 'N':
        if (rest.size() < 2 || !digit(rest[1])) break;
        if (rest[1] != '0') bar_.flow.ending = {rest[1] - '0'};
        length = 2;
        break;
      case '<':
        length = std::min(rest.find('>'), rest.size() - 1) + 1;
        words(rest.substr(1, length < 2 ? 0 : length - 2));
        break;
      case '(':
        length = std::min(rest.find(')'), rest.size() - 1) + 1;
        note("alternate chords are not played");
        break;
      case 'x':
        bar_.repeats = 1;
        break;
      case 'r':
        bar_.repeats = 2;
        break;
      case 'n':
        add({.tick = 0, .chord = {}, .none = true, .text = "N.C."});
        break;
      case 'p':
        rest_of_chord();
        break;
      case 'W':
        return invisible_root(rest);
      case 'S':
        bar_.flow.segno = "segno";
        break;
      case 'Q':
        (bar_.cells.empty() ? bar_.coda_before : bar_.coda_behind) = true;
        break;
      case 'U':
        bar_.flow.fine = true;
        break;
      case 'f':
        bar_.fermata = true;
        break;
      case 's':
        small_ = true;
        break;
      case 'l':
        small_ = false;
        break;
      case ' ':
        rest_of_chord();
        break;
      case 'Y':
      case ',':
      case '\r':
      case '\n':
        break;
      default:
        if (c >= 'A' && c <= 'G') return chord(rest);
        note("\"" + std::string(1, c >= ' ' && c < 0x7F ? c : '?') + "\" means nothing here");
    }
    at_ += length;
    return std::nullopt;
  }

  std::optional<Error> meter(std::string_view digits) {
    const int beats = digits == "12" ? 12 : digits[0] - '0', unit = digits == "12" ? 8 : digits[1] - '0';
    if (beats < 1 || (unit != 2 && unit != 4 && unit != 8))
      return Error{ErrorCode::malformed, place(), "T" + std::string(digits) + " is no meter", {}};
    bar_.meter = MeterChange{0, beats, unit};
    return std::nullopt;
  }

  void words(std::string_view text) {
    if (text.size() >= 3 && text[0] == '*' && digit(text[1]) && digit(text[2])) text.remove_prefix(3);
    const std::string low = lowered(text);
    if (low.starts_with("d.c.")) bar_.flow.da_capo = true;
    if (low.starts_with("d.s.")) bar_.flow.dal_segno = "segno";
    if (low == "fine") bar_.flow.fine = true;
    if (low.size() == 2 && digit(low[0]) && low[0] > '1' && low[1] == 'x') times_ = low[0] - '0';
    bar_.words.emplace_back(text);
  }

  // An empty cell, or a slash: the chord before it lasts longer.
  void rest_of_chord() {
    if (bar_.cells.empty()) {
      ++bar_.empty;
    } else if (!bar_.cells.back().small) {
      ++bar_.cells.back().beats;
    }
  }

  void add(band::ChordAt chord) {
    if (!chord.none) last_ = chord;
    bar_.cells.push_back({std::move(chord), 1, small_});
  }

  std::optional<Error> chord(std::string_view rest) {
    // A chord's text ends where its letters do; "*...*" holds what the player wrote himself.
    constexpr std::string_view kWords[] = {"sus", "alt", "add", "maj", "min", "dim", "aug", "mi", "ma"};
    std::size_t end = 1;
    if (end < rest.size() && (rest[end] == 'b' || rest[end] == '#')) ++end;
    while (end < rest.size()) {
      const std::string_view here = rest.substr(end);
      const auto word = std::find_if(std::begin(kWords), std::end(kWords),
                                     [&](std::string_view known) { return here.starts_with(known); });
      if (word != std::end(kWords)) {
        end += word->size();
      } else if (here.front() == '*') {
        const std::size_t close = here.find('*', 1);
        if (close == std::string_view::npos || close > 30) break;
        end += close + 1;
      } else if (here.front() == '/' && here.size() > 1 && here[1] >= 'A' && here[1] <= 'G') {
        end += here.size() > 2 && (here[2] == 'b' || here[2] == '#') ? 3 : 2;
        break;
      } else if (digit(here.front()) ||
                 std::string_view("+-^hob#mMj").find(here.front()) != std::string_view::npos) {
        ++end;
      } else {
        break;
      }
    }
    const std::string text(rest.substr(0, end));
    Result<ChordRead> read = read_chord(text);
    if (!read) {
      read.error().place = place();
      return read.error();
    }
    add({.tick = 0, .chord = read->chord, .none = read->none, .text = text});
    at_ += end;
    return std::nullopt;
  }

  // "W/E": the chord before, over another bass.
  std::optional<Error> invisible_root(std::string_view rest) {
    std::string_view bass = rest.substr(1);
    ++at_;
    if (!last_) {
      note("a bass without a chord is not played");
      return std::nullopt;
    }
    band::ChordAt chord = *last_;
    if (bass.starts_with('/')) {
      bass.remove_prefix(1);
      const std::size_t before = bass.size();
      if (const auto pitch = take_note(bass)) {
        chord.chord.bass = *pitch;
        chord.text = chord_name(chord.chord);
        at_ += 1 + before - bass.size();
      }
    }
    bar_.cells.push_back({std::move(chord), 1, small_});
    return std::nullopt;
  }

  // A bar line of any kind: what is before it is a bar if there is music in it.
  void close(char line) {
    const bool opens = line == '[' || line == '{';
    if (bar_.empty_of_music() && inside_ && !opens && line != 'Z') {
      // Empty cells between two lines hold the chord; after a two-bar repeat they are its second bar.
      if (second_of_two_) {
        bar_.repeats = 2;
      } else if (bar_.empty > 1 && !bars_.empty()) {
        bar_.holds = true;
      }
    }
    if (!bar_.empty_of_music()) {
      second_of_two_ = bar_.repeats == 2 && !second_of_two_;
      bars_.push_back(std::move(bar_));
      bar_ = {};
    } else {
      bar_.empty = 0;
    }
    if (line == '}' && !bars_.empty()) {
      bars_.back().flow.backward = true;
      bars_.back().flow.times = std::max(2, times_);
      times_ = 0;
    }
    if ((line == '}' || line == ']' || line == 'Z') && !bars_.empty()) bars_.back().flow.ending_stops = true;
    if (opens && !bars_.empty()) bars_.back().flow.ending_stops = true;
    if (line == '{') {
      bar_.flow.forward = true;
      times_ = 0;
    }
    inside_ = line != ']' && line != '}' && line != 'Z';
  }

  // What stands behind the last bar belongs to it; a first ending of n passes is played n - 1 times.
  void finish() {
    if (bars_.empty()) return;
    bars_.back().flow.da_capo |= bar_.flow.da_capo;
    bars_.back().flow.fine |= bar_.flow.fine;
    if (!bar_.flow.dal_segno.empty()) bars_.back().flow.dal_segno = bar_.flow.dal_segno;
    for (IRealBar& bar : bars_)
      if (!bar.flow.ending.empty() && bar.flow.ending.front() == 1) {
        const auto end = std::find_if(bars_.begin() + (&bar - bars_.data()), bars_.end(),
                                      [](const IRealBar& b) { return b.flow.backward; });
        if (end == bars_.end()) continue;
        for (int pass = 2; pass < end->flow.times; ++pass) bar.flow.ending.push_back(pass);
        if (end->flow.times > 2 && end + 1 != bars_.end() && (end + 1)->flow.ending == std::vector{2})
          (end + 1)->flow.ending = {end->flow.times};
      }
    // Of the coda signs the last is the coda; from the others one jumps to it, after a D.C. or a D.S.
    std::vector<std::size_t> signs;
    for (std::size_t k = 0; k < bars_.size(); ++k)
      if (bars_[k].coda_before || bars_[k].coda_behind) signs.push_back(k);
    const bool jumps = std::any_of(bars_.begin(), bars_.end(), [](const IRealBar& bar) {
      return bar.flow.da_capo || !bar.flow.dal_segno.empty();
    });
    if (signs.size() < 2) {
      if (!signs.empty() && jumps) remarks_.add({}, "one coda sign alone: nobody jumps from it");
      return;
    }
    IRealBar& coda = bars_[signs.back()];
    coda.flow.coda = "coda";
    if (coda.section.empty()) coda.section = "Coda";
    signs.pop_back();
    if (!jumps) {
      remarks_.add({}, "the coda is played after the form: no D.C. or D.S. says from where");
      return;
    }
    for (const std::size_t k : signs) {
      if (bars_[k].coda_behind) {
        bars_[k].flow.to_coda = "coda";
      } else if (k > 0) {
        bars_[k - 1].flow.to_coda = "coda";
      }
    }
  }

  Result<WrittenSong> written() {
    WrittenSong out;
    out.title = song_.title;
    out.composer = song_.composer;
    out.style = song_.groove.empty() ? song_.style : song_.groove;
    out.key = song_.key;
    MeterChange meter;
    for (std::size_t k = 0; k < bars_.size(); ++k) {
      IRealBar& bar = bars_[k];
      charts::ScoreMeasure measure;
      SongMeasure music;
      if (bar.meter) meter = *bar.meter;
      measure.meter = meter;
      measure.place = "bar " + std::to_string(k + 1);
      measure.flow = std::move(bar.flow);
      if (k == 0 && song_.bpm > 0) measure.tempi.push_back({0, static_cast<double>(song_.bpm)});
      if (bar.repeats > 0 && k >= static_cast<std::size_t>(bar.repeats)) {
        music.chords = out.measures[k - static_cast<std::size_t>(bar.repeats)].chords;
        std::erase_if(music.chords, [&](const band::ChordAt& at) { return at.tick >= meter.bar_length(); });
      } else if (bar.repeats > 0) {
        remarks_.add(measure.place, "there is no bar to repeat before it");
      } else if (!bar.cells.empty()) {
        music.chords = laid_chords(bar, meter);
      }
      music.section = std::move(bar.section);
      const Ticks end = meter.bar_length();
      if (bar.fermata)
        music.marks.push_back({.tick = music.chords.empty() ? 0 : music.chords.back().tick,
                               .until = music.chords.empty() ? 0 : music.chords.back().tick,
                               .mark = band::Mark::fermata});
      for (const std::string& text : bar.words)
        if (const auto mark = mark_in(text, end)) {
          music.marks.push_back(*mark);
        } else if (!is_jump(text)) {
          remarks_.add(measure.place, "\"" + text.substr(0, 40) + "\" is read and not played");
        }
      out.score.measures.push_back(std::move(measure));
      out.measures.push_back(std::move(music));
    }
    out.score.remarks = std::move(remarks_);
    return out;
  }

  const IRealSong& song_;
  const std::string& text_;
  std::size_t at_ = 0;
  IRealBar bar_;
  std::vector<IRealBar> bars_;
  std::optional<band::ChordAt> last_;
  bool small_ = false;
  bool inside_ = true;  // a bar has begun
  bool second_of_two_ = false;
  int times_ = 0;  // of the repeat in force
  charts::Remarks remarks_;
};

}  // namespace

Result<WrittenSong> read_ireal_music(const IRealSong& song) {
  return Music(song).read();
}

}  // namespace firstchair::songs
