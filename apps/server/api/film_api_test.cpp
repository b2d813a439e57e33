#include "apps/server/api/film_api.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "apps/server/api/film_folder.h"
#include "apps/server/api/film_json.h"
#include "apps/server/api/film_test.h"

namespace firstchair::server {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class FilmApiTest : public ::testing::Test {
 protected:
  void SetUp() override { write_film(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  static Request request(const std::string& method, const std::string& path, const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    return request;
  }
  json told(FilmApi& api) const { return json::parse(api.answer(request("GET", "/api/film")).body); }
  std::string text() const {
    std::ifstream file(folder_ / "cut.json");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  const fs::path folder_ = fs::temp_directory_path() / ("firstchair-film-api-" + std::to_string(::getpid()));
};

TEST_F(FilmApiTest, TellsShotsStrokesAndWhereCamerasLie) {
  FilmApi api({folder_.string()}, {});
  const json film = told(api);
  EXPECT_EQ(film["state"], "changed");  // there is no film.mp4 yet
  EXPECT_EQ(film["video"], "");
  EXPECT_EQ(film["shots"].size(), 4U);
  EXPECT_EQ(film["shots"][1]["words"], "wide from 0:02.0 for 2.00 s");
  EXPECT_EQ(film["strokes"].size(), 15U);
  EXPECT_EQ(film["cameras"][0]["residuals"].size(), 2U);
  EXPECT_EQ(film["cameras"][0]["residuals"][1]["on_line"], false);
  EXPECT_EQ(film["cameras"][0]["words"][0],
            "exact: begins at 0.000 s (±0.4 ms), its clock 20.0 parts in a million off (±0.2)");
  EXPECT_EQ(film["cameras"][1]["residuals"].size(), 0U);
}

TEST_F(FilmApiTest, ACutIsMovedToAStrokeAndWritten) {
  FilmApi api({folder_.string()}, {});
  const Response moved = api.answer(request("POST", "/api/film/cuts", R"({"cut":1,"at_s":2.9})"));
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_NEAR(json::parse(moved.body)["shots"][1]["from_s"].get<double>(), 2.96, 1e-9);
  EXPECT_NE(text().find("moved by hand, bar 1 beat 4, snare"), std::string::npos);
  EXPECT_NE(text().find("\"hands.mp4\""), std::string::npos);  // names stay as they were
  EXPECT_NEAR(told(api)["shots"][1]["from_s"].get<double>(), 2.96, 1e-9);
}

TEST_F(FilmApiTest, EditListsGoWithACutAndOneThatSomebodyChangedIsToldAndLeft) {
  const auto film = [&] { return with_whole_names(*read_film(folder_ / "cut.json", {}), folder_); };
  const auto bytes = [&](const char* name) {
    std::ifstream file(folder_ / name);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  };
  const std::vector<std::string> all{"otio", "mlt", "edl", "xmeml", "fcpxml"};
  ASSERT_TRUE(write_film_lists(film(), folder_, all, false));
  ASSERT_EQ(lists_of(film(), folder_), all);
  std::ofstream(folder_ / "film.mlt", std::ios::app) << "<!-- by hand -->";
  const std::string by_hand = bytes("film.mlt"), otio = bytes("film.otio");
  FilmApi api({folder_.string()}, {});
  const json told_before = told(api);
  EXPECT_EQ(told_before["old"], json({"film.mlt is of other cuts: rendering again writes it anew"}));
  const Response moved = api.answer(request("POST", "/api/film/cuts", R"({"cut":1,"at_s":2.9})"));
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(json::parse(moved.body)["old"], told_before["old"]);
  EXPECT_EQ(lists_of(film(), folder_), (std::vector<std::string>{"otio", "edl", "xmeml", "fcpxml"}));
  EXPECT_NE(bytes("film.otio"), otio);
  EXPECT_EQ(bytes("film.mlt"), by_hand);
  // cut.json is changed by hand: all of them are old. What is older than it is told, too.
  std::string text = this->text();
  text.replace(text.find("\"hands\",\"from_s\":4.0"), 20, "\"wide\", \"from_s\":4.0");
  std::ofstream(folder_ / "burn.mp4") << "pictures";
  fs::last_write_time(folder_ / "burn.mp4", fs::file_time_type::clock::now() - std::chrono::hours(1));
  std::ofstream(folder_ / "cut.json") << text;
  EXPECT_EQ(
      told(api)["old"],
      json({"film.otio, film.mlt, film.edl, film.xml and film.fcpxml are of other cuts: rendering again "
            "writes them anew",
            "burn.mp4 is of other cuts: firstchair cut render --force makes it anew"}));
}

TEST_F(FilmApiTest, ASecondCmxFileThatIsNotNeededAnyMoreGoes) {
  const cut::Film film = with_whole_names(*read_film(folder_ / "cut.json", {}), folder_);
  ASSERT_TRUE(write_film_lists(film, folder_, {"edl"}, false));
  std::ofstream(folder_ / "film-2.edl") << "TITLE: more";
  EXPECT_EQ(of_other_cuts(film, folder_).with_film, std::vector<std::string>{"film-2.edl"});
  ASSERT_TRUE(write_film_lists(film, folder_, {"edl"}, true));
  EXPECT_FALSE(fs::exists(folder_ / "film-2.edl"));
  EXPECT_TRUE(of_other_cuts(film, folder_).empty());
  EXPECT_FALSE(write_film_lists(film, folder_, {"edl"}, false));  // it is there
}

TEST_F(FilmApiTest, WhatCannotBeLeavesTheFilmAsItIs) {
  FilmApi api({folder_.string()}, {});
  const std::string before = text();
  const struct {
    const char *method, *path, *body;
    int status;
  } cases[] = {{"POST", "/api/film/cuts", R"({"cut":0,"at_s":1})", 400},
               {"POST", "/api/film/cuts", R"({"cut":1})", 400},
               {"POST", "/api/film/cuts", R"({"cut":1,"at_s":"x"})", 400},
               {"POST", "/api/film/cuts", "[]", 400},
               {"POST", "/api/film/cuts", R"({"cut":1e300,"at_s":1})", 400},
               {"POST", "/api/film/cuts", R"({"cut":9,"at_s":1})", 409},
               {"GET", "/api/film/cuts", "", 405},
               {"DELETE", "/api/film", "", 405},
               {"GET", "/api/film/film.mp4", "", 404},
               {"GET", "/api/film/cut.json", "", 404},
               {"GET", "/api/film/../cut.json", "", 404}};
  for (const auto& [method, path, body, status] : cases)
    EXPECT_EQ(api.answer(request(method, path, body)).status, status) << path << body;
  EXPECT_EQ(text(), before);
  Request player = request("GET", "/api/film");
  player.only = "Ada";
  EXPECT_EQ(api.answer(player).status, 403);
}

TEST_F(FilmApiTest, ARenderingThatCannotBeSaysWhy) {
  FilmApi api({folder_.string()}, {});
  EXPECT_EQ(api.answer(request("POST", "/api/film/render")).status, 200);  // its cameras are not there
  json film;
  for (int turn = 0; turn < 200 && film["state"] != "failed"; ++turn) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    film = told(api);
  }
  EXPECT_EQ(film["state"], "failed");
  EXPECT_NE(film["error"].get<std::string>().find("no such file"), std::string::npos) << film["error"];
  // A cut that is moved asks for a new one.
  EXPECT_EQ(api.answer(request("POST", "/api/film/cuts", R"({"cut":1,"at_s":3})")).status, 200);
  EXPECT_EQ(told(api)["state"], "changed");
}

TEST_F(FilmApiTest, WithoutAFilmNothingIsThere) {
  FilmApi none({}, {});
  EXPECT_EQ(none.answer(request("GET", "/api/film")).status, 404);
  std::ofstream(folder_ / "cut.json") << "{";
  FilmApi broken({folder_.string()}, {});
  EXPECT_EQ(broken.answer(request("GET", "/api/film")).status, 422);
  fs::remove(folder_ / "cut.json");
  EXPECT_EQ(broken.answer(request("GET", "/api/film")).status, 404);
}

TEST(FilmJson, ReadsOnlyRowsThatAreWhole) {
  const std::vector<FilmResidual> rows =
      residuals_of("at_s,off_ms,on_line,camera\n1,2,1,a,b\nnan,1,1,a\n1,2\n3,-4.5,0,\xff\n1,2,1,");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].camera, "a,b");
  EXPECT_EQ(rows[1].off_ms, -4.5);
  EXPECT_FALSE(rows[1].on_line);
  EXPECT_EQ(rows[2].camera, "");
}

}  // namespace
}  // namespace firstchair::server
