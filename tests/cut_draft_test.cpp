// What `firstchair cut render` makes a film of, and with: small copies, encoders.
#include <algorithm>
#include <filesystem>
#include <map>

#include "tests/cut_film.h"

namespace firstchair::tests {
namespace {

// Cameras that are larger than a draft: a copy of each is made once.
TEST_F(CutFilm, ADraftIsMadeOfSmallCopiesThatAreKept) {
  camera("red.mp4", "red", "", "704x396");
  camera("blue.mp4", "blue", "", "704x396");
  cut("cut.json");
  const auto draft = [&] { return here.run({"cut", "render", "cut.json", "--draft", "--force"}); };
  const auto kept = [&] {
    std::map<std::string, std::filesystem::file_time_type> times;
    for (const auto& one : std::filesystem::directory_iterator(here.path(".cache/firstchair/proxies")))
      times[one.path().string()] = one.last_write_time();
    return times;
  };
  const testing::Ran first = draft();
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out.rfind("2 small copies made for drafts, kept in ", 0), 0U) << first.out;
  EXPECT_EQ(seen("film.mp4"), std::string(25, 'r') + std::string(25, 'b'));
  const auto before = kept();
  ASSERT_EQ(before.size(), 2U);
  for (const auto& [name, time] : before)
    EXPECT_EQ(std::filesystem::status(name).permissions() & std::filesystem::perms(077),
              std::filesystem::perms::none);
  // The one whose camera is another now is made anew, the other is found again.
  std::filesystem::last_write_time(here.path("red.mp4"), std::filesystem::file_time_type::clock::now());
  const testing::Ran second = draft();
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(second.out.rfind("1 small copy made", 0), 0U) << second.out;
  EXPECT_EQ(seen("film.mp4"), std::string(25, 'r') + std::string(25, 'b'));
  const auto after = kept();
  EXPECT_EQ(after.size(), 3U);
  EXPECT_TRUE(std::ranges::includes(after, before));
  const testing::Ran removed = here.run({"cut", "proxies", "--remove"});
  EXPECT_EQ(removed.code, 0) << removed.err;
  EXPECT_EQ(removed.out.rfind("3 small copies of cameras' pictures, 0 MB, removed from ", 0), 0U)
      << removed.out;
  EXPECT_FALSE(std::filesystem::exists(here.path(".cache/firstchair/proxies")));
  // Where none can be kept the cameras' own files are read, and that is said.
  here.write(".cache/firstchair/proxies", "a file in the way");
  const testing::Ran without = draft();
  EXPECT_EQ(without.code, 0) << without.err;
  EXPECT_NE(without.err.find("The draft reads the cameras' own files.\n"), std::string::npos) << without.err;
  EXPECT_EQ(std::count(without.err.begin(), without.err.end(), '\n'), 1) << without.err;
  EXPECT_EQ(seen("film.mp4"), std::string(25, 'r') + std::string(25, 'b'));
}

TEST_F(CutFilm, AnEncoderThatDoesNotOpenIsToldAndTheNextIsTaken) {
  camera("red.mp4", "red");
  camera("blue.mp4", "blue");
  cut("cut.json");
  const testing::Ran ran =
      here.run({"cut", "render", "cut.json", "--encoder", "h264_nvenc", "--film-sound", "alac"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  if (ran.out.find("(h264_nvenc)") != std::string::npos) GTEST_SKIP() << "this machine has such a card";
  EXPECT_EQ(ran.err.rfind("firstchair: h264_nvenc: ", 0), 0U) << ran.err;
  EXPECT_NE(ran.err.find("; libx264 is taken.\n"), std::string::npos) << ran.err;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_EQ(std::system(("ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv '" +
                         here.path("film.mp4") + "' | grep -x stream,alac >/dev/null")
                            .c_str()),
            0);
  const testing::Ran unknown = here.run({"cut", "render", "cut.json", "--force", "--encoder", "h265"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("--encoder: h265 is none of libx264, h264_vaapi, "), std::string::npos)
      << unknown.err;
}

}  // namespace
}  // namespace firstchair::tests
