// `firstchair band` offline, as a user starts it.
#include <gtest/gtest.h>

#include <algorithm>
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
  EXPECT_NE(ran.out.find("moves    tempo 96 -> 96: you "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("of the gap a beat, the band "), std::string::npos) << ran.out;
  const std::string csv = here.read("with.moves.csv");
  EXPECT_GT(std::count(csv.begin(), csv.end(), '\n'), 150);
  EXPECT_TRUE(here.read("with.svg").starts_with("<svg"));
}

TEST(Band, WhatIsWrongIsOneLine) {
  const testing::Workplace here;
  here.write("empty.sf2", "");
  here.write("tune.sgu", "BIAB");
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
      {{"blues", "--render", "x.wav", "--trade", "4:run"},
       "firstchair: --trade 4:run: not a number of bars. Write it as 4, or 4:walk.\n",
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
      {{"blues", "--bpm", "140", "--render", "x.wav", "--against", source("data/demo/groove.mid")},
       nullptr,
       2},
  };
  for (const auto& row : rows) {
    std::vector<std::string> words{"band"};
    words.insert(words.end(), row.words.begin(), row.words.end());
    const testing::Ran ran = here.run(words);
    EXPECT_EQ(ran.code, row.code) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    if (row.said != nullptr) {
      EXPECT_EQ(ran.err, row.said);
    }
    EXPECT_TRUE(here.read("x.wav").empty());
  }
}

// The guide shows what the program draws.
TEST(BandDemo, ThePictureOfTheGuideIsWhatTheDemoDraws) {
  const testing::Workplace here;
  const testing::Ran ran = here.run({"band", "--demo", "--probe", "--render", "band.wav"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(here.read("band.svg"), bytes_of(source("docs/pictures/band.svg")))
      << "firstchair band --demo --probe makes it anew";
  const std::string guide = bytes_of(source("docs/guide/band.md"));
  const std::string moves =
      ran.out.substr(ran.out.find("moves "), ran.out.find("\nband.wav") - ran.out.find("moves "));
  std::size_t told = 0;
  for (std::size_t at = 0; at < moves.size();) {
    const std::size_t end = std::min(moves.find('\n', at), moves.size());
    told += guide.find(moves.substr(at, std::min<std::size_t>(end - at, 60))) != std::string::npos;
    at = end + 1;
  }
  EXPECT_EQ(told, 4U) << moves;
}

}  // namespace
}  // namespace firstchair::tests
