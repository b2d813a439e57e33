#include "charts/abc/abc.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& text) {
  Result<ChartRead> read = read_abc(text);
  EXPECT_TRUE(read) << text << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

// A voice of drums whose notes are numbered as abc2midi does it.
std::string mapped(const std::string& music, const std::string& header = "M:4/4\nL:1/8\n") {
  return "X:1\nT:Beat\n" + header +
         "K:none clef=perc\n%%MIDI channel 10\n%%MIDI drummap F 36\n%%MIDI drummap c 38\n%%MIDI drummap ^c "
         "37\n"
         "%%MIDI drummap ^g 42\n%%MIDI drummap =g 46\n%%MIDI drummap B 56\n" +
         music;
}
std::string strokes(const std::string& music, const std::string& header = "M:4/4\nL:1/8\n") {
  return testing::strokes_of(read(mapped(music, header)).chart);
}

TEST(Abc, ADrumMapSaysWhichDrumANoteIs) {
  const ChartRead beat = read(mapped("Q:1/4=96\n[F^g]2 [c^g]^c F=gcB|]\n"));
  EXPECT_EQ(beat.chart.title, "Beat");
  EXPECT_EQ(beat.chart.tempi, (std::vector<TempoChange>{{0, 96}}));
  EXPECT_EQ(
      testing::strokes_of(beat.chart),
      "1:1 kick\n1:1 hat_closed\n1:2 snare\n1:2 hat_closed\n1:2.5 cross_stick\n1:3 kick\n1:3.5 hat_open\n"
      "1:4 snare\n");
  EXPECT_EQ(lines_of(beat), (std::vector<std::string>{"left out: cowbell, 1 note (bar 1)."}));
}

TEST(Abc, OtherProgramsMapsNameDrumsOrPlacesToo) {
  const auto with = [](const std::string& maps) {
    return testing::strokes_of(read("X:1\nM:2/4\nL:1/4\nK:C clef=perc\n" + maps + "Dc|]\n").chart);
  };
  constexpr const char* kBeat = "1:1 kick\n1:2 hat_pedal\n";
  EXPECT_EQ(with("%%percmap D bass-drum-1\n%%percmap c pedal-hi-hat x\n"), kBeat);
  EXPECT_EQ(with("%%percmap D 36\n%%percmap c 44 x\n"), kBeat);
  EXPECT_EQ(with("I:percmap D E 36 normal\nI:percmap c * 44 x\n"), kBeat);
  EXPECT_EQ(with("%%percmap D F, kick nhd\n%%percmap c ^g hihat-pedal xhd\n"), kBeat);
  EXPECT_EQ(with("%%percmap F * * x\n%%MIDI drummap D 36\n%%MIDI drummap c 44\n"), kBeat);
  EXPECT_EQ(with("I:MIDI= drummap D 36\nI:MIDI= drummap c 44\n"), kBeat);
}

TEST(Abc, WithoutAMapNotesAreReadByPlaceOrOnChannel10ByNumber) {
  const ChartRead places = read("X:1\nM:4/4\nL:1/4\nK:C clef=perc\n[F^g] [c^g] !open!^g ^D|e A ^c ^a|]\n");
  EXPECT_EQ(testing::strokes_of(places.chart),
            "1:1 kick\n1:1 hat_closed\n1:2 snare\n1:2 hat_closed\n1:3 hat_open\n1:4 hat_pedal\n"
            "2:1 tom_high\n2:2 tom_low\n2:3 cross_stick\n2:4 crash\n");
  EXPECT_EQ(
      lines_of(places),
      (std::vector<std::string>{"line 5: notes without a drum map are read by their place on the staff."}));
  // Without a drummer's clef the numbers are meant, drums of a kit or not.
  EXPECT_EQ(lines_of(read("X:1\nM:4/4\nL:1/4\nK:C\n%%MIDI channel 10\nC,,Czz|]\n")).back(),
            "left out: high bongo, 1 note (bar 1).");
  const ChartRead numbers = read("X:1\nM:4/4\nL:1/4\nK:C\n%%MIDI channel 10\nC,,D,,^F,,z|]\n");
  EXPECT_EQ(testing::strokes_of(numbers.chart), "1:1 kick\n1:2 snare\n1:3 hat_closed\n");
  EXPECT_EQ(lines_of(numbers),
            (std::vector<std::string>{"line 6: notes without a drum map are read by their MIDI number."}));
}

TEST(Abc, LengthsAreThoseOfTheStandard) {
  EXPECT_EQ(
      strokes("c/ c/ c c3/2 c/4 c// c2 c2|]\n"),
      "1:1 snare\n1:1.25 snare\n1:1.5 snare\n1:2 snare\n1:2.75 snare\n1:2.875 snare\n1:3 snare\n1:4 snare\n");
  EXPECT_EQ(strokes("(3ccc c>c c<c c2|]\n"),
            "1:1 snare\n1:1.3333 snare\n1:1.6667 snare\n1:2 snare\n1:2.75 snare\n1:3 snare\n1:3.25 snare\n"
            "1:4 snare\n");
  EXPECT_EQ(strokes("(5:4:5ccccc c4|]\n"),
            "1:1 snare\n1:1.4 snare\n1:1.8 snare\n1:2.2 snare\n1:2.6 snare\n1:3 snare\n");
  EXPECT_EQ(strokes("c2-c2 c2 [F2c2]|]\n"), "1:1 snare\n1:3 snare\n1:4 kick\n1:4 snare\n");
  // Under 3/4 the unit is a sixteenth.
  EXPECT_EQ(strokes("c4 c4|]\n", "M:2/4\n"), "1:1 snare\n1:2 snare\n");
}

TEST(Abc, MarksAreAccentsGhostsFlamsAndRolls) {
  EXPECT_EQ(strokes("!accent!c2 !(.!c2 {c}c2 {cc}c2|Lc2 !///!c2 !/!c4|]\n"),
            "1:1 snare accent\n1:2 snare ghost\n1:3 snare flam\n1:4 snare drag\n"
            "2:1 snare accent\n2:2 snare buzz\n2:3 snare\n2:3.5 snare\n2:4 snare\n2:4.5 snare\n");
  EXPECT_EQ(strokes("[!>!c^g]2 z2 z4|]\n"), "1:1 snare accent\n1:1 hat_closed\n");
}

TEST(Abc, RepeatsEndingsAndJumpsArePlayedOut) {
  const auto bars = [](const std::string& music) {
    std::string out;
    for (const Note& note : read(mapped(music)).chart.notes) out += note.voice == Voice::kick ? 'F' : 'c';
    return out;
  };
  EXPECT_EQ(bars("F8|:c8:|F8|]\n"), "FccF");
  EXPECT_EQ(bars("|:F8|1 c8:|2 F8|]\n"), "FcFF");
  EXPECT_EQ(bars("|:F8|[1,3 c8:|[2 F8:|]\n"), "FcFFFc");
  EXPECT_EQ(bars("|:F8::c8:|\n"), "FFcc");
  EXPECT_EQ(bars("|:F8::|\n"), "FFF");
  EXPECT_EQ(bars("F8 !fine!|c8 !D.C.!|]\n"), "FcF");
  EXPECT_EQ(bars("Z2|c8|]\n"), "c");
}

TEST(Abc, ABarMayBeAPickupOrOfAnotherMeter) {
  const ChartRead song = read(mapped("c2|F8|[M:3/4]F6|[Q:1/4=60]F6|]\n"));
  EXPECT_EQ(song.chart.meters, (std::vector<MeterChange>{{0, 4, 4}, {2 * kTicksPerWhole, 3, 4}}));
  EXPECT_EQ(testing::strokes_of(song.chart), "1:4 snare\n2:1 kick\n3:1 kick\n4:1 kick\n");
  EXPECT_EQ(read(mapped("F6|]\n", "M:6/8\nL:1/8\n")).chart.meters, (std::vector<MeterChange>{{0, 6, 8}}));
  EXPECT_EQ(read(mapped("F7|]\n", "M:(2+2+3)/8\nL:1/8\n")).chart.meters,
            (std::vector<MeterChange>{{0, 7, 8}}));
  EXPECT_EQ(read(mapped("F4|]\n", "M:C|\nL:1/4\n")).chart.meters, (std::vector<MeterChange>{{0, 2, 2}}));
}

TEST(Abc, VoicesOfDrumsSoundTogetherAndOthersAreLeftOut) {
  const std::string tune =
      "X:1\nM:4/4\nL:1/4\nV:hands clef=perc\nV:feet clef=perc\nV:flute clef=treble\nK:C\n"
      "V:hands\n^g^g^g^g|\nV:feet\nF z F z|\nV:flute\ncdef|\n[V:hands] ^g4|[V:feet] F2 & z c|\n";
  EXPECT_EQ(testing::strokes_of(read(tune).chart),
            "1:1 kick\n1:1 hat_closed\n1:2 hat_closed\n1:3 kick\n1:3 hat_closed\n1:4 hat_closed\n"
            "2:1 kick\n2:1 hat_closed\n2:2 snare\n");
}

TEST(Abc, OfSeveralTunesTheFirstWithDrumsIsRead) {
  const ChartRead second =
      read("X:1\nT:Reel\nM:4/4\nK:G\nGABc|\n\nX:2\nT:Beat\nM:4/4\nL:1/4\nK:C clef=perc\nFcFc|\n");
  EXPECT_EQ(second.chart.title, "Beat");
  // What is wrong with another tune is no matter.
  const std::string broken = "X:1\nM:4/3\nK:C clef=perc\nF|\n";
  EXPECT_EQ(read(broken + mapped("F8|]\n")).chart.title, "Beat");
  EXPECT_EQ(
      lines_of(second),
      (std::vector<std::string>{"line 7: of 2 tunes the first with drums is read.",
                                "line 12: notes without a drum map are read by their place on the staff."}));
}

TEST(Abc, ErrorsNameTheirPlace) {
  const auto error = [](const std::string& text) {
    const Result<ChartRead> read = read_abc(text);
    return read ? "it was read" : read.error().line();
  };
  EXPECT_EQ(error("X:1\nM:4/4\nK:G\nGABc|\n"),
            "an ABC tune without a drum part. Give its drums a voice with clef=perc or %%MIDI channel 10.");
  EXPECT_EQ(error("X:1\nM:4/3\nK:C clef=perc\nF|\n"), "line 2: a meter that is none. Write it as in M:4/4.");
  EXPECT_EQ(error("X:1\nM:4/4\nK:C clef=perc\nF [Fc\n"),
            "line 4, column 3: a chord that is not closed. Write its ].");
  EXPECT_EQ(error("X:1\nM:4/4\nK:C clef=perc\nz8|\n"),
            "no stroke of a drum kit in it. Export the score with its drum part.");
}

TEST(Abc, ATuneIsKnownByItsFirstField) {
  EXPECT_TRUE(is_abc("X:1\nT:Beat\nK:C\n"));
  EXPECT_TRUE(is_abc("%abc-2.1\r\n\r\nX: 1\r\nK:C\r\n"));
  EXPECT_FALSE(is_abc("X: crash\nHH|x-x-|\n"));
  EXPECT_FALSE(is_abc(""));
  EXPECT_FALSE(is_abc("%"));
}

// A few bytes make no book of rests.
TEST(Abc, RestsAreOfAtMostAThousandBarsAndTunesOfAHundredThousand) {
  const auto refused = [](const std::string& music) {
    const auto read = read_abc(mapped(music));
    return read ? std::string("read") : read.error().line();
  };
  EXPECT_EQ(read(mapped("FFFF|Z1000|FFFF|]\n")).chart.length, 1002 * kTicksPerWhole);
  EXPECT_EQ(refused("F|Z1001|F|]\n"), "line 13, column 8: a rest of over 1,000 bars. Cut the tune.");
  std::string rests;
  for (int i = 0; i <= 100; ++i) rests += "Z1000|";
  EXPECT_EQ(refused(rests), "line 13, column 606: over 100,000 bars. Cut the tune.");
}

TEST(Abc, APlaceInALaterTuneIsTheFiles) {
  const auto read = read_abc("X:1\nK:C\nc\n\nX:2\nM:4/4\nK:C clef=perc\n[F\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().place, "line 8, column 1");
}

}  // namespace
}  // namespace firstchair::charts
