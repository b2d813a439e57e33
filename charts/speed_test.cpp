// A chart of any kind is there at once: 1,000 bars in 50 ms of processor time where the build is optimised.
#include <gtest/gtest.h>

#include <ctime>

#include "charts/charts.h"
#include "charts/guitarpro/guitar_pro.h"

namespace firstchair::charts {
namespace {

#ifdef NDEBUG
constexpr double kMostSeconds = 0.05;
#else
constexpr double kMostSeconds = 1;
#endif
constexpr int kBars = 1000, kNotesOfBar = 12;

// Eight hats, kick on 1 and 3, snare on 2 and 4.
Chart song() {
  Chart chart;
  chart.tempi = {{0, 120}};
  for (int bar = 0; bar < kBars; ++bar) {
    for (int i = 0; i < 8; ++i) {
      const Ticks tick = chart.length + i * kTicksPerQuarter / 2;
      chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
      if (i % 2 == 0) chart.notes.push_back({.tick = tick, .voice = i % 4 == 0 ? Voice::kick : Voice::snare});
    }
    chart.length += kTicksPerWhole;
  }
  settle(chart);
  return chart;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string musescore() {
  const auto chord = [](int second) {
    return "<Chord><durationType>eighth</durationType><Note><pitch>42</pitch></Note>" +
           (second == 0 ? "" : "<Note><pitch>" + std::to_string(second) + "</pitch></Note>") + "</Chord>";
  };
  const std::string half = chord(36) + chord(0) + chord(38) + chord(0);
  return "<?xml version=\"1.0\"?><museScore version=\"4.20\"><Score><Part><Staff id=\"1\"/><Instrument>"
         "<useDrumset>1</useDrumset></Instrument></Part><Staff id=\"1\">" +
         repeated("<Measure><voice>" + half + half + "</voice></Measure>", kBars) +
         "</Staff></Score></museScore>";
}

std::string hydrogen() {
  std::string notes;
  for (int i = 0; i < 8; ++i) {
    const auto note = [&](int instrument) {
      return "<note><position>" + std::to_string(24 * i) + "</position><velocity>0.8</velocity><instrument>" +
             std::to_string(instrument) + "</instrument></note>";
    };
    notes += note(6) + (i % 2 == 0 ? note(i % 4 == 0 ? 0 : 2) : "");
  }
  return "<song><bpm>120</bpm><patternList><pattern><name>A</name><size>192</size><noteList>" + notes +
         "</noteList></pattern></patternList><patternSequence>" +
         repeated("<group><patternID>A</patternID></group>", kBars) + "</patternSequence></song>";
}

// Every bar has beats of its own, and every beat notes of its own.
std::string gpif() {
  std::string masters, bars, voices, beats, notes;
  int beat = 0, note = 0;
  for (int bar = 0; bar < kBars; ++bar) {
    const std::string id = std::to_string(bar);
    std::string named;
    for (int i = 0; i < 8; ++i, ++beat) {
      std::string struck;
      for (const int drum : {42, i % 4 == 0 ? 36 : i % 2 == 0 ? 38 : 0}) {
        if (drum == 0) continue;
        struck += std::to_string(note) + " ";
        notes += "<Note id=\"" + std::to_string(note++) + "\"><Properties><Property name=\"Fret\"><Fret>" +
                 std::to_string(drum) + "</Fret></Property></Properties></Note>";
      }
      named += std::to_string(beat) + " ";
      beats += "<Beat id=\"" + std::to_string(beat) + "\"><Dynamic>F</Dynamic><Rhythm ref=\"0\"/><Notes>" +
               struck + "</Notes></Beat>";
    }
    masters += "<MasterBar><Time>4/4</Time><Bars>" + id + "</Bars></MasterBar>";
    bars += "<Bar id=\"" + id + "\"><Voices>" + id + " -1 -1 -1</Voices></Bar>";
    voices += "<Voice id=\"" + id + "\"><Beats>" + named + "</Beats></Voice>";
  }
  return "<GPIF><Score/><MasterTrack><Tracks>0</Tracks></MasterTrack><Tracks><Track id=\"0\"><GeneralMidi "
         "table=\"Percussion\"/></Track></Tracks><MasterBars>" +
         masters + "</MasterBars><Bars>" + bars + "</Bars><Voices>" + voices + "</Voices><Beats>" + beats +
         "</Beats><Notes>" + notes +
         "</Notes><Rhythms><Rhythm id=\"0\"><NoteValue>Eighth</NoteValue></Rhythm></Rhythms></GPIF>";
}

// What a .gp or .gpx unpacks to.
void expect_fast_gpif() {
  const std::string text = gpif();
  const std::clock_t start = std::clock();
  const auto read = read_gpif({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->chart.notes.size(), static_cast<std::size_t>(kBars * kNotesOfBar));
  EXPECT_LT(seconds, kMostSeconds);
  std::printf("Guitar Pro 6 to 8: %.1f ms\n", 1000 * seconds);
}

// A binary file of version 4.06.
std::string guitar_pro_4() {
  const auto i32 = [](int value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i) & 255);
    return bytes;
  };
  const auto zeros = [](std::size_t count) { return std::string(count, '\0'); };
  const std::string version = "FICHIER GUITAR PRO v4.06", no_text = i32(1) + zeros(1);
  std::string bar = i32(8);
  for (int i = 0; i < 8; ++i) {
    const auto note = [](int drum) { return std::string{'\x20', '\x01', static_cast<char>(drum)}; };
    const bool two = i % 2 == 0;
    bar +=
        std::string{'\0', '\x01', two ? '\x60' : '\x40'} + note(42) + (two ? note(i % 4 == 0 ? 36 : 38) : "");
  }
  return static_cast<char>(version.size()) + version + zeros(30 - version.size()) + repeated(no_text, 8) +
         i32(0) + zeros(1) + zeros(4 + 5 * 8) +                 // texts, notices, feel, lyrics
         i32(120) + zeros(5 + 64 * 12) + i32(kBars) + i32(1) +  // tempo, key, channels
         "\x03\x04\x04" + zeros(kBars - 1) +                    // 4/4
         "\x01" + zeros(41) + i32(6) + zeros(7 * 4 + 4) + i32(10) + zeros(16) + repeated(bar, kBars);
}

std::string clone_hero() {
  std::string notes;
  for (int i = 0; i < 8 * kBars; ++i) {
    const std::string at = std::to_string(96 * i) + " = N ";
    notes += at + "2 0\n" + (i % 2 == 0 ? at + (i % 4 == 0 ? "0 0\n" : "1 0\n") : "");
  }
  return "[Song]\n{\nResolution = 192\n}\n[SyncTrack]\n{\n0 = TS 4\n0 = B 120000\n}\n[ExpertDrums]\n{\n" +
         notes + "}\n";
}

std::string drumburp() {
  std::string bar =
      "START_BAR 8\n  COUNT_INFO_START\n    REPEAT_BEATS 4\n    BEAT_START\n      COUNT |^+|\n    "
      "BEAT_END\n  COUNT_INFO_END\n  BARLINE NORMAL_BAR,NO_BAR\n";
  for (int i = 0; i < 8; ++i) {
    bar += "  NOTE " + std::to_string(i) + ",2,x\n";
    if (i % 2 == 0) bar += "  NOTE " + std::to_string(i) + (i % 4 == 0 ? ",0,o\n" : ",1,o\n");
  }
  return "SCORE_METADATA\n  TITLE Long\n  BPM 120\nEND_SCORE_METADATA\nKIT_START\n  DRUM Kick,Bd,o,True\n    "
         "NOTEHEAD o 36,96,normal\n  DRUM Snare,Sn,o,True\n    NOTEHEAD o 38,96,normal\n  DRUM "
         "HiHat,Hh,x,False\n    NOTEHEAD x 42,96,normal\nKIT_END\n" +
         repeated(bar + "  BARLINE NORMAL_BAR,NO_BAR\nEND_BAR\n", kBars);
}

std::string abc() {
  return "X:1\nM:4/4\nL:1/8\nQ:1/4=120\nK:C clef=perc\n%%MIDI channel 10\n%%MIDI drummap F 36\n%%MIDI "
         "drummap c "
         "38\n%%MIDI drummap ^g 42\n" +
         repeated("[F^g]^g[c^g]^g [F^g]^g[c^g]^g|\n", kBars);
}

void expect_fast(const char* name, ChartFormat format, std::span<const std::uint8_t> bytes) {
  const std::clock_t start = std::clock();
  const Result<Chart> chart = read_chart(format, bytes);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  ASSERT_TRUE(chart) << name << ": " << chart.error().line();
  EXPECT_EQ(chart->notes.size(), static_cast<std::size_t>(kBars * kNotesOfBar)) << name;
  EXPECT_LT(seconds, kMostSeconds) << name;
  std::printf("%s: %.1f ms\n", name, 1000 * seconds);
}

void expect_fast(const char* name, ChartFormat format, const std::string& text) {
  expect_fast(name, format, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(ChartSpeed, AThousandBarsOfAnyKind) {
  const Chart chart = song();
  expect_fast("tab", ChartFormat::tab, write_chart(ChartFormat::tab, chart));
  expect_fast("MIDI", ChartFormat::midi, write_chart(ChartFormat::midi, chart));
  expect_fast("MusicXML", ChartFormat::musicxml, write_chart(ChartFormat::musicxml, chart));
  expect_fast("mxl", ChartFormat::mxl, write_chart(ChartFormat::mxl, chart));
  expect_fast("MuseScore", ChartFormat::musescore, musescore());
  expect_fast("Hydrogen", ChartFormat::hydrogen, hydrogen());
  expect_fast("Guitar Pro 4", ChartFormat::guitar_pro, guitar_pro_4());
  expect_fast_gpif();
  expect_fast("Clone Hero", ChartFormat::game, clone_hero());
  expect_fast("DrumBurp", ChartFormat::drumburp, drumburp());
  expect_fast("ABC", ChartFormat::abc, abc());
}

}  // namespace
}  // namespace firstchair::charts
