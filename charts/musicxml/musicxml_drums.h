// This file says which drum a note of a percussion part means. Exporters tell it in up to three ways: by the
// MIDI number of the note's instrument, by the instrument's name, and by the place on the staff with its note
// head. The first of these that is there wins, unless the other two agree against it.
#pragma once

#include <array>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "charts/drum_names.h"
#include "charts/musicxml/musicxml_document.h"
#include "engine/core/voice.h"

namespace firstchair::charts {

// A StaffPlace is a place on the staff: 7 * octave + step from C, as in treble clef; middle C is 28.
using StaffPlace = int;
inline constexpr StaffPlace staff_place(char step, int octave) {
  return 7 * octave + (step < 'C' ? step - 'A' + 5 : step - 'C');
}

// Returns the drum that is commonly written there (after N. Weinberg, Guide to Standardized Drumset Notation,
// 1998, and the default drum sets of the common programs).
Voice drum_at(StaffPlace place, std::string_view head);

class DrumPart {
 public:
  explicit DrumPart(const PartXml& part);

  bool is_percussion() const { return percussion_; }
  // Says that the MIDI numbers were read as counting from 0, against MusicXML.
  bool counts_from_0() const { return from_0_; }
  // Returns the name of the note's instrument where it is outside the kit, else an empty text.
  std::string_view outside_name(const pugi::xml_node& note) const;
  // Returns nothing for what no kit has, and for notes without a stroke (slashes).
  std::optional<Voice> voice_of(const pugi::xml_node& note) const;

 private:
  struct Instrument {
    std::string_view id, name;
    std::optional<int> number;  // <midi-unpitched> as written
    NamedDrum drum;
    std::array<int, kVoiceCount> places{};  // its notes, by the drum that place and head mean
    int crosses = 0, heads = 0;             // of its notes
  };

  void list_instruments(const pugi::xml_node& listed);
  void see(const pugi::xml_node& note, StaffPlace place);
  void read_numbers();
  const Instrument* instrument_of(const pugi::xml_node& note) const;

  std::vector<Instrument> instruments_;
  // The part is called as an instrument that no kit has: "Triangle".
  bool outside_part() const { return named_.known && !named_.voice; }
  std::string_view part_name_;
  NamedDrum named_;  // what that says
  bool percussion_ = false;
  bool midi_pitches_ = false;  // drums written as the pitches of channel 10
  bool one_place_ = true;      // all notes stand on one line or space
  bool from_0_ = false;        // the numbers of its instruments count from 0
};

}  // namespace firstchair::charts
