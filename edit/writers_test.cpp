#include "edit/writers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "edit/cut_json.h"
#include "edit/golden_film_test.h"
#include "edit/words.h"

namespace firstchair::edit {
namespace {

using nlohmann::json;

// Says that bytes are those of edit/golden/NAME. FIRSTCHAIR_WRITE_GOLDEN=1 writes them there instead.
void expect_golden(const std::string& name, const std::string& bytes) {
  const std::string path = FIRSTCHAIR_SOURCE_DIR "/edit/golden/" + name;
  if (std::getenv("FIRSTCHAIR_WRITE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << bytes;
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path << " is missing";
  std::stringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(bytes, golden.str()) << path;
}

TEST(EditLists, HoldWhatTheGoldenOnesHold) {
  const Result<std::vector<ListFile>> files =
      write_lists(golden_film(), {"otio", "mlt", "edl", "xmeml", "fcpxml"}, {.folder = "/home/jo/my films"});
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 5u);
  for (const ListFile& file : *files) expect_golden(file.name, file.bytes);
  expect_golden("cut.json", write_cut(golden_film()));
}

TEST(EditLists, StackedOnesHoldEveryCameraWhole) {
  const Result<std::vector<ListFile>> files = write_lists(golden_film(), {"otio", "mlt", "xmeml", "fcpxml"},
                                                          {.folder = "/home/jo", .shape = Shape::stacked});
  ASSERT_TRUE(files);
  for (const ListFile& file : *files) expect_golden("stacked-" + file.name, file.bytes);
}

TEST(EditLists, AClockThatDriftsVisiblyIsFollowed) {
  const Result<std::vector<ListFile>> files =
      write_lists(drifting_film(), {"otio", "mlt", "edl", "xmeml", "fcpxml"}, {.folder = "/home/jo"});
  ASSERT_TRUE(files);
  for (const ListFile& file : *files) expect_golden("drift-" + file.name, file.bytes);
  EXPECT_FALSE(needs_retiming({.to = 1000, .slope = 400e-6}));
  EXPECT_TRUE(needs_retiming({.to = 1300, .slope = -400e-6}));
}

TEST(EditLists, AFilesTimeBeginsWithItsTimecode) {
  const Result<std::vector<ListFile>> files =
      write_lists(timecode_film(), {"otio", "mlt", "edl", "xmeml", "fcpxml"}, {.folder = "/home/jo"});
  ASSERT_TRUE(files);
  for (const ListFile& file : *files) expect_golden("timecode-" + file.name, file.bytes);
  expect_golden("timecode-cut.json", write_cut(timecode_film()));
}

// The first frame of hands is shown .517 s after its file's beginning: 15 frames behind 01:00:59;10, and so
// does every list that counts by timecode say. Its 60 frames reach over the minute, which has no ;00 and ;01.
TEST(EditLists, AgreeOnASourceByItsTimecode) {
  cut::Film film = timecode_film();
  film.cameras[0].placement.pieces[0].slope = 0;
  const EditList list = list_of(film, {});
  const Event& hands = list.tracks[0].events[0];
  ASSERT_EQ(frame_at(hands.source_s, 30000 / 1001.), 15);
  const std::int64_t first = film.cameras[0].timecodes[0]->frame + 15;
  EXPECT_NE(write_edl(list)[0].find("FCM: DROP FRAME\n001  HANDSSTI V     C        01:00:59;25 01:01:01;27 "
                                    "00:00:00:00 00:00:02:00\n"),
            std::string::npos)
      << write_edl(list)[0];
  const json otio = json::parse(write_otio(list));
  const json& clip = otio["tracks"]["children"][0]["children"][0];
  EXPECT_EQ(clip["source_range"]["start_time"]["value"], first);
  EXPECT_EQ(clip["media_references"]["DEFAULT_MEDIA"]["available_range"]["start_time"]["value"], first - 15);
  pugi::xml_document fcpxml, xmeml;
  ASSERT_TRUE(fcpxml.load_string(write_fcpxml(list).c_str()));
  const pugi::xml_node asset = fcpxml.select_node("//asset[1]").node(),
                       shot = fcpxml.select_node("//spine/asset-clip[1]").node();
  EXPECT_EQ(asset.attribute("start").value(), std::to_string((first - 15) * 1001) + "/30000s");
  EXPECT_EQ(shot.attribute("start").value(), std::to_string(first * 1001) + "/30000s");
  EXPECT_STREQ(shot.attribute("tcFormat").value(), "DF");
  ASSERT_TRUE(xmeml.load_string(write_xmeml(list).c_str()));
  const pugi::xml_node item = xmeml.select_node("//video/track/clipitem[1]").node();
  EXPECT_EQ(item.child("in").text().as_int(), 15);
  EXPECT_EQ(item.child("file").child("timecode").child("frame").text().as_llong(), first - 15);
  EXPECT_STREQ(item.child("file").child("timecode").child("displayformat").text().get(), "DF");
}

// melt counts every file from its first picture.
TEST(EditLists, MltIsTheSameWithATimecode) {
  cut::Film film = timecode_film();
  const std::string with = write_mlt(list_of(film, {}));
  for (cut::Camera& camera : film.cameras) camera.timecodes.clear();
  EXPECT_EQ(write_mlt(list_of(film, {})), with);
}

TEST(EditLists, EventsTileEveryTrack) {
  for (const Shape shape : {Shape::cut, Shape::stacked}) {
    const EditList list = list_of(golden_film(), {.shape = shape});
    EXPECT_EQ(list.frames, 420);
    for (const Track& track : list.tracks) {
      std::int64_t at = 0;
      for (const Event& event : track.events) {
        EXPECT_EQ(event.from, at) << track.name;
        EXPECT_GT(event.to, event.from);
        at = event.to;
      }
      EXPECT_EQ(at, 420) << track.name;
    }
  }
}

// The middle of frame 60 is at 4.0187 s; feet began at -2.443 s, and its picture is 20 ms late.
TEST(EditLists, AnEventsSourceIsWhatItsCameraShowsThere) {
  const EditList list = list_of(golden_film(), {});
  const Event& feet = list.tracks[0].events[1];
  EXPECT_EQ(list.media[static_cast<std::size_t>(feet.media)].name, "Füße.mov");
  EXPECT_NEAR(feet.source_s, (2 + 60.5 * 1001 / 30000 + 2.443) / (1 + 75e-6) + .02, 1e-9);
  EXPECT_EQ(list.tracks[0].events[4].source_s, list.tracks[0].events[4].source_s);
  EXPECT_EQ(list.media[static_cast<std::size_t>(list.tracks[0].events[4].media)].name, "hands#2?.mp4");
  EXPECT_EQ(list.tracks[1].events[0].source_s, 2);  // the master's sound, from the film's beginning
}

TEST(EditLists, ALongCmxListGoesOnInASecondFile) {
  cut::Film film = golden_film();
  film.rate = {25, 1};
  film.from_s = 0, film.to_s = 2500;
  film.shots.clear();
  for (int s = 0; s < 2500; ++s)
    film.shots.push_back({.camera = s % 2 + 1,
                          .from_s = 1. * s,
                          .to_s = 1. * s + 1,
                          .stroke_s = 1. * s,
                          .why = {},
                          .move = {}});
  film.cameras[1].placement.pieces[0].to_s = 3000;
  const Result<std::vector<ListFile>> files = write_lists(film, {"edl"}, {});
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 3u);
  EXPECT_EQ((*files)[1].name, "film-2.edl");
  EXPECT_NE((*files)[0].bytes.find("\n999  "), std::string::npos);
  EXPECT_NE((*files)[1].bytes.find("\n001  "), std::string::npos);
  EXPECT_NE((*files)[2].bytes.find("00:41:39:00 00:41:40:00\n"), std::string::npos);
}

TEST(EditLists, CmxReelsAreEightLettersAndEachIsOneFiles) {
  cut::Film film = golden_film();
  film.cameras[0].files = {"a/GX010042.MP4", "b/GX010042.MP4"};
  film.cameras[1].files = {"GX0100429.MP4"};
  const std::string edl = write_edl(list_of(film, {}))[0];
  EXPECT_NE(edl.find(" GX010042 V"), std::string::npos);
  EXPECT_NE(edl.find(" GX010043 V"), std::string::npos) << edl;
  EXPECT_NE(edl.find(" GX010042 V"), std::string::npos);
}

TEST(EditLists, AnUnknownFormatIsRefused) {
  const Result<std::vector<ListFile>> files = write_lists(golden_film(), {"aaf"}, {});
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::usage);
}

TEST(EditLists, AFilmWithoutShotsIsStillAList) {
  cut::Film film;
  film.to_s = 1;
  const Result<std::vector<ListFile>> files =
      write_lists(film, {"otio", "mlt", "edl", "xmeml", "fcpxml"}, {});
  ASSERT_TRUE(files);
  for (const ListFile& file : *files) EXPECT_FALSE(file.bytes.empty());
}

TEST(Words, PathsArePercentEncoded) {
  EXPECT_EQ(file_url("/a b/ü%\"'<&>#?.mp4"), "file:///a%20b/%C3%BC%25%22%27%3C%26%3E%23%3F.mp4");
  EXPECT_EQ(file_url("/a.mp4", "localhost"), "file://localhost/a.mp4");
  EXPECT_EQ(file_url("below/a b.mp4"), "below/a%20b.mp4");
}

TEST(Words, WhatNoFormatHoldsIsReplaced) {
  EXPECT_EQ(safe("a\nb\x01\x7F"), "a b  ");
  EXPECT_EQ(safe("\xFF\xC0\x80x"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx");
  EXPECT_EQ(safe("für 🥁"), "für 🥁");
  EXPECT_EQ(safe("\xEF\xBF\xBF"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

}  // namespace
}  // namespace firstchair::edit
