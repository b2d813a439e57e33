#include "songs/musicxml/musicxml_song.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <string_view>

#include "charts/limits.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/musicxml/musicxml_drums.h"
#include "charts/musicxml/musicxml_marks.h"
#include "charts/musicxml/musicxml_measures.h"
#include "engine/core/letters.h"
#include "songs/chord_text.h"

namespace firstchair::songs {
namespace {

constexpr std::size_t kMostParts = 256;
constexpr int kLongestBend = 4;  // bars: a ritardando or accelerando that nobody takes back

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

// "rit.", "poco rit.", "ritardando", "ritenuto", "rall."; not "ritmico", nor "spirit".
bool slows_down(std::string_view low) {
  for (std::size_t at = low.find("rit"); at != std::string_view::npos; at = low.find("rit", at + 1)) {
    const std::string_view rest = low.substr(at + 3);
    const bool begins = at == 0 || low[at - 1] == ' ';
    const bool ends = rest.empty() || !(rest[0] >= 'a' && rest[0] <= 'z');
    if (begins && (ends || rest.starts_with("ard") || rest.starts_with("en"))) return true;
  }
  return low.find("rall") != std::string_view::npos;
}

// "accel.", "poco a poco accelerando", "stringendo", "string."; not "strings".
bool speeds_up(std::string_view low) {
  return low.find("accel") != std::string_view::npos || low.find("stringendo") != std::string_view::npos ||
         low == "string.";
}

// MusicXML's ways to follow, as positions of the dial.
int dial_of(std::string_view sync) {
  constexpr std::pair<std::string_view, int> kSyncs[] = {{"none", 0},          {"tempo", 40},
                                                         {"mostly-tempo", 50}, {"mostly-event", 75},
                                                         {"event", 100},       {"always-event", 100}};
  for (const auto& [type, dial] : kSyncs)
    if (sync == type) return dial;
  return -1;
}

// Velocity of a written dynamic; 0 for what is none.
int velocity_of(std::string_view dynamic) {
  constexpr std::pair<std::string_view, int> kDynamics[] = {
      {"pppp", 16}, {"ppp", 24},  {"pp", 36},    {"p", 49},   {"mp", 64},   {"mf", 80}, {"f", 96},
      {"ff", 112},  {"fff", 120}, {"ffff", 127}, {"sf", 104}, {"sfz", 112}, {"fp", 80}};
  for (const auto& [name, velocity] : kDynamics)
    if (dynamic == name) return velocity;
  return 0;
}

std::optional<int> note_class(const pugi::xml_node& node, const char* step, const char* alter) {
  const std::string_view letter = node.child_value(step);
  std::string_view name = letter.substr(0, 1);
  const auto pitch = take_note(name);
  if (letter.size() != 1 || !pitch) return std::nullopt;
  const double by = charts::number_in(node.child_value(alter)).value_or(0);
  if (!(std::abs(by) <= 3)) return std::nullopt;
  return band::pitch_class(*pitch + static_cast<int>(std::lround(by)));
}

// One part's notes and chords; meters, tempi and repeats are the score's already.
class PartSong {
 public:
  PartSong(const charts::PartXml& part, std::size_t index, WrittenSong& song)
      : part_(part), index_(index), song_(song) {}

  std::optional<Error> read(bool pitched) {
    chords_.resize(song_.measures.size());
    pitched_ = pitched;
    for (const charts::MeasureXml& xml : part_.measures)
      if (auto error = read_measure(xml)) return error;
    return std::nullopt;
  }

  // Chords by measure.
  std::vector<std::vector<band::ChordAt>>& chords() { return chords_; }
  std::size_t chord_count() const { return chord_count_; }

 private:
  struct Open {
    std::size_t measure = 0, note = 0;
  };

  double per_division() const { return static_cast<double>(kTicksPerQuarter) / divisions_; }
  Ticks now() const { return std::max<Ticks>(0, base_ + std::llround(divided_ * per_division())); }

  std::optional<Error> read_measure(const charts::MeasureXml& xml) {
    for (; at_ <= xml.index; ++at_)
      if (const auto& meter = song_.score.measures[at_].meter) bar_ = meter->bar_length();
    at_ = xml.index;
    base_ = 0;
    divided_ = 0;
    if (bent_ > 0) bend(0, bends_);
    for (const pugi::xml_node& child : xml.content.children()) {
      const char* const name = child.name();
      if (is(name, "note")) {
        note(child);
      } else if (is(name, "backup") || is(name, "forward")) {
        const double by = charts::number_in(child.child_value("duration")).value_or(0);
        divided_ += is(name, "backup") ? -by : by;
        if (now() <= 0 && divided_ < 0) base_ = 0, divided_ = 0;
      } else if (is(name, "attributes")) {
        attributes(child);
      } else if (is(name, "direction") || is(name, "sound")) {
        direction(child);
      } else if (is(name, "harmony")) {
        if (auto error = harmony(child)) {
          error->place = charts::place_of(xml);
          return error;
        }
      }
      if (notes_ > charts::kMaxNotes)
        return Error{ErrorCode::too_large, charts::place_of(xml), "over 1,000,000 notes", "Cut the score"};
    }
    return std::nullopt;
  }

  void attributes(const pugi::xml_node& node) {
    if (const auto divisions = charts::number_in(node.child_value("divisions"));
        divisions && *divisions > 0) {
      base_ = now();
      divided_ = 0;
      divisions_ = *divisions;
    }
    if (const pugi::xml_node transpose = node.child("transpose"))
      transpose_ =
          std::clamp(charts::whole_number_in(transpose.child_value("chromatic")).value_or(0), -48, 48) +
          12 * std::clamp(charts::whole_number_in(transpose.child_value("octave-change")).value_or(0), -4, 4);
    if (const pugi::xml_node key = node.child("key"); key && song_.key.empty()) {
      constexpr std::string_view kKeys[] = {"Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C",
                                            "G",  "D",  "A",  "E",  "B",  "F#", "C#"};
      constexpr std::string_view kMinors[] = {"Ab-", "Eb-", "Bb-", "F-",  "C-",  "G-",  "D-", "A-",
                                              "E-",  "B-",  "F#-", "C#-", "G#-", "D#-", "A#-"};
      const int fifths = charts::whole_number_in(key.child_value("fifths")).value_or(99);
      if (fifths >= -7 && fifths <= 7 && transpose_ == 0)
        song_.key = (is(key.child_value("mode"), "minor") ? kMinors : kKeys)[fifths + 7];
    }
  }

  void direction(const pugi::xml_node& node) {
    SongMeasure& measure = song_.measures[at_];
    const pugi::xml_node sound = is(node.name(), "sound") ? node : node.child("sound");
    if (const auto percent = charts::number_in(sound.attribute("dynamics").value()); percent && *percent >= 0)
      velocity_ = static_cast<int>(std::clamp(std::lround(*percent * .9), 1L, 127L));
    if (sound.attribute("tempo")) in_tempo(now());
    if (const int dial = dial_of(node.child("listening").child("sync").attribute("type").value());
        dial >= 0 && song_.follow < 0)
      song_.follow = dial;
    for (const pugi::xml_node& type : node.children("direction-type")) {
      for (const pugi::xml_node& dynamic : type.child("dynamics").children())
        if (const int velocity = velocity_of(dynamic.name()); velocity > 0 && !sound.attribute("dynamics"))
          velocity_ = velocity;
      if (const pugi::xml_node rehearsal = type.child("rehearsal"); rehearsal && measure.section.empty()) {
        measure.section = rehearsal.child_value();
        in_tempo(0);
      }
      if (type.child("metronome")) in_tempo(now());
      for (const pugi::xml_node& words : type.children("words")) words_here(words.child_value(), measure);
    }
  }

  // From here to the end of the bar, and of those that follow until it is taken back.
  void bend(Ticks from, band::Mark mark) {
    bends_ = mark;
    bent_ = bent_ == kLongestBend ? 0 : bent_ + 1;
    if (bent_ > 0) song_.measures[at_].marks.push_back({from, std::max(from, bar_), mark});
  }
  // It is taken back here, or at the beginning of the measure.
  void in_tempo(Ticks at) {
    if (bent_ == 0) return;
    bent_ = 0;
    std::vector<band::MarkAt>& marks = song_.measures[at_].marks;
    for (band::MarkAt& mark : marks)
      if (mark.mark == bends_) mark.until = std::max(mark.tick, std::min(mark.until, at));
    std::erase_if(marks,
                  [&](const band::MarkAt& mark) { return mark.mark == bends_ && mark.until == mark.tick; });
  }

  void words_here(std::string_view text, SongMeasure& measure) {
    constexpr std::size_t kLooked = 60;  // letters
    const std::string low = lowered(text.substr(0, kLooked));
    const auto says = [&](std::string_view word) { return low.find(word) != std::string::npos; };
    const Ticks until = std::max(now(), bar_);
    const bool falls = slows_down(low), bends = falls || speeds_up(low);
    const band::Mark to = falls ? band::Mark::ritardando : band::Mark::accelerando;
    if (bends && bent_ > 0 && bends_ != to) in_tempo(now());
    if (bends && bent_ == 0) bend(now(), to);
    if (says("a tempo") || says("tempo i") || says("tempo primo") || says("in tempo")) {
      in_tempo(now());
      measure.marks.push_back({now(), now(), band::Mark::a_tempo});
    }
    if (says("drum solo") || says("open solo")) measure.marks.push_back({0, until, band::Mark::solo});
    if (says("stop time") || low == "break") measure.marks.push_back({now(), until, band::Mark::stop});
    if (low == "hits" || low == "kicks") measure.marks.push_back({now(), until, band::Mark::hits});
  }

  std::optional<Error> harmony(const pugi::xml_node& node) {
    const std::string_view kind = node.child_value("kind");
    Ticks tick = now();
    if (const auto offset = charts::number_in(node.child_value("offset")))
      tick = std::max<Ticks>(0, tick + std::llround(std::clamp(*offset, -1e6, 1e6) * per_division()));
    band::ChordAt at{.tick = tick, .chord = {}, .none = kind == "none", .text = "N.C."};
    if (at.none) {
      push(std::move(at));
      return std::nullopt;
    }
    const auto root = note_class(node.child("root"), "root-step", "root-alter");
    if (!root) {
      song_.score.remarks.add({}, "a chord without a root, as a Roman numeral, is not played");
      return std::nullopt;
    }
    const std::string text = node.child("kind").attribute("text").value();
    auto tones = tones_of(kind);
    // A kind that nobody knows is no triad because its text is empty; without both it is one.
    if ((!tones && !(text.empty() && !kind.empty())) || kind == "other") tones = tones_of(text);
    if (!tones) {
      const double alter = charts::number_in(node.child("root").child_value("root-alter")).value_or(0);
      const std::string name = std::string(node.child("root").child_value("root-step")) +
                               (alter < 0   ? "b"
                                : alter > 0 ? "#"
                                            : "") +
                               (text.empty() ? " " + std::string(kind.substr(0, 40)) : text);
      const Result<ChordRead> asked = read_chord(name);
      return asked ? Error{ErrorCode::malformed, {}, "chord \"" + name + "\" is not known", {}}
                   : asked.error();
    }
    at.chord = {.root = *root, .bass = *root, .tones = *tones};
    for (const pugi::xml_node& degree : node.children("degree"))
      change_degree(
          at.chord.tones, degree.child_value("degree-type"),
          charts::whole_number_in(degree.child_value("degree-value")).value_or(0),
          std::clamp(charts::whole_number_in(degree.child_value("degree-alter")).value_or(0), -2, 2));
    if (const auto bass = note_class(node.child("bass"), "bass-step", "bass-alter")) at.chord.bass = *bass;
    at.text = chord_name(at.chord);
    push(std::move(at));
    return std::nullopt;
  }

  void push(band::ChordAt at) {
    chords_[at_].push_back(std::move(at));
    ++chord_count_;
  }

  void note(const pugi::xml_node& node) {
    const bool in_chord = node.child("chord"), grace = node.child("grace");
    const double duration = charts::number_in(node.child_value("duration")).value_or(0);
    if (grace || !(duration >= 0) || duration * per_division() > charts::kLongestMeasure) return;
    if (!in_chord) {
      start_ = now();
      divided_ += duration;
    }
    const Ticks length = std::llround(duration * per_division());
    bool fermata = false, accent = false, staccato = false;
    for (const pugi::xml_node& notations : node.children("notations")) {
      fermata = fermata || notations.child("fermata");
      for (const pugi::xml_node& mark : notations.child("articulations").children()) {
        accent = accent || is(mark.name(), "accent") || is(mark.name(), "strong-accent");
        staccato = staccato || is(mark.name(), "staccato") || is(mark.name(), "staccatissimo");
      }
    }
    if (fermata) {
      song_.measures[at_].marks.push_back({start_, start_, band::Mark::fermata});
      bent_ = 0;  // with this bar
    }
    if (is(node.child_value("notehead"), "slash")) return;  // it stands for the chord's rhythm
    const pugi::xml_node pitch = node.child("pitch");
    if (!pitched_ || !pitch || length <= 0 || node.child("cue") || node.child("rest")) return;
    std::string_view step = pitch.child_value("step");
    const auto of_step = take_note(step);
    const int octave = charts::whole_number_in(pitch.child_value("octave")).value_or(4);
    const auto alter = static_cast<int>(
        std::lround(std::clamp(charts::number_in(pitch.child_value("alter")).value_or(0), -3., 3.)));
    if (!of_step || !step.empty() || octave < -1 || octave > 10) return;
    const int sounding = 12 * (octave + 1) + *of_step + alter + transpose_;
    if (sounding < 0 || sounding > 127) return;
    tie_or_add(node, sounding, length, accent, staccato);
  }

  void tie_or_add(const pugi::xml_node& node, int pitch, Ticks length, bool accent, bool staccato) {
    const auto found = open_.find(pitch);
    bool starts = false;
    for (const pugi::xml_node& tie : node.children("tie"))
      starts = starts || is(tie.attribute("type").value(), "start");
    if (charts::continues_a_tie(node) && found != open_.end()) {
      song_.measures[found->second.measure].notes[index_][found->second.note].length += length;
      if (!starts) open_.erase(found);
      return;
    }
    std::vector<std::vector<band::PartNote>>& parts = song_.measures[at_].notes;
    if (parts.size() <= index_) parts.resize(index_ + 1);
    const int written = charts::written_velocity(node);
    const int velocity = written > 0 ? written : std::clamp(velocity_ + (accent ? 14 : 0), 1, 127);
    parts[index_].push_back({.tick = start_,
                             .length = staccato && !starts ? std::max<Ticks>(1, length / 2) : length,
                             .pitch = pitch,
                             .velocity = velocity});
    ++notes_;
    if (starts) {
      open_[pitch] = {at_, parts[index_].size() - 1};
    } else if (found != open_.end()) {
      open_.erase(found);
    }
  }

  const charts::PartXml& part_;
  std::size_t index_;
  WrittenSong& song_;
  std::vector<std::vector<band::ChordAt>> chords_;
  std::size_t chord_count_ = 0, notes_ = 0;
  bool pitched_ = false;
  std::size_t at_ = 0;
  double divisions_ = 1, divided_ = 0;
  Ticks base_ = 0, start_ = 0, bar_ = kTicksPerWhole;  // bar_: how long a bar is here
  int transpose_ = 0, velocity_ = 80;
  int bent_ = 0;  // bars of a ritardando or an accelerando, this one counted; 0: none
  band::Mark bends_ = band::Mark::ritardando;  // which of them
  std::map<int, Open> open_;                   // by sounding pitch
};

}  // namespace

Result<WrittenSong> read_musicxml_song(std::span<const std::uint8_t> bytes) {
  pugi::xml_document document;
  Result<std::vector<charts::PartXml>> parts = charts::parse_musicxml(bytes, document);
  if (!parts) return parts.error();
  const pugi::xml_node root = document.document_element();
  WrittenSong song;
  song.title = root.child("work").child_value("work-title");
  if (song.title.empty()) song.title = root.child_value("movement-title");
  for (const pugi::xml_node& creator : root.child("identification").children("creator"))
    if (is(creator.attribute("type").value(), "composer")) song.composer = creator.child_value();
  for (const charts::PartXml& part : *parts)
    if (!part.measures.empty())
      song.score.measures.resize(std::max(song.score.measures.size(), part.measures.back().index + 1));
  if (parts->size() > kMostParts || song.score.measures.size() > kMaxSongBars)
    return Error{ErrorCode::too_large, {}, "over 256 parts or 10,000 measures", "Cut the score"};
  song.measures.resize(song.score.measures.size());

  std::vector<std::vector<band::ChordAt>> chords;
  std::size_t most = 0;
  std::vector<bool> percussion;
  for (const charts::PartXml& part : *parts) {
    const charts::DrumPart drums(part);
    percussion.push_back(drums.is_percussion());
    if (auto error = charts::read_part(part, drums, song.score)) return *error;
  }
  for (std::size_t p = 0; p < parts->size(); ++p) {
    const charts::PartXml& part = (*parts)[p];
    const int program =
        charts::whole_number_in(part.listed.child("midi-instrument").child_value("midi-program")).value_or(1);
    song.parts.push_back({.name = part.listed.child_value("part-name"),
                          .program = std::clamp(program, 1, 128) - 1,
                          .notes = {}});
    PartSong reader(part, p, song);
    if (auto error = reader.read(!percussion[p])) return *error;
    if (reader.chord_count() > most) {
      most = reader.chord_count();
      chords = std::move(reader.chords());
    }
  }
  for (std::size_t m = 0; m < chords.size(); ++m) song.measures[m].chords = std::move(chords[m]);
  return song;
}

}  // namespace firstchair::songs
