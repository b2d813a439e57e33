#include "charts/hydrogen/hydrogen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "charts/drum_names.h"
#include "charts/limits.h"
#include "charts/midi/midi_dynamics.h"
#include "charts/midi/percussion_names.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_legend.h"
#include "charts/title.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr int kTicksOfQuarter = 48;      // Hydrogen's
constexpr int kMostTicks = 48 * 4 * 64;  // of a pattern
constexpr Ticks kTick = kTicksPerQuarter / kTicksOfQuarter;
constexpr double kTempoOtherwise = 120;  // Hydrogen's, of a song that names none

Error too_large() {
  return {ErrorCode::too_large, {}, "over 100,000 bars or 1,000,000 notes", "Cut the song"};
}

struct Instrument {
  std::string name;
  std::optional<Voice> voice;
};

// The order of GMRockKit, Hydrogen's own: a pattern alone names no kit's instruments.
constexpr std::array<std::string_view, 16> kUsualKit{
    "Kick",      "Stick", "Snare",    "Hand Clap", "Snare Rimshot", "Floor Tom", "Hat Closed", "Tom 2",
    "Hat Pedal", "Tom 1", "Hat Open", "Cowbell",   "Ride",          "Crash",     "Ride Rock",  "Crash Jazz"};

Instrument named(std::string_view name, std::optional<int> note) {
  Instrument instrument{std::string(name.substr(0, 60)), std::nullopt};
  NamedDrum drum = drum_named(name);
  if (!drum.known && name == "Stick") drum = {true, Voice::cross_stick};
  if (!drum.known) {
    if (const auto label = tab_label(clean_tab_label(name), {});
        label && label->kind != TabLineKind::sticking)
      drum = {true, label->kind == TabLineKind::strokes ? std::optional(label->voice) : std::nullopt};
  }
  if (drum.known) {
    instrument.voice = drum.voice;
  } else if (note && *note >= 0 && *note < 128) {
    instrument.voice = midi::voice_of_note(static_cast<std::uint8_t>(*note));
  }
  if (instrument.name.empty()) instrument.name = "unnamed instrument";
  return instrument;
}

struct Struck {
  int position = 0;
  int instrument = 0;
  std::uint8_t velocity = 0;
};

struct Pattern {
  int size = 4 * kTicksOfQuarter;
  std::vector<Struck> notes;
};

using Patterns = std::map<std::string, Pattern, std::less<>>;

std::string name_of_pattern(const pugi::xml_node& node) {
  const char* const name = node.child_value("name");
  return name[0] != '\0' ? name : node.child_value("pattern_name");
}

Result<Pattern> read_pattern(const pugi::xml_node& node) {
  Pattern pattern;
  const int size = whole_number_in(node.child_value("size")).value_or(pattern.size);
  if (size < 1 || size > kMostTicks) {
    return Error{ErrorCode::malformed, "pattern " + clean_title(name_of_pattern(node)),
                 "a size of " + std::to_string(size) + " ticks", "Export the song again"};
  }
  pattern.size = size;
  pugi::xml_node list = node.child("noteList");
  if (!list) list = node.child("sequenceList").child("sequence").child("noteList");  // up to 0.9.3
  for (const pugi::xml_node& note : list.children("note")) {
    const int position = whole_number_in(note.child_value("position")).value_or(-1);
    const int instrument = whole_number_in(note.child_value("instrument")).value_or(-1);
    const double velocity = number_in(note.child_value("velocity")).value_or(0.8);
    const bool off = std::strcmp(note.child_value("note_off"), "true") == 0;
    if (position < 0 || position >= size || instrument < 0 || off || !(velocity > 0)) continue;
    const auto struck = static_cast<std::uint8_t>(std::clamp(std::lround(velocity * 127), 1L, 127L));
    pattern.notes.push_back({position, instrument, struck});
    if (pattern.notes.size() > kMaxNotes) return too_large();
  }
  return pattern;
}

MeterChange meter_of(Ticks length, Ticks at) {
  for (const int unit : {4, 8, 16, 32, 64}) {
    const Ticks beat = kTicksPerWhole / unit;
    if (length % beat == 0 && length / beat <= 64) return {at, static_cast<int>(length / beat), unit};
  }
  const Ticks beat = kTicksPerWhole / 64;
  return {at, static_cast<int>(std::clamp<Ticks>((length + beat - 1) / beat, 1, 64)), 64};
}

class Song {
 public:
  Result<ChartRead> read(const pugi::xml_node& root) {
    const bool song = std::strcmp(root.name(), "song") == 0;
    pugi::xml_node list = song ? root.child("instrumentList") : pugi::xml_node();
    if (song && !list) list = root.child("drumkit_info").child("instrumentList");  // from 1.3 on
    for (const pugi::xml_node& node : list.children("instrument")) {
      const int id = whole_number_in(node.child_value("id")).value_or(static_cast<int>(kit_.size()));
      kit_.try_emplace(id, named(node.child_value("name"), whole_number_in(node.child_value("midiOutNote"))));
    }
    if (kit_.empty()) {
      for (std::size_t i = 0; i < kUsualKit.size(); ++i)
        kit_.try_emplace(static_cast<int>(i), named(kUsualKit[i], {}));
      tell_usual_kit(song ? "" : kit_of_pattern(root), song);
    }
    const auto error = song ? play_song(root) : play_pattern(root.child("pattern"));
    if (error) return *error;
    return finish();
  }

 private:
  static std::string kit_of_pattern(const pugi::xml_node& root) {
    const char* const name = root.child_value("drumkit_name");
    return clean_title(name[0] != '\0' ? name : root.child_value("pattern_for_drumkit"));
  }

  void tell_usual_kit(const std::string& kit, bool song) {
    if (kit == "GMRockKit") return;
    remarks_.add({}, std::string(song ? "the song" : "the pattern") +
                         (kit.empty() ? " names no kit: its instruments are read as GMRockKit's"
                                      : " is for " + kit +
                                            " and does not list its instruments: they are read "
                                            "as GMRockKit's"));
  }

  std::optional<Error> play_pattern(const pugi::xml_node& node) {
    read_.chart.title = clean_title(name_of_pattern(node));
    const Result<Pattern> pattern = read_pattern(node);
    if (!pattern) return pattern.error();
    return add_bar({&*pattern});
  }

  std::optional<Error> play_song(const pugi::xml_node& root) {
    read_.chart.title = clean_title(root.child_value("name"));
    const auto bpm = number_in(root.child_value("bpm"));
    if (bpm && *bpm > 0 && *bpm <= 10000) read_.chart.tempi.push_back({0, *bpm});
    const auto swing = number_in(root.child_value("swing_factor"));
    if (swing && *swing > 0) remarks_.add({}, "the song's swing is not read: its notes are as written");
    Patterns patterns;
    for (const pugi::xml_node& node : root.child("patternList").children("pattern")) {
      Result<Pattern> pattern = read_pattern(node);
      if (!pattern) return pattern.error();
      patterns.try_emplace(name_of_pattern(node), std::move(*pattern));
    }
    const std::map<int, double> tempi = timeline(root);
    int bar = 0;
    for (const pugi::xml_node& group : root.child("patternSequence").children("group")) {
      std::vector<const Pattern*> together;
      for (const pugi::xml_node& id : group.children("patternID")) {
        const auto found = patterns.find(std::string_view(id.child_value()));
        if (found != patterns.end()) together.push_back(&found->second);
      }
      if (const auto tempo = tempi.find(bar++); tempo != tempi.end()) {
        std::vector<TempoChange>& all = read_.chart.tempi;
        if (!all.empty() && all.back().tick == read_.chart.length) all.pop_back();
        all.push_back({read_.chart.length, tempo->second});
      }
      if (const auto error = add_bar(together)) return error;
    }
    return std::nullopt;
  }

  static std::map<int, double> timeline(const pugi::xml_node& root) {
    std::map<int, double> tempi;
    if (std::strcmp(root.child_value("isTimelineActivated"), "true") != 0) return tempi;
    for (const pugi::xml_node& node : root.child("BPMTimeLine").children("newBPM")) {
      const auto bar = whole_number_in(node.child_value("BAR"));
      const auto bpm = number_in(node.child_value("BPM"));
      if (bar && bpm && *bpm > 0 && *bpm <= 10000) tempi[*bar] = *bpm;
    }
    return tempi;
  }

  // One column of the song: its patterns sound together, and it is as long as the longest.
  std::optional<Error> add_bar(const std::vector<const Pattern*>& together) {
    Chart& chart = read_.chart;
    int size = together.empty() ? 4 * kTicksOfQuarter : 1;
    for (const Pattern* pattern : together) size = std::max(size, pattern->size);
    const MeterChange meter = meter_of(size * kTick, chart.length);
    if (chart.length == 0) chart.meters.clear();
    if (chart.meters.empty() || chart.meters.back().beats != meter.beats ||
        chart.meters.back().unit != meter.unit)
      chart.meters.push_back(meter);
    ++bars_;
    for (const Pattern* pattern : together) {
      for (const Struck& struck : pattern->notes) add_note(struck);
    }
    chart.length += meter.bar_length();
    if (bars_ > kMaxBars || chart.notes.size() > kMaxNotes) return too_large();
    return std::nullopt;
  }

  void add_note(const Struck& struck) {
    const auto found = kit_.find(struck.instrument);
    if (found == kit_.end() || !found->second.voice) {
      outs_.add(found == kit_.end() ? "unnamed instrument" : found->second.name, static_cast<int>(bars_));
      return;
    }
    read_.chart.notes.push_back({.tick = read_.chart.length + struck.position * kTick,
                                 .voice = *found->second.voice,
                                 .velocity = struck.velocity});
  }

  Result<ChartRead> finish() {
    Chart& chart = read_.chart;
    if (chart.notes.empty()) {
      return Error{ErrorCode::unsupported,
                   {},
                   "a Hydrogen song without a stroke of a kit",
                   "Export it as MIDI from Hydrogen"};
    }
    if (!chart.tempi.empty() && chart.tempi.front().tick > 0) {
      chart.tempi.insert(chart.tempi.begin(), {0, kTempoOtherwise});
      remarks_.add({}, "the song names no tempo for its first bars: 120 is read there, as Hydrogen does");
    }
    for (int v = 0; v < kVoiceCount; ++v) {
      std::vector<std::uint8_t> velocities;
      for (const Note& note : chart.notes) {
        if (note.voice == static_cast<Voice>(v)) velocities.push_back(note.velocity);
      }
      const std::vector<Dynamic> dynamics = dynamics_of(velocities);
      std::size_t n = 0;
      for (Note& note : chart.notes) {
        if (note.voice == static_cast<Voice>(v)) note.dynamic = dynamics[n++];
      }
    }
    settle(chart);
    read_.remarks = remarks_.take();
    read_.left_out = outs_.take();
    return std::move(read_);
  }

  std::map<int, Instrument> kit_;
  ChartRead read_;
  Remarks remarks_;
  LeftOuts outs_;
  std::int64_t bars_ = 0;
};

}  // namespace

Result<ChartRead> read_hydrogen(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxXmlBytes) return Error{ErrorCode::too_large, {}, "over 64 MiB", "Cut the song"};
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size());
  if (!parsed) {
    const auto at = bytes.begin() + std::clamp<std::ptrdiff_t>(parsed.offset, 0, std::ssize(bytes));
    return Error{ErrorCode::malformed, "line " + std::to_string(1 + std::count(bytes.begin(), at, '\n')),
                 "the XML breaks off or is damaged here", "Save it from Hydrogen again"};
  }
  return Song().read(document.document_element());
}

}  // namespace firstchair::charts
