#include "charts/drumburp/brp_file.h"

#include <algorithm>

#include "charts/limits.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

constexpr int kBrpNewest = 2;        // file format
constexpr int kBrpMostOfABeat = 64;  // columns
constexpr int kBrpMostBeats = 64;    // of a bar
constexpr int kBrpMostTimes = 1000;

std::string_view brp_trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

unsigned brp_bar_line(std::string_view words) {
  unsigned bits = 0;
  for (const std::string_view word : brp_parts(words)) {
    if (word == "REPEAT_START") bits |= kBrpRepeatStart;
    if (word == "REPEAT_END") bits |= kBrpRepeatEnd;
    if (word == "SECTION_END") bits |= kBrpSectionEnd;
  }
  return bits;
}

class BrpLines {
 public:
  explicit BrpLines(std::string_view text) : text_(text) {}

  Result<BrpFile> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      ++line_;
      if (const std::string_view line = brp_trimmed(text_.substr(at, end - at)); !line.empty()) take(line);
      if (error_) return *error_;
      at = end + 1;
    }
    if (in_bar_) return broken("the file breaks off in a bar");
    return std::move(file_);
  }

 private:
  Error broken(std::string what) const {
    return {ErrorCode::malformed, "line " + std::to_string(line_), std::move(what),
            "Save it from DrumBurp again"};
  }
  void fail(std::string what) {
    if (!error_) error_ = broken(std::move(what));
  }
  int number(std::string_view data, int least, int most, const char* what) {
    const std::optional<int> value = whole_number_in(data);
    if (value && *value >= least && *value <= most) return *value;
    fail(std::string(what) + " \"" + clean_title(data.substr(0, 20)) + "\" is not from " +
         std::to_string(least) + " to " + std::to_string(most));
    return least;
  }

  void take(std::string_view line) {
    const std::size_t space = line.find_first_of(" \t");
    const std::string_view type = line.substr(0, space);
    const std::string_view data =
        space == std::string_view::npos ? std::string_view() : brp_trimmed(line.substr(space));
    if (type == "DB_FILE_FORMAT") {
      if (const std::optional<int> format = whole_number_in(data); format && *format > kBrpNewest) {
        error_ = {ErrorCode::unsupported, "line " + std::to_string(line_),
                  "DrumBurp's file format " + std::to_string(*format) + ", which is newer than what is read",
                  "Export it as MIDI from DrumBurp"};
      }
    } else if (type == "START_BAR" || type == "START_MEASURE") {
      if (in_bar_) return fail("a bar begins within a bar");
      in_bar_ = true;
      file_.bars.emplace_back().line = line_;
      if (type == "START_BAR") width_ = number(data, 1, kBrpMostBeats * kBrpMostOfABeat, "its width");
      if (file_.bars.size() > static_cast<std::size_t>(kMaxBars)) fail("over 100,000 bars");
    } else if (in_bar_) {
      take_of_bar(type, data);
    } else if (!take_of_kit(type, data)) {
      if (type == "TITLE") file_.title = data;
      if (type == "BPM") file_.bpm = number(data, 1, 10000, "its tempo");
      if (type == "SWING") file_.swing = number(data, 0, 64, "its swing");
    }
  }

  bool take_of_kit(std::string_view type, std::string_view data) {
    if (type == "START_DRUM") {
      file_.drums.emplace_back();
    } else if (type == "DRUM") {  // format 0: all in one line
      const std::vector<std::string_view> parts = brp_parts(data);
      file_.drums.emplace_back();
      file_.drums.back().name = parts[0];
      if (parts.size() > 1) file_.drums.back().label = parts[1];
    } else if (file_.drums.empty()) {
      return false;
    } else if (type == "NAME") {
      file_.drums.back().name = data;
    } else if (type == "ABBR") {
      file_.drums.back().label = data;
    } else if (type == "HEADLIST") {
      file_.drums.back().signs = data;
    } else if (type == "START_NOTEHEAD") {
      file_.drums.back().heads.emplace_back();
    } else if (type == "NOTEHEAD") {  // format 0: "x 42,96,normal,cross,5,none,0"
      const std::vector<std::string_view> parts = brp_parts(data);
      if (parts.size() < 3 || parts[0].empty()) return fail("a note head that says nothing"), true;
      const auto volume = whole_number_in(parts[1]), note = whole_number_in(parts[0].substr(1));
      file_.drums.back().heads.push_back(
          {data[0], note.value_or(-1), volume.value_or(0), std::string(brp_trimmed(parts[2]))});
    } else if (file_.drums.back().heads.empty()) {
      return false;
    } else if (type == "MIDINOTE") {
      file_.drums.back().heads.back().note = number(data, 0, 127, "a MIDI note");
    } else if (type == "MIDIVOLUME") {
      file_.drums.back().heads.back().volume = number(data, 0, 127, "a volume");
    } else if (type == "EFFECT") {
      file_.drums.back().heads.back().effect = data;
    } else {
      return false;
    }
    if (file_.drums.size() > 1000 || file_.drums.back().heads.size() > 1000)
      fail("over 1000 drums, or signs of one");
    return true;
  }

  void take_of_bar(std::string_view type, std::string_view data) {
    BrpBar& bar = file_.bars.back();
    if (type == "END_BAR" || type == "END_MEASURE") {
      in_bar_ = false;
      end_bar(bar);
    } else if (type == "REPEAT_BEATS") {
      repeated_ = number(data, 1, kBrpMostBeats, "a number of beats");
    } else if (type == "BEAT_START") {
      columns_ = of_ = 0;
    } else if (type == "NUM_TICKS") {
      columns_ = number(data, 1, kBrpMostOfABeat, "a beat's columns");
    } else if (type == "COUNT") {
      const bool framed = data.size() > 1 && data.front() == '|' && data.back() == '|';
      of_ = static_cast<int>(std::min<std::size_t>(data.size() - (framed ? 2 : 0), 1000));
      if (of_ < 1 || of_ > kBrpMostOfABeat) fail("a beat without columns, or with over 64");
    } else if (type == "BEAT_END") {
      if (of_ == 0) return fail("a beat without its count");
      for (int beat = 0; beat < repeated_; ++beat) add_beat(bar, columns_ > 0 ? columns_ : of_, of_);
    } else if (type == "BEATLENGTH") {  // before bars had counts: columns of a beat
      const int length = number(data, 1, kBrpMostOfABeat, "a beat's length");
      for (int left = width_; left > 0; left -= length) add_beat(bar, std::min(left, length), length);
    } else if (type == "NOTE") {
      take_note(bar, data);
    } else if (type == "BARLINE") {
      (bar.bar_lines++ == 0 ? bar.start : bar.end) = brp_bar_line(data);
    } else if (type == "STARTBARLINE") {
      bar.start = static_cast<unsigned>(number(data, 0, 1023, "a bar line"));
    } else if (type == "ENDBARLINE") {
      bar.end = static_cast<unsigned>(number(data, 0, 1023, "a bar line"));
    } else if (type == "REPEAT_COUNT") {
      bar.times = number(data, 1, kBrpMostTimes, "a repeat");
    } else if (type == "ALTERNATE") {
      bar.alternate = data;
    } else if (type == "SIMILE") {
      bar.simile = number(data, 0, static_cast<int>(kMaxBars), "a bar that comes again");
    } else if (type.find("COUNT") == std::string_view::npos && type != "SIMINDEX") {
      file_.remarks.add("line " + std::to_string(line_),
                        "\"" + clean_title(type.substr(0, 30)) + "\" of a bar is not read");
    }
  }

  void add_beat(BrpBar& bar, int columns, int of) {
    if (bar.beats.size() >= static_cast<std::size_t>(kBrpMostBeats)) return fail("a bar of over 64 beats");
    bar.beats.push_back(columns);
    bar.of.push_back(of);
  }

  void take_note(BrpBar& bar, std::string_view data) {
    const std::vector<std::string_view> parts = brp_parts(data);
    if (parts.size() < 3) return fail("a note is written as column,drum,sign");
    const int column = number(parts[0], 0, kBrpMostBeats * kBrpMostOfABeat, "a note's column");
    const int drum = number(parts[1], 0, 1000, "a note's drum");
    if (static_cast<std::size_t>(drum) >= file_.drums.size())
      return fail("a note of drum " + std::to_string(drum) + ", and the kit has " +
                  std::to_string(file_.drums.size()));
    // The sign may be a comma itself.
    const std::string_view sign = data.substr(static_cast<std::size_t>(parts[2].data() - data.data()));
    bar.notes.push_back({column, static_cast<std::size_t>(drum), sign.empty() ? ',' : sign[0]});
    if (++notes_ > kMaxNotes) fail("over 1,000,000 notes");
  }

  void end_bar(BrpBar& bar) {
    repeated_ = 1;
    if (bar.beats.empty() && width_ > 0) {
      for (int left = width_; left > 0; left -= 4) add_beat(bar, std::min(left, 4), 4);
      file_.remarks.add("line " + std::to_string(bar.line), "a bar without a count is read as sixteenths");
    }
    width_ = 0;
    if (bar.beats.empty()) return fail("a bar without beats");
    const int columns = bar.columns();
    for (const BrpNote& note : bar.notes) {
      if (note.column >= columns)
        return fail("a note at column " + std::to_string(note.column) + " of a bar that has " +
                    std::to_string(columns));
    }
  }

  std::string_view text_;
  std::size_t line_ = 0, notes_ = 0;
  std::optional<Error> error_;
  bool in_bar_ = false;
  int width_ = 0, repeated_ = 1, columns_ = 0, of_ = 0;  // of what is being read
  BrpFile file_;
};

}  // namespace

std::vector<std::string_view> brp_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

Result<BrpFile> read_brp_file(std::string_view text) {
  return BrpLines(text).read();
}

}  // namespace firstchair::charts
