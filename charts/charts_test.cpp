#include "charts/charts.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "testing/charts/random_chart.h"

namespace firstchair::charts {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}
std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(Charts, FormatFollowsTheEndingOfTheName) {
  EXPECT_EQ(*chart_format("a/Song.TXT", {}), ChartFormat::tab);
  EXPECT_EQ(*chart_format("x.tab", {}), ChartFormat::tab);
  EXPECT_EQ(*chart_format("x.MID", {}), ChartFormat::midi);
  EXPECT_EQ(*chart_format("x.midi", {}), ChartFormat::midi);
  EXPECT_EQ(*chart_format("x.xml", {}), ChartFormat::musicxml);
  EXPECT_EQ(*chart_format("x.musicxml", {}), ChartFormat::musicxml);
  EXPECT_EQ(*chart_format("x.mxl", {}), ChartFormat::mxl);
}

TEST(Charts, FormatFollowsTheFirstBytesWhenTheNameTellsNothing) {
  EXPECT_EQ(*chart_format("x", bytes_of("MThd....")), ChartFormat::midi);
  EXPECT_EQ(*chart_format("x", bytes_of("RIFF....RMIDdata")), ChartFormat::midi);
  EXPECT_EQ(*chart_format("x", bytes_of("PK\x03\x04....")), ChartFormat::mxl);
  EXPECT_EQ(*chart_format("x", bytes_of("\xEF\xBB\xBF\n <?xml")), ChartFormat::musicxml);
  EXPECT_EQ(*chart_format("x", bytes_of("My song\nHH|x-x-|")), ChartFormat::tab);
  EXPECT_EQ(*chart_format("x", bytes_of("<?xml version=\"1.0\"?>\n<song>")), ChartFormat::hydrogen);
  EXPECT_EQ(*chart_format("x", bytes_of("[Song]\n{")), ChartFormat::game);
  const auto none = chart_format("x.dat", bytes_of("what"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().line(), "not a kind of chart we know. Use .tab, .mid, .musicxml or .mxl.");
}

TEST(Charts, TheBytesGoBeforeTheEnding) {
  EXPECT_EQ(*chart_format("x.txt", bytes_of("MThd....")), ChartFormat::midi);
  EXPECT_EQ(*chart_format("x.tab", bytes_of("<?xml version=\"1.0\"?><score-partwise>")),
            ChartFormat::musicxml);
  EXPECT_EQ(*chart_format("x", bytes_of("\x18"
                                        "FICHIER GUITAR PRO v3.00")),
            ChartFormat::guitar_pro);
  EXPECT_EQ(*chart_format("x.mxl", bytes_of("BCFZ....")), ChartFormat::guitar_pro);
  EXPECT_EQ(*chart_format("Song.GP5", {}), ChartFormat::guitar_pro);
  EXPECT_EQ(*chart_format("x.xml", bytes_of("<?xml version=\"1.0\"?>\n<museScore>")), ChartFormat::musescore);
  EXPECT_EQ(*chart_format("x", bytes_of("PK\x03\x04 score.mscx")), ChartFormat::musescore);
}

TEST(Charts, ARefusalNamesAWay) {
  EXPECT_EQ(chart_format("Song.dorico", {}).error().line(),
            "a Dorico project. Export it as MusicXML from Dorico.");
  EXPECT_EQ(chart_format("x", bytes_of("%PDF-1.7")).error().line(),
            "a PDF, which is a picture of a score. Give the score as MusicXML, MIDI or tab.");
}

// Whatever lies in a drummer's folder: every refusal says what the file is and a way from it to a chart.
TEST(Charts, EveryKindOfFileThatIsNotReadHasAWay) {
  for (const char* const name :
       {"a.musx", "a.mus",  "a.SIB", "a.dorico", "a.ly",   "a.tg",  "a.ptb",    "a.tef",       "a.gtp",
        "a.capx", "a.nwc",  "a.enc", "a.ove",    "a.mei",  "a.krn", "a.denemo", "a.h2drumkit", "a.als",
        "a.flp",  "a.rpp",  "a.cpr", "a.logicx", "a.band", "a.ptx", "a.song",   "a.bwproject", "a.reason",
        "a.xrns", "a.mmpz", "a.rg",  "a.ardour", "a.aup3", "a.xm",  "song.ini", "a.sng",       "a.rlrr",
        "a.dtx",  "a.osz",  "a.kar", "a.pdf",    "a.png",  "a.JPG", "a.heic",   "a.docx",      "a.odt",
        "a.rtf",  "a.html", "a.zip", "a.7z",     "a.gz",   "a.wav", "a.mp3",    "a.m4a",       "a.mp4"}) {
    const auto format = chart_format(name, {});
    ASSERT_FALSE(format) << name;
    EXPECT_EQ(format.error().code, ErrorCode::unsupported) << name;
    EXPECT_NE(format.error().what, "not a kind of chart we know") << name;
    EXPECT_FALSE(format.error().advice.empty()) << name;
    EXPECT_EQ(format.error().line().find('\n'), std::string::npos) << name;
  }
  // By what it holds, whatever it is called.
  const auto said = [](const char* name, std::string_view text) {
    const auto format = chart_format(name, bytes_of(text));
    return format ? std::string("read") : format.error().line();
  };
  EXPECT_EQ(chart_format("tune.txt", bytes_of("X:1\nT:Reel\nM:4/4\nK:G\nGABc|")).value(), ChartFormat::abc);
  EXPECT_EQ(said("x.txt", "% beat\n\\version \"2.24.0\"\n\\drums { bd4 sn }"),
            "a LilyPond source. Add a \\midi block, run lilypond, and give the .midi file.");
  EXPECT_EQ(chart_format("x.txt", bytes_of("DB_FILE_FORMAT 0\nSCORE_METADATA\n")).value(),
            ChartFormat::drumburp);
  EXPECT_EQ(said("x", "RIFF....WAVE"),
            "a recording, not a chart. Write it down with: firstchair chart from FILE chart.tab.");
  EXPECT_EQ(said("x.txt", "X: crash\nHH|x-x-|\n"), "read");
}

TEST(Charts, AMeterIsThatOfAChartThatNamesNone) {
  const MeterChange three{0, 3, 4};
  const auto tab = [](std::string_view text, MeterChange meter) {
    auto read = read_whole_chart(ChartFormat::tab, bytes_of(text), meter);
    EXPECT_TRUE(read);
    return *read;
  };
  const ChartRead bare = tab("HH|x-x-x-|x-x-x-|\n", three);
  EXPECT_EQ(bare.chart.meters, std::vector{three});
  EXPECT_EQ(bare.chart.length, 6 * kTicksPerQuarter);
  EXPECT_TRUE(bare.remarks.empty());
  const ChartRead own = tab("Meter: 4/4\nHH|x-x-x-x-|\n", three);
  EXPECT_EQ(own.chart.meters, std::vector<MeterChange>(1));
  EXPECT_EQ(lines_of(own),
            (std::vector<std::string>{"its own meters are read, and not the one that was asked for."}));
}

TEST(Charts, WhatIsReadAloneIsNotWritten) {
  EXPECT_FALSE(is_written(ChartFormat::hydrogen));
  EXPECT_FALSE(is_written(ChartFormat::game));
  EXPECT_TRUE(write_chart(ChartFormat::game, Chart{}).empty());
  EXPECT_TRUE(is_written(ChartFormat::tab));
}

// What a tab cannot hold, taken away.
Chart as_tab_holds(Chart chart) {
  for (Note& note : chart.notes) {
    note.velocity = 0;
    if (note.ornament != Ornament::none && note.dynamic == Dynamic::ghost) note.dynamic = Dynamic::normal;
  }
  return chart;
}

TEST(Charts, ATabGivesTheChartBack) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const Chart chart = as_tab_holds(testing::random_chart(seed));
    const auto bytes = write_chart(ChartFormat::tab, chart);
    const Result<Chart> again = read_chart(ChartFormat::tab, bytes);
    ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().line() << "\n" << text_of(bytes);
    ASSERT_EQ(*again, chart) << "seed " << seed << "\n" << text_of(bytes);
  }
}

// What a MIDI file cannot hold, taken away: a pad beside a snare.
Chart as_midi_holds(Chart chart) {
  const auto is = [](Voice voice) { return [voice](const Note& n) { return n.voice == voice; }; };
  if (std::any_of(chart.notes.begin(), chart.notes.end(), is(Voice::snare)))
    std::erase_if(chart.notes, is(Voice::pad));
  return chart;
}

// Cells that divide no quarter note (11, 13 ... to a bar) fall between the ticks of any division a file can
// have.
constexpr Ticks kFileTick = kTicksPerQuarter / 32256;

TEST(Charts, AMidiFileGivesTheChartBack) {
  int exact = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const Chart chart = as_midi_holds(testing::random_chart(seed, {.velocities = seed % 2 == 0}));
    const Result<Chart> again = read_chart(ChartFormat::midi, write_chart(ChartFormat::midi, chart));
    ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().line();
    exact += *again == chart;
    Chart near = *again;
    ASSERT_EQ(near.notes.size(), chart.notes.size()) << "seed " << seed;
    for (std::size_t i = 0; i < chart.notes.size(); ++i) {
      ASSERT_LE(std::abs(near.notes[i].tick - chart.notes[i].tick), kFileTick / 2)
          << "seed " << seed << ", note " << i;
      near.notes[i].tick = chart.notes[i].tick;
      ASSERT_EQ(near.notes[i], chart.notes[i]) << "seed " << seed << ", note " << i;
    }
    ASSERT_EQ(near, chart) << "seed " << seed;
  }
  EXPECT_GT(exact, 1000);
}

TEST(Charts, NotesOffEveryGridMoveToTheNearest24thOfABeat) {
  Chart chart;
  const Ticks cell = kTicksPerQuarter / 24;
  chart.notes = {
      {.tick = 7}, {.tick = 5 * cell + cell / 2 - 1, .voice = Voice::kick}, {.tick = kTicksPerWhole - 9}};
  chart.length = 2 * kTicksPerWhole;
  settle(chart);
  const Result<Chart> again = read_chart(ChartFormat::tab, write_chart(ChartFormat::tab, chart));
  ASSERT_TRUE(again);
  ASSERT_EQ(again->notes.size(), 3u);
  EXPECT_EQ(again->notes[0].tick, 0);
  EXPECT_EQ(again->notes[1].tick, 5 * cell);
  EXPECT_EQ(again->notes[2].tick, kTicksPerWhole);  // over the bar line
  EXPECT_EQ(again->length, chart.length);
}

}  // namespace
}  // namespace firstchair::charts
