// Bad input gives one line that says which file, what is wrong and what to do; exit code 2 for usage, 3 for
// input; and leaves nothing half written.
#include <gtest/gtest.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

std::vector<float> clicks(int rate, int channels, double seconds, float gain = 0.7f) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds) * static_cast<std::size_t>(channels),
                             0.0f);
  const std::size_t frames = samples.size() / static_cast<std::size_t>(channels);
  std::uint32_t noise = 1;
  for (std::size_t i = 0; i < frames; ++i) {
    const std::size_t since = i % static_cast<std::size_t>(rate / 2);
    const double t = static_cast<double>(since) / rate;
    noise = noise * 1664525u + 1013904223u;
    const double white = static_cast<double>(noise >> 8) / 8388608.0 - 1;
    const double value =
        white * std::exp(-t / 0.05) + 0.5 * std::sin(2 * 3.14159 * 190 * t) * std::exp(-t / 0.04);
    for (int c = 0; c < channels; ++c)
      samples[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(c)] =
          gain * static_cast<float>(std::clamp(0.7 * value, -1.0, 1.0));
  }
  return samples;
}

class BadInput : public ::testing::Test {
 protected:
  // One line on standard error that names `place` and says `what`; nothing on standard output; nothing new on
  // disk.
  void expect_line(const std::vector<std::string>& args, int code, const std::string& place,
                   const std::string& what) {
    const std::size_t before = count();
    const testing::Ran ran = here.run(args);
    EXPECT_EQ(ran.code, code) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_NE(ran.err.find(place), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(what), std::string::npos) << ran.err;
    EXPECT_EQ(count(), before) << "something was left behind";
  }
  std::size_t count() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::recursive_directory_iterator(here.folder()))
      ++n;
    return n;
  }
  testing::Workplace here;
};

TEST_F(BadInput, UsageIsExitCode2) {
  expect_line({"hear"}, 2, "hear needs TAKE", "wav flac");
  expect_line({"listen"}, 2, "listen", "");
  expect_line({"hear", "a.wav", "--bpm", "-3"}, 2, "--bpm", "");
  here.write_wav("a.wav", 44100, 1, clicks(44100, 1, 1));
  expect_line({"hear", "a.wav", "--meter", "4/5"}, 2, "--meter 4/5", "not a meter");
  expect_line({"hear", "a.wav", "--meter", "waltz"}, 2, "--meter waltz", "not a meter");
  for (const char* click : {"5", "fast", "100@", "100@-1", "100/x", "100@0.5/4+8 bars", "nan", "1e9"}) {
    expect_line({"hear", "a.wav", "--click", click}, 2, std::string("--click ") + click, "not a metronome");
  }
}

TEST_F(BadInput, ADrillWantsAChartOrFreePlayingAndNotBoth) {
  expect_line({"drill"}, 2, "no chart is named", "--free");
  expect_line({"drill", "rock-8ths", "--free"}, 2, "rock-8ths", "free playing has no chart");
  expect_line({"drill", "--free", "--click"}, 2, "--click", "--bpm");
  expect_line({"drill", "--free", "--times", "2"}, 2, "--times", "--free");
}

TEST_F(BadInput, SoundThatIsNoneIsExitCode3) {
  expect_line({"hear", "gone.wav"}, 3, "gone.wav", "no such file");
  here.write("empty.wav", "");
  expect_line({"hear", "empty.wav"}, 3, "empty.wav", "empty");
  here.write("diary.wav", "Dear diary, today I practised.\n");
  expect_line({"hear", "diary.wav"}, 3, "diary.wav", "not a sound file");
  here.write_wav("silent.wav", 44100, 2, std::vector<float>(2 * 44100, 0.0f));
  expect_line({"hear", "silent.wav"}, 3, "silent.wav", "silence");
  here.write_wav("one.wav", 44100, 1, {0.5f});
  expect_line({"hear", "one.wav"}, 3, "one.wav", "no stroke");
  here.write_wav("nan.wav", 44100, 1, std::vector<float>(5000, std::numeric_limits<float>::quiet_NaN()),
                 SF_FORMAT_FLOAT);
  expect_line({"hear", "nan.wav"}, 3, "nan.wav", "not numbers");
  std::filesystem::create_directory(here.folder() / "folder.wav");
  expect_line({"hear", "folder.wav"}, 3, "folder.wav", "folder");
}

TEST_F(BadInput, ABooksTextThatIsNoFileIsExitCode3) {
  std::filesystem::create_directory(here.folder() / "folder.jsonl");
  expect_line({"book", "import", "folder.jsonl"}, 3, "folder.jsonl", "it is a folder");
  expect_line({"book", "import", "gone.jsonl"}, 3, "gone.jsonl", "no such file");
}

TEST_F(BadInput, WeightsThatAreNotTheEarsAreExitCode3) {
  here.write_wav("a.wav", 44100, 1, clicks(44100, 1, 2));
  expect_line({"hear", "a.wav", "--weights", "gone.weights"}, 3, "gone.weights", "no such file");
  here.write("diary.weights", "Dear diary");
  expect_line({"hear", "a.wav", "--weights", "diary.weights"}, 3, "diary.weights", "not a weights file");
  here.write("cut.weights", std::string("FCEAR002") + std::string(20, '\0'));
  expect_line({"hear", "a.wav", "--ear", "live", "--weights", "cut.weights"}, 3, "cut.weights", "cut short");
}

TEST_F(BadInput, OddButSoundAudioIsHeard) {
  here.write_wav("eight.wav", 8000, 1, clicks(8000, 1, 4), SF_FORMAT_PCM_U8);
  here.write_wav("twenty.wav", 48000, 20, clicks(48000, 20, 4));
  here.write_wav("fast.wav", 192000, 1, clicks(192000, 1, 4));
  for (const char* name : {"eight.wav", "twenty.wav", "fast.wav"}) {
    const testing::Ran ran = here.run({"hear", name, "--voices", "pad"});
    EXPECT_EQ(ran.code, 0) << name << ran.err;
    const std::string warned =
        name == std::string("eight.wav")
            ? "firstchair: eight.wav: 8000 Hz holds nothing above 4 kHz: expect hats and cymbals to be "
              "missed where drums sound, or taken for them.\n"
            : "";
    EXPECT_EQ(ran.err, warned) << name;
  }
  here.write_wav("hot.wav", 44100, 1, clicks(44100, 1, 4, 5.0f));
  const testing::Ran hot = here.run({"hear", "hot.wav", "--voices", "pad"});
  EXPECT_EQ(hot.code, 0);
  EXPECT_NE(hot.err.find("samples are clipped"), std::string::npos) << hot.err;
}

TEST_F(BadInput, ATruncatedRecordingIsJudgedUpToItsEnd) {
  here.write_wav("cut.wav", 44100, 1, clicks(44100, 1, 6));
  std::filesystem::resize_file(here.folder() / "cut.wav", 300000);
  const testing::Ran ran = here.run({"hear", "cut.wav", "--voices", "pad"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.err.find("breaks off at 3.4 s"), std::string::npos) << ran.err;
}

TEST_F(BadInput, AMidiTakeThatIsBrokenSaysWhere) {
  here.write("text.mid", "this is not MIDI");
  expect_line({"hear", "text.mid"}, 3, "text.mid", "");
  here.write("cut.mid", std::string("MThd\0\0\0\6\0\0\0\1\1\xE0MTrk\0\0\xFF\xFF\0\x99", 24));
  expect_line({"hear", "cut.mid"}, 3, "cut.mid", "");
  here.write("piano.mid", std::string("MThd\0\0\0\6\0\0\0\1\1\xE0MTrk\0\0\0\4\0\xFF\x2F\0", 26));
  expect_line({"hear", "piano.mid"}, 3, "piano.mid", "");
}

TEST_F(BadInput, ChartsThatCannotBeReadSayWhere) {
  here.write_wav("a.wav", 44100, 1, clicks(44100, 1, 2));
  expect_line({"hear", "a.wav", "--chart", "no-such-chart"}, 3, "no-such-chart", "");
  here.write("ragged.tab", "HH|x-x-x-x-|\nSD|--o-|\n");
  expect_line({"chart", "check", "ragged.tab"}, 3, "ragged.tab", "line ");
  here.write("prose.tab", "Nothing to play here.\n");
  expect_line({"chart", "check", "prose.tab"}, 3, "prose.tab", "");
  here.write("bomb.musicxml",
             "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
             "<score-partwise><part-list/></score-partwise>");
  expect_line({"chart", "check", "bomb.musicxml"}, 3, "bomb.musicxml", "");
  here.write("junk.mxl", "PK\3\4 not a zip");
  expect_line({"chart", "check", "junk.mxl"}, 3, "junk.mxl", "");
}

TEST_F(BadInput, OutputsAreNeverOverwrittenUnlessForced) {
  here.write_wav("a.wav", 44100, 1, clicks(44100, 1, 4));
  ASSERT_EQ(here.run({"hear", "a.wav", "--voices", "pad", "--out", "o", "--events", "e.csv"}).code, 0);
  expect_line({"hear", "a.wav", "--voices", "pad", "--out", "o"}, 3, "take.json", "already there");
  expect_line({"hear", "a.wav", "--voices", "pad", "--out", "p", "--events", "e.csv"}, 3, "e.csv",
              "already there");
  expect_line({"hear", "a.wav", "--voices", "pad", "--out", "/proc/no/such"}, 3, "/proc/no/such",
              "cannot be made");
  here.write("file", "");
  expect_line({"hear", "a.wav", "--voices", "pad", "--out", "file/below"}, 3, "file/below", "cannot be made");
  EXPECT_EQ(here.run({"hear", "a.wav", "--voices", "pad", "--out", "o", "--events", "e.csv", "--force"}).code,
            0);
  ASSERT_EQ(here.run({"chart", "convert", "single-paradiddle", "x.mid"}).code, 0);
  expect_line({"chart", "convert", "single-paradiddle", "x.mid"}, 3, "x.mid", "already there");
}

}  // namespace
}  // namespace firstchair::tests
