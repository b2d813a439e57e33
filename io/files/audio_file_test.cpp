#include "io/files/audio_file.h"

#include <gtest/gtest.h>
#include <sndfile.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <vector>

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

class AudioFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(::testing::TempDir()) /
        ("audio_file_test." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  // Channel c holds 0.1 * (c + 1) * sin; the mean over channels is what a reader must deliver.
  std::string write(const std::string& name, int format, int rate, int channels, int frames) const {
    SF_INFO sf{};
    sf.samplerate = rate;
    sf.channels = channels;
    sf.format = format;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &sf);
    EXPECT_NE(file, nullptr) << sf_strerror(nullptr);
    std::vector<float> samples;
    for (int i = 0; i < frames; ++i) {
      for (int c = 0; c < channels; ++c)
        samples.push_back(0.1f * static_cast<float>(c % 4 + 1) * tone(i, rate));
    }
    sf_writef_float(file, samples.data(), frames);
    sf_close(file);
    return path(name);
  }

  static float tone(int i, int rate) {
    return static_cast<float>(std::sin(2 * 3.14159265358979 * 440.0 * i / rate));
  }

  static std::vector<float> read_all(AudioFile& file, std::size_t block) {
    std::vector<float> all, piece(block);
    while (const std::size_t n = file.read(piece)) {
      all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(n));
    }
    return all;
  }

  fs::path folder_;
};

TEST_F(AudioFiles, ChannelsAreAveraged) {
  auto file = AudioFile::open(write("quad.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 4, 1000));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->info().channels, 4);
  EXPECT_EQ(file->info().frames, 1000);
  const std::vector<float> mono = read_all(*file, 333);
  ASSERT_EQ(mono.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_NEAR(mono[static_cast<std::size_t>(i)], 0.25f * tone(i, 48000), 1e-6);
  EXPECT_FALSE(file->truncated());
}

TEST_F(AudioFiles, OfTwoOppositeChannelsTheLouderOneIsHeard) {
  const auto written = [&](const std::string& name, float left, float right) {
    SF_INFO sf{};
    sf.samplerate = 48000;
    sf.channels = 2;
    sf.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &sf);
    std::vector<float> samples;
    for (int i = 0; i < 4800; ++i) {
      samples.push_back(left * tone(i, 48000));
      samples.push_back(right * tone(i, 48000));
    }
    sf_writef_float(file, samples.data(), 4800);
    sf_close(file);
    return path(name);
  };
  auto opposite = AudioFile::open(written("opposite.wav", -0.5f, 0.55f));
  ASSERT_TRUE(opposite);
  const std::vector<float> mono = read_all(*opposite, 1000);
  ASSERT_EQ(mono.size(), 4800u);
  EXPECT_TRUE(opposite->opposite());
  EXPECT_NEAR(mono[27], 0.55f * tone(27, 48000), 1e-6);
  auto wide = AudioFile::open(written("wide.wav", -0.2f, 0.6f));
  ASSERT_TRUE(wide);
  EXPECT_NEAR(read_all(*wide, 1000)[27], 0.2f * tone(27, 48000), 1e-6);
  EXPECT_FALSE(wide->opposite());
}

TEST_F(AudioFiles, AHeaderThatARecorderNeverFinishedIsMended) {
  const std::string file = write("died.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 1, 2000);
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  std::string all((std::istreambuf_iterator<char>(bytes)), {});
  const std::size_t data = all.find("data");
  ASSERT_NE(data, std::string::npos);
  for (const std::size_t at : {std::size_t{4}, data + 4}) {
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.write("\0\0\0\0", 4);
  }
  bytes.close();
  auto died = AudioFile::open(file);
  ASSERT_TRUE(died) << died.error().line();
  EXPECT_EQ(read_all(*died, 333).size(), 2000u);
  EXPECT_TRUE(died->truncated());
}

// A length in bytes that is odd is remarked on by libsndfile in nearly the words that it has for a wrong one.
TEST_F(AudioFiles, AWholeFileOfAnOddNumberOfBytesIsWhole) {
  for (const int frames : {1000, 1001}) {
    auto file = AudioFile::open(write("odd.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 44100, 1, frames));
    ASSERT_TRUE(file);
    EXPECT_EQ(read_all(*file, 333).size(), static_cast<std::size_t>(frames));
    EXPECT_FALSE(file->truncated()) << frames;
  }
}

TEST_F(AudioFiles, EveryLibsndfileFormatKeepsLengthAndShape) {
  struct Case {
    const char* name;
    int format, rate;
    double tolerance;
  };
  for (const Case& c : {Case{"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 0.01},
                        Case{"b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 192000, 1e-5},
                        Case{"c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 1e-4},
                        Case{"d.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 0.03},
                        Case{"e.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 0.03},
                        Case{"f.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24, 44100, 1e-5},
                        Case{"g.caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16, 48000, 1e-4},
                        Case{"h.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16, 48000, 1e-4}}) {
    SCOPED_TRACE(c.name);
    auto file = AudioFile::open(write(c.name, c.format, c.rate, 1, c.rate));
    ASSERT_TRUE(file) << file.error().line();
    EXPECT_EQ(file->info().rate, c.rate);
    const std::vector<float> mono = read_all(*file, 4096);
    ASSERT_EQ(static_cast<int>(mono.size()), c.rate);
    for (int i = c.rate / 4; i < c.rate / 2; ++i) {
      ASSERT_NEAR(mono[static_cast<std::size_t>(i)], 0.1f * tone(i, c.rate), c.tolerance) << i;
    }
  }
}

// A header of ADPCM says another rate of bytes than libsndfile would, which is no damage.
TEST_F(AudioFiles, WhatAFileKeepsOfItsSamplesIsKnown) {
  const auto opened = [&](const std::string& name, int format) {
    auto file = AudioFile::open(write(name, SF_FORMAT_WAV | format, 8000, 1, 4040));
    EXPECT_TRUE(file) << name;
    read_all(*file, 1000);
    EXPECT_FALSE(format != SF_FORMAT_GSM610 && file->truncated()) << name;  // GSM has whole blocks alone
    return file->info().coding;
  };
  EXPECT_EQ(opened("16.wav", SF_FORMAT_PCM_16), Coding::whole);
  EXPECT_EQ(opened("law.wav", SF_FORMAT_ULAW), Coding::whole);
  EXPECT_EQ(opened("8.wav", SF_FORMAT_PCM_U8), Coding::eight_bits);
  EXPECT_EQ(opened("ima.wav", SF_FORMAT_IMA_ADPCM), Coding::adpcm);
  EXPECT_EQ(opened("ms.wav", SF_FORMAT_MS_ADPCM), Coding::adpcm);
  EXPECT_EQ(opened("gsm.wav", SF_FORMAT_GSM610), Coding::telephone);
  for (const std::string codec : {"adpcm_ima_wav", "adpcm_ms"}) {
    const std::string command = "ffmpeg -v error -nostdin -y -i '" + path("16.wav") + "' -c:a " + codec +
                                " '" + path(codec + ".wav") + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    auto file = AudioFile::open(path(codec + ".wav"));
    ASSERT_TRUE(file);
    read_all(*file, 1000);
    EXPECT_FALSE(file->truncated()) << codec;
  }
}

// FFmpeg writes the containers that libsndfile does not know; the click in the middle must stay where it was.
TEST_F(AudioFiles, FilmsAndPhoneRecordingsGiveTheirAudioTrackInPlace) {
  const int rate = 48000, click = 30000;
  {
    SF_INFO sf{};
    sf.samplerate = rate;
    sf.channels = 2;
    sf.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    SNDFILE* file = sf_open(path("click.wav").c_str(), SFM_WRITE, &sf);
    std::vector<float> samples(static_cast<std::size_t>(rate) * 4, 0.0f);
    for (int i = 0; i < 200; ++i)
      samples[static_cast<std::size_t>(2 * (click + i))] = i % 8 < 4 ? 0.8f : -0.8f;
    for (int i = 0; i < 200; ++i)
      samples[static_cast<std::size_t>(2 * (click + i) + 1)] = i % 8 < 4 ? 0.8f : -0.8f;
    sf_writef_float(file, samples.data(), rate * 2);
    sf_close(file);
  }
  for (const std::string output :
       {"aac.m4a", "alac.m4a -c:a alac", "film.mp4", "film.mov", "film.mkv", "film.webm", "film.mts",
        "film.avi", "a.mp3", "raw.aac", "raw.ac3", "ac3.mp4 -c:a ac3", "eac3.mp4 -c:a eac3"}) {
    SCOPED_TRACE(output);
    const std::string name = output.substr(0, output.find(' '));
    const std::string codec = output.size() > name.size() ? output.substr(name.size()) : "";
    const bool film = name.starts_with("film");
    const std::string picture = film ? " -f lavfi -i testsrc=size=64x48:rate=10:duration=2" : "";
    const std::string command = "ffmpeg -v error -nostdin -y -i '" + path("click.wav") + "'" + picture +
                                codec + (film && name != "film.webm" ? " -c:v mpeg4" : "") + " '" +
                                path(name) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    auto file = AudioFile::open(path(name));
    ASSERT_TRUE(file) << file.error().line();
    EXPECT_EQ(file->info().channels, 2);
    const std::vector<float> mono = read_all(*file, 1000);
    EXPECT_NEAR(static_cast<double>(mono.size()), 2.0 * rate, 3000);
    std::size_t first = 0;
    while (first < mono.size() && std::fabs(mono[first]) < 0.2f) ++first;
    // Lossy codecs smear an attack by up to 4 ms.
    EXPECT_NEAR(static_cast<double>(first), click, 0.005 * rate);
  }
}

//  packets   |--|--|--|        |--|--|      the stamps leave out 0.6 s, in which nothing was kept
//  sound     |-click--|silence-|-click-|    both clicks are where the film has them
TEST_F(AudioFiles, WhereAFilmsStampsLeaveSoundOutSilenceStands) {
  const std::string clicks = "aevalsrc='if(between(mod(t,1.5),0.5,0.504),0.8,0)':d=3:s=48000";
  for (const std::string name : {"hole.mp4", "hole.mkv", "hole.mts", "hole.m4a"}) {
    SCOPED_TRACE(name);
    const std::string command = "ffmpeg -v error -nostdin -y -f lavfi -i \"" + clicks + "\" -c:a " +
                                (name == "hole.mts" ? "mp2" : "aac") +
                                " -bsf:a \"noise=drop='between(pts*tb,1,1.6)'\" '" + path(name) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    auto file = AudioFile::open(path(name));
    ASSERT_TRUE(file) << file.error().line();
    const std::vector<float> mono = read_all(*file, 1000);
    EXPECT_NEAR(static_cast<double>(mono.size()), 3 * 48000, 3000);
    std::vector<double> found;
    for (std::size_t i = 0; i < mono.size(); ++i)
      if (std::fabs(mono[i]) > .2f && (found.empty() || static_cast<double>(i) > found.back() + 4800))
        found.push_back(static_cast<double>(i));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NEAR(found[1] - found[0], 1.5 * 48000, .005 * 48000);
  }
}

//  stamps    0  1  2  33 34 35  6  7  8     a recorder's clock that jumps and comes back: nothing is missing
TEST_F(AudioFiles, StampsThatTrembleLeaveTheSoundWhole) {
  const std::string late = "if(between(mod(N,40),10,13),90,0)";
  const std::string command =
      "ffmpeg -v error -nostdin -y -f lavfi -i sine=d=3:r=48000 -c:a aac -bsf:a \"setts=pts='PTS+" + late +
      "':dts='DTS+" + late + "'\" '" + path("tremble.mkv") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  auto file = AudioFile::open(path("tremble.mkv"));
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_NEAR(static_cast<double>(read_all(*file, 1000).size()), 3 * 48000, 3000);
}

TEST_F(AudioFiles, ATruncatedFileIsReadUpToWhereItBreaksOff) {
  for (const char* name : {"whole.wav", "whole.flac"}) {
    SCOPED_TRACE(name);
    const int format = std::string(name).ends_with("wav") ? SF_FORMAT_WAV : SF_FORMAT_FLAC;
    write(name, format | SF_FORMAT_PCM_16, 44100, 2, 44100);
    fs::resize_file(path(name), fs::file_size(path(name)) / 2);
    auto file = AudioFile::open(path(name));
    ASSERT_TRUE(file) << file.error().line();
    const std::vector<float> mono = read_all(*file, 4096);
    EXPECT_GT(mono.size(), 10000u);
    EXPECT_LT(mono.size(), 40000u);
    EXPECT_TRUE(file->truncated());
  }
}

TEST_F(AudioFiles, NotANumberIsHandedOnForTheEarToDealWith) {
  SF_INFO sf{};
  sf.samplerate = 44100;
  sf.channels = 1;
  sf.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* out = sf_open(path("nan.wav").c_str(), SFM_WRITE, &sf);
  const std::vector<float> samples(64, std::numeric_limits<float>::quiet_NaN());
  sf_writef_float(out, samples.data(), 64);
  sf_close(out);
  auto file = AudioFile::open(path("nan.wav"));
  ASSERT_TRUE(file);
  const std::vector<float> mono = read_all(*file, 64);
  ASSERT_EQ(mono.size(), 64u);
  EXPECT_TRUE(std::isnan(mono[0]));
}

// Raw streams do not say how much of their beginning is the encoder's: the click is in place all the same.
TEST_F(AudioFiles, ThePrimingOfRawStreamsIsTakenOff) {
  const int rate = 48000, click = 30000;
  {
    SF_INFO sf{};
    sf.samplerate = rate;
    sf.channels = 2;
    sf.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    SNDFILE* file = sf_open(path("click.wav").c_str(), SFM_WRITE, &sf);
    std::vector<float> samples(static_cast<std::size_t>(rate) * 4, 0.0f);
    for (int i = 0; i < 400; ++i)
      samples[static_cast<std::size_t>(2 * click + i)] = i % 16 < 8 ? 0.8f : -0.8f;
    sf_writef_float(file, samples.data(), rate * 2);
    sf_close(file);
  }
  for (const std::string name : {"raw.aac", "raw.ac3"}) {
    ASSERT_EQ(
        std::system(
            ("ffmpeg -v error -nostdin -y -i '" + path("click.wav") + "' '" + path(name) + "'").c_str()),
        0);
    auto file = AudioFile::open(path(name));
    ASSERT_TRUE(file) << file.error().line();
    const std::vector<float> mono = read_all(*file, 777);
    std::size_t first = 0;
    while (first < mono.size() && std::fabs(mono[first]) < 0.4f) ++first;
    EXPECT_NEAR(static_cast<double>(first), click, 0.0005 * rate) << name;
  }
}

TEST_F(AudioFiles, OppositeChannelsOfAFilmAreFoundToo) {
  const std::string wav = write("tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 1, 96000);
  ASSERT_EQ(std::system(("ffmpeg -v error -nostdin -y -i '" + wav +
                         "' -af 'pan=stereo|c0=c0|c1=-1*c0' -c:a alac '" + path("anti.m4a") + "'")
                            .c_str()),
            0);
  auto file = AudioFile::open(path("anti.m4a"));
  ASSERT_TRUE(file) << file.error().line();
  const std::vector<float> mono = read_all(*file, 1000);
  EXPECT_TRUE(file->opposite());
  ASSERT_EQ(mono.size(), 96000u);
  EXPECT_NEAR(mono[40027], 0.1f * tone(40027, 48000), 1e-3);
}

TEST_F(AudioFiles, WhatIsRecordedOtherwiseIsNamedWithAWay) {
  ASSERT_EQ(std::system(("ffmpeg -v error -nostdin -y -i '" +
                         write("t.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1, 44100) +
                         "' -c:a wmav2 '" + path("t.wma") + "'")
                            .c_str()),
            0);
  auto file = AudioFile::open(path("t.wma"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().line().substr(path("t.wma").size()),
            ": a Windows Media recording (wma, wmv). Convert it to wav: ffmpeg -i FILE take.wav.");
}

TEST_F(AudioFiles, WhatIsNotSoundGivesOneClearLine) {
  std::ofstream(path("text.wav")) << "Dear diary, today I practised.\n";
  std::ofstream(path("empty.wav")).flush();
  write("slow.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 4000, 1, 100);
  const auto said = [&](const std::string& name) {
    auto file = AudioFile::open(path(name));
    EXPECT_FALSE(file);
    const std::string line = file ? "" : file.error().line();
    EXPECT_EQ(line.find('\n'), std::string::npos);
    return line.substr(path(name).size());
  };
  EXPECT_EQ(said("missing.wav"), ": no such file. Check the name.");
  EXPECT_EQ(said("empty.wav"), ": the file is empty. Record it again.");
  EXPECT_EQ(said("text.wav").rfind(": not a sound file. Give a wav", 0), 0u) << said("text.wav");
  EXPECT_EQ(said("slow.wav"), ": its rate of 4000 Hz is outside 8000 to 192000. Resample it to 48000.");
}

}  // namespace
}  // namespace firstchair::io
