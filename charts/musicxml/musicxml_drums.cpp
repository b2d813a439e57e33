#include "charts/musicxml/musicxml_drums.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_legend.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

constexpr int kFirstPercussion = 27, kLastPercussion = 87;  // of General MIDI 2, as MIDI counts

// Where exporters put the only line of a one-line staff.
constexpr StaffPlace kLineOfOne = staff_place('B', 4), kLineOfOneLow = staff_place('E', 4);

std::optional<StaffPlace> place_in(const pugi::xml_node& note) {
  pugi::xml_node height = note.child("unpitched");
  const char* step = height.child_value("display-step");
  const char* octave = height.child_value("display-octave");
  if (!height) {
    height = note.child("pitch");
    step = height.child_value("step");
    octave = height.child_value("octave");
  }
  const std::optional<int> number = whole_number_in(octave);
  if (step[0] < 'A' || step[0] > 'G' || !number || *number < 0 || *number > 9) return std::nullopt;
  return staff_place(step[0], *number);
}

std::optional<Voice> voice_of_pitch(const pugi::xml_node& pitch) {
  constexpr std::array<int, 7> kSemitones{9, 11, 0, 2, 4, 5, 7};  // from A
  const char step = pitch.child_value("step")[0];
  const int octave = whole_number_in(pitch.child_value("octave")).value_or(-9);
  const int alter = whole_number_in(pitch.child_value("alter")).value_or(0);
  if (step < 'A' || step > 'G' || octave < 0 || octave > 9 || alter < -2 || alter > 2) return std::nullopt;
  const int number = 12 * (octave + 1) + kSemitones[static_cast<std::size_t>(step - 'A')] + alter;
  return number > 127 ? std::nullopt : midi::voice_of_note(static_cast<std::uint8_t>(number));
}

// A head of metal, or of a stroke that is not on the skin.
bool is_cross(std::string_view head) {
  return head == "x" || head == "cross" || head == "circle-x" || head == "circled" || head == "triangle" ||
         head == "inverted triangle" || head == "square" || head == "diamond";
}

bool is_cymbal(Voice voice) {
  const Family family = family_of(voice);
  return family == Family::hat || family == Family::cymbal;
}

}  // namespace

Voice drum_at(StaffPlace place, std::string_view head) {
  constexpr auto at = staff_place;
  const bool diamond = head == "diamond", cross = is_cross(head);
  if (place >= at('A', 5)) return Voice::crash;
  if (place == at('G', 5))
    return head == "circle-x" || head == "circled" ? Voice::hat_open : Voice::hat_closed;
  if (cross) {
    if (place >= at('D', 5)) return diamond ? Voice::ride_bell : Voice::ride;
    return place >= at('A', 4) ? Voice::cross_stick : Voice::hat_pedal;
  }
  if (place >= at('E', 5)) return Voice::tom_high;
  if (place == at('D', 5) || place == at('B', 4)) return Voice::tom_mid;
  if (place == at('C', 5)) return Voice::snare;
  return place >= at('G', 4) ? Voice::tom_low : Voice::kick;
}

DrumPart::DrumPart(const PartXml& part)
    : part_name_(part.listed.child_value("part-name")), named_(drum_named(part_name_)) {
  bool unpitched = false, percussion_clef = false, channel_10 = false;
  int pitches = 0, kit_pitches = 0;
  std::optional<StaffPlace> first;
  list_instruments(part.listed);
  for (const MeasureXml& measure : part.measures) {
    for (const pugi::xml_node& child : measure.content.children()) {
      if (std::strcmp(child.name(), "note") == 0) {
        unpitched = unpitched || child.child("unpitched");
        const std::optional<StaffPlace> place = place_in(child);
        if (place && first && *place != *first) one_place_ = false;
        if (place) first = place;
        if (const pugi::xml_node pitch = child.child("pitch")) {
          ++pitches;
          kit_pitches += voice_of_pitch(pitch) ? 1 : 0;
        }
        if (place) see(child, *place);
      } else if (std::strcmp(child.name(), "attributes") == 0) {
        for (const pugi::xml_node& clef : child.children("clef")) {
          percussion_clef = percussion_clef || std::strcmp(clef.child_value("sign"), "percussion") == 0;
        }
      }
    }
  }
  for (const pugi::xml_node& midi : part.listed.children("midi-instrument")) {
    channel_10 = channel_10 || whole_number_in(midi.child_value("midi-channel")) == 10;
  }
  percussion_ = unpitched || percussion_clef || channel_10;
  // Pitches that are no drums of General MIDI are places on the staff.
  midi_pitches_ = channel_10 && kit_pitches * 2 >= pitches;
  read_numbers();
}

void DrumPart::list_instruments(const pugi::xml_node& listed) {
  for (const pugi::xml_node& node : listed.children("score-instrument")) {
    const char* const name = node.child_value("instrument-name");
    NamedDrum drum = drum_named(name);
    if (!drum.known) drum = drum_named(node.child_value("instrument-sound"));
    if (!drum.known) {  // "BD", "SD"
      constexpr std::size_t kShort = 4;
      const std::optional<TabLabel> label =
          std::strlen(name) <= kShort ? tab_label(clean_tab_label(name), {}) : std::nullopt;
      if (label && label->kind == TabLineKind::strokes) drum = {true, label->voice};
    }
    instruments_.push_back({node.attribute("id").value(), name, std::nullopt, drum, {}});
  }
  std::sort(instruments_.begin(), instruments_.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  for (const pugi::xml_node& node : listed.children("midi-instrument")) {
    const std::string_view id = node.attribute("id").value();
    const auto number = whole_number_in(node.child_value("midi-unpitched"));
    const auto found =
        std::lower_bound(instruments_.begin(), instruments_.end(), id,
                         [](const Instrument& i, std::string_view wanted) { return i.id < wanted; });
    if (found == instruments_.end() || found->id != id || !number || *number < 0 || *number > 128) continue;
    found->number = number;
  }
}

// Counts where the notes of every instrument stand.
void DrumPart::see(const pugi::xml_node& note, StaffPlace place) {
  const Instrument* const instrument = instrument_of(note);
  const char* const head = note.child_value("notehead");
  if (instrument == nullptr || std::strcmp(head, "slash") == 0) return;
  const auto at = static_cast<std::size_t>(instrument - instruments_.data());
  ++instruments_[at].places[static_cast<std::size_t>(drum_at(place, head))];
  ++instruments_[at].heads;
  instruments_[at].crosses += is_cross(head);
}

void DrumPart::read_numbers() {
  const bool whole_kit = instruments_.size() == 1 && !one_place_;
  const auto numbered = [](const Instrument& i, int base) -> std::optional<Voice> {
    if (!i.number || *i.number < base) return std::nullopt;
    return midi::voice_of_note(static_cast<std::uint8_t>(*i.number - base));
  };
  const auto placed = [&](const Instrument& i) -> std::optional<Voice> {
    const auto most = std::max_element(i.places.begin(), i.places.end());
    if (one_place_ || whole_kit || *most == 0) return std::nullopt;
    return static_cast<Voice>(most - i.places.begin());
  };
  const auto likeness = [](std::optional<Voice> a, std::optional<Voice> b) {
    return !a || !b ? 0 : *a == *b ? 2 : family_of(*a) == family_of(*b) ? 1 : 0;
  };
  // MusicXML counts MIDI notes from 1; some exporters count from 0. Names, places and heads tell together.
  int from_0 = 0, from_1 = 0;
  for (const Instrument& i : instruments_) {
    from_0 += 2 * likeness(numbered(i, 0), i.drum.voice) + likeness(numbered(i, 0), placed(i));
    from_1 += 2 * likeness(numbered(i, 1), i.drum.voice) + likeness(numbered(i, 1), placed(i));
  }
  const int base = from_0 >= from_1 + 2 ? 0 : 1;  // one weak likeness decides nothing
  from_0_ = base == 0;
  for (Instrument& i : instruments_) {
    const bool pad = i.drum.voice == Voice::pad;
    if (pad || whole_kit || !i.number || *i.number < base) continue;
    const std::optional<Voice> number = numbered(i, base), place = placed(i);
    // A name that the staff confirms goes before a number that neither of them fits.
    if (number && place && i.drum.voice && family_of(*i.drum.voice) == family_of(*place) &&
        family_of(*number) != family_of(*place))
      continue;
    // Crosses where cymbals stand are no drum with a skin, whatever the number says.
    const bool crossed = 2 * i.crosses > i.heads;
    if (number && !is_cymbal(*number) && place && is_cymbal(*place) && crossed) {
      i.drum = {true, i.drum.voice && is_cymbal(*i.drum.voice) ? i.drum.voice : place};
      continue;
    }
    // A number that General MIDI has no percussion for says nothing: names and places do.
    if (const int note = *i.number - base; !number && (note < kFirstPercussion || note > kLastPercussion)) {
      if (!i.drum.known && place) i.drum = {true, place};
      continue;
    }
    i.drum = {true, number};
  }
}

const DrumPart::Instrument* DrumPart::instrument_of(const pugi::xml_node& note) const {
  if (instruments_.size() == 1) return &instruments_[0];
  const std::string_view id = note.child("instrument").attribute("id").value();
  const auto found =
      std::lower_bound(instruments_.begin(), instruments_.end(), id,
                       [](const Instrument& i, std::string_view wanted) { return i.id < wanted; });
  return found != instruments_.end() && found->id == id ? &*found : nullptr;
}

std::string_view DrumPart::outside_name(const pugi::xml_node& note) const {
  const Instrument* const instrument = instrument_of(note);
  if (std::strcmp(note.child_value("notehead"), "slash") == 0) return {};
  if (instrument == nullptr || !instrument->drum.known)
    return outside_part() ? std::string_view(part_name_) : std::string_view();
  if (instrument->drum.voice) return {};
  return instrument->name.empty() ? std::string_view("unnamed instrument") : instrument->name;
}

std::optional<Voice> DrumPart::voice_of(const pugi::xml_node& note) const {
  const char* const head = note.child_value("notehead");
  if (std::strcmp(head, "slash") == 0) return std::nullopt;
  const pugi::xml_node pitch = note.child("pitch");
  if (pitch && midi_pitches_) return voice_of_pitch(pitch);
  const Instrument* const instrument = instrument_of(note);
  if (instrument != nullptr && instrument->drum.known) return instrument->drum.voice;
  if (outside_part()) return std::nullopt;
  const StaffPlace place = place_in(note).value_or(kLineOfOne);
  if (one_place_ && named_.known) return named_.voice;
  if (one_place_ && (place == kLineOfOne || place == kLineOfOneLow)) return Voice::snare;
  return drum_at(place, head);
}

}  // namespace firstchair::charts
