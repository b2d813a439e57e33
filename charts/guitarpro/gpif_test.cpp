// Scores of Guitar Pro 6 and later, written here as text.
#include <gtest/gtest.h>

#include "charts/guitarpro/guitar_pro.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

// A quarter note of Guitar Pro 6's kit; `midi` is the number of what is outside it, or 0.
struct OldNote {
  int element = 0, variation = 0, midi = 0;
};

// Each note is a beat, each four beats a bar; `directions` are those of the bars.
ChartRead read(const std::vector<OldNote>& notes, const std::vector<std::string>& directions = {},
               const std::string& instrument = "drmkt") {
  std::string note_list, beats, voices, bars, masters;
  const auto wrap = [](const char* tag, std::size_t id, const std::string& text) {
    return "<" + std::string(tag) + " id=\"" + std::to_string(id) + "\">" + text + "</" + tag + ">";
  };
  const auto property = [](const char* name, const char* tag, int value) {
    return "<Property name=\"" + std::string(name) + "\"><" + tag + ">" + std::to_string(value) + "</" + tag +
           "></Property>";
  };
  for (std::size_t i = 0; i < notes.size(); ++i) {
    std::string text = "<Properties>" + property("Element", "Element", notes[i].element) +
                       property("Variation", "Variation", notes[i].variation);
    if (notes[i].midi > 0) text += property("Midi", "Number", notes[i].midi);
    note_list += wrap("Note", i, text + "</Properties>");
    beats += wrap("Beat", i, "<Rhythm ref=\"0\"/><Notes>" + std::to_string(i) + "</Notes>");
  }
  for (std::size_t bar = 0; 4 * bar < notes.size(); ++bar) {
    std::string of_it;
    for (std::size_t i = 4 * bar; i < std::min(4 * bar + 4, notes.size()); ++i)
      of_it += std::to_string(i) + " ";
    voices += wrap("Voice", bar, "<Beats>" + of_it + "</Beats>");
    bars += wrap("Bar", bar, "<Voices>" + std::to_string(bar) + " -1 -1 -1</Voices>");
    masters += "<MasterBar><Time>4/4</Time>";
    if (bar < directions.size() && !directions[bar].empty())
      masters += "<Directions>" + directions[bar] + "</Directions>";
    masters += "<Bars>" + std::to_string(bar) + "</Bars></MasterBar>";
  }
  const std::string score =
      "<GPIF><Score><Title>Six</Title></Score><MasterTrack><Tracks>0</Tracks></MasterTrack>"
      "<Tracks><Track id=\"0\"><Name>Congas</Name><Instrument ref=\"" +
      instrument +
      "\"/><GeneralMidi table=\"Percussion\"><PrimaryChannel>9</PrimaryChannel>"
      "</GeneralMidi></Track></Tracks><MasterBars>" +
      masters + "</MasterBars><Bars>" + bars + "</Bars><Voices>" + voices + "</Voices><Beats>" + beats +
      "</Beats><Notes>" + note_list +
      "</Notes><Rhythms><Rhythm id=\"0\"><NoteValue>Quarter</NoteValue></Rhythm></Rhythms></GPIF>";
  Result<ChartRead> read = read_gpif({reinterpret_cast<const std::uint8_t*>(score.data()), score.size()});
  EXPECT_TRUE(read) << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

constexpr OldNote kKick{0, 0}, kSnare{1, 0}, kStick{1, 2}, kHat{10, 0};

TEST(Gpif, SixWritesWhatIsOutsideItsKitAsTheKickWithANumber) {
  const ChartRead chart = read({kKick, {0, 0, 39}, kSnare, {0, 0, 54}, {0, 0, 39}, kStick});
  EXPECT_EQ(testing::strokes_of(chart.chart), "1:1 kick\n1:3 snare\n2:2 cross_stick\n");
  EXPECT_EQ(lines_of(chart), (std::vector<std::string>{"left out: hand clap, 2 notes (bars 1 and 2).",
                                                       "left out: tambourine, 1 note (bar 1)."}));
}

// A track of congas counts congas: its elements are no drums of a kit.
TEST(Gpif, ElementsAreThoseOfTheTracksInstrument) {
  const ChartRead chart = read({kKick, kSnare, {0, 0, 38}}, {}, "cngKit");
  EXPECT_EQ(testing::strokes_of(chart.chart), "1:3 snare\n");
  EXPECT_EQ(lines_of(chart), (std::vector<std::string>{"left out: Congas, 2 notes (bar 1)."}));
}

// Kick, snare, stick, hat: a bar each. Fine stands in bar 2, the way to the coda in bar 3.
std::string order(const std::string& jump) {
  std::vector<OldNote> notes;
  for (const OldNote& note : {kKick, kSnare, kStick, kHat}) notes.insert(notes.end(), 4, note);
  const ChartRead chart = read(notes, {"<Target>Segno</Target>", "<Target>Fine</Target>",
                                       "<Jump>" + jump + "</Jump>", "<Target>Coda</Target>"});
  std::string voices;
  for (const Note& note : chart.chart.notes) {
    if (note.tick % kTicksPerWhole == 0) voices += std::string(id_of(note.voice)) + " ";
  }
  return voices;
}

TEST(Gpif, AJumpStopsAtFineWhereItSaysSo) {
  EXPECT_EQ(order("DaCapoAlFine"), "kick snare cross_stick kick snare ");
  EXPECT_EQ(order("DaSegnoAlFine"), "kick snare cross_stick kick snare ");
  EXPECT_EQ(order("DaCapo"), "kick snare cross_stick kick snare cross_stick hat_closed ");
  EXPECT_EQ(order("DaSegno"), "kick snare cross_stick kick snare cross_stick hat_closed ");
}

}  // namespace
}  // namespace firstchair::charts
