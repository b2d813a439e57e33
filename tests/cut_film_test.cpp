// `firstchair cut` as a user meets it: films of cameras that ffmpeg made, decoded in the cage.
#include "tests/cut_film.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "edit/cut_json.h"
#include "edit/writers.h"
#include "io/video/sound_track.h"
#include "report/text/burn_head.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

const std::string kTake =
    R"({"format": "firstchair-take", "format_version": 1,
 "source": {"name": "../gone.wav", "kind": "audio", "rate": 48000, "channels": 1, "length": 144000},
 "reading": {"chart_given": false},
 "hits": [
  {"frame": 48000, "voice": "kick", "voice_probability": 1, "level_db": -12, "strength": 80, "sigma_ms": 1, "timed": true, "unison": false},
  {"frame": 96000, "voice": "snare", "voice_probability": 1, "level_db": -6, "strength": 100, "sigma_ms": 1, "timed": true, "unison": false}
 ]})";

TEST_F(CutFilm, IsRenderedAgainFromItsTextThroughTheCage) {
  camera("red.mp4", "red");
  camera("blue.mp4", "blue", "-c:v mpeg4 -q:v 2");
  cut("cut.json");
  const testing::Ran ran = here.run({"cut", "render", "cut.json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out.rfind("film.mp4: 0:02 at 160x90, 25 a second, 2 shots (", 0), 0u) << ran.out;
  EXPECT_EQ(seen("film.mp4"), std::string(25, 'r') + std::string(25, 'b'));
  const testing::Ran again = here.run({"cut", "render", "cut.json"});
  EXPECT_EQ(again.code, 3);
  EXPECT_NE(again.err.find("film.mp4: already there"), std::string::npos) << again.err;
  // What is read is never written over.
  const std::string red = here.read("red.mp4");
  for (const std::string own : {"red.mp4", "./blue.mp4", "cut.json"}) {
    const testing::Ran over = here.run({"cut", "render", "cut.json", "--out", own, "--force"});
    EXPECT_EQ(over.code, 2) << own;
    EXPECT_NE(over.err.find(own + ": is read for this film, and would be written over"), std::string::npos)
        << over.err;
  }
  EXPECT_EQ(here.read("red.mp4"), red);
  // Elsewhere, with one of its files named and the other missing.
  std::filesystem::create_directories(here.path("below"));
  cut("below/cut.json");
  const testing::Ran missing = here.run({"cut", "render", "below/cut.json", "red.mp4"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_EQ(std::count(missing.err.begin(), missing.err.end(), '\n'), 1) << missing.err;
  const testing::Ran given =
      here.run({"cut", "render", "below/cut.json", "red.mp4", "blue.mp4", "--out", "b.mp4"});
  EXPECT_EQ(given.code, 0) << given.err;
  EXPECT_EQ(seen("b.mp4").substr(24, 2), "rb");
}

// Another program renders the edit list: the same camera in every picture as in the film.
TEST_F(CutFilm, ThroughMeltItsEditListIsTheFilmPictureByPicture) {
  if (std::system("command -v melt >/dev/null 2>&1") != 0) GTEST_SKIP() << "melt is needed";
  camera("red.mp4", "red");
  camera("blue.mp4", "blue");
  cut("cut.json");
  ASSERT_EQ(here.run({"cut", "render", "cut.json"}).code, 0);
  const std::string film = seen("film.mp4");
  const auto lists = edit::write_lists(red_and_blue(), {"mlt"}, {.folder = here.folder().string()});
  ASSERT_TRUE(lists);
  here.write("film.mlt", lists->front().bytes);
  // On a busy machine melt sometimes ends before it has begun, or never ends.
  std::string frames;
  for (int tries = 0; tries < 5 && frames.empty(); ++tries) {
    const std::string command =
        "cd '" + here.folder().string() +
        "' && timeout -k 1 20 melt -quiet film.mlt -consumer avformat:film.rgb f=rawvideo vcodec=rawvideo "
        "pix_fmt=rgb24 an=1 real_time=-1 </dev/null >log 2>&1 || true";
    ASSERT_EQ(std::system(command.c_str()), 0);
    frames = here.read("film.rgb");
  }
  constexpr std::size_t kPicture = 160 * 90 * 3, kMiddle = (45 * 160 + 80) * 3;
  ASSERT_EQ(frames.size(), 50 * kPicture) << here.read("log");
  std::string through_melt;
  for (std::size_t k = 0; k < 50; ++k) {
    const auto red = static_cast<unsigned char>(frames[k * kPicture + kMiddle]),
               blue = static_cast<unsigned char>(frames[k * kPicture + kMiddle + 2]);
    through_melt += red > 150 && blue < 100 ? 'r' : blue > 150 && red < 100 ? 'b' : '?';
  }
  EXPECT_EQ(through_melt, film);
  EXPECT_EQ(film, std::string(25, 'r') + std::string(25, 'b'));
}

// One camera is the clock, and says what is odd about it; another without sound is placed by hand.
TEST_F(CutFilm, ListsAndPageGoWithACutThatWasChangedByHand) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  const std::string make =
      "cd '" + here.folder().string() +
      "' && ffmpeg -v error -y -f lavfi -i color=red:s=160x90:r=25:d=4 -itsoffset 0.31 -i clicks.wav -c:v "
      "libx264 "
      "-preset ultrafast -pix_fmt yuv420p -color_trc arib-std-b67 -color_primaries bt2020 -colorspace "
      "bt2020nc "
      "-c:a aac a.mp4 && ffmpeg -v error -y -f lavfi -i color=blue:s=160x90:r=25:d=4 -c:v libx264 b.mp4";
  ASSERT_EQ(std::system(make.c_str()), 0);
  const testing::Ran ran = here.run({"cut", "a.mp4", "b.mp4", "--at", "b=0", "--no-look", "--seed", "3"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  // AAC begins a little before its file says.
  EXPECT_NE(ran.err.find("a.mp4: picture and sound of this file start 0."), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("a.mp4: HDR (HLG) made SDR."), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("firstchair: no bar line is sure enough (p 0."), std::string::npos) << ran.err;
  const char* const lists[] = {"film.otio", "film.mlt", "film.edl", "film.xml", "film.fcpxml"};
  std::map<std::string, std::string> before;
  for (const char* name : lists) before[name] = here.read(std::string("film/") + name);
  before["film.html"] = here.read("film/film.html");
  for (const auto& [name, bytes] : before) EXPECT_FALSE(bytes.empty()) << name;
  // Nothing was changed: the same bytes, and nothing is said.
  const testing::Ran same = here.run({"cut", "render", "film/cut.json", "a.mp4", "b.mp4", "--force"});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_EQ(same.out.find("anew"), std::string::npos) << same.out;
  EXPECT_EQ(same.err.find("other cuts"), std::string::npos) << same.err;
  for (const auto& [name, bytes] : before) EXPECT_EQ(here.read("film/" + name), bytes) << name;
  // Nothing is cut where only lists are wanted.
  const testing::Ran only =
      here.run({"cut", "a.mp4", "b.mp4", "--at", "b=0", "--list", "only", "--out", "whole"});
  EXPECT_EQ(only.code, 0) << only.err;
  EXPECT_NE(only.out.find("whole: cut.json, cameras.otio, cameras.mlt, cameras.xml, cameras.fcpxml\n"),
            std::string::npos)
      << only.out;
  EXPECT_FALSE(std::filesystem::exists(here.path("whole/film.mp4")));
  const std::string whole = here.read("whole/cameras.otio");
  for (const char* part : {"/a.mp4", "/b.mp4", "\"a\"", "\"b\""})
    EXPECT_NE(whole.find(part), std::string::npos) << part;
  // Another camera is seen.
  std::string text = here.read("film/cut.json");
  const std::size_t shots = text.find("\"shots\"");
  std::size_t changed = 0;
  for (std::size_t at = shots; (at = text.find("{\"camera\":\"a\"", at)) != std::string::npos; ++changed)
    text[at + 11] = 'b';
  ASSERT_GT(changed, 0U);
  here.write("film/cut.json", text);
  const testing::Ran told =
      here.run({"cut", "render", "film/cut.json", "a.mp4", "b.mp4", "--out", "other.mp4"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_NE(
      told.err.find("film.otio, film.mlt, film.edl, film.xml, film.fcpxml, film.html and sheet.png are of "
                    "other cuts: cut render --force writes them anew."),
      std::string::npos)
      << told.err;
  EXPECT_EQ(here.read("film/film.otio"), before["film.otio"]);
  const testing::Ran forced = here.run({"cut", "render", "film/cut.json", "a.mp4", "b.mp4", "--force"});
  EXPECT_EQ(forced.code, 0) << forced.err;
  EXPECT_NE(
      forced.out.find("film: film.otio, film.mlt, film.edl, film.xml, film.fcpxml, film.html, sheet.png: "
                      "written anew"),
      std::string::npos)
      << forced.out;
  EXPECT_EQ(forced.err.find("other cuts"), std::string::npos) << forced.err;
  for (const auto& [name, bytes] : before) EXPECT_NE(here.read("film/" + name), bytes) << name;
}

// The numbers are of the take: what was burnt is burnt again with them where they stand beside it.
TEST_F(CutFilm, WhatIsBurntGoesWithACutThatWasChanged) {
  camera("red.mp4", "red");
  camera("blue.mp4", "blue");
  // It is held while red is seen, and has a click.
  const report::BurnHead half{.width = 160,
                              .height = 90,
                              .from_s = .5,
                              .to_s = 1.5,
                              .pace = {.speed = .5, .hold_at_s = .8, .hold_s = .4},
                              .clicks = true};
  const std::string numbers = "Dialogue: 0,0:00:00.00,0:00:00.40,t,,0,0,0,,{\\an7\\pos(2,2)\\fs9}4\n";
  here.write("burn.mp4", "of other cuts");
  here.write("burn.ass", report::burn_head({160, 90, 0, 2, {}}) + numbers);
  std::filesystem::create_directories(here.path("clips"));
  here.write("clips/bar-2-50.mp4", "of other cuts");
  here.write("clips/bar-2-50.ass", report::burn_head(half) + numbers + report::burn_clicks({{1, true}}));
  here.write("clips/bar-9-25.mp4", "of other cuts");
  here.write("clips/bar-9-25.ass", "[Script Info]\nScriptType: v4.00+\n");
  for (const char* name : {"burn.mp4", "clips"}) {  // a file system's clock has coarse ticks
    const auto now = std::filesystem::last_write_time(here.path(name));
    std::filesystem::last_write_time(here.path(name), now - std::chrono::seconds(2));
  }
  cut("cut.json");
  const testing::Ran told = here.run({"cut", "render", "cut.json"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.err,
            "firstchair: burn.mp4 and clips are of other cuts: firstchair cut render --force makes them "
            "anew.\n");
  const testing::Ran forced = here.run({"cut", "render", "cut.json", "--force"});
  EXPECT_EQ(forced.code, 0) << forced.err;
  EXPECT_NE(forced.out.find("burn.mp4: written anew, with its numbers\n"), std::string::npos) << forced.out;
  EXPECT_EQ(forced.err, "firstchair: clips is of other cuts: firstchair cut makes it anew.\n");
  EXPECT_EQ(seen("burn.mp4"), std::string(25, 'r') + std::string(25, 'b'));
  // A second in the middle, at half the speed.
  EXPECT_EQ(seen("clips/bar-2-50.mp4"), std::string(35, 'r') + std::string(15, 'b'));
  Result<video::SoundTrack> sound = video::SoundTrack::open(here.path("clips/bar-2-50.mp4"), {});
  ASSERT_TRUE(sound);
  std::vector<float> samples(2 * 48000 * 3);
  samples.resize(sound->read(samples));
  const auto loudest = std::ranges::max_element(samples, {}, [](float x) { return std::abs(x); });
  EXPECT_NEAR(static_cast<double>(loudest - samples.begin()) / 2 / 48000, 1, .01);
  EXPECT_EQ(here.read("clips/bar-9-25.mp4"), "of other cuts");
}

TEST_F(CutFilm, SaysInOneLineWhatItCannotUse) {
  here.write("a.mp4", "not a film");
  here.write("wrong.csv", "at_s,tension,bar\n0,.2,1\n1,7,1\n");
  here.write("gone.json", kTake);
  here.write("film.mp4", "somebody's own");
  here.write("cut.json", "somebody's own");
  here.write("damaged.json", kTake.substr(0, kTake.size() / 2));
  const struct {
    std::vector<std::string> words;
    int code;
    const char* says;
  } cases[] = {{{"cut"}, 2, "no camera was named"},
               {{"cut", "--demo", "a.mp4"}, 2, "--demo makes its own cameras"},
               {{"cut", "none.mp4"}, 3, "none.mp4"},
               {{"cut", "a.mp4"}, 3, "a.mp4"},
               {{"cut", "a.mp4", "--sound", "gone.json"},
                3,
                "gone.json: its recording, gone.wav, is neither in its folder nor in the one above nor here"},
               {{"cut", "sync", "a.mp4", "--sound", "gone.json"}, 3, "its recording, gone.wav, is neither"},
               {{"cut", "a.mp4", "--sound", "damaged.json"}, 3, "damaged.json: no take.json"},
               {{"cut", "a.mp4", "--sound", "none.json"}, 3, "none.json: no such file"},
               {{"cut", "a.mp4", "--tension", "0:2"}, 2, "no curve of seconds and tensions"},
               {{"cut", "a.mp4", "--tension", "wrong.csv"}, 3, "wrong.csv:3: no time later"},
               {{"cut", "a.mp4", "--pan", "--jump-cuts"}, 2, "--jump-cuts"},
               // Before anything is heard: that takes minutes.
               {{"cut", "a.mp4", "--fps", "31.5"}, 2, "--fps 31.5: not a rate"},
               {{"cut", "a.mp4", "--size", "big"}, 2, "--size big: not a size"},
               {{"cut", "a.mp4", "--show", "b=kit"}, 2, "--show b=kit: no camera is called that"},
               {{"cut", "a.mp4", "--show", "a.mp4=nose"}, 2, "nose is nothing a camera shows"},
               {{"cut", "film.mp4", "--out", ".", "--force"}, 2, "film.mp4: is read for this film"},
               {{"cut", "a.mp4", "--sound", "./cut.json", "--out", ".", "--force"}, 2, "cut.json: is read"},
               {{"cut", "a.mp4", "--share", "a=much"}, 2, "--share a=much: not a share of the film"},
               {{"cut", "a.mp4", "--list", "otio,aaf"}, 2, "no edit list is called aaf"},
               {{"cut", "a.mp4", "--list", "only", "--clips", "2"}, 2, "--list only makes no film"},
               {{"cut", "a.mp4", "--sound", "none.wav"}, 3, "a.mp4: not a video file"},
               {{"cut", "tension", "none.wav"}, 3, "none.wav: no such file"},
               {{"cut", "render", "none.json"}, 3, "none.json: no such file"},
               {{"cut", "render", "a.mp4"}, 3, "a.mp4"}};
  for (const auto& [words, code, says] : cases) {
    const testing::Ran ran = here.run(words);
    EXPECT_EQ(ran.code, code) << says << ran.err;
    EXPECT_NE(ran.err.find(says), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_FALSE(std::filesystem::exists(here.path("film"))) << says;
  }
  EXPECT_EQ(here.read("film.mp4"), "somebody's own");
}

TEST_F(CutFilm, ATakesTensionIsACsvThatCutReads) {
  here.write("take.json", kTake);
  const testing::Ran told = here.run({"cut", "tension", "take.json"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.out.rfind("at_s,tension,bar\n0.000,0.", 0), 0U) << told.out;
  EXPECT_EQ(std::count(told.out.begin(), told.out.end(), '\n'), 1 + 7) << told.out;
  EXPECT_NE(told.out.find("\n3.000,"), std::string::npos) << told.out;
  std::filesystem::create_directories(here.path("kept"));
  here.write("kept/take.json", kTake);
  const testing::Ran out = here.run({"cut", "tension", "kept", "--out", "tension.csv"});
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(here.read("tension.csv"), told.out);
  EXPECT_EQ(here.run({"cut", "tension", "kept", "--out", "tension.csv"}).code, 3);
  // The curve is read; what is wrong then is the camera.
  here.write("a.mp4", "not a film");
  const testing::Ran ran = here.run({"cut", "a.mp4", "--tension", "tension.csv"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("a.mp4"), std::string::npos) << ran.err;
}

// Bytes of the beginning and of all of it are turned over: a film or one line, never anything else.
TEST_F(CutFilm, ADamagedCameraIsAFilmOrOneLine) {
  camera("red.mp4", "red");
  camera("blue.mp4", "blue");
  cut("cut.json");
  const std::string whole = here.read("red.mp4");
  std::uint32_t chance = 11;
  for (int turn = 0; turn < 4; ++turn) {
    std::string bytes = whole;
    for (int i = 0; i < 4 + turn; ++i) {
      chance = chance * 1664525u + 1013904223u;
      bytes[(chance >> 8) % bytes.size()] = static_cast<char>(chance >> 3);
    }
    here.write("red.mp4", bytes);
    const testing::Ran ran = here.run({"cut", "render", "cut.json", "--force"});
    EXPECT_TRUE(ran.code == 0 || ran.code == 3) << ran.code << ran.err;
    EXPECT_LE(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
}

}  // namespace
}  // namespace firstchair::tests
