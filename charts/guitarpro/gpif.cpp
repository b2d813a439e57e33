// This file reads score.gpif, the XML of Guitar Pro 6, 7 and 8: bars name voices, voices beats, beats notes
// and rhythms, all by their ids.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <pugixml.hpp>
#include <unordered_map>

#include "charts/guitarpro/gp_song.h"
#include "charts/guitarpro/guitar_pro.h"
#include "charts/limits.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMostWords = 8'000'000;  // that bars, voices and beats name, all together
constexpr std::ptrdiff_t kMostTags = 8'000'000;

using Ids = std::unordered_map<std::string_view, pugi::xml_node>;

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

Ids ids_in(const pugi::xml_node& list) {
  Ids ids;
  for (const pugi::xml_node& node : list.children()) ids.try_emplace(node.attribute("id").value(), node);
  return ids;
}

pugi::xml_node node_of(const Ids& ids, std::string_view id) {
  const auto found = ids.find(id);
  return found == ids.end() ? pugi::xml_node() : found->second;
}

// Calls f with each word of "12 -1 7" until it returns false.
template <class F>
void each_word_while(std::string_view text, F f) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (end > 0 && !f(text.substr(0, end))) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}
template <class F>
void each_word(std::string_view text, F f) {
  each_word_while(text, [&](std::string_view word) {
    f(word);
    return true;
  });
}

struct Track {
  bool drums = false;
  std::size_t staves = 1;
  std::string other;               // an instrument of 6 with elements of its own, and no drum kit: its name
  std::vector<int> articulations;  // MIDI numbers, in the order that notes count them (7 and 8)
};

Track read_track(const pugi::xml_node& node) {
  Track track;
  const pugi::xml_node set = node.child("InstrumentSet"), midi = node.child("GeneralMidi");
  track.drums = is(set.child_value("Type"), "drumKit") || is(midi.attribute("table").value(), "Percussion") ||
                whole_number_in(midi.child_value("PrimaryChannel")) == 9 ||
                whole_number_in(node.child("MidiConnection").child_value("PrimaryChannel")) == 9;
  const auto staves = node.child("Staves").children("Staff");
  track.staves =
      static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, std::distance(staves.begin(), staves.end())));
  const std::string_view instrument = node.child("Instrument").attribute("ref").value();
  const auto holds = [&](std::string_view part) { return instrument.find(part) != std::string_view::npos; };
  if (!instrument.empty() && !holds("drm") && !holds("drum") && !set) {
    track.other = clean_title(node.child_value("Name"));
    if (track.other.empty()) track.other = "unnamed instrument";
  }
  if (instrument.ends_with("-gs") || instrument.ends_with("GrandStaff")) track.staves = 2;
  for (const pugi::xml_node& element : set.child("Elements").children("Element")) {
    for (const pugi::xml_node& articulation : element.child("Articulations").children("Articulation"))
      track.articulations.push_back(
          whole_number_in(articulation.child_value("OutputMidiNumber")).value_or(-1));
  }
  return track;
}

// What element and variation of Guitar Pro 6 mean, in the numbers of its articulations.
int old_articulation(int element, int variation) {
  constexpr int kNumbers[][3] = {{35, 35, 35},  {38, 91, 37}, {99, 100, 99}, {56, 100, 56}, {102, 103, 102},
                                 {43, 43, 43},  {45, 45, 45}, {47, 47, 47},  {48, 48, 48},  {50, 50, 50},
                                 {42, 92, 46},  {44, 44, 44}, {57, 98, 57},  {49, 97, 49},  {55, 95, 55},
                                 {51, 93, 127}, {52, 96, 52}};
  if (element < 0 || element >= static_cast<int>(std::size(kNumbers))) return -1;
  return kNumbers[element][variation < 0 || variation > 2 ? 0 : variation];
}

class Song {
 public:
  Result<ChartRead> read(const pugi::xml_node& root) {
    const pugi::xml_node master = root.child("MasterTrack");
    read_tracks(root, master);
    const bool any =
        std::any_of(tracks_.begin(), tracks_.end(), [](const Track& track) { return track.drums; });
    if (!any) {
      return Error{ErrorCode::unsupported,
                   {},
                   "no percussion track in it",
                   "Export the song with its drums, or make the track a drum track"};
    }
    bars_ = ids_in(root.child("Bars"));
    voices_ = ids_in(root.child("Voices"));
    beats_ = ids_in(root.child("Beats"));
    notes_ = ids_in(root.child("Notes"));
    rhythms_ = ids_in(root.child("Rhythms"));
    if (const auto error = read_measures(root.child("MasterBars"))) return *error;
    read_tempi(master);
    if (const auto error = read_bars(root.child("MasterBars"))) return *error;
    if (master.child("Anacrusis") && pickup_ > 0 && pickup_ < score_.measures.front().length)
      score_.measures.front().length = pickup_;
    return play_out(std::move(score_), root.child("Score").child_value("Title"));
  }

 private:
  void read_tracks(const pugi::xml_node& root, const pugi::xml_node& master) {
    const Ids all = ids_in(root.child("Tracks"));
    int drums = 0;
    each_word(master.child_value("Tracks"), [&](std::string_view id) {
      const pugi::xml_node node = node_of(all, id);
      if (!node || tracks_.size() > all.size()) return;
      tracks_.push_back(read_track(node));
      drums += tracks_.back().drums ? 1 : 0;
    });
    if (drums > 1) score_.remarks.add({}, "its " + std::to_string(drums) + " drum tracks are read together");
  }

  std::optional<Error> read_measures(const pugi::xml_node& list) {
    std::vector<unsigned> endings;
    std::vector<GpFeel> feel;
    MeterChange meter;
    for (const pugi::xml_node& node : list.children("MasterBar")) {
      if (score_.measures.size() >= static_cast<std::size_t>(kMaxBars))
        return Error{ErrorCode::too_large, {}, "over 100,000 bars", "Cut the song"};
      ScoreMeasure& measure = score_.measures.emplace_back();
      measure.place = "measure " + std::to_string(score_.measures.size());
      const std::string_view time = node.child_value("Time");
      const std::size_t slash = time.find('/');
      if (slash != std::string_view::npos) {
        meter.beats = whole_number_in(time).value_or(0);
        meter.unit = whole_number_in(time.substr(slash + 1)).value_or(0);
      }
      const bool unit = meter.unit >= 1 && meter.unit <= 64 && (meter.unit & (meter.unit - 1)) == 0;
      if (meter.beats < 1 || meter.beats > 64 || !unit)
        return Error{ErrorCode::malformed, measure.place, "a meter that is none",
                     "Save it from Guitar Pro again"};
      measure.meter = meter;
      measure.length = meter.bar_length();
      if (const pugi::xml_node repeat = node.child("Repeat")) {
        measure.flow.forward = is(repeat.attribute("start").value(), "true");
        measure.flow.backward = is(repeat.attribute("end").value(), "true");
        measure.flow.times = std::max(1, whole_number_in(repeat.attribute("count").value()).value_or(2));
      }
      unsigned ending = 0;
      each_word(node.child_value("AlternateEndings"), [&](std::string_view word) {
        const int pass = whole_number_in(word).value_or(0);
        if (pass >= 1 && pass <= 8) ending |= 1U << (pass - 1);
      });
      endings.push_back(ending);
      for (const pugi::xml_node& direction : node.child("Directions").children())
        write_direction(direction.child_value(), measure.flow);
      const std::string_view triplet = node.child_value("TripletFeel");
      feel.push_back(triplet.empty() || triplet == "NoTripletFeel" ? GpFeel::straight
                     : triplet == "Triplet8th"                     ? GpFeel::eighths
                                                                   : GpFeel::other);
    }
    if (score_.measures.empty())
      return Error{ErrorCode::unsupported, {}, "no bar in it", "Save it from Guitar Pro again"};
    write_endings(endings, score_.measures);
    write_feel(feel, score_);
    return std::nullopt;
  }

  void read_tempi(const pugi::xml_node& master) {
    for (const pugi::xml_node& node : master.child("Automations").children("Automation")) {
      if (!is(node.child_value("Type"), "Tempo")) continue;
      const std::string_view value = node.child_value("Value");
      const auto bpm = number_in(value);
      const std::size_t blank = value.find(' ');
      const int unit = blank == std::string_view::npos ? 2 : whole_number_in(value.substr(blank)).value_or(2);
      constexpr double kQuarters[] = {1, 0.5, 1, 1.5, 2, 3};
      const int bar = whole_number_in(node.child_value("Bar")).value_or(-1);
      const double position = number_in(node.child_value("Position")).value_or(0);
      if (!bpm || bar < 0 || bar >= static_cast<int>(score_.measures.size()) || !(position >= 0) ||
          position > 1)
        continue;
      const double quarters = *bpm * kQuarters[unit >= 0 && unit <= 5 ? unit : 2];
      ScoreMeasure& measure = score_.measures[static_cast<std::size_t>(bar)];
      if (quarters > 0 && quarters <= 10000)
        measure.tempi.push_back({std::llround(position * static_cast<double>(measure.length)), quarters});
    }
  }

  std::optional<Error> read_bars(const pugi::xml_node& list) {
    std::vector<PartWriter> writers(tracks_.size(), PartWriter(score_));
    std::size_t measure = 0;
    for (const pugi::xml_node& node : list.children("MasterBar")) {
      std::size_t track = 0, staff = 0;
      each_word(node.child_value("Bars"), [&](std::string_view id) {
        if (track >= tracks_.size()) return;
        track_ = &tracks_[track];
        writer_ = &writers[track];
        if (track_->drums) read_bar(id, measure);
        if (++staff >= track_->staves) ++track, staff = 0;
      });
      if (measure == 0) pickup_ = static_cast<Ticks>(longest_ + 0.5);
      if (read_ > kMostWords)
        return Error{ErrorCode::too_large, score_.measures[measure].place, "over 8,000,000 beats and notes",
                     "Cut the song"};
      ++measure;
    }
    for (PartWriter& writer : writers) {
      if (!writer.finish()) return Error{ErrorCode::too_large, {}, "over 1,000,000 notes", "Cut the song"};
    }
    return std::nullopt;
  }

  // Ids may be named any number of times: what is followed is counted.
  bool go_on() { return read_ <= kMostWords && ++read_ <= kMostWords; }

  void read_bar(std::string_view id, std::size_t measure) {
    each_word_while(node_of(bars_, id).child_value("Voices"), [&](std::string_view voice) {
      if (!go_on()) return false;
      const pugi::xml_node node = node_of(voices_, voice);
      if (!node) return true;
      writer_->begin_voice(measure);
      each_word_while(node.child_value("Beats"), [&](std::string_view beat) {
        if (!go_on()) return false;
        read_beat(node_of(beats_, beat));
        return true;
      });
      longest_ = std::max(longest_, writer_->now());
      return true;
    });
  }

  double length_of(const pugi::xml_node& rhythm) const {
    constexpr std::string_view kValues[] = {"Long", "DoubleWhole", "Whole", "Half",  "Quarter", "Eighth",
                                            "16th", "32nd",        "64th",  "128th", "256th"};
    double ticks = 4 * static_cast<double>(kTicksPerWhole);
    const std::string_view value = rhythm.child_value("NoteValue");
    bool known = false;
    for (const std::string_view name : kValues) {
      if ((known = name == value)) break;
      ticks /= 2;
    }
    if (!known) return 0;
    const int dots = whole_number_in(rhythm.child("AugmentationDot").attribute("count").value()).value_or(0);
    double dotted = ticks;
    for (int dot = 0; dot < std::min(dots, 4); ++dot) ticks += dotted /= 2;
    const pugi::xml_node tuplet = rhythm.child("PrimaryTuplet");
    const int num = whole_number_in(tuplet.attribute("num").value()).value_or(1);
    const int den = whole_number_in(tuplet.attribute("den").value()).value_or(1);
    return num > 0 && den > 0 ? ticks * den / num : ticks;
  }

  void read_beat(const pugi::xml_node& beat) {
    const bool grace = beat.child("GraceNotes");
    constexpr std::string_view kDynamics[] = {"PPP", "PP", "P", "MP", "MF", "F", "FF", "FFF"};
    const auto* const dynamic =
        std::find(std::begin(kDynamics), std::end(kDynamics), std::string_view(beat.child_value("Dynamic")));
    const std::string_view tremolo = beat.child_value("Tremolo");
    const int slashes = tremolo == "1/2" ? 1 : tremolo == "1/4" ? 2 : tremolo == "1/8" ? 3 : 0;
    chord_.clear();
    each_word_while(beat.child_value("Notes"), [&](std::string_view id) {
      if (chord_.size() >= kMostOfAChord || !go_on()) return false;
      const pugi::xml_node note = node_of(notes_, id);
      if (!note || is(note.child("Tie").attribute("destination").value(), "true")) return true;
      const int number = number_of(note);
      const std::optional<Voice> voice = gp_drum(number);
      if (!voice && !grace)
        writer_->outside(number < 0 && !track_->other.empty() ? track_->other : gp_instrument(number));
      if (!voice) return true;
      if (grace) {
        writer_->grace(*voice);
        return true;
      }
      PartStroke stroke;
      stroke.voice = *voice;
      constexpr int kAccents = 4 | 8;
      if ((whole_number_in(note.child_value("Accent")).value_or(0) & kAccents) != 0)
        stroke.dynamic = Dynamic::accent;
      if (is(note.child_value("AntiAccent"), "Normal") || is(note.child_value("AntiAccent"), "normal"))
        stroke.dynamic = Dynamic::ghost;
      stroke.velocity = gp_velocity(
          dynamic == std::end(kDynamics) ? kGpForte : static_cast<int>(dynamic - std::begin(kDynamics)) + 1);
      write_tremolo(slashes, stroke);
      chord_.push_back(stroke);
      return true;
    });
    if (!grace)
      writer_->beat(chord_, length_of(node_of(rhythms_, beat.child("Rhythm").attribute("ref").value())));
  }

  // The number of the note's articulation, or -1.
  int number_of(const pugi::xml_node& note) const {
    int element = -1, variation = 0, fret = -1, midi = 0;
    for (const pugi::xml_node& property : note.child("Properties").children("Property")) {
      const char* const name = property.attribute("name").value();
      if (is(name, "Element")) element = whole_number_in(property.child_value("Element")).value_or(-1);
      if (is(name, "Variation")) variation = whole_number_in(property.child_value("Variation")).value_or(0);
      if (is(name, "Midi")) midi = whole_number_in(property.child_value("Number")).value_or(0);
      if (is(name, "Fret")) fret = whole_number_in(property.child_value("Fret")).value_or(-1);
    }
    const auto articulation = whole_number_in(note.child_value("InstrumentArticulation"));
    if (articulation && *articulation >= 0 && *articulation < static_cast<int>(track_->articulations.size()))
      return track_->articulations[static_cast<std::size_t>(*articulation)];
    if (element < 0) return fret;
    // Instruments outside its kit are written by 6 as element 0, which is the kick, and their number.
    if (element == 0 && midi > 0) return midi;
    return track_->other.empty() ? old_articulation(element, variation) : -1;
  }

  static constexpr std::size_t kMostOfAChord = 64;

  std::vector<Track> tracks_;
  Ids bars_, voices_, beats_, notes_, rhythms_;
  WrittenScore score_;
  Ticks pickup_ = 0;      // what is written in the first bar
  double longest_ = 0;    // of the voices so far
  std::size_t read_ = 0;  // words
  // The bar that is read.
  const Track* track_ = nullptr;
  PartWriter* writer_ = nullptr;
  std::vector<PartStroke> chord_;
};

}  // namespace

Result<ChartRead> read_gpif(std::span<const std::uint8_t> bytes) {
  if (std::count(bytes.begin(), bytes.end(), '<') > kMostTags)
    return Error{ErrorCode::too_large, {}, "over 8,000,000 tags", "Cut the song"};
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size());
  if (!parsed) {
    const auto at = bytes.begin() + std::clamp<std::ptrdiff_t>(parsed.offset, 0, std::ssize(bytes));
    return Error{ErrorCode::malformed, "line " + std::to_string(1 + std::count(bytes.begin(), at, '\n')),
                 "the XML of its score breaks off or is damaged here", "Save it from Guitar Pro again"};
  }
  return Song().read(document.document_element());
}

}  // namespace firstchair::charts
