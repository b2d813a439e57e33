// Files of strangers, as the program meets them: nothing is opened that was not named, and nothing waits for
// ever.
#include <gtest/gtest.h>
#include <sndfile.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "io/files/audio_file.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

class Strangers : public ::testing::Test {
 protected:
  void expect_refused(const std::string& name, const std::string& text) {
    here.write(name, text);
    const auto before = std::chrono::steady_clock::now();
    const testing::Ran ran = here.run({"hear", name, "--voices", "pad"});
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30)) << name;
    EXPECT_EQ(ran.code, 3) << name << ran.out;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err.rfind("firstchair: " + name + ": not a sound file. Give a wav", 0), 0u) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
  std::string encode(const std::string& name, const std::string& codec = "") const {
    const std::string command = "ffmpeg -v error -nostdin -y -i '" + here.path("clicks.wav") + "' " + codec +
                                " '" + here.path(name) + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return here.path(name);
  }
  testing::Workplace here;
};

TEST_F(Strangers, APlaylistOpensNoOtherFile) {
  here.write_wav("private.wav", 44100, 1, testing::clicks());
  const std::string other = "file://" + here.path("private.wav");
  expect_refused("a.m4a", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + other + "\n#EXT-X-ENDLIST\n");
  expect_refused("b.m4a", "ffconcat version 1.0\nfile private.wav\n");
  expect_refused("c.wav", "ffconcat version 1.0\nfile 'private.wav'\nduration 4\n");
  expect_refused("d.mov", "RTSPtext");
  expect_refused("e.webm",
                 "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
                 "type=\"static\"><Period><AdaptationSet><Representation id=\"1\"><BaseURL>" +
                     other + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
}

TEST_F(Strangers, APlaylistThatNeverEndsIsRefusedAtOnce) {
  expect_refused("live.m4a", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///nowhere/private.ts\n");
}

TEST_F(Strangers, TheCageChangesNoSample) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  for (const std::string& file :
       {here.path("clicks.wav"), encode("a.flac"), encode("a.ogg", "-c:a libvorbis"), encode("a.opus"),
        encode("a.mp3"), encode("a.m4a"), encode("b.m4a", "-c:a alac"), encode("a.mp4"), encode("a.mov"),
        encode("a.mkv"), encode("a.webm"), encode("a.aac"), encode("a.ac3"), encode("b.mp4", "-c:a ac3")}) {
    SCOPED_TRACE(file);
    auto here_read = io::AudioFile::open(file), caged = io::AudioFile::open(file, {.program = FIRSTCHAIR});
    ASSERT_TRUE(here_read) << here_read.error().line();
    ASSERT_TRUE(caged) << caged.error().line();
    EXPECT_EQ(here_read->info().rate, caged->info().rate);
    EXPECT_EQ(here_read->info().channels, caged->info().channels);
    EXPECT_EQ(here_read->info().frames, caged->info().frames);
    std::vector<float> one(5000), other(5000);
    std::size_t all = 0;
    while (const std::size_t n = here_read->read(one)) {
      ASSERT_EQ(caged->read(other), n);
      one.resize(n), other.resize(n);
      ASSERT_EQ(one, other) << "from frame " << all;
      all += n;
      one.resize(5000), other.resize(5000);
    }
    EXPECT_GT(all, 44100u * 3);
    EXPECT_EQ(caged->read(other), 0u);
    EXPECT_EQ(here_read->truncated(), caged->truncated());
    EXPECT_FALSE(caged->broke());
  }
}

// Every bit of the start and a few of the rest is turned over: a line or a take, never anything else.
TEST_F(Strangers, DamagedFilesGiveATakeOrOneLine) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  std::uint32_t chance = 7;
  for (const std::string name : {"a.flac", "a.ogg", "a.mp3", "a.m4a", "a.webm"}) {
    encode(name);
    const std::string whole = here.read(name);
    for (int turn = 0; turn < 8; ++turn) {
      std::string bytes = whole;
      for (int i = 0; i < 1 + turn; ++i) {
        chance = chance * 1664525u + 1013904223u;
        const std::size_t reach = turn % 2 == 0 ? 200 : bytes.size();
        bytes[(chance >> 8) % std::min(reach, bytes.size())] = static_cast<char>(chance >> 3);
      }
      here.write(name, bytes);
      const testing::Ran ran = here.run({"hear", name, "--voices", "pad", "--ear", "live", "--json"});
      EXPECT_TRUE(ran.code == 0 || ran.code == 3) << name << turn << " ended with " << ran.code << ran.err;
      EXPECT_LE(std::count(ran.err.begin(), ran.err.end(), '\n'), ran.code == 0 ? 4 : 1) << ran.err;
    }
  }
}

TEST_F(Strangers, TheDecoderIsNoCommandOfTheList) {
  EXPECT_EQ(here.run({"--help"}).out.find("decode"), std::string::npos);
  const testing::Ran ran = here.run({"decode"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("there is no command decode"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace firstchair::tests
