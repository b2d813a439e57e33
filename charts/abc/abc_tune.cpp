#include "charts/abc/abc_tune.h"

#include <algorithm>
#include <deque>

#include "charts/abc/abc_music.h"
#include "charts/decimal.h"
#include "charts/midi/percussion_names.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr int kMostBeats = 64;

std::string_view without_blanks(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::vector<std::string_view> words;
  while (!(text = without_blanks(text)).empty() && words.size() < kMost) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

// The number at the start of the text, which moves behind it.
std::optional<double> number_at(std::string_view& text) {
  text = without_blanks(text);
  const auto number = decimal_at(text);
  if (number) text.remove_prefix(number->length);
  return number ? std::optional(number->value) : std::nullopt;
}

std::optional<int> whole(std::string_view text) {
  const auto number = decimal_at(text);
  if (!number || number->length != text.size() || number->value > 1000) return std::nullopt;
  return static_cast<int>(number->value);
}

// "1/8" of a whole note, or nothing.
std::optional<double> fraction_at(std::string_view& text) {
  const auto num = number_at(text);
  if (!num || text.empty() || text.front() != '/') return std::nullopt;
  text.remove_prefix(1);
  const auto den = number_at(text);
  return den && *den > 0 && *num > 0 ? std::optional(*num / *den) : std::nullopt;
}

// A line without its comment.
std::string_view without_comment(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == '%' && !quoted && (i == 0 || line[i - 1] != '\\')) return line.substr(0, i);
  }
  return line;
}

class TuneReader {
 public:
  Result<AbcTune> read(std::string_view text, int line) {
    for (; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line_ = line;
      if (auto error = read_line(without_blanks(text.substr(0, end)))) return *error;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(tune_);
  }

 private:
  struct Part {
    AbcVoice* voice = nullptr;
    AbcMusic music;
  };

  std::optional<Error> read_line(std::string_view line) {
    if (line.starts_with("%%")) {
      directive(line.substr(2));
      return std::nullopt;
    }
    line = without_blanks(without_comment(line));
    if (line.size() < 2) return line.empty() || !body_ ? std::nullopt : music(line);
    const char name = line[0];
    const bool letter = (name >= 'A' && name <= 'Z') || (name >= 'a' && name <= 'z') || name == '+';
    // "C:|" and "z:|" are music.
    const bool field = letter && line[1] == ':' && (line.size() == 2 || (line[2] != '|' && line[2] != ':'));
    if (field) return read_field(name, without_blanks(line.substr(2)));
    return body_ ? music(line) : std::nullopt;
  }

  std::optional<Error> music(std::string_view text) {
    if (part_ == nullptr) part_ = &part_named("1");
    Part& part = *part_;
    return part.music.read(text, line_, [&](char name, std::string_view value, std::string_view rest) {
      auto error = read_field(name, without_blanks(value));
      return error || rest.empty() ? error : music(rest);
    });
  }

  std::optional<Error> read_field(char name, std::string_view value) {
    switch (name) {
      case 'T':
        if (tune_.title.empty()) tune_.title = value;
        return std::nullopt;
      case 'M':
        return read_meter(value);
      case 'L':
        if (const auto unit = fraction_at(value)) set_unit(*unit);
        return std::nullopt;
      case 'Q':
        read_tempo(value);
        return std::nullopt;
      case 'I':
        directive(value);
        return std::nullopt;
      case 'K':
        read_clef(value, body_ && part_ != nullptr ? *part_->voice : tune_.all);
        body_ = true;
        return std::nullopt;
      case 'V': {
        const std::vector<std::string_view> words = words_of(value);
        if (words.empty()) return std::nullopt;
        part_ = &part_named(words.front());
        read_clef(value, *part_->voice);
        return std::nullopt;
      }
      case 'P':
        if (!body_ && value.size() > 1)
          tune_.remarks.add(place(), "parts are played once, in the order in which they stand");
        return std::nullopt;
      default:
        return std::nullopt;  // composer, words, notes ...
    }
  }

  std::string place() const { return "line " + std::to_string(line_); }

  void set_unit(double wholes) {
    const double ticks = wholes * static_cast<double>(kTicksPerWhole);
    if (body_ && part_ != nullptr) {
      part_->music.set_unit(ticks);
    } else {
      unit_ = ticks;
      for (Part& part : parts_) part.music.set_unit(ticks);
    }
  }

  std::optional<Error> read_meter(std::string_view value) {
    MeterChange meter;
    if (value == "C|") {
      meter = {0, 2, 2};
    } else if (value == "none" || value.empty()) {
      tune_.remarks.add(place(), "a tune without a meter is read in 4/4");
    } else if (value != "C") {
      int beats = 0;  // "3+2/8", "(2+3)/8"
      std::string_view sum = value.substr(0, value.find('/'));
      while (!sum.empty() && beats <= kMostBeats) {
        if (sum.front() >= '0' && sum.front() <= '9') {
          beats += static_cast<int>(std::min(number_at(sum).value_or(0), 1000.0));
        } else {
          sum.remove_prefix(1);
        }
      }
      const std::size_t slash = value.find('/');
      const auto unit = slash == std::string_view::npos ? std::nullopt : whole(value.substr(slash + 1));
      if (beats < 1 || beats > kMostBeats || !unit || *unit < 1 || *unit > 64 || (*unit & (*unit - 1)) != 0)
        return Error{ErrorCode::malformed, place(), "a meter that is none", "Write it as in M:4/4"};
      meter = {0, beats, *unit};
    }
    if (body_ && part_ != nullptr) {
      part_->music.set_meter(meter);
    } else {
      meter_ = meter;
      for (Part& part : parts_) part.music.set_meter(meter);
    }
    return std::nullopt;
  }

  // "1/4=120", "1/8 1/8 1/8=40", "120"; words in quotes stand before or behind.
  void read_tempo(std::string_view value) {
    if (value.starts_with('"')) {
      const std::size_t close = value.find('"', 1);
      value = close == std::string_view::npos ? std::string_view() : without_blanks(value.substr(close + 1));
    }
    double note = 0;
    while (value.find('=') != std::string_view::npos) {
      if (const auto part = fraction_at(value)) {
        note += *part;
      } else {
        value.remove_prefix(value.find('=') + 1);
      }
    }
    const auto number = number_at(value);
    if (!number) return;
    if (note == 0) {
      note = unit() / static_cast<double>(kTicksPerWhole);
      tune_.remarks.add(place(), "a tempo that names no note counts the tune's unit, L");
    }
    const double bpm = *number * note * 4;
    if (!(bpm > 0) || bpm > 10000) return;
    if (body_ && part_ != nullptr) {
      part_->music.set_tempo(bpm);
    } else {
      tempo_ = bpm;
    }
  }

  // "clef=perc", or "perc" alone; another clef says that it is none.
  static void read_clef(std::string_view value, AbcVoice& voice) {
    for (const std::string_view word : words_of(value)) {
      if (word == "perc" || word.starts_with("clef=perc") || word == "perc=yes") voice.percussion_clef = true;
      if (word.starts_with("clef=") && !word.starts_with("clef=perc")) voice.percussion_clef = false;
    }
  }

  // "MIDI drummap ^g 42", "MIDI channel 10", "percmap ^g 42 x", "percmap ^g closed-hi-hat x",
  // "percmap ^g G 42 x". In front of the tune they hold for all voices.
  void directive(std::string_view text) {
    AbcVoice& voice = body_ && part_ != nullptr ? *part_->voice : tune_.all;
    text = without_blanks(text);
    const bool midi = text.starts_with("MIDI");
    if (midi) text = without_blanks(text.substr(4));
    if (text.starts_with("=")) text.remove_prefix(1);
    const std::vector<std::string_view> words = words_of(text);
    if (midi && words.size() >= 2 && words[0] == "channel" && words[1] == "10") voice.channel_10 = true;
    const bool map =
        (midi && !words.empty() && words[0] == "drummap") || (!words.empty() && words[0] == "percmap");
    AbcKey key;
    if (!map || words.size() < 3 || abc_key(words[1], key) != words[1].size()) return;
    // A step of the staff may stand before the drum.
    std::string_view what = words[2];
    if (words.size() > 3 && !whole(what) && !drum_named(what).known) what = words[3];
    const std::optional<int> number = whole(what);
    NamedDrum drum = drum_named(what);
    std::string name(what.substr(0, 60));
    if (number && *number < 128) {
      drum = {true, midi::voice_of_note(static_cast<std::uint8_t>(*number))};
      name = percussion_name(static_cast<std::uint8_t>(*number));
    }
    if (!drum.known) return;  // it is read as notes without a map are
    std::replace(name.begin(), name.end(), '-', ' ');
    voice.drums[key] = drum;
    voice.names[key] = name;
  }

  double unit() const {
    if (unit_ > 0) return unit_;
    const bool short_bar = 4 * meter_.beats < 3 * meter_.unit;  // under 3/4
    return static_cast<double>(kTicksPerWhole) / (short_bar ? 16 : 8);
  }

  Part& part_named(std::string_view id) {
    constexpr std::size_t kMost = 200;
    for (Part& part : parts_) {
      if (part.voice->id == id) return part;
    }
    if (parts_.size() >= kMost) return parts_.back();
    AbcVoice& voice = tune_.voices.emplace_back();
    voice.id = id;
    Part& part = parts_.emplace_back(Part{&voice, AbcMusic(voice, tune_.remarks)});
    part.music.set_unit(unit());
    part.music.set_meter(meter_);
    if (tempo_) part.music.set_tempo(*tempo_);
    return part;
  }

  AbcTune tune_;
  std::deque<Part> parts_;
  Part* part_ = nullptr;
  bool body_ = false;  // the first K: was read
  double unit_ = 0;    // ticks; 0: by the meter
  MeterChange meter_;
  std::optional<double> tempo_;
  int line_ = 1;
};

}  // namespace

Result<AbcTune> read_abc_tune(std::string_view text, int first_line) {
  return TuneReader().read(text, first_line);
}

}  // namespace firstchair::charts
