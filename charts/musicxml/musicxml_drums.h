// This file says which drum a note of a percussion part means. Exporters tell it in up to three ways: by the
// MIDI number of the note's instrument, by the instrument's name, and by the place on the staff with its note
// head. The first of these that is there wins.
#pragma once

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
  // Returns nothing for what no kit has, and for notes without a stroke (slashes).
  std::optional<Voice> voice_of(const pugi::xml_node& note) const;

 private:
  struct Instrument {
    std::string_view id, name;
    std::optional<int> number;  // <midi-unpitched> as written
    NamedDrum drum;
  };

  void read_instruments(const pugi::xml_node& listed);
  const Instrument* instrument_of(const pugi::xml_node& note) const;

  std::vector<Instrument> instruments_;
  NamedDrum named_;  // what the part's name says
  bool percussion_ = false;
  bool midi_pitches_ = false;  // drums written as the pitches of channel 10
  bool one_place_ = true;      // all notes stand on one line or space
};

}  // namespace firstchair::charts
