#include "hearing/lay.h"

#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/ear/synthetic_strokes.h"
#include "hearing/lay_words.h"

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;
constexpr double kRate = 44100;

class Lay : public ::testing::Test {
 protected:
  Lay() : folder_(fs::temp_directory_path() / ("lay-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    std::mt19937 dice(4);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (double t = 0.4; t < 23; t += 0.16 + 0.3 * uniform(dice))
      strokes_.push_back({t, uniform(dice) < 0.5 ? Voice::kick : Voice::snare, 0.2 + 0.3 * uniform(dice)});
  }
  ~Lay() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  // What a camera that begins `late_s` after the master keeps for so many seconds.
  std::string record(const std::string& name, double late_s, double seconds, float hiss = 0.001F) const {
    std::vector<ear::SyntheticStroke> heard;
    for (ear::SyntheticStroke stroke : strokes_) {
      stroke.seconds -= late_s;
      if (stroke.seconds > 0 && stroke.seconds < seconds - 0.3) heard.push_back(stroke);
    }
    std::vector<float> sound = ear::synthesise(heard, seconds, kRate);
    std::mt19937 dice(static_cast<unsigned>(name.size() + name[0]));
    std::normal_distribution<float> normal;
    for (float& x : sound) x += hiss * normal(dice);
    return write(name, sound);
  }
  std::string write(const std::string& name, const std::vector<float>& sound) const {
    SF_INFO info{};
    info.samplerate = static_cast<int>(kRate);
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &info);
    sf_writef_float(file, sound.data(), static_cast<sf_count_t>(sound.size()));
    sf_close(file);
    return path(name);
  }

  fs::path folder_;
  std::vector<ear::SyntheticStroke> strokes_;
};

TEST_F(Lay, ACameraIsLaidOnASoundWithItsStrokes) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 24);
  options.distance_m = {{"hands", 3.43}};
  const std::vector<std::string> cameras{record("hands.wav", 3.25, 19), record("feet.wav", 1.5, 20)};
  const Result<Laid> laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_FALSE(laid->master);
  EXPECT_GT(laid->take.hits.size(), 30U);
  ASSERT_EQ(laid->cameras.size(), 2U);
  const cut::Placement& hands = laid->cameras[0].placement;
  ASSERT_EQ(hands.pieces.size(), 1U) << laid->cameras[0].notes.size();
  EXPECT_NEAR(cut::master_of(hands.pieces[0], 9), 12.26, 0.002);  // its sound came 10 ms late
  EXPECT_NEAR(cut::master_of(laid->cameras[1].placement.pieces.at(0), 9), 10.5, 0.002);
  // Each recording has a noise of its own in its snares, so their sound is not the same throughout.
  EXPECT_LE(hands.grade, cut::Grade::frame) << hands.between_ways_s;
  EXPECT_FALSE(laid->cameras[0].residuals.empty());

  const std::vector<std::string> turned{cameras[1], cameras[0]};
  const Result<Laid> again = lay(turned, options);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->cameras[1].placement.pieces, hands.pieces);
}

TEST_F(Lay, WithoutASoundTheBestCameraIsTheClock) {
  const std::vector<std::string> cameras{record("hissy.wav", 2, 20, 0.02F), record("clean.wav", 0, 22)};
  const Result<Laid> laid = lay(cameras, {});
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_EQ(laid->master, 1);
  EXPECT_NEAR(cut::master_of(laid->cameras[0].placement.pieces.at(0), 9), 11, 0.003);
  EXPECT_EQ(laid->cameras[1].placement.pieces.at(0).offset_s, 0);
}

TEST_F(Lay, ACameraThatIsTheMasterLiesAtNought) {
  const std::string mix = record("mix.wav", 0, 22);
  LayOptions options;
  options.sound = mix;
  const Result<Laid> laid = lay(std::vector<std::string>{mix}, options);
  ASSERT_TRUE(laid) << laid.error().line();
  const cut::Placement& placement = laid->cameras[0].placement;
  EXPECT_EQ(placement.grade, cut::Grade::exact);
  EXPECT_NEAR(cut::master_of(placement.pieces.at(0), 11), 11, 5e-5);
}

TEST_F(Lay, PiecesOfOneCameraAreJoinedByAPlus) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 24);
  const std::vector<std::string> cameras{record("a.wav", 0.5, 11) + "+" + record("b.wav", 12.25, 11)};
  const Result<Laid> laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  const LaidCamera& camera = laid->cameras[0];
  EXPECT_EQ(camera.name, "a");
  ASSERT_EQ(camera.placement.pieces.size(), 2U);
  EXPECT_EQ(camera.files, (std::vector<std::string>{path("a.wav"), path("b.wav")}));
  EXPECT_NEAR(cut::master_of(camera.placement.pieces[0], 5), 5.5, 0.003);
  EXPECT_NEAR(cut::master_of(camera.placement.pieces[1], 5), 17.25, 0.003);
}

TEST_F(Lay, StrokesThatWereKeptAreTheMastersAndAreNotHeardAgain) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 24);
  KeptStrokes kept;
  kept.source.name = "mix.wav";
  kept.source.rate = kRate;
  kept.source.length = static_cast<Frames>(24 * kRate);
  for (const ear::SyntheticStroke& stroke : strokes_)
    kept.hits.push_back({.frame = std::llround(stroke.seconds * kRate),
                         .voice = stroke.voice,
                         .strength = 90,
                         .sigma_ms = 1});
  kept.hits.pop_back();  // the ear would hear it
  options.kept = kept;
  const std::vector<std::string> cameras{record("hands.wav", 3.25, 19)};
  Result<Laid> laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_EQ(laid->take.hits, kept.hits);
  EXPECT_NEAR(cut::master_of(laid->cameras[0].placement.pieces.at(0), 9), 12.25, .002);

  // An e-kit's strokes have no recording.
  options.kept->source.kind = SourceKind::midi;
  options.sound = "take.json";
  laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_EQ(laid->take.hits, kept.hits);
  EXPECT_NEAR(cut::master_of(laid->cameras[0].placement.pieces.at(0), 9), 12.25, .004);
}

TEST_F(Lay, StrokesOfAnotherRecordingAreRefused) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 12);
  options.kept = KeptStrokes{};
  options.kept->source.rate = kRate;
  options.kept->source.length = static_cast<Frames>(24 * kRate);
  const std::vector<std::string> cameras{record("hands.wav", 1, 11)};
  const std::string ending = ". Name the recording with --sound, and it is heard again.";
  EXPECT_EQ(lay(cameras, options).error().line(),
            options.sound + ": not the recording of the take, which has 24.00 s: this has 12.00 s" + ending);
  options.kept->source.rate = 48000;
  EXPECT_EQ(
      lay(cameras, options).error().line(),
      options.sound + ": not the recording of the take, which has 48000 Hz: this has 44100 Hz" + ending);
}

TEST_F(Lay, OfSeveralSoundTracksTheLoudestIsLaidAndThatIsSaid) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 24);
  const std::string silent = write("silent.wav", std::vector<float>(static_cast<std::size_t>(19 * kRate)));
  const std::string command = "ffmpeg -v error -nostdin -y -i '" + silent + "' -i '" +
                              record("sound.wav", 3.25, 19) + "' -map 0 -map 1 -c:a flac '" +
                              path("two.mkv") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const std::vector<std::string> cameras{path("two.mkv")};
  Result<Laid> laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  const std::string said = "it has 2 sound tracks; the loudest, number 2, is heard";
  EXPECT_NEAR(cut::master_of(laid->cameras[0].placement.pieces.at(0), 9), 12.25, .002);
  EXPECT_EQ(laid->cameras[0].notes, std::vector<std::string>{said});

  options.sound = path("two.mkv");
  laid = lay(std::vector<std::string>{path("mix.wav")}, options);
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_EQ(laid->warnings, std::vector<std::string>{path("two.mkv") + ": " + said});
}

TEST_F(Lay, WhatCannotBeLaidIsToldAndNoError) {
  LayOptions options;
  options.sound = record("mix.wav", 0, 24);
  options.at = {{"placed", 12.4}};
  std::mt19937 dice(9);
  std::normal_distribution<float> normal;
  std::vector<float> noise(static_cast<std::size_t>(15 * kRate));
  for (float& x : noise) x = 0.05F * normal(dice);
  const std::vector<std::string> cameras{write("noise.wav", noise), record("short.wav", 18, 6),
                                         record("placed.wav", 3, 12)};
  const Result<Laid> laid = lay(cameras, options);
  ASSERT_TRUE(laid) << laid.error().line();
  EXPECT_EQ(laid->cameras[0].placement.grade, cut::Grade::no);
  EXPECT_TRUE(laid->cameras[0].notes.at(0).starts_with("not the same music")) << laid->cameras[0].notes[0];
  EXPECT_EQ(laid->cameras[1].placement.grade, cut::Grade::no);
  EXPECT_EQ(laid->cameras[2].placement.pieces.at(0).offset_s, 12.4);
  EXPECT_EQ(laid->cameras[2].placement.grade, cut::Grade::check);
}

TEST_F(Lay, WrongWordsAndMissingFilesAreErrors) {
  const std::string a = path("a.wav");
  std::ofstream(a) << "not sound";
  const auto code_of = [](const std::vector<std::string>& cameras, const LayOptions& options) {
    const Result<Laid> laid = lay(cameras, options);
    EXPECT_FALSE(laid);
    return laid ? ErrorCode::usage : laid.error().code;
  };
  EXPECT_EQ(code_of({}, {}), ErrorCode::usage);
  EXPECT_EQ(code_of(std::vector<std::string>(17, a), {}), ErrorCode::usage);
  EXPECT_EQ(code_of({a, "other/a.mp4"}, {}), ErrorCode::usage);
  LayOptions unknown;
  unknown.offset = {{"b", 1}};
  EXPECT_EQ(code_of({a}, unknown), ErrorCode::usage);
  EXPECT_EQ(code_of({path("none.wav")}, {}), ErrorCode::not_found);
  EXPECT_EQ(code_of({a}, {}), ErrorCode::malformed);
}

// Four hours are the most where nothing else is said; a recorder that stops a little late is none too long.
TEST_F(Lay, AFileThatIsTooLongIsOneLine) {
  EXPECT_EQ(LayOptions{}.most_hours, 4);
  const std::vector<std::string> cameras{record("long.wav", 0, 12)};
  LayOptions options;
  options.most_hours = 10. / 3600;
  const Result<Laid> laid = lay(cameras, options);
  ASSERT_FALSE(laid);
  EXPECT_EQ(laid.error().code, ErrorCode::too_large);
  EXPECT_EQ(laid.error().line(), cameras[0] + ": over 0.002778 hours long. Cut it into parts.");
  options.most_hours = 11.95 / 3600;
  EXPECT_TRUE(lay(cameras, options));
}

TEST(LayWords, SayWhatIsWrongAndWhatToDo) {
  cut::Coarse coarse;
  coarse.windows = 5;
  coarse.ratio = 1.1;
  EXPECT_EQ(
      coarse_words(coarse, "b"),
      std::vector<std::string>{"not the same music: none of 5 windows agrees (best 1.10; 1.3 is needed)"});
  coarse.end = cut::CoarseEnd::ambiguous;
  coarse.offsets_s = {3.21, 10.07};
  EXPECT_EQ(coarse_words(coarse, "c"),
            std::vector<std::string>{
                "fits at 3.21 s and at 10.07 s equally well (a loop?): choose with --offset c=3.21"});
  coarse.end = cut::CoarseEnd::speed;
  coarse.speed = 25. / 24;
  EXPECT_EQ(coarse_words(coarse, "d"), std::vector<std::string>{"plays at 25/24 speed: convert it first"});
  coarse.speed = 1.0007;
  coarse.speed_95 = 11.4e-6;
  EXPECT_EQ(coarse_words(coarse, "d"),
            std::vector<std::string>{
                "its clock runs 700 (+-12) parts in a million slow, 500 are the most: convert it first"});
  coarse.speed = coarse.speed_95 = 0;  // no number is told that nobody knows
  EXPECT_EQ(coarse_words(coarse, "d"),
            std::vector<std::string>{"its clock runs over 500 parts in a million off: convert it first"});
  coarse.end = cut::CoarseEnd::silent;
  EXPECT_EQ(coarse_words(coarse, "d"),
            std::vector<std::string>{"nothing is struck in its sound, or in the master's"});
  coarse.end = cut::CoarseEnd::apart;
  coarse.overlap_s = 6;
  EXPECT_EQ(coarse_words(coarse, "f"), std::vector<std::string>{"overlaps the sound for 6 s, 10 are needed"});
  coarse.end = cut::CoarseEnd::laid;
  coarse.pieces.resize(2);
  coarse.steps = {{.camera_s = 120, .missing_s = 1.02}};
  EXPECT_EQ(coarse_words(coarse, "e"),
            std::vector<std::string>{"1.02 s (+-15.0 ms) are missing at 2:00; laid as two pieces"});
  // The fine step has both pieces .3 ms well; the second is a quarter as long, and known half as well.
  const cut::Placement laid{
      .pieces = {{.from_s = 0, .to_s = 120, .offset_s = 5}, {.from_s = 120, .to_s = 150, .offset_s = 6.0172}},
      .offset_95_s = .0003,
      .also_at_s = {}};
  EXPECT_EQ(coarse_words(coarse, "e", laid),
            std::vector<std::string>{"1.017 s (+-0.7 ms) are missing at 2:00; laid as two pieces"});
  coarse.steps[0].missing_s = -1.02;
  EXPECT_EQ(coarse_words(coarse, "e"),
            std::vector<std::string>{"the master lacks 1.02 s (+-15.0 ms) at 2:00; laid as two pieces"});
  coarse.lost_from_s = 130, coarse.lost_to_s = 139;
  EXPECT_EQ(coarse_words(coarse, "e").back(), "what it has from 2:10 to 2:19 fits on none of them");
  coarse.lost_from_s = coarse.lost_to_s = 0;
  coarse.pieces = {{.to_s = 60, .offset_s = 3.25}};
  coarse.steps.clear();
  coarse.echo_s = .25;
  EXPECT_EQ(coarse_words(coarse, "e"),
            std::vector<std::string>{"an echo 250 ms late is heard: by the sound that comes first it "
                                     "lies at 3.250 s, by the echo at 3.000 s"});
  coarse.maybe_s = .1;
  EXPECT_EQ(coarse_words(coarse, "e"),
            std::vector<std::string>{"it is heard twice: it may lie at 3.250 s, or at 3.350 s, by a "
                                     "sound that comes first"});
  EXPECT_EQ(no_sound_words("feet"), "no sound: place it with --at feet=SECONDS");
}

}  // namespace
}  // namespace firstchair::hearing
