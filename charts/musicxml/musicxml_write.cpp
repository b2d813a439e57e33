#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "charts/decimal.h"
#include "charts/musicxml/musicxml.h"
#include "charts/musicxml/musicxml_rhythm.h"
#include "charts/tab/tab_letters.h"
#include "charts/title.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

// How a voice is drawn, in the order of Voice. The reader knows these names, places and heads.
struct Drawn {
  std::string_view name;
  char step;
  char octave;
  std::string_view head;
};
constexpr std::array<Drawn, kVoiceCount> kDrawn{{{"Bass Drum", 'F', '4', ""},
                                                 {"Snare Drum", 'C', '5', ""},
                                                 {"Side Stick", 'C', '5', "x"},
                                                 {"Closed Hi-Hat", 'G', '5', "x"},
                                                 {"Open Hi-Hat", 'G', '5', "x"},
                                                 {"Pedal Hi-Hat", 'D', '4', "x"},
                                                 {"High Tom", 'E', '5', ""},
                                                 {"Mid Tom", 'D', '5', ""},
                                                 {"Floor Tom", 'A', '4', ""},
                                                 {"Ride Cymbal", 'F', '5', "x"},
                                                 {"Ride Bell", 'F', '5', "diamond"},
                                                 {"Crash Cymbal", 'A', '5', "x"},
                                                 {"Practice Pad", 'B', '4', ""}}};
constexpr std::array<std::string_view, 9> kValues{"whole", "half", "quarter", "eighth", "16th",
                                                  "32nd",  "64th", "128th",   "256th"};
constexpr int kEighth = 3;

const Drawn& drawn(Voice voice) {
  return kDrawn[static_cast<std::size_t>(voice)];
}
bool is_foot(Voice voice) {
  return !has_hand(voice);
}

std::string text_of(std::int64_t number) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, number);
  return {text, end.ptr};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string tag(std::string_view name, std::string_view text) {
  std::string out = "<";
  out.append(name).append(">").append(text).append("</").append(name).append(">");
  return out;
}

// The smallest whole numbers whose quotient is `ratio` to the last bit: the continued fraction of a double
// that is 2^-52 times a whole number, as those from 1 up to 4 are.
std::pair<std::int64_t, std::int64_t> fraction_of(double ratio) {
  std::int64_t high = static_cast<std::int64_t>(ratio * 0x1p52), low = std::int64_t{1} << 52;
  std::int64_t p = 1, q = 0, p_before = 0, q_before = 1;
  while (low != 0) {
    const std::int64_t whole = high / low;
    p_before = std::exchange(p, whole * p + p_before);
    q_before = std::exchange(q, whole * q + q_before);
    if (static_cast<double>(p) / static_cast<double>(q) == ratio) break;
    high = std::exchange(low, high % low);
  }
  return {p, q};
}

// The notes of one limb group in one bar.
struct Stem {
  std::vector<std::span<const Note>> chords;
  std::vector<RhythmSlot> slots;
};

struct BarToWrite {
  Bar bar;
  Stem hands, feet;
  std::vector<TempoChange> tempi;  // ticks from the bar line
};

class Writer {
 public:
  explicit Writer(const Chart& chart) : chart_(chart) {
    // Feet and hands apart, each in order of time.
    for (const Note& note : chart.notes) (is_foot(note.voice) ? feet_ : hands_).push_back(note);
    std::size_t hand = 0, foot = 0, tempo = 0;
    Ticks step = kTicksPerQuarter;
    for (const Bar& bar : bars_of(chart)) {
      BarToWrite& written = bars_.emplace_back();
      written.bar = bar;
      written.hands = stem_of(hands_, hand, bar);
      written.feet = stem_of(feet_, foot, bar);
      for (; tempo < chart.tempi.size() && chart.tempi[tempo].tick < bar.end(); ++tempo) {
        written.tempi.push_back({chart.tempi[tempo].tick - bar.start, chart.tempi[tempo].bpm});
        step = std::gcd(step, written.tempi.back().tick);
      }
      for (const Stem* stem : {&written.hands, &written.feet}) {
        for (const RhythmSlot& slot : stem->slots) step = std::gcd(step, slot.length);
      }
    }
    step_ = step;
  }

  std::vector<std::uint8_t> bytes() {
    write_head();
    out_ += "<part id=\"P1\">\n";
    const MeterChange* meter = nullptr;
    std::size_t change = 0;
    for (const BarToWrite& written : bars_) {
      out_ += "<measure number=\"" + text_of(written.bar.number) + "\">\n";
      const bool changes = change < chart_.meters.size() && chart_.meters[change].tick == written.bar.start;
      if (changes) meter = &chart_.meters[change++];
      write_attributes(written.bar.number == 1, changes ? meter : nullptr);
      write_directions(written);
      write_stem(written.hands, '1', "up");
      if (!written.feet.chords.empty()) {
        out_ += tag("backup", duration(written.bar.meter.bar_length())) + "\n";
        write_stem(written.feet, '2', "down");
      }
      out_ += "</measure>\n";
    }
    out_ += "</part>\n</score-partwise>\n";
    return {out_.begin(), out_.end()};
  }

 private:
  static Stem stem_of(const std::vector<Note>& notes, std::size_t& next, const Bar& bar) {
    Stem stem;
    std::vector<Ticks> onsets;
    while (next < notes.size() && notes[next].tick < bar.end()) {
      const std::size_t first = next;
      while (next < notes.size() && notes[next].tick == notes[first].tick) ++next;
      stem.chords.emplace_back(&notes[first], next - first);
      onsets.push_back(notes[first].tick - bar.start);
    }
    stem.slots = engrave(bar.meter, onsets);
    return stem;
  }

  std::string duration(Ticks length) const { return tag("duration", text_of(length / step_)); }

  void write_head() {
    out_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\" "
        "\"http://www.musicxml.org/dtds/partwise.dtd\">\n"
        "<score-partwise version=\"4.0\">\n";
    const std::string title = clean_title(chart_.title);
    if (!title.empty()) out_ += tag("work", tag("work-title", escaped(title))) + "\n";
    out_ += tag("identification", tag("encoding", tag("software", "firstchair"))) + "\n";
    out_ += "<part-list><score-part id=\"P1\">" + tag("part-name", "Drums") + "\n";
    std::array<bool, kVoiceCount> used{};
    for (const Note& note : chart_.notes) used[static_cast<std::size_t>(note.voice)] = true;
    std::string midi;
    for (int v = 0; v < kVoiceCount; ++v) {
      if (!used[static_cast<std::size_t>(v)]) continue;
      const Voice voice = static_cast<Voice>(v);
      out_ += "<score-instrument id=\"" + id(voice) + "\">" + tag("instrument-name", drawn(voice).name) +
              "</score-instrument>\n";
      midi += "<midi-instrument id=\"" + id(voice) + "\">" + tag("midi-channel", "10") +
              tag("midi-unpitched", text_of(midi::note_of_voice(voice) + 1)) + "</midi-instrument>\n";
    }
    out_ += midi + "</score-part></part-list>\n";
  }

  static std::string id(Voice voice) { return "P1-" + std::string(id_of(voice)); }

  void write_attributes(bool first, const MeterChange* meter) {
    if (!first && meter == nullptr) return;
    out_ += "<attributes>";
    if (first) out_ += tag("divisions", text_of(kTicksPerQuarter / step_));
    if (meter != nullptr) {
      out_ += tag("time", tag("beats", text_of(meter->beats)) + tag("beat-type", text_of(meter->unit)));
    }
    if (first) out_ += tag("clef", tag("sign", "percussion"));
    out_ += "</attributes>\n";
  }

  void write_directions(const BarToWrite& written) {
    if (written.bar.number == 1 && chart_.swing != 1) {
      const auto [first, second] = fraction_of(chart_.swing);
      out_ += "<direction placement=\"above\">" + tag("direction-type", tag("words", "Swing")) +
              tag("sound", tag("swing", tag("first", text_of(first)) + tag("second", text_of(second)) +
                                            tag("swing-type", "eighth"))) +
              "</direction>\n";
    }
    for (const TempoChange& tempo : written.tempi) {
      const std::string bpm = decimal_text(tempo.bpm);
      out_ += "<direction placement=\"above\">" +
              tag("direction-type", tag("metronome", tag("beat-unit", "quarter") + tag("per-minute", bpm)));
      if (tempo.tick > 0) out_ += "<offset sound=\"yes\">" + text_of(tempo.tick / step_) + "</offset>";
      out_ += "<sound tempo=\"" + bpm + "\"/></direction>\n";
    }
  }

  void write_stem(const Stem& stem, char voice, std::string_view direction) {
    const std::vector<std::string> beams = beams_of(stem.slots);
    for (std::size_t s = 0; s < stem.slots.size(); ++s) {
      const RhythmSlot& slot = stem.slots[s];
      std::string value;
      if (slot.value >= 0) value = tag("type", kValues[static_cast<std::size_t>(slot.value)]);
      if (slot.dots > 0) value += "<dot/>";
      if (slot.actual > 1) {
        value += tag("time-modification",
                     tag("actual-notes", text_of(slot.actual)) + tag("normal-notes", text_of(slot.normal)));
      }
      std::string tuplet;
      if (slot.tuplet_starts) tuplet += "<tuplet type=\"start\"/>";
      if (slot.tuplet_stops) tuplet += "<tuplet type=\"stop\"/>";
      if (slot.onset < 0) {
        out_ += slot.whole_bar ? "<note><rest measure=\"yes\"/>" : "<note><rest/>";
        out_ += duration(slot.length) + tag("voice", {&voice, 1}) + value;
        if (!tuplet.empty()) out_ += tag("notations", tuplet);
        out_ += "</note>\n";
        continue;
      }
      const std::span<const Note> chord = stem.chords[static_cast<std::size_t>(slot.onset)];
      write_graces(chord, voice, direction);
      for (const Note& note : chord) {
        const bool first = &note == &chord.front();
        out_ += "<note";
        if (note.velocity > 0) out_ += " dynamics=\"" + percent_of_90(note.velocity) + "\"";
        out_ += note.suggested ? "><cue/>" : ">";
        if (!first) out_ += "<chord/>";
        out_ += place(note.voice) + duration(slot.length) + instrument(note.voice) +
                tag("voice", {&voice, 1}) + value + tag("stem", direction) + head(note);
        if (first) out_ += beams[s];
        out_ += notations(note, first ? tuplet : "", chord.size() == 1) + "</note>\n";
      }
    }
  }

  // One small note for a flam, two for a drag; those of one chord end together.
  void write_graces(std::span<const Note> chord, char voice, std::string_view direction) {
    for (int before = 2; before > 0; --before) {
      bool first = true;
      for (const Note& note : chord) {
        const int graces = note.ornament == Ornament::flam ? 1 : note.ornament == Ornament::drag ? 2 : 0;
        if (graces < before) continue;
        out_ += graces == 1 ? "<note><grace slash=\"yes\"/>" : "<note><grace/>";
        if (!std::exchange(first, false)) out_ += "<chord/>";
        out_ += place(note.voice) + instrument(note.voice) + tag("voice", {&voice, 1}) +
                tag("type", graces == 1 ? "eighth" : "16th") + tag("stem", direction) +
                head({.voice = note.voice}) + "</note>\n";
      }
    }
  }

  // Beams of the notes of each beat, by slot.
  static std::vector<std::string> beams_of(const std::vector<RhythmSlot>& slots) {
    std::vector<std::string> beams(slots.size());
    const auto flags = [&](std::size_t s) {
      return slots[s].onset >= 0 && slots[s].value >= kEighth ? slots[s].value - kEighth + 1 : 0;
    };
    for (std::size_t s = 0; s < slots.size(); ++s) {
      const auto shared = [&](std::size_t other, int level) {  // wraps below 0 to a large number
        return other < slots.size() && slots[other].beat == slots[s].beat && flags(other) >= level;
      };
      if (!shared(s - 1, 1) && !shared(s + 1, 1)) continue;  // a flag
      for (int level = 1; level <= flags(s); ++level) {
        const bool left = shared(s - 1, level), right = shared(s + 1, level);
        const std::string_view kind = left && right      ? "continue"
                                      : right            ? "begin"
                                      : left             ? "end"
                                      : shared(s - 1, 1) ? "backward hook"
                                                         : "forward hook";
        beams[s].append("<beam number=\"" + text_of(level) + "\">").append(kind).append("</beam>");
      }
    }
    return beams;
  }

  static std::string percent_of_90(int velocity) {
    const int hundredths = (velocity * 10000 + 45) / 90;
    std::string text = text_of(hundredths);
    while (text.size() < 3) text.insert(0, "0");
    return text.insert(text.size() - 2, ".");
  }

  static std::string place(Voice voice) {
    return tag("unpitched", tag("display-step", {&drawn(voice).step, 1}) +
                                tag("display-octave", {&drawn(voice).octave, 1}));
  }

  static std::string instrument(Voice voice) { return "<instrument id=\"" + id(voice) + "\"/>"; }

  static std::string head(const Note& note) {
    const std::string_view shape = drawn(note.voice).head;
    const bool ghost = note.dynamic == Dynamic::ghost;
    if (shape.empty() && !ghost) return {};
    std::string out = ghost ? "<notehead parentheses=\"yes\">" : "<notehead>";
    return out.append(shape.empty() ? "normal" : shape).append("</notehead>");
  }

  // A lone hand's sticking stands below the staff as drummers write it; where it could be another's, at its
  // note.
  static std::string notations(const Note& note, const std::string& tuplet, bool alone) {
    const std::string_view hand = note.hand == Hand::right ? "R" : "L";
    const bool written = note.hand != Hand::unwritten, below = alone && !is_foot(note.voice);
    std::string inside = tuplet;
    if (note.ornament == Ornament::buzz)
      inside += tag("ornaments", "<tremolo type=\"unmeasured\">0</tremolo>");
    std::string technical;
    if (note.voice == Voice::hat_open) technical += "<open-string/>";
    if (written && !below) technical += tag("fingering", hand);
    if (!technical.empty()) inside += tag("technical", technical);
    if (note.dynamic == Dynamic::accent) inside += tag("articulations", "<accent/>");
    std::string out;
    if (!inside.empty()) out += tag("notations", inside);
    if (written && below)
      out += "<lyric number=\"1\">" + tag("syllabic", "single") + tag("text", hand) + "</lyric>";
    return out;
  }

  const Chart& chart_;
  std::vector<Note> hands_, feet_;
  std::vector<BarToWrite> bars_;
  Ticks step_ = 1;  // of one division
  std::string out_;
};

}  // namespace

std::vector<std::uint8_t> write_musicxml(const Chart& chart) {
  return Writer(chart).bytes();
}

}  // namespace firstchair::charts
