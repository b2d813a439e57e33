// `firstchair band` offline, as a user starts it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::string source(const std::string& name) {
  return std::string(FIRSTCHAIR_SOURCE_DIR) + "/" + name;
}

// The loudest sample of 16 bits from second `from` to `to`, of 48000 frames of two channels.
int loudest(const std::string& wav, double from, double to) {
  int most = 0;
  const auto at = [](double s) { return 44 + static_cast<std::size_t>(s * 48000) * 4; };
  for (std::size_t k = at(from); k + 1 < std::min(wav.size(), at(to)); k += 2) {
    const int sample = static_cast<std::int16_t>(static_cast<unsigned char>(wav[k]) |
                                                 static_cast<unsigned char>(wav[k + 1]) << 8);
    most = std::max(most, std::abs(sample));
  }
  return most;
}

TEST(Band, ARenderHasACountInAndNoSilentBarAndIsTheSameEachTime) {
  const testing::Workplace here;
  const testing::Ran ran =
      here.run({"band", "blues", "--parts", "bass", "--bpm", "120", "--count-in", "1", "--render", "a.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("a.wav: 0:31, ")) << ran.out;
  const std::string wav = here.read("a.wav");
  EXPECT_EQ(loudest(wav, 0, .499), 0);
  EXPECT_GT(loudest(wav, .5, .52), 300);  // the first stick
  for (int beat = 0; beat < 48; ++beat)
    EXPECT_GT(loudest(wav, 2.5 + .5 * beat, 3. + .5 * beat), 1000) << beat;
  EXPECT_LT(loudest(wav, 0, 30), 29205);  // -1 dB
  ASSERT_EQ(
      here.run({"band", "blues", "--parts", "bass", "--bpm", "120", "--count-in", "1", "--render", "b.wav"})
          .code,
      0);
  EXPECT_EQ(wav, here.read("b.wav"));
  // No drummer: nothing is told of one.
  EXPECT_EQ(here.read("a.moves.csv"), "");
}

TEST(Band, PlaysWithARecordedDrummerAndSaysWhoMovedWhom) {
  const testing::Workplace here;
  const testing::Ran ran = here.run({"band", "blues", "--parts", "bass", "--against",
                                     source("data/demo/groove.mid"), "--with-drums", "--render", "with.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("moves    tempo 96 (±"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("of the gap a beat, the band "), std::string::npos) << ran.out;
  const std::string csv = here.read("with.moves.csv");
  EXPECT_GT(std::count(csv.begin(), csv.end(), '\n'), 150);
  EXPECT_TRUE(here.read("with.svg").starts_with("<svg"));
}

// Decaying clicks, one a beat from `first_s` on.
std::vector<float> clicks(double seconds, int rate, double first_s, double beat_s) {
  std::vector<float> sound(static_cast<std::size_t>(seconds * rate));
  for (double at = first_s; at + .2 < seconds; at += beat_s)
    for (int k = 0; k < rate / 10; ++k)
      sound[static_cast<std::size_t>(at * rate) + static_cast<std::size_t>(k)] +=
          static_cast<float>(.6 * std::exp(-80. * k / rate) * std::cos(6.2832 * 1000 * k / rate));
  return sound;
}
// The second at which sound begins near one, within 50 ms; -1: none does.
double attack_near(const std::string& wav, double second) {
  for (double at = second - .05; at < second + .05; at += 1. / 48000)
    if (loudest(wav, at, at + 1.5 / 48000) > 4000) return at;
  return -1;
}

TEST(Band, StemsPlayInTheBandsPlaceByTheirBeatMap) {
  const testing::Workplace here;
  std::filesystem::create_directory(here.path("tune"));
  here.write_wav("tune/keys.wav", 48000, 1, clicks(5, 48000, .25, .5));
  here.write_wav("tune/bass.wav", 44100, 1, std::vector<float>(5 * 44100));  // another rate, and silent
  here.write_wav("tune/drums.wav", 48000, 1, clicks(5, 48000, .45, .5));     // left out
  std::string beats = "seconds,bar,beat\n";
  for (int n = 0; n < 8; ++n)
    beats += std::to_string(.25 + .5 * n) + "," + std::to_string(n / 4 + 1) + "," +
             std::to_string(n % 4 + 1) + "\n";
  here.write("tune/beats.csv", beats);
  // At its own tempo it is itself, to the sample; the count-in is a bar, after half a second.
  testing::Ran ran =
      here.run({"band", "--stems", "tune", "--follow", "0", "--count-in", "1", "--render", "a.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::string wav = here.read("a.wav");
  for (int n = 0; n < 8; ++n) EXPECT_NEAR(attack_near(wav, 2.5 + .5 * n), 2.5 + .5 * n, 2.5 / 48000) << n;
  // 5 % faster.
  ran = here.run(
      {"band", "--stems", "tune", "--bpm", "126", "--follow", "0", "--count-in", "1", "--render", "b.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  wav = here.read("b.wav");
  const double beat_s = 60 / 126., bar_1_s = .5 + 4 * beat_s;
  for (int n = 2; n < 7; ++n)
    EXPECT_NEAR(attack_near(wav, bar_1_s + beat_s * n), bar_1_s + beat_s * n, .006) << n;
  // Without a map the beats are looked for in the drums, of which here are none.
  std::filesystem::remove(here.path("tune/beats.csv"));
  EXPECT_TRUE(here.run({"band", "--stems", "tune", "--render", "c.wav"}).err.starts_with("firstchair: "));
}

TEST(Band, StemsThatAreNoneAreRefusedInOneLine) {
  const testing::Workplace here;
  std::filesystem::create_directory(here.path("tune"));
  const auto line = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"band", "--stems", "tune", "--render", "x.wav"};
    words.insert(words.end(), more.begin(), more.end());
    return here.run(words).err;
  };
  EXPECT_EQ(line({}), "firstchair: stems: no recording in tune. Export one file a part there.\n");
  here.write_wav("tune/keys.wav", 8000, 1, std::vector<float>(8000 * 5));
  EXPECT_EQ(
      line({}),
      "firstchair: stems: no beat map, and no drums or click to find the beats in. Add --beats FILE, or "
      "beats.csv in the folder.\n");
  here.write("near.csv", "1\n1.3\n1.4\n");
  EXPECT_EQ(line({"--beats", "near.csv"}),
            "firstchair: stems: the beat map has 2 beats closer than 200 ms at 1.3 s.\n");
  here.write("back.csv", "3\n2\n");
  EXPECT_EQ(line({"--beats", "back.csv"}), "firstchair: stems: the beat map goes back in time at 2.0 s.\n");
  here.write("one.csv", "1\n");
  here.write("none.csv", "seconds,bar,beat\n");
  for (const char* few : {"one.csv", "none.csv"}) {
    const std::string said = line({"--beats", few});
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_TRUE(said.starts_with("firstchair: stems: ")) << said;
  }
  here.write("good.csv", "1\n1.5\n2\n");
  EXPECT_EQ(line({"--beats", "good.csv", "--mute", "sax"}),
            "firstchair: --mute sax: there is no such stem. There are keys.\n");
  EXPECT_EQ(
      line({"--beats", "good.csv", "--bpm", "150"}),
      "firstchair: --bpm 150: the stems are at 120 and go no further than 10 % from it. Leave --bpm out.\n");
  here.write_wav("tune/bass.wav", 8000, 1, std::vector<float>(8000 * 5 - 8000 * 16 / 5));
  EXPECT_EQ(
      line({"--beats", "good.csv"}),
      "firstchair: stems: bass.wav is 3.2 s shorter than keys.wav; stems must start and end together.\n");
  // A stem that breaks off: its header tells five seconds, two of them are there.
  std::filesystem::remove(here.path("tune/bass.wav"));
  here.write("tune/cut.wav", here.read("tune/keys.wav").substr(0, 44 + 2 * 8000 * 2));
  EXPECT_EQ(line({"--beats", "good.csv"}),
            "firstchair: tune/cut.wav: it breaks off before its end. Export it again.\n");
  std::filesystem::remove(here.path("tune/cut.wav"));
  here.write("tune/noise.wav", "RIFF no sound at all");
  EXPECT_EQ(here.run({"band", "--stems", "tune", "--beats", "good.csv", "--render", "x.wav"}).code, 3);
  EXPECT_EQ(here.run({"band", "blues", "--stems", "tune"}).err,
            "firstchair: --stems: they are the song. Leave the other out.\n");
  EXPECT_EQ(here.run({"band", "blues", "--beats", "good.csv"}).err,
            "firstchair: --beats: it is for stems. Add --stems DIR.\n");
  EXPECT_EQ(here.run({"band", "blues", "--solo", "some", "--render", "x.wav"}).err,
            "firstchair: --solo some: not a number of bars. Write it as 16, or open.\n");
}

TEST(Band, WhatIsWrongIsOneLine) {
  const testing::Workplace here;
  here.write("empty.sf2", "");
  here.write("tune.sgu", "BIAB");
  here.write("lyrics.cho", "{title: One}\n[C]La la [G7]la\n");
  std::string bars;
  for (int bar = 1; bar < 13; ++bar) bars += "C |";
  here.write("song.irealb", "irealbook://Song=Me Own=Medium Swing=C=n=[T44" + bars + "Cmaj7#15 Z");
  here.write("cut.sf2", std::string("RIFF\x10\0\0\0sfbkLIST\4\0\0\0", 20));
  const struct {
    std::vector<std::string> words;
    const char* said;
    int code;
  } rows[] = {
      {{}, "firstchair: band: no song is named. Name one, or try --demo.\n", 2},
      {{"blues", "--render", "x.wav", "--soundfont", "none.sf2"},
       "firstchair: none.sf2: no such soundfont. Name an .sf2 or .sf3 file.\n",
       3},
      {{"blues", "--render", "x.wav", "--soundfont", "."},
       "firstchair: .: a folder, not a soundfont. Name an .sf2 or .sf3 file.\n",
       3},
      {{"blues", "--render", "x.wav", "--soundfont", "empty.sf2"},
       "firstchair: empty.sf2: empty. Fetch the soundfont again.\n",
       3},
      {{"blues", "--render", "x.wav", "--soundfont", "cut.sf2"},
       "firstchair: cut.sf2: cut short: 20 bytes of 24. Fetch the soundfont again.\n",
       3},
      {{"tune.sgu", "--render", "x.wav"},
       "firstchair: tune.sgu: Band-in-a-Box songs cannot be read; export MIDI or MusicXML there.\n",
       3},
      {{"lyrics.cho", "--render", "x.wav"},
       "firstchair: lyrics.cho: no bars: ChordPro without a grid has no form; export MusicXML, or add "
       "{start_of_grid}.\n",
       3},
      {{"song.irealb", "--render", "x.wav"},
       "firstchair: song.irealb: bar 13: chord \"Cmaj7#15\" is not known (near: Cmaj7#11).\n",
       3},
      {{"blues", "--render", "x.wav", "--follow", "160"},
       "firstchair: --follow: 160 is not from 0 to 100 (firstchair band --help says more)\n",
       2},
      {{"blues", "--render", "x.wav", "--trade", "4:run"},
       "firstchair: --trade 4:run: not a number of bars. Write it as 4, or 4:walk.\n",
       2},
      {{"blues", "--render", "x.wav", "--gap", "4"},
       "firstchair: --gap 4: not a gap. Write bars with the band / bars without: 4/2.\n",
       2},
      {{"blues", "--render", "x.wav", "--gap", "4/2", "--trade", "4"},
       "firstchair: --gap: trades and gaps are one or the other.\n",
       2},
      {{"blues", "--render", "x.wav", "--mute", "sax"},
       "firstchair: --mute sax: the band has no such part. It has bass, keys.\n",
       2},
      {{"blues", "--render", "x.wav", "--bars", "9-13"},
       "firstchair: --bars: the song has bars 1 to 12.\n",
       2},
      {{"blues", "--against", "take.mid"},
       "firstchair: --against: where the sound goes is not named. Add --render OUT.wav.\n",
       2},
  };
  for (const auto& row : rows) {
    std::vector<std::string> words{"band"};
    words.insert(words.end(), row.words.begin(), row.words.end());
    const testing::Ran ran = here.run(words);
    EXPECT_EQ(ran.code, row.code) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_EQ(ran.err, row.said);
    EXPECT_TRUE(here.read("x.wav").empty());
  }
  // The take's tempo is told as it is heard, not as half or double of it lies nearer to the song's.
  const std::string groove = source("data/demo/groove.mid");
  const testing::Ran ran =
      here.run({"band", "blues", "--bpm", "140", "--render", "x.wav", "--against", groove});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "firstchair: " + groove +
                ": it is played at 96, the song at 140: the band goes no further than 10 % from home. "
                "Add --bpm 96.\n");
  EXPECT_TRUE(here.read("x.wav").empty());
}

// A MIDI song of 16 bars at 96: a bass on every beat, and drums that nobody plays who plays a groove: a
// cowbell a sixteenth before each beat.
std::string song_with_odd_drums() {
  std::string track("\0\xff\x51\x03\x09\x89\x68\0\xc0\x20", 10);
  for (int beat = 0; beat < 64; ++beat)
    track += std::string("\0\x90\x28\x50\x48\x99\x32\x50\x0c\x89\x32\0\x0c\x80\x28\0", 16);
  track += std::string("\0\xff\x2f\0", 4);
  const auto byte = [&](int shift) { return static_cast<char>(track.size() >> shift & 255); };
  return std::string("MThd\0\0\0\6\0\0\0\1\0\x60MTrk", 18) + byte(24) + byte(16) + byte(8) + byte(0) + track;
}

TEST(Band, AnotherGrooveThanTheSongsDrumsIsToldSoAndMayBePlayed) {
  const testing::Workplace here;
  here.write("song.mid", song_with_odd_drums());
  const auto said = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"band",     "song.mid", "--against", source("data/demo/groove.mid"),
                                   "--render", "x.wav",    "--force"};
    words.insert(words.end(), more.begin(), more.end());
    const testing::Ran ran = here.run(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  };
  const char* reason =
      "were played by both: your strokes were looked for in the drums that the song has written "
      "out, and few are there. Play those, name what you play (--chart), or say --chart none: ";
  const std::string asked = said({}), free = said({"--chart", "none"});
  EXPECT_NE(asked.find(reason), std::string::npos) << asked;
  EXPECT_EQ(free.find("looked for"), std::string::npos) << free;
  EXPECT_NE(free.find("of the gap a beat"), std::string::npos) << free;
}

// Without chords there is no form to draw; rows of % would say that the chord goes on.
TEST(Band, ASongWithoutChordsShowsItsParts) {
  const testing::Workplace here;
  here.write(
      "own.mid",
      std::string(
          "MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\x0f\0\xc0\x20\0\x90\x28\x50\x60\x80\x28\0\0\xff\x2f\0", 37));
  const testing::Ran ran = here.run({"band", "show", "own.mid"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("no chords: the band plays the parts as they are written\n"), std::string::npos)
      << ran.out;
  EXPECT_EQ(ran.out.find('%'), std::string::npos) << ran.out;
}

// MMA stands beside the program: where it is not, the song's own style plays.
TEST(BandMma, PlaysTheChordsWhereItIsInstalled) {
  const testing::Workplace here;
  const auto render = [&](const std::string& wav, const std::string& style) {
    return here.run({"band", "blues", "--bars", "1-4", "--bpm", "200", "--count-in", "1", "--style", style,
                     "--render", wav});
  };
  const std::string path = std::getenv("PATH");
  ASSERT_EQ(::setenv("PATH", here.folder().c_str(), 1), 0);
  const testing::Ran without = render("own.wav", "mma:Swing");
  ASSERT_EQ(::setenv("PATH", path.c_str(), 1), 0);
  EXPECT_EQ(without.code, 0);
  EXPECT_EQ(without.err, "mma is not installed (apt install mma); playing style swing instead\n");
  const testing::Ran with = render("mma.wav", "mma:Swing");
  ASSERT_EQ(with.code, 0) << with.err;
  EXPECT_EQ(with.err, "");
  const std::string wav = here.read("mma.wav");
  EXPECT_NE(wav, here.read("own.wav"));
  for (int bar = 0; bar < 4; ++bar) EXPECT_GT(loudest(wav, 1.7 + 1.2 * bar, 2.9 + 1.2 * bar), 1000) << bar;
  ASSERT_EQ(render("again.wav", "mma:Swing").code, 0);
  EXPECT_EQ(wav, here.read("again.wav"));
  EXPECT_TRUE(render("none.wav", "mma:Nope")
                  .err.starts_with("firstchair: --style mma:Nope: mma says: Groove 'NOPE' could not be "
                                   "found in memory or library files. "));
  EXPECT_EQ(render("three.wav", "mma:Waltz").err,
            "firstchair: --style mma:Waltz: the groove has fewer beats in a bar than the song.\n");
  EXPECT_EQ(render("name.wav", "mma:a b").err,
            "firstchair: --style mma:a b: a groove of MMA is named by letters, digits, - and _. mma:Swing is "
            "one.\n");
}

// The guide shows what the program draws.
TEST(BandDemo, ThePictureOfTheGuideIsWhatTheDemoDraws) {
  const testing::Workplace here;
  const testing::Ran ran =
      here.run({"band", "--demo", "--drummer", "made", "--probe", "--render", "band.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(here.read("band.svg"), bytes_of(source("docs/pictures/band.svg")))
      << "firstchair band --demo --drummer made --probe makes it anew";
  const std::string guide = bytes_of(source("docs/guide/band.md"));
  const std::string moves =
      ran.out.substr(ran.out.find("moves "), ran.out.find("\nband.wav") - ran.out.find("moves "));
  std::size_t told = 0;
  for (std::size_t at = 0; at < moves.size();) {
    const std::size_t end = std::min(moves.find('\n', at), moves.size());
    told += guide.find(moves.substr(at, std::min<std::size_t>(end - at, 60))) != std::string::npos;
    at = end + 1;
  }
  EXPECT_EQ(told, 3U) << moves;
}

// A drummer who does not hear the band closes none of the gap: the interval holds 0.
TEST(BandDemo, TheDemosDrummerWasRecordedAndIsNotMoved) {
  const testing::Workplace here;
  const testing::Ran ran = here.run({"band", "--demo"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("The drummer was recorded without this band")) << ran.out;
  EXPECT_NE(ran.out.find("moves    tempo 96 (±"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("of the gap a beat, the band "), std::string::npos) << ran.out;
  EXPECT_TRUE(here.read("band.svg").starts_with("<svg"));
  EXPECT_EQ(here.run({"band", "blues", "--drummer", "made"}).err,
            "firstchair: --drummer: it is for the demo. Add --demo.\n");
}

TEST(BandDemo, AFullDiskIsOneLineAndLeavesNothingHalf) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  const testing::Workplace here;
  const testing::Ran ran = here.run({"band", "blues", "--bars", "1-1", "--parts", "bass", "--count-in", "0",
                                     "--render", "/dev/full", "--force"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("cannot be written"), std::string::npos) << ran.err;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

}  // namespace
}  // namespace firstchair::tests
