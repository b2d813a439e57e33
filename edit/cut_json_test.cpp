#include "edit/cut_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "edit/golden_film_test.h"
#include "engine/cut/decide.h"
#include "engine/cut/groove_test.h"

namespace firstchair::edit {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

const std::vector<std::string> kGiven{"/media/Füße.mov"};

std::string faults(const Json& json) {
  static Json document;
  static const valijson::Schema* const schema = [] {
    std::ifstream(FIRSTCHAIR_SOURCE_DIR "/docs/formats/cut.schema.json") >> document;
    auto* made = new valijson::Schema;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(Adapter(document), *made);
    return made;
  }();
  valijson::Validator validator;
  valijson::ValidationResults results;
  std::string text;
  if (validator.validate(*schema, Adapter(json), &results)) return text;
  for (const auto& error : results) {
    for (const std::string& part : error.context) text += part;
    text += ": " + error.description + "\n";
  }
  return text.empty() ? "invalid" : text;
}

cut::Film decided_film(std::string_view style) {
  cut::Film film = cut::three_cameras(80);
  film.rate = {30000, 1001};
  film.cameras[0].shows = {{.line = Line::snare, .x = .2, .y = .3}, {.line = Line::tom, .x = .8, .y = .3}};
  film.cameras[1].placement.pieces[0].slope = 1.0 / 3 * 1e-4;
  Result<cut::Film> made = cut::decide(film, cut::groove_take(32),
                                       {.style = *cut::style_from_id(style), .shares = {}, .pan = true});
  EXPECT_TRUE(made);
  return *made;
}

TEST(CutJson, WhatIsReadIsWrittenAsTheSameBytes) {
  for (const cut::Style& style : cut::styles()) {
    const std::string bytes = write_cut(decided_film(style.id));
    const Result<cut::Film> film = read_cut(bytes, "cut.json");
    ASSERT_TRUE(film) << film.error().line();
    EXPECT_EQ(write_cut(*film), bytes);
    EXPECT_EQ(faults(Json::parse(bytes)), "") << style.id;
  }
  const std::string bytes = write_cut(golden_film());
  const Result<cut::Film> film = read_cut(bytes, "cut.json", kGiven);
  ASSERT_TRUE(film) << film.error().line();
  EXPECT_EQ(write_cut(*film), bytes);
  EXPECT_EQ(faults(Json::parse(bytes)), "");
}

TEST(CutJson, TimecodesComeBackAndAreLeftOutWhereThereAreNone) {
  const std::string bytes = write_cut(timecode_film());
  const Result<cut::Film> film = read_cut(bytes, "cut.json", kGiven);
  ASSERT_TRUE(film) << film.error().line();
  EXPECT_EQ(write_cut(*film), bytes);
  EXPECT_EQ(faults(Json::parse(bytes)), "");
  for (std::size_t c = 0; c < film->cameras.size(); ++c)
    EXPECT_EQ(film->cameras[c].timecodes, timecode_film().cameras[c].timecodes);
  EXPECT_EQ(write_cut(golden_film()).find("timecode"), std::string::npos);
}

TEST(CutJson, ATimecodeThatCannotBeIsToldWithItsPlace) {
  const Json whole = Json::parse(write_cut(timecode_film()));
  const auto told = [&](const char* path, const Json& value) {
    Json json = whole;
    json[Json::json_pointer(path)] = value;
    const Result<cut::Film> film = read_cut(json.dump(), "cut.json", kGiven);
    return film ? std::string() : film.error().line();
  };
  EXPECT_EQ(told("/cameras/0/timecodes/0/first", "01:01:00;00"),
            "cut.json: cameras[0].timecodes[0].first: is no timecode at that rate: 01:01:00;00.");
  EXPECT_EQ(told("/cameras/1/timecodes", Json::array()),
            "cut.json: cameras[1].timecodes: are not as many as there are files.");
  EXPECT_EQ(told("/cameras/1/timecodes/0/rate", Json{0, 1}),
            "cut.json: cameras[1].timecodes[0].rate: is no number from 1 to 100000000.");
  EXPECT_EQ(told("/cameras/1/timecodes/0/colour", 1),
            "cut.json: cameras[1].timecodes[0].colour: is no field that is known.");
}

// What the first program that wrote films wrote of the golden one: it did not look at pictures yet.
TEST(CutJson, TheEarliestFilmIsReadAndSaysNothingOfWhatWasNotKnownThen) {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/edit/golden/earliest_cut.json");
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Result<cut::Film> film = read_cut(bytes, "cut.json", kGiven);
  ASSERT_TRUE(film) << film.error().line();
  cut::Film known = golden_film();
  for (cut::Camera& camera : known.cameras) camera.seen_late_s = camera.seen_late_95_s = 0;
  EXPECT_EQ(write_cut(*film), write_cut(known));
}

TEST(CutJson, NothingIsLost) {
  const cut::Film film = golden_film();
  const Result<cut::Film> read = read_cut(write_cut(film), "cut.json", kGiven);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->title, film.title);
  EXPECT_EQ(read->rate, film.rate);
  EXPECT_EQ(read->sound, film.sound);
  EXPECT_EQ(read->seed, film.seed);
  ASSERT_EQ(read->cameras.size(), film.cameras.size());
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    const cut::Camera &a = read->cameras[c], &b = film.cameras[c];
    EXPECT_EQ(a.files, b.files);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.shows, b.shows);
    EXPECT_EQ(a.placement.grade, b.placement.grade);
    ASSERT_EQ(a.placement.pieces.size(), b.placement.pieces.size());
    for (std::size_t p = 0; p < a.placement.pieces.size(); ++p) {
      EXPECT_NEAR(a.placement.pieces[p].offset_s, b.placement.pieces[p].offset_s, 1e-6);
      EXPECT_NEAR(a.placement.pieces[p].slope, b.placement.pieces[p].slope, 1e-10);
    }
  }
  ASSERT_EQ(read->shots.size(), film.shots.size());
  for (std::size_t s = 0; s < film.shots.size(); ++s) {
    EXPECT_EQ(read->shots[s].camera, film.shots[s].camera);
    EXPECT_NEAR(read->shots[s].from_s, film.shots[s].from_s, 1e-6);
    EXPECT_EQ(read->shots[s].why, film.shots[s].why);
    EXPECT_EQ(read->shots[s].move.kind, film.shots[s].move.kind);
  }
  EXPECT_EQ(read->marks.size(), film.marks.size());
  EXPECT_EQ(read->tension.size(), film.tension.size());
  EXPECT_EQ(read->phrases_s.size(), film.phrases_s.size());
}

struct Wrong {
  const char *path, *value, *line;
};
constexpr Wrong kWrong[] = {
    {"/format", R"("other")", "cut.json: format: is not firstchair.cut."},
    {"/version", "2", "cut.json: version: is not 1: a later program wrote this."},
    {"/shots/1/from_s", "4.1", "cut.json: shots[1].from_s: is 4.1; the shot before ends at 4.002."},
    {"/shots/4/to_s", "20", "cut.json: shots: end at 20; the film ends at 16.014."},
    {"/shots/0/camera", R"("nobody")", "cut.json: shots[0].camera: names no camera of this film: nobody."},
    {"/shots/0/why", R"("a\u0007b")", "cut.json: shots[0].why: has letters that no name has."},
    {"/cameras/1/name", R"("hands")", "cut.json: cameras[1].name: is empty or another camera's."},
    {"/cameras/0/placement/pieces/0/ppm", "501",
     "cut.json: cameras[0].placement.pieces[0].ppm: is no number from -500 to 500."},
    {"/cameras/0/placement/pieces/1/offset_s", "3",
     "cut.json: cameras[0].placement.pieces[1]: lies over the piece before it."},
    {"/cameras/0/files/0", R"("http://example.org/a.mp4")",
     "cut.json: cameras[0].files[0]: is no path of a file: http://example.org/a.mp4."},
    {"/cameras/0/files/0", R"("concat:a.mp4|b.mp4")",
     "cut.json: cameras[0].files[0]: is no path of a file: concat:a.mp4|b.mp4."},
    {"/sound", R"("/etc/passwd")",
     "cut.json: sound: /etc/passwd is not below this file's folder. Name it behind cut.json, as every file "
     "that lies elsewhere."},
    {"/sound", R"("a/../../b.wav")",
     "cut.json: sound: a/../../b.wav is not below this file's folder. Name it behind cut.json, as every file "
     "that lies elsewhere."},
    {"/sound", R"("..\\b.wav")",
     "cut.json: sound: ..\\b.wav is not below this file's folder. Name it behind cut.json, as every file "
     "that lies elsewhere."},
    {"/tension/1", "[1, 0.5]", "cut.json: tension[1]: is not in order of time."},
    {"/marks/1/at_s", "2", "cut.json: marks[1]: is not in order of time."},
    {"/marks/0/line", R"("cowbell")", "cut.json: marks[0].line: is no line of a kit."},
    {"/rate", "[0, 1]", "cut.json: rate: is no number from 1 to 100000000."},
    {"/seed", "-1", "cut.json: seed: is no whole number."},
};

TEST(CutJson, WhatIsWrongIsToldInOneLineWithItsPlace) {
  for (const Wrong& wrong : kWrong) {
    Json json = Json::parse(write_cut(golden_film()));
    json[Json::json_pointer(wrong.path)] = Json::parse(wrong.value);
    const Result<cut::Film> film = read_cut(json.dump(), "cut.json", kGiven);
    ASSERT_FALSE(film) << wrong.path;
    EXPECT_EQ(film.error().line(), wrong.line);
  }
}

TEST(CutJson, WhatIsMissingIsTold) {
  const Json whole = Json::parse(write_cut(golden_film()));
  for (const auto& [name, value] : whole.items()) {
    Json json = whole;
    json.erase(name);
    const Result<cut::Film> film = read_cut(json.dump(), "cut.json", kGiven);
    ASSERT_FALSE(film) << name;
    EXPECT_TRUE(film.error().line().starts_with("cut.json: " + name)) << film.error().line();
    EXPECT_NE(faults(json), "") << name;
  }
}

// Each object of the film, given a field that no cut.json has.
TEST(CutJson, AFieldThatNobodyKnowsIsTold) {
  const Json whole = Json::parse(write_cut(golden_film()));
  for (const char* object : {"", "cameras/0", "cameras/0/shows/0", "cameras/1/placement",
                             "cameras/1/placement/pieces/0", "shots/2", "marks/1"}) {
    Json json = whole;
    const std::string place = *object == 0 ? "" : std::string("/") + object;
    ASSERT_TRUE(json.contains(Json::json_pointer(place))) << object;
    json[Json::json_pointer(place + "/colour")] = "red";
    const Result<cut::Film> film = read_cut(json.dump(), "cut.json", kGiven);
    ASSERT_FALSE(film) << object;
    EXPECT_TRUE(film.error().line().ends_with("colour: is no field that is known.")) << film.error().line();
    EXPECT_NE(faults(json), "") << object;
  }
  Json json = whole;
  json["shots"][1]["form_s"] = json["shots"][1]["from_s"];
  json["shots"][1].erase("from_s");
  EXPECT_EQ(read_cut(json.dump(), "cut.json", kGiven).error().line(),
            "cut.json: shots[1].form_s: is no field that is known.");
}

TEST(CutJson, AFieldThatStandsTwiceIsTold) {
  std::string bytes = write_cut(golden_film());
  const std::size_t shots = bytes.find("\"shots\"");
  const std::size_t second = bytes.find("\"to_s\"", bytes.find("\"to_s\"", shots) + 1);
  bytes.insert(second, "\"to_s\": 1, ");
  EXPECT_EQ(read_cut(bytes, "cut.json", kGiven).error().line(),
            "cut.json: shots[1].to_s: stands there twice.");
  bytes = write_cut(golden_film());
  bytes.insert(bytes.find("\"seed\""), "\"title\": \"another\", ");
  EXPECT_EQ(read_cut(bytes, "cut.json", kGiven).error().line(), "cut.json: title: stands there twice.");
}

TEST(CutJson, AFileElsewhereMustBeGiven) {
  Json json = Json::parse(write_cut(golden_film()));
  EXPECT_FALSE(read_cut(json.dump(), "cut.json"));
  const Result<cut::Film> named = read_cut(json.dump(), "cut.json", {"/elsewhere/Füße.mov"});
  ASSERT_TRUE(named) << named.error().line();
  EXPECT_EQ(named->cameras[1].files[0], "/elsewhere/Füße.mov");
  EXPECT_FALSE(read_cut(json.dump(), "cut.json", {"/a/Füße.mov", "/b/Füße.mov"}));
}

TEST(CutJson, SaysWhereATextEndsToBeJson) {
  std::string bytes = write_cut(golden_film());
  const std::size_t at = bytes.find(",\n", bytes.find("\"shots\""));
  const auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  bytes.insert(at, ",");
  const std::string told = read_cut(bytes, "cut.json", kGiven).error().line();
  EXPECT_TRUE(told.starts_with("cut.json: is no JSON from line " + std::to_string(lines + 1) + ", column "))
      << told;
  EXPECT_EQ(read_cut("{\n 3}", "cut.json", kGiven).error().line(),
            "cut.json: is no JSON from line 2, column 2 on.");
}

// A letter that is changed anywhere makes a film that is written and read again, or one line.
TEST(CutJson, ADamagedFileIsAFilmOrOneLine) {
  const std::string bytes = write_cut(golden_film());
  std::mt19937 random(3);
  int taken = 0, refused = 0;
  for (int draw = 0; draw < 600; ++draw) {
    std::string damaged = bytes;
    for (std::size_t k = 0, n = 1 + random() % 3; k < n; ++k)
      damaged[random() % damaged.size()] = "0123456789.-e\"{}[],:\x80 xn"[random() % 24];
    const Result<cut::Film> film = read_cut(damaged, "cut.json", kGiven);
    if (!film) {
      ++refused;
      EXPECT_TRUE(film.error().line().starts_with("cut.json: ")) << film.error().line();
      EXPECT_EQ(film.error().line().find('\n'), std::string::npos);
      continue;
    }
    ++taken;
    const std::string written = write_cut(*film);
    const Result<cut::Film> again = read_cut(written, "cut.json", kGiven);
    ASSERT_TRUE(again) << again.error().line();
    EXPECT_EQ(write_cut(*again), written);
  }
  EXPECT_GT(taken, 10);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace firstchair::edit
