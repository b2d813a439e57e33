#include "io/sound/synth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "io/sound/soundfont.h"
#include "io/sound/wav.h"

namespace firstchair::io {
namespace {

constexpr int kGrain = Synth::kGrain;
constexpr int kBass = 32, kElectricPiano = 4;  // small ones, which are unpacked quickly

// Everything the band is built from is installed with it (packages.txt): no soundfont is a failure.
Result<Synth> band_of(std::vector<SynthPart> parts) {
  const Result<std::string> font = find_soundfont({});
  if (!font) return font.error();
  return Synth::make({.soundfont = *font, .parts = std::move(parts)});
}

// The mean of both sides of `grains` grains, with a note begun before grain `at`.
std::vector<float> struck(Synth& synth, int pitch, int at, int grains) {
  std::vector<float> sound;
  std::vector<float> left(kGrain), right(kGrain);
  for (int k = 0; k < grains; ++k) {
    if (k == at) synth.play(0, pitch, 100);
    synth.render(left, right);
    for (int i = 0; i < kGrain; ++i) sound.push_back((left[i] + right[i]) / 2);
  }
  return sound;
}

int attack_of(const std::vector<float>& sound) {
  float peak = 0;
  for (const float sample : sound) peak = std::max(peak, std::fabs(sample));
  for (std::size_t k = 0; k < sound.size(); ++k)
    if (std::fabs(sound[k]) > peak / 50) return static_cast<int>(k);
  return -1;
}

// A bass's samples begin with a few milliseconds of finger; a note is always as late by them.
TEST(Synth, ANotesAttackFollowsItsFrameByTheSamplesOwnAttackAlone) {
  int first = 0;
  for (const int at : {1, 2, 7, 40}) {
    Result<Synth> synth = band_of({{.program = kBass}});
    ASSERT_TRUE(synth) << synth.error().line();
    const int after = attack_of(struck(*synth, 40, at, 200)) - at * kGrain;
    EXPECT_GE(after, 0);
    EXPECT_LE(after, 240);
    if (first == 0) first = after;
    EXPECT_NEAR(after, first, 1);
  }
}

TEST(Synth, IsSilentBeforeANoteAndAfterItHasRung) {
  Result<Synth> synth = band_of({{.program = kBass}});
  ASSERT_TRUE(synth) << synth.error().line();
  const std::vector<float> before = struck(*synth, 40, 50, 50);
  EXPECT_LT(*std::max_element(before.begin(), before.end()), 1e-4F);
  struck(*synth, 40, 0, 100);
  synth->let_go();
  struck(*synth, 40, -1, 4000);
  const std::vector<float> after = struck(*synth, 40, -1, 10);
  EXPECT_LT(*std::max_element(after.begin(), after.end()), 1e-3F);
}

// All parts at once, as loud as a style ever writes them, twice as thick as it ever voices.
TEST(Synth, AFullBandStaysBelowMinusOneDecibelWithoutBeingCut) {
  Result<Synth> synth =
      band_of({{.program = kBass}, {.program = kElectricPiano}, {.program = 0, .drums = true}});
  ASSERT_TRUE(synth) << synth.error().line();
  std::vector<float> left(kGrain), right(kGrain);
  float peak = 0;
  for (int k = 0; k < 800; ++k) {
    if (k % 200 == 0) {
      synth->play(0, 33 + k / 100, 110);
      for (const int pitch : {52, 55, 59, 62, 64, 69}) synth->play(1, pitch, 100);
      for (const int drum : {36, 38, 51}) synth->play(2, drum, 100);
    }
    synth->render(left, right);
    for (const float sample : left) peak = std::max(peak, std::fabs(sample));
    for (const float sample : right) peak = std::max(peak, std::fabs(sample));
  }
  EXPECT_EQ(synth->cut(), 0);
  EXPECT_GT(peak, .2F);
  EXPECT_LT(peak, Synth::kLoudest);
}

TEST(Synth, WhatIsTooLoudIsCutAndCounted) {
  const Result<std::string> font = find_soundfont({});
  ASSERT_TRUE(font) << font.error().line();
  Result<Synth> synth = Synth::make({.soundfont = *font, .parts = {{.program = kBass}}, .gain = 8});
  ASSERT_TRUE(synth);
  std::vector<float> sound = struck(*synth, 40, 0, 100);
  EXPECT_GT(synth->cut(), 0);
  for (const float sample : sound) ASSERT_LE(std::fabs(sample), Synth::kLoudest);
}

TEST(Synth, WhatCannotBeIsRefused) {
  const Result<std::string> font = find_soundfont({});
  ASSERT_TRUE(font) << font.error().line();
  EXPECT_FALSE(Synth::make({.soundfont = *font, .parts = {}}));
  EXPECT_FALSE(Synth::make({.soundfont = *font, .rate = 4000, .parts = {{}}}));
}

class Soundfont : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / "firstchair_soundfont_test").string();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& bytes) {
    const std::string path = folder_ + "/one.sf2";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string folder_;
};

TEST_F(Soundfont, WhereNoneIsInstalledTheLineSaysWhatToInstall) {
  EXPECT_EQ(find_soundfont("", {}).error().line(),
            "no soundfont: apt install fluid-soundfont-gm, or --soundfont FILE.");
}

TEST_F(Soundfont, MissingEmptyAFolderOrCutShortIsOneLine) {
  EXPECT_EQ(find_soundfont(folder_ + "/none.sf2").error().code, ErrorCode::not_found);
  EXPECT_EQ(find_soundfont(folder_).error().what, "a folder, not a soundfont");
  EXPECT_EQ(find_soundfont(file("")).error().what, "empty");
  EXPECT_EQ(find_soundfont(file("RIFF")).error().what, "not a soundfont");
  EXPECT_EQ(find_soundfont(file("MThd and more than twelve")).error().what, "not a soundfont");
  const std::string whole("RIFF\x10\0\0\0sfbkLIST\4\0\0\0", 20);
  EXPECT_EQ(find_soundfont(file(whole)).error().what, "cut short: 20 bytes of 24");
}

// Its lists are there and empty: FluidSynth says no, and so does this, in one line.
TEST_F(Soundfont, OneWithoutInstrumentsIsRefused) {
  const auto list = [](const char* name) { return std::string("LIST\4\0\0\0", 8) + name; };
  EXPECT_EQ(find_soundfont(file(std::string("RIFF\x10\0\0\0sfbk", 12) + list("INFO"))).error().what,
            "not a soundfont");
  const std::string path =
      file(std::string("RIFF\x28\0\0\0sfbk", 12) + list("INFO") + list("sdta") + list("pdta"));
  ASSERT_TRUE(find_soundfont(path));
  const Result<Synth> synth = Synth::make({.soundfont = path, .parts = {{}}});
  ASSERT_FALSE(synth);
  EXPECT_EQ(synth.error().code, ErrorCode::malformed);
}

// Two gigabytes of samples (a sparse file) and nobody who plays them: no as quick, and no byte of them is
// read.
TEST_F(Soundfont, OneOfTwoGigabytesIsRefusedAsQuickly) {
  const auto number = [](std::uint32_t value) {
    std::string bytes;
    for (int k = 0; k < 4; ++k) bytes += static_cast<char>(value >> (8 * k) & 255);
    return bytes;
  };
  constexpr std::uint32_t kSamples = 0x7FFF0000;
  const auto list = [&](const char* name, std::uint32_t size) { return "LIST" + number(size) + name; };
  const std::string head = "RIFF" + number(kSamples + 4 + 12 + 8 + 12 - 4 + 12) + "sfbk" + list("INFO", 4) +
                           list("sdta", kSamples);
  const std::string path = file(head);
  const std::uintmax_t end = 12 + 12 + 8 + std::uintmax_t{kSamples};
  std::filesystem::resize_file(path, end);
  std::ofstream(path, std::ios::binary | std::ios::app) << list("pdta", 4);
  ASSERT_GT(std::filesystem::file_size(path), 2'000'000'000U);
  const auto began = std::chrono::steady_clock::now();
  const Result<std::string> found = find_soundfont(path);
  if (found) {
    const Result<Synth> synth = Synth::make({.soundfont = path, .parts = {{}}});
    ASSERT_FALSE(synth);
    EXPECT_EQ(synth.error().code, ErrorCode::malformed);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST(Wav, HasItsLengthAndItsSamples) {
  const std::vector<float> left{0, 1, -1}, right{.5F, -.5F, 2};
  const std::string bytes = wav_of(left, right, 48000);
  ASSERT_EQ(bytes.size(), 44u + 12);
  EXPECT_EQ(bytes.substr(0, 4), "RIFF");
  EXPECT_EQ(static_cast<unsigned char>(bytes[40]), 12);
  EXPECT_EQ(static_cast<unsigned char>(bytes[48]), 0xff);  // 1: 32767
  EXPECT_EQ(static_cast<unsigned char>(bytes[49]), 0x7f);
}

}  // namespace
}  // namespace firstchair::io
