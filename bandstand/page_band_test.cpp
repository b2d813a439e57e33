#include "bandstand/page_band.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace firstchair::bandstand {
namespace {

constexpr std::array<float, 128> kSilence{};

PageBand band_of(const std::string& settings) {
  return *PageBand::make(*open_builtin("blues"), *parse_band_settings("rate 48000\nmidi 1\n" + settings));
}

TEST(PageBand, EveryNoteBeginsInItsBlockAndEndsBeforeItIsDone) {
  PageBand band = band_of("bpm 300\ntimes 1\ncount_in 1\nfollow 50\n");
  std::map<std::pair<int, int>, bool> sounds;
  Frames now = 0, begun = 0;
  while (!band.done()) {
    ASSERT_LT(now, 48000 * 60);
    band.block(kSilence);
    for (const band::Sounded& note : band.notes()) {
      EXPECT_GE(note.frame, now);
      EXPECT_LT(note.frame, now + 128);
      sounds[{note.part, note.pitch}] = note.velocity > 0;
      begun += note.velocity > 0;
    }
    now += 128;
  }
  EXPECT_GT(begun, 60);
  for (const auto& [note, on] : sounds) EXPECT_FALSE(on) << note.first << " " << note.second;
}

TEST(PageBand, ANoteToComeIsHeardWhenItsTimeHasCome) {
  PageBand band = band_of("bpm 120\ntimes 1\n");
  band.note(1000, 38, 90);
  band.note(400, 36, 90);
  band.block(kSilence);
  EXPECT_NE(band.news_json().find("\"strokes\":0"), std::string::npos);
  for (int k = 0; k < 3; ++k) band.block(kSilence);
  EXPECT_NE(band.news_json().find("\"strokes\":1"), std::string::npos);
  for (int k = 0; k < 4; ++k) band.block(kSilence);
  EXPECT_NE(band.news_json().find("\"strokes\":2"), std::string::npos);
}

TEST(PageBand, SaysNothingOfWhoDidNotPlay) {
  const PageBand band = band_of("bpm 120\n");
  EXPECT_FALSE(band.take(judge::default_norms()));
  const std::string told = band.told_json(std::nullopt);
  EXPECT_NE(told.find("\"lines\":[],\"picture\":\"\""), std::string::npos) << told.substr(0, 200);
}

TEST(BandSettings, RefuseWhatABandCannotHave) {
  for (const char* wrong : {"follow 101\n", "bpm 5\n", "count_in 17\n", "nothing 1\n", "kit none\n"})
    EXPECT_FALSE(parse_band_settings(wrong)) << wrong;
  const Result<BandSettings> read = parse_band_settings("rate 44100\nbpm 90\nfollow 0\nsolo 0\nmute keys\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rate, 44100);
  EXPECT_EQ(read->solo, 0);
  EXPECT_EQ(read->mute, "keys");
}

TEST(PageSong, AFileThatIsNoneIsNamedInTheRefusal) {
  const Result<OpenSong> song = open_song("nothing", "tune.sgu", 1);
  ASSERT_FALSE(song);
  EXPECT_EQ(song.error().line().rfind("tune.sgu: Band-in-a-Box", 0), 0u) << song.error().line();
}

}  // namespace
}  // namespace firstchair::bandstand
