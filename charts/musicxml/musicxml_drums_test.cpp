#include "charts/musicxml/musicxml_drums.h"

#include <gtest/gtest.h>

namespace firstchair::charts {
namespace {

std::string heard(std::string_view name) {
  const NamedDrum drum = drum_named(name);
  return !drum.known ? "?" : !drum.voice ? "-" : std::string(id_of(*drum.voice));
}

TEST(MusicXmlDrums, NamesOfTheCommonPrograms) {
  const std::pair<std::string_view, std::string_view> kNames[] = {
      // General MIDI, as MuseScore and Finale write them
      {"Acoustic Bass Drum", "kick"},
      {"Bass Drum 1", "kick"},
      {"Side Stick", "cross_stick"},
      {"Acoustic Snare", "snare"},
      {"Electric Snare", "snare"},
      {"Low Floor Tom", "tom_low"},
      {"High Floor Tom", "tom_low"},
      {"Closed Hi-Hat", "hat_closed"},
      {"Pedal Hi-Hat", "hat_pedal"},
      {"Open Hi-Hat", "hat_open"},
      {"Low-Mid Tom", "tom_mid"},
      {"High Tom", "tom_high"},
      {"Crash Cymbal 1", "crash"},
      {"Chinese Cymbal", "crash"},
      {"Splash Cymbal", "crash"},
      {"Ride Cymbal 2", "ride"},
      {"Ride Bell", "ride_bell"},
      // Guitar Pro
      {"Kick (hit)", "kick"},
      {"Snare (rim shot)", "snare"},
      {"Snare (side stick)", "cross_stick"},
      {"Charley (half)", "hat_closed"},
      {"Charley (open)", "hat_open"},
      {"Tom very high (hit)", "tom_high"},
      {"Tom medium (hit)", "tom_mid"},
      {"Tom low floor (hit)", "tom_low"},
      {"Crash medium (choke)", "crash"},
      // sounds of MusicXML 4.0
      {"drum.bass-drum", "kick"},
      {"metal.hi-hat", "hat_closed"},
      {"metal.cymbal.ride", "ride"},
      {"drum.tom-tom", "tom_mid"},
      // not of the kit
      {"Tambourine", "-"},
      {"Cowbell", "-"},
      {"Hand Clap", "-"},
      {"Wood Block", "-"},
      {"Triangle", "-"},
      // no drum at all
      {"Drumset", "?"},
      {"Percussion", "?"},
      {"", "?"},
      {"Custom", "?"},
      {"Primary", "?"}};
  for (const auto& [name, voice] : kNames) EXPECT_EQ(heard(name), voice) << name;
}

TEST(MusicXmlDrums, PlacesOnTheStaff) {
  static_assert(staff_place('C', 4) == 28 && staff_place('B', 4) == 34 && staff_place('A', 5) == 40);
  EXPECT_EQ(drum_at(staff_place('F', 4), ""), Voice::kick);
  EXPECT_EQ(drum_at(staff_place('E', 4), "normal"), Voice::kick);
  EXPECT_EQ(drum_at(staff_place('D', 4), "x"), Voice::hat_pedal);
  EXPECT_EQ(drum_at(staff_place('C', 5), ""), Voice::snare);
  EXPECT_EQ(drum_at(staff_place('C', 5), "x"), Voice::cross_stick);
  EXPECT_EQ(drum_at(staff_place('G', 5), "x"), Voice::hat_closed);
  EXPECT_EQ(drum_at(staff_place('G', 5), "circle-x"), Voice::hat_open);
  EXPECT_EQ(drum_at(staff_place('F', 5), "x"), Voice::ride);
  EXPECT_EQ(drum_at(staff_place('F', 5), "diamond"), Voice::ride_bell);
  EXPECT_EQ(drum_at(staff_place('A', 5), "x"), Voice::crash);
  EXPECT_EQ(drum_at(staff_place('E', 5), ""), Voice::tom_high);
  EXPECT_EQ(drum_at(staff_place('D', 5), ""), Voice::tom_mid);
  EXPECT_EQ(drum_at(staff_place('A', 4), ""), Voice::tom_low);
}

// A part of one instrument and one note, parsed with its part list.
std::optional<Voice> only_note(const std::string& listed, const std::string& notes) {
  pugi::xml_document document;
  const std::string text = "<score-partwise><part-list><score-part id='P'>" + listed +
                           "</score-part></part-list><part id='P'><measure>" + notes +
                           "</measure></part></score-partwise>";
  const auto parts =
      parse_musicxml({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, document);
  const DrumPart drums(parts->front());
  EXPECT_TRUE(drums.is_percussion());
  return drums.voice_of(parts->front().measures[0].content.child("note"));
}
const std::string kSnarePlace =
    "<unpitched><display-step>C</display-step><display-octave>5</display-octave></unpitched>";
const std::string kKickNote =
    "<note><unpitched><display-step>F</display-step><display-octave>4</display-octave></unpitched></note>";

TEST(MusicXmlDrums, TheNumberOfItsInstrumentWinsOverThePlace) {
  const std::string two =
      "<score-instrument id='a'><instrument-name>one</instrument-name></score-instrument>"
      "<score-instrument id='b'><instrument-name>other</instrument-name></score-instrument>"
      "<midi-instrument id='a'><midi-unpitched>37</midi-unpitched></midi-instrument>"
      "<midi-instrument id='b'><midi-unpitched>55</midi-unpitched></midi-instrument>";
  EXPECT_EQ(only_note(two, "<note>" + kSnarePlace + "<instrument id='a'/></note>" + kKickNote), Voice::kick);
  EXPECT_EQ(only_note(two, "<note>" + kSnarePlace + "<instrument id='b'/></note>" + kKickNote),
            std::nullopt);  // tambourine
  EXPECT_EQ(only_note(two, "<note>" + kSnarePlace + "</note>" + kKickNote), Voice::snare);
}

TEST(MusicXmlDrums, OneInstrumentForAWholeKitIsReadByPlaces) {
  const std::string set =
      "<score-instrument id='a'><instrument-name>Drumset</instrument-name></score-instrument>"
      "<midi-instrument "
      "id='a'><midi-channel>10</midi-channel><midi-unpitched>37</midi-unpitched></midi-instrument>";
  EXPECT_EQ(only_note(set, "<note>" + kSnarePlace + "<instrument id='a'/></note>" + kKickNote), Voice::snare);
  EXPECT_EQ(only_note(set, "<note>" + kSnarePlace + "<instrument id='a'/></note>"), Voice::kick);
}

TEST(MusicXmlDrums, PitchesOfChannelTenAreMidiNotes) {
  EXPECT_EQ(only_note("<midi-instrument id='x'><midi-channel>10</midi-channel></midi-instrument>",
                      "<note><pitch><step>F</step><alter>1</alter><octave>2</octave></pitch></note>"),
            Voice::hat_closed);  // F sharp 2 is 42
}

TEST(MusicXmlDrums, SlashesAreNoStrokes) {
  EXPECT_EQ(only_note("", "<note>" + kSnarePlace + "<notehead>slash</notehead></note>"), std::nullopt);
}

}  // namespace
}  // namespace firstchair::charts
