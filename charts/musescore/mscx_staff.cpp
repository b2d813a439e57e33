#include "charts/musescore/mscx_staff.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include "charts/drum_names.h"
#include "charts/limits.h"
#include "charts/midi/percussion_names.h"
#include "charts/musescore/mscx_measure.h"
#include "charts/musicxml/musicxml_directions.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/score/endings.h"
#include "charts/score/part_writer.h"
#include "charts/tab/tab_letters.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

// The drums of a part, by MIDI pitch.
using Drumset = std::map<int, std::string>;

struct Drum {
  std::optional<Voice> voice;
  std::string name;
};

// The pitch is General MIDI's, unless the name in the drumset says another drum.
Drum drum_of(const Drumset& set, int pitch) {
  Drum drum;
  if (pitch >= 0 && pitch < 128) {
    drum.voice = midi::voice_of_note(static_cast<std::uint8_t>(pitch));
    drum.name = percussion_name(static_cast<std::uint8_t>(pitch));
  }
  const auto named = set.find(pitch);
  if (named == set.end()) return drum;
  const NamedDrum known = drum_named(named->second);
  if (!named->second.empty()) drum.name = named->second;
  if (!known.known) return drum;
  const bool agree = known.voice && drum.voice && family_of(*known.voice) == family_of(*drum.voice);
  if (!agree) drum.voice = known.voice;
  return drum;
}

Drumset drumset_in(const pugi::xml_node& instrument) {
  Drumset set;
  for (const pugi::xml_node& drum : instrument.children("Drum")) {
    const auto pitch = whole_number_in(drum.attribute("pitch").value());
    if (pitch) set.try_emplace(*pitch, drum.child_value("name"));
  }
  return set;
}

class Reader {
 public:
  Result<ChartRead> read(const pugi::xml_node& score) {
    list_drums(score);
    if (drums_.empty()) {
      return Error{ErrorCode::unsupported, {}, "no drum staff in it", "Save the score with its drum part"};
    }
    std::size_t measures = 0;
    for (const pugi::xml_node& staff : score.children("Staff")) {
      const auto all = staff.children("Measure");
      measures = std::max(measures, static_cast<std::size_t>(std::distance(all.begin(), all.end())));
    }
    if (measures > static_cast<std::size_t>(kMaxBars))
      return Error{ErrorCode::too_large, {}, "over 100,000 bars", "Cut the score"};
    written_.measures.resize(measures);
    endings_.resize(measures);
    for (const pugi::xml_node& staff : score.children("Staff")) {
      if (const auto error = read_frame(staff)) return *error;
    }
    write_endings(endings_, written_.measures);
    for (const pugi::xml_node& staff : score.children("Staff")) {
      if (!read_staff(staff)) return Error{ErrorCode::too_large, {}, "over 1,000,000 notes", "Cut the score"};
    }
    read_swing(score.child("Style"));
    return play_out(std::move(written_), title_of(score));
  }

 private:
  static std::string_view title_of(const pugi::xml_node& score) {
    for (const pugi::xml_node& text : score.child("Staff").child("VBox").children("Text")) {
      const char* const style = text.child_value("style");
      if (is(style, "title") || is(style, "Title")) return text.child_value("text");
    }
    return score.find_child_by_attribute("metaTag", "name", "workTitle").child_value();
  }

  // A chart has one swing: that of most of its bars.
  void read_swing(const pugi::xml_node& style) {
    std::vector<ScoreMeasure>& measures = written_.measures;
    if (const auto all = swing_in(style.child_value("swingUnit"), style.child_value("swingRatio")))
      swing_ = all, swing_from_ = 0;
    if (!swing_ || measures.empty()) return;
    const bool most = 2 * swing_from_ < measures.size();
    if (most) measures.front().swing = swing_;
    if (swing_from_ > 0)
      written_.remarks.add(measures[swing_from_].place,
                           most ? "swing begins here; all bars are read so"
                                : "swing begins here; the bars are read as written");
  }

  void list_drums(const pugi::xml_node& score) {
    int number = 0;
    for (const pugi::xml_node& part : score.children("Part")) {
      const pugi::xml_node instrument = part.child("Instrument");
      const bool drums = is(instrument.child_value("useDrumset"), "1");
      for (const pugi::xml_node& staff : part.children("Staff")) {
        ++number;
        if (drums)
          drums_.emplace(whole_number_in(staff.attribute("id").value()).value_or(number),
                         drumset_in(instrument));
      }
    }
  }

  // Meters, lengths, repeats and endings, which may stand in any staff.
  std::optional<Error> read_frame(const pugi::xml_node& staff) {
    std::size_t i = 0;
    MeterChange meter;
    for (const pugi::xml_node& node : staff.children("Measure")) {
      ScoreMeasure& measure = written_.measures[i];
      measure.place = "measure " + std::to_string(i + 1);
      if (measure.meter) meter = *measure.meter;
      if (const auto error = read_frame_of(node, i, meter)) return *error;
      measure.meter = meter;
      ++i;
    }
    return std::nullopt;
  }

  std::optional<Error> read_frame_of(const pugi::xml_node& node, std::size_t i, MeterChange& meter) {
    ScoreMeasure& measure = written_.measures[i];
    const auto each = [&](const pugi::xml_node& child) -> bool {
      const char* const name = child.name();
      if (is(name, "TimeSig")) {
        const auto written = meter_in(child);
        if (!written) return false;
        meter = *written;
      } else if (is(name, "startRepeat")) {
        measure.flow.forward = true;
      } else if (is(name, "endRepeat")) {
        measure.flow.backward = true;
        measure.flow.times = std::max(1, whole_number_in(child.child_value()).value_or(2));
      } else if (is(name, "Marker") || is(name, "Jump")) {
        read_sign(child, measure.flow);
      } else if (is(name, "Volta")) {
        endings_[i] |= passes_of(child);
      } else if (is(name, "Spanner")) {
        endings_[i] |= passes_of(child.child("Volta"));
      }
      return true;
    };
    for (const pugi::xml_node& child : node.children()) {
      bool fine = each(child);
      if (is(child.name(), "voice")) {
        for (const pugi::xml_node& inner : child.children()) fine = fine && each(inner);
      }
      if (!fine)
        return Error{ErrorCode::malformed, measure.place, "a meter that is none", "Correct the score"};
    }
    const auto length = fraction_in(node.attribute("len").value());
    const bool lasts = length && *length > 0 && *length <= static_cast<double>(kLongestMeasure);
    measure.length = lasts ? std::llround(*length) : meter.bar_length();
    measure.implicit = measure.implicit || (lasts && measure.length != meter.bar_length());
    return std::nullopt;
  }

  bool read_staff(const pugi::xml_node& staff) {
    const auto drums = drums_.find(whole_number_in(staff.attribute("id").value()).value_or(0));
    set_ = drums == drums_.end() ? nullptr : &drums->second;
    PartWriter writer(written_);
    writer_ = &writer;
    rolling_ = {};
    const std::vector<std::size_t> repeats = repeats_in(staff);
    std::size_t i = 0;
    double start = 0;  // of the measure, from the first one, as MuseScore 2 counts
    for (const pugi::xml_node& node : staff.children("Measure")) {
      measure_ = i;
      start_ = start;
      const std::size_t before = writer.strokes();
      slashes_ = false;
      if (repeats[i] > 0 && repeats[i] <= i) {
        writer.repeat(i, i - repeats[i]);
      } else if (node.child("voice")) {
        for (const pugi::xml_node& voice : node.children("voice")) read_voice(voice, -1);
      } else {  // MuseScore 2
        for (int track = 0; track < 4; ++track) read_voice(node, track);
      }
      if (slashes_ && writer.strokes() == before) writer.keep_time(i);
      start += static_cast<double>(written_.measures[i].length);
      ++i;
    }
    return writer.finish();
  }

  // How many bars back every measure under a repeat sign finds its strokes; 0 for the others.
  std::vector<std::size_t> repeats_in(const pugi::xml_node& staff) const {
    std::vector<std::size_t> back(written_.measures.size());
    std::size_t i = 0;
    const auto sign = [&](const pugi::xml_node& measure, const pugi::xml_node& parent) {
      for (const pugi::xml_node& node : parent.children()) {
        if (!is(node.name(), "RepeatMeasure") && !is(node.name(), "MeasureRepeat")) continue;
        const auto bars = static_cast<std::size_t>(
            std::clamp(whole_number_in(node.child_value("subtype")).value_or(1), 1, 4));
        const int count = whole_number_in(measure.child_value("measureRepeatCount")).value_or(1);
        const std::size_t first =
            i + 1 - std::min<std::size_t>(i + 1, static_cast<std::size_t>(std::clamp(count, 1, 4)));
        for (std::size_t k = first; k < std::min(first + bars, back.size()); ++k) back[k] = bars;
      }
    };
    for (const pugi::xml_node& measure : staff.children("Measure")) {
      sign(measure, measure);
      for (const pugi::xml_node& voice : measure.children("voice")) sign(measure, voice);
      ++i;
    }
    return back;
  }

  // `track` is the voice in MuseScore 2, which writes all of them into the measure; else -1.
  void read_voice(const pugi::xml_node& voice, int track) {
    writer_->begin_voice(measure_);
    tuplets_.clear();
    std::map<int, double> known;  // of MuseScore 2, by id
    hand_ = Hand::unwritten;
    for (const pugi::xml_node& node : voice.children()) {
      const char* const name = node.name();
      if (track >= 0 && is(name, "tick")) {
        const double ticks = number_in(node.child_value()).value_or(0) * kQuarter / kDivision;
        writer_->move(ticks - start_ - writer_->now());
        continue;
      }
      const int own = whole_number_in(node.child_value("track")).value_or(0) % 4;
      if (track >= 0 && own != track) continue;
      if (is(name, "Chord") || is(name, "Rest")) {
        const double factor = track >= 0 ? known_factor(known, node) : factor_now();
        read_chord(node, factor);
      } else if (is(name, "Tuplet")) {
        const double factor = factor_of(node);
        tuplets_.push_back(factor);
        known[whole_number_in(node.attribute("id").value()).value_or(0)] = factor;
      } else if (is(name, "endTuplet")) {
        if (!tuplets_.empty()) tuplets_.pop_back();
      } else if (is(name, "location")) {
        if (const auto by = fraction_in(node.child_value("fractions"))) writer_->move(*by);
      } else if (is(name, "Tempo")) {
        if (const auto bpm = tempo_in(node))
          written_.measures[measure_].tempi.push_back({std::llround(writer_->now()), *bpm});
      } else if (is(name, "StaffText") || is(name, "Sticking") || is(name, "SystemText")) {
        if (const Hand hand = hand_in(node.child_value("text")); hand != Hand::unwritten) hand_ = hand;
        const pugi::xml_node swing = node.child("swing");
        const auto ratio = swing_in(swing.attribute("unit").value(), swing.attribute("ratio").value());
        if (ratio && swing_from_ > measure_) swing_ = ratio, swing_from_ = measure_;
      }
    }
  }

  static double factor_of(const pugi::xml_node& tuplet) {
    const int normal = whole_number_in(tuplet.child_value("normalNotes")).value_or(1);
    const int actual = whole_number_in(tuplet.child_value("actualNotes")).value_or(1);
    return normal > 0 && actual > 0 ? static_cast<double>(normal) / actual : 1;
  }
  double factor_now() const {
    double factor = 1;
    for (const double inner : tuplets_) factor *= inner;
    return factor;
  }
  static double known_factor(const std::map<int, double>& known, const pugi::xml_node& chord) {
    const auto id = whole_number_in(chord.child_value("Tuplet"));
    const auto found = id ? known.find(*id) : known.end();
    return found == known.end() ? 1 : found->second;
  }

  static bool is_grace(const pugi::xml_node& chord, bool& after) {
    for (const pugi::xml_node& node : chord.children()) {
      const std::string_view name = node.name();
      after = name.starts_with("grace") && name.ends_with("after");
      if (name == "acciaccatura" || name == "appoggiatura" || name.starts_with("grace")) return true;
    }
    return false;
  }

  static bool is_ghost(const pugi::xml_node& note) {
    for (const pugi::xml_node& symbol : note.children("Symbol")) {
      if (std::string_view(symbol.child_value("name")).starts_with("noteheadParenthesis")) return true;
    }
    const char* const mode = note.child_value("parenthesesMode");
    return is(note.child_value("ghost"), "1") || (mode[0] != '\0' && !is(mode, "none")) ||
           note.child("Parenthesis") || note.child("NoteParenGroup");
  }

  static bool ends_a_tie(const pugi::xml_node& note) {
    for (const pugi::xml_node& spanner : note.children("Spanner")) {
      if (is(spanner.attribute("type").value(), "Tie") && spanner.child("prev")) return true;
    }
    return note.child("endSpanner");
  }

  static bool is_accented(const pugi::xml_node& chord) {
    for (const pugi::xml_node& mark : chord.children("Articulation")) {
      const std::string_view kind = mark.child_value("subtype");
      if (kind.find("ccent") != std::string_view::npos || kind.find("arcato") != std::string_view::npos ||
          kind == "sforzato")
        return true;
    }
    return false;
  }

  void read_chord(const pugi::xml_node& chord, double factor) {
    bool after = false;
    const bool grace = is_grace(chord, after);
    const double written = length_in(chord, static_cast<double>(written_.measures[measure_].length));
    const int slashes = slashes_of(chord);
    const bool accent = is_accented(chord);
    Hand hand = std::exchange(hand_, Hand::unwritten);
    for (const pugi::xml_node& lyrics : chord.children("Lyrics")) {
      if (const Hand sung = hand_in(lyrics.child_value("text")); sung != Hand::unwritten) hand = sung;
    }
    std::vector<PartStroke> strokes;
    for (const pugi::xml_node& note : chord.children("Note")) {
      if (set_ == nullptr || after || strokes.size() >= kMostOfAChord) break;
      if (is(note.child_value("head"), "slash")) {
        slashes_ = true;
        continue;
      }
      const Drum drum = drum_of(*set_, whole_number_in(note.child_value("pitch")).value_or(-1));
      if (!drum.voice) {
        if (!grace && !ends_a_tie(note))
          writer_->outside(drum.name.empty() ? "unnamed instrument" : drum.name);
        continue;
      }
      if (grace) {
        writer_->grace(*drum.voice);
        continue;
      }
      PartStroke stroke;
      stroke.voice = *drum.voice;
      if (slashes >= 3) stroke.ornament = Ornament::buzz;
      if (slashes == 1 || slashes == 2)
        stroke.tremolo = std::min(written, kQuarter) * factor / (1 << slashes);
      // A roll that is tied to a plain note ends with a stroke.
      bool& rolling = rolling_[static_cast<std::size_t>(stroke.voice)];
      const bool sounds = !ends_a_tie(note) || (rolling && slashes < 3);
      rolling = slashes >= 3;
      if (!sounds) continue;
      stroke.dynamic = is_ghost(note) ? Dynamic::ghost : accent ? Dynamic::accent : Dynamic::normal;
      if (has_hand(stroke.voice)) stroke.hand = hand;
      if (is(note.child_value("veloType"), "user")) {
        const int velocity = whole_number_in(note.child_value("velocity")).value_or(0);
        stroke.velocity = static_cast<std::uint8_t>(std::clamp(velocity, 0, 127));
      }
      strokes.push_back(stroke);
    }
    if (!grace) writer_->beat(strokes, written * factor);
    if (grace) hand_ = hand;  // it is the main stroke's
  }

  static constexpr std::size_t kMostOfAChord = 64;
  static constexpr std::size_t kNever = static_cast<std::size_t>(kMaxBars);
  static constexpr double kDivision = 480;  // ticks a quarter in MuseScore 2

  std::map<int, Drumset> drums_;  // by the number of the staff
  WrittenScore written_;
  std::vector<unsigned> endings_;
  std::optional<double> swing_;
  std::size_t swing_from_ = kNever;  // the first measure that swings
  // The staff and the measure that are read.
  const Drumset* set_ = nullptr;  // null where it has no drums
  PartWriter* writer_ = nullptr;
  std::size_t measure_ = 0;
  double start_ = 0;
  std::vector<double> tuplets_;  // that are open
  Hand hand_ = Hand::unwritten;  // written over the next stroke
  bool slashes_ = false;
  std::array<bool, kVoiceCount> rolling_{};
};

}  // namespace

Result<ChartRead> read_mscx_score(const pugi::xml_node& score) {
  return Reader().read(score);
}

}  // namespace firstchair::charts
