#include "charts/musicxml/musicxml_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>

#include "charts/limits.h"
#include "charts/musicxml/musicxml_directions.h"
#include "charts/musicxml/musicxml_marks.h"
#include "charts/tab/tab_letters.h"

namespace firstchair::charts {
namespace {

constexpr double kMaxDivisions = 1e9;

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

struct Stroke {
  Note note;
  bool open_mark = false;
  int strokes = 1;  // of a tremolo
  Ticks length = 0;
};

class PartReader {
 public:
  PartReader(const PartXml& part, const DrumPart& drums, WrittenScore& score)
      : part_(part), drums_(drums), score_(score), strokes_(part.measures.size()) {}

  std::optional<Error> read() {
    for (std::size_t i = 0; i < part_.measures.size(); ++i) {
      const MeasureXml& xml = part_.measures[i];
      if (const char* const what = read_measure(xml, score_.measures[xml.index], strokes_[i])) {
        return Error{ErrorCode::malformed, place_of(xml), what, "Correct or export the score again"};
      }
      score_.measures[xml.index].place = place_of(xml);
      repeat_measure(i);
      keep_time(i);
      score_.strokes += strokes_[i].size();
      if (score_.strokes > kMaxNotes) {
        return Error{ErrorCode::too_large, place_of(xml), "over 1,000,000 notes", "Cut the score"};
      }
    }
    open_marked_hats();
    if (!score_.each_note) read_dynamics();
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      std::vector<Note>& notes = score_.measures[part_.measures[i].index].notes;
      for (const Stroke& stroke : strokes_[i]) notes.push_back(stroke.note);
    }
    return std::nullopt;
  }

 private:
  // What is wrong with the measure, or null.
  const char* read_measure(const MeasureXml& xml, ScoreMeasure& measure, std::vector<Stroke>& line) {
    measure_ = &measure;
    line_ = &line;
    base_ = 0;
    divided_ = 0;
    graces_.clear();
    hands_.clear();
    chord_ = {};
    measure.implicit = measure.implicit || is(xml.bar.attribute("implicit").value(), "yes");
    for (const pugi::xml_node& child : xml.content.children()) {
      const char* const name = child.name();
      const char* what = nullptr;
      if (is(name, "note")) {
        what = read_note(child);
      } else if (is(name, "backup") || is(name, "forward")) {
        what = move(child, is(name, "backup") ? -1 : 1);
      } else if (is(name, "attributes")) {
        what = read_attributes(child);
      } else if (is(name, "direction") || is(name, "sound")) {
        what = read_direction_here(child);
      } else if (is(name, "barline")) {
        read_barline(child, measure);
      }
      if (what != nullptr) return what;
      if (now() > kLongestMeasure) return "it lasts over 64 whole notes";
      measure.length = std::max(measure.length, now());
    }
    finish_chord();
    for (Stroke& stroke : line) {
      const auto hand = hands_.find(stroke.note.tick);
      if (hand != hands_.end() && has_hand(stroke.note.voice) && stroke.note.hand == Hand::unwritten) {
        stroke.note.hand = hand->second;
      }
    }
    return nullptr;
  }

  double ticks_per_division() const { return static_cast<double>(kTicksPerQuarter) / divisions_; }
  Ticks now() const { return base_ + std::llround(divided_ * ticks_per_division()); }

  // The length of a note, backup or forward in divisions.
  std::optional<double> duration_of(const pugi::xml_node& node) const {
    const auto duration = number_in(node.child_value("duration"));
    if (!duration || !(*duration >= 0) || *duration * ticks_per_division() > kLongestMeasure)
      return std::nullopt;
    return duration;
  }

  const char* move(const pugi::xml_node& node, int direction) {
    finish_chord();
    const auto duration = duration_of(node);
    if (!duration) return kNoLength;
    divided_ += direction * *duration;
    if (now() < 0) base_ = 0, divided_ = 0;  // rounding of exporters
    return nullptr;
  }

  const char* read_attributes(const pugi::xml_node& node) {
    if (const pugi::xml_node divisions = node.child("divisions")) {
      const auto number = number_in(divisions.child_value());
      if (!number || !(*number > 0) || *number > kMaxDivisions)
        return "divisions that are no number of parts";
      base_ = now();
      divided_ = 0;
      divisions_ = *number;
    }
    if (const pugi::xml_node time = node.child("time")) {
      const TimeSignature read = read_time(time);
      if (!read.error.empty()) {
        meter_error_ = read.error;
        return meter_error_.c_str();
      }
      if (read.meter) measure_->meter = read.meter;
    }
    for (const pugi::xml_node& style : node.children("measure-style")) {
      if (const pugi::xml_node slash = style.child("slash"))
        slashes_ = is(slash.attribute("type").value(), "start");
      const pugi::xml_node repeat = style.child("measure-repeat");
      if (!repeat) continue;
      const bool starts = is(repeat.attribute("type").value(), "start");
      repeated_ =
          starts
              ? static_cast<std::size_t>(std::clamp(whole_number_in(repeat.child_value()).value_or(1), 1, 64))
              : 0;
    }
    return nullptr;
  }

  const char* read_direction_here(const pugi::xml_node& node) {
    if (!read_direction(node, now(), ticks_per_division(), *measure_)) return "a tempo that nobody can play";
    for (const pugi::xml_node& type : node.children("direction-type")) {
      for (const pugi::xml_node& words : type.children("words")) {
        if (const Hand hand = hand_in(words.child_value()); hand != Hand::unwritten) hands_[now()] = hand;
      }
    }
    return nullptr;
  }

  const char* read_note(const pugi::xml_node& node) {
    const bool grace = node.child("grace"), in_chord = node.child("chord");
    if (!in_chord) finish_chord();
    std::optional<double> duration = 0;
    if (!grace) {
      duration = duration_of(node);
      if (!duration) return kNoLength;
      if (!in_chord) {
        chord_.tick = now();
        divided_ += *duration;
      }
    }
    const std::string_view voice = node.child_value("voice");
    if (node.child("rest")) graces_.erase(voice);
    const bool cue = node.child("cue");
    if (!drums_.is_percussion() || node.child("rest") || (cue && !score_.each_note)) return nullptr;
    const auto drum = drums_.voice_of(node);
    slash_notes_ = slash_notes_ || is(node.child_value("notehead"), "slash");
    if (!drum) {
      if (const std::string_view name = drums_.outside_name(node); !name.empty() && !grace)
        measure_->outside.emplace_back(name.substr(0, kLongestName));
      return nullptr;
    }
    if (grace) {
      ++graces_[voice][static_cast<std::size_t>(*drum)];
    } else if (*duration > 0) {
      chord_.voice = voice;
      add_stroke(node, *drum, std::llround(*duration * ticks_per_division()));
      if (cue) chord_.strokes.back().note.suggested = true;
      if (cue)
        score_.remarks.add(measure_->place, "small notes are expected softly, and to play others is no slip");
    }
    return nullptr;
  }

  void add_stroke(const pugi::xml_node& node, Voice drum, Ticks length) {
    NoteMarks marks = marks_of(node);
    // A circled cross is an open hat to most programs, even where its number is that of a closed one.
    const std::string_view head = node.child_value("notehead");
    marks.open = marks.open || (drum == Voice::hat_closed && (head == "circle-x" || head == "circled"));
    bool& rolling = rolling_[static_cast<std::size_t>(drum)];
    // A roll that is tied to a plain note ends with a stroke.
    const bool sounds = !continues_a_tie(node) || (rolling && !marks.roll);
    rolling = marks.roll;
    if (!sounds) return;
    Stroke stroke{{.tick = chord_.tick, .voice = drum},
                  marks.open,
                  tremolo_strokes(node, length, marks.slashes),
                  length};
    stroke.note.dynamic = marks.accent ? Dynamic::accent : marks.ghost ? Dynamic::ghost : Dynamic::normal;
    stroke.note.ornament = marks.roll ? Ornament::buzz : Ornament::none;
    stroke.note.hand = marks.fingering;
    stroke.note.velocity = written_velocity(node);
    notated_ = notated_ || stroke.note.dynamic != Dynamic::normal;
    // Programs write what belongs to the whole chord on its first note.
    if (chord_.strokes.empty()) chord_.accent = marks.accent;
    chord_.open = chord_.open || marks.open;
    if (marks.lyric != Hand::unwritten) chord_.lyric = marks.lyric;
    chord_.strokes.push_back(stroke);
  }

  void finish_chord() {
    if (chord_.strokes.empty()) {
      chord_ = {};
      return;
    }
    std::vector<int> graces(chord_.strokes.size());
    Graces& waiting = graces_[chord_.voice];
    for (std::size_t drum = 0; drum < waiting.size(); ++drum) {
      // On the drum they were written for, else on the first.
      const auto own = std::find_if(chord_.strokes.begin(), chord_.strokes.end(), [&](const Stroke& stroke) {
        return stroke.note.voice == static_cast<Voice>(drum);
      });
      graces[own == chord_.strokes.end() ? 0 : static_cast<std::size_t>(own - chord_.strokes.begin())] +=
          waiting[drum];
    }
    waiting = {};
    for (std::size_t s = 0; s < chord_.strokes.size(); ++s) {
      Stroke& stroke = chord_.strokes[s];
      if (graces[s] > 0) stroke.note.ornament = graces[s] == 1 ? Ornament::flam : Ornament::drag;
      if (stroke.note.hand == Hand::unwritten && has_hand(stroke.note.voice)) stroke.note.hand = chord_.lyric;
      if (!score_.each_note) {
        stroke.open_mark = chord_.open;
        if (chord_.accent && stroke.note.dynamic == Dynamic::normal) stroke.note.dynamic = Dynamic::accent;
      }
      for (int k = 0; k < stroke.strokes; ++k) {
        line_->push_back(stroke);
        if (k == 0) continue;
        Note& repeated = line_->back().note;
        repeated.tick += stroke.length * k / stroke.strokes;
        repeated.ornament = Ornament::none;
        repeated.hand = Hand::unwritten;
        if (repeated.dynamic == Dynamic::accent) repeated.dynamic = Dynamic::normal;
      }
    }
    chord_ = {};
  }

  // A bar under a repeat sign plays what stood one or more bars before.
  void repeat_measure(std::size_t i) {
    if (repeated_ > 0 && repeated_ <= i && strokes_[i].empty()) strokes_[i] = strokes_[i - repeated_];
  }

  // Slashes say "keep time": the groove before is expected, softly.
  void keep_time(std::size_t i) {
    const bool slashes = slashes_ || slash_notes_;
    slash_notes_ = false;
    if (!slashes || !strokes_[i].empty() || !drums_.is_percussion()) return;
    const auto alike = [&](std::size_t a, std::size_t b) {
      return std::ranges::equal(strokes_[a], strokes_[b], [](const Stroke& one, const Stroke& other) {
        return one.note.tick == other.note.tick && one.note.voice == other.note.voice;
      });
    };
    const std::size_t groove = groove_before(i, alike, [&](std::size_t m) { return strokes_[m].empty(); });
    score_.remarks.add(place_of(part_.measures[i]), groove < i ? kKeepTime : kSlashesAlone);
    if (groove == i) return;
    strokes_[i] = strokes_[groove];
    for (Stroke& stroke : strokes_[i]) stroke.note.suggested = true;
  }

  // Where no note is an open hat by itself, the little o above it makes one.
  void open_marked_hats() {
    const auto any_open = [](const std::vector<Stroke>& line) {
      return std::any_of(line.begin(), line.end(),
                         [](const Stroke& s) { return s.note.voice == Voice::hat_open; });
    };
    if (std::any_of(strokes_.begin(), strokes_.end(), any_open)) return;
    for (std::vector<Stroke>& line : strokes_) {
      for (Stroke& stroke : line) {
        if (stroke.open_mark && stroke.note.voice == Voice::hat_closed) stroke.note.voice = Voice::hat_open;
      }
    }
  }

  // A note that was written with a mark says what it is.
  void read_dynamics() {
    if (notated_) return;
    std::vector<Note*> notes;
    for (std::vector<Stroke>& line : strokes_) {
      for (Stroke& stroke : line) notes.push_back(&stroke.note);
    }
    read_velocities(notes);
  }

  static constexpr std::size_t kLongestName = 60;
  static constexpr const char* kNoLength = "a duration that is no length";

  using Graces = std::array<int, kVoiceCount>;  // how many on each drum

  // The notes of one stem, until all of them are read.
  struct Chord {
    Ticks tick = 0;
    std::string_view voice;
    std::vector<Stroke> strokes;
    bool accent = false, open = false;
    Hand lyric = Hand::unwritten;
  };

  const PartXml& part_;
  const DrumPart& drums_;
  WrittenScore& score_;
  std::vector<std::vector<Stroke>> strokes_;  // of every measure of the part
  ScoreMeasure* measure_ = nullptr;
  std::vector<Stroke>* line_ = nullptr;
  double divisions_ = 1;
  Ticks base_ = 0;      // where the divisions in force began, from the start of the measure
  double divided_ = 0;  // divisions since then
  Chord chord_;
  std::map<std::string_view, Graces> graces_;   // waiting for their main stroke, by written voice
  std::map<Ticks, Hand> hands_;                 // stickings written as words
  std::array<bool, kVoiceCount> rolling_{};     // the last note of each drum was a roll
  std::size_t repeated_ = 0;                    // bars of the repeat sign in force
  bool slashes_ = false, slash_notes_ = false;  // slashes are in force; the measure has notes with such heads
  bool notated_ = false;                        // an accent or a ghost is written somewhere
  std::string meter_error_;
};

}  // namespace

std::optional<Error> read_part(const PartXml& part, const DrumPart& drums, WrittenScore& score) {
  return PartReader(part, drums, score).read();
}

}  // namespace firstchair::charts
