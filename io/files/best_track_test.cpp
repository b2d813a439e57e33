#include "io/files/best_track.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/files/audio_file.h"

namespace firstchair::io {
namespace {

class BestTrack : public ::testing::Test {
 protected:
  BestTrack() : folder_(testing::TempDir() + "firstchair-tracks-" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~BestTrack() override { std::filesystem::remove_all(folder_); }

  // A file of six seconds with a tone a track, each of so many Hz and so loud.
  std::string made(const std::string& name, const std::vector<std::pair<int, double>>& tones,
                   const std::string& how) const {
    std::string command = "ffmpeg -v error -nostdin -y";
    std::string maps;
    for (std::size_t k = 0; k < tones.size(); ++k) {
      command += " -f lavfi -i \"aevalsrc='" + std::to_string(tones[k].second) + "*sin(2*PI*" +
                 std::to_string(tones[k].first) + "*t)':d=6:s=48000\"";
      maps += " -map " + std::to_string(k);
    }
    const std::string path = folder_ + "/" + name;
    EXPECT_EQ(std::system((command + maps + " " + how + " '" + path + "'").c_str()), 0);
    return path;
  }
  static Track track_of(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    ::lseek(fd, 7, SEEK_SET);
    const Track track = best_track(look_at(fd, path));
    EXPECT_EQ(::lseek(fd, 0, SEEK_CUR), 7);
    ::close(fd);
    return track;
  }

  std::string folder_;
};

// Crossings of zero upwards in a second say which tone it is.
int hertz_of(const std::string& path, AudioInfo& info) {
  Result<AudioFile> file = AudioFile::open(path);
  EXPECT_TRUE(file);
  if (!file) return 0;
  info = file->info();
  std::vector<float> mono(48000);
  std::size_t got = 0;
  while (got < mono.size()) {
    const std::size_t now = file->read(std::span<float>(mono).subspan(got));
    if (now == 0) break;
    got += now;
  }
  int crossings = 0;
  for (std::size_t i = 1; i < got; ++i) crossings += mono[i - 1] < 0 && mono[i] >= 0;
  return crossings;
}

TEST_F(BestTrack, TheLoudestOfSeveralIsHeardAndSaid) {
  for (const std::string name : {"a.mp4", "a.mkv", "a.mts"}) {
    const std::string path = made(name, {{300, 0}, {500, .3}, {700, .05}}, "-c:a aac");
    AudioInfo info;
    EXPECT_NEAR(hertz_of(path, info), 500, 10) << name;
    EXPECT_EQ(info.track, 2) << name;
    EXPECT_EQ(info.tracks, 3) << name;
  }
}

TEST_F(BestTrack, TracksThatAreAsLoudAsEachOtherLeaveTheUsualOne) {
  const Track track = track_of(made("b.mp4", {{300, .3}, {500, .31}}, "-c:a aac"));
  EXPECT_EQ(track.stream, 0);
  EXPECT_EQ(track.number, 1);
  EXPECT_EQ(track.of, 2);
}

TEST_F(BestTrack, AFileWithOneTrackHasOne) {
  EXPECT_EQ(track_of(made("c.mkv", {{300, .3}}, "-c:a libopus")).of, 1);
  AudioInfo info;
  hertz_of(folder_ + "/c.mkv", info);
  EXPECT_EQ(info.tracks, 1);
}

TEST_F(BestTrack, ATrackThatNoDecoderKnowsIsNoneOfThem) {
  const Track track = track_of(made("d.mkv", {{300, .5}, {500, .05}}, "-c:a:0 wmav2 -c:a:1 flac"));
  EXPECT_EQ(track.stream, 1);
  EXPECT_EQ(track.number, 1);
  EXPECT_EQ(track.of, 1);
}

TEST_F(BestTrack, WhatIsNoSoundFileHasNone) {
  const std::string path = folder_ + "/e.mp4";
  ASSERT_EQ(std::system(("printf 'no film at all' > '" + path + "'").c_str()), 0);
  EXPECT_EQ(track_of(path).stream, -1);
}

}  // namespace
}  // namespace firstchair::io
