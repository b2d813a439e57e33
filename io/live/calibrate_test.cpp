#include "io/live/calibrate.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#if FIRSTCHAIR_JACK
#include "testing/live/jack_server.h"
#endif

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

std::string fresh_file() {
  const fs::path folder = fs::path(::testing::TempDir()) / ("calibrate_test." + std::to_string(::getpid()));
  fs::remove_all(folder);
  return (folder / "deep" / "calibration.json").string();
}

TEST(CalibrationFile, KeepsOneRowForEachDeviceRateAndBuffer) {
  const std::string file = fresh_file();
  Calibration row{.device = "jack", .rate = 48000, .buffer = 256, .date = "2026-01-02T03:04:05Z"};
  row.loopback = {.round_trip_ms = 21.5,
                  .low_ms = 21.4,
                  .high_ms = 21.6,
                  .spread_ms = 0.02,
                  .round_trip = 1032,
                  .found = 29,
                  .pulses = 30};
  ASSERT_TRUE(read_calibrations(file));
  EXPECT_TRUE(read_calibrations(file)->empty());
  ASSERT_TRUE(store_calibration(file, row));
  row.buffer = 64;
  row.loopback.round_trip = 400;
  ASSERT_TRUE(store_calibration(file, row));
  row.loopback.round_trip = 401;
  ASSERT_TRUE(store_calibration(file, row));

  const auto rows = read_calibrations(file);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2u);
  LiveAudioInfo info{.device = "jack", .rate = 48000, .buffer = 64};
  const auto found = find_calibration(*rows, info);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->loopback.round_trip, 401);
  EXPECT_EQ(found->loopback.low_ms, 21.4);
  EXPECT_EQ(found->loopback.found, 29);
  EXPECT_EQ(found->date, row.date);
  info.rate = 44100;
  EXPECT_FALSE(find_calibration(*rows, info));
  fs::remove_all(fs::path(file).parent_path().parent_path());
}

TEST(CalibrationFile, IsNotOverwrittenWhenItIsSomethingElse) {
  const std::string file = fresh_file();
  fs::create_directories(fs::path(file).parent_path());
  for (const std::string text :
       {"my notes", "[]", "{\"calibrations\": [{\"device\": 3}]}", "{\"calibrations\": 1}"}) {
    std::ofstream(file) << text;
    const auto stored = store_calibration(file, {.device = "jack", .rate = 48000, .buffer = 256, .date = ""});
    ASSERT_FALSE(stored) << text;
    EXPECT_EQ(stored.error().code, ErrorCode::malformed);
  }
  fs::remove_all(fs::path(file).parent_path().parent_path());
}

TEST(CalibrationFile, LivesInThePlatformsFolderForSettings) {
  ::setenv("XDG_CONFIG_HOME", "/somewhere", 1);
  ::setenv("HOME", "/home/drummer", 1);
#ifndef __APPLE__
  EXPECT_EQ(default_calibration_file(), "/somewhere/firstchair/calibration.json");
  ::unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(default_calibration_file(), "/home/drummer/.config/firstchair/calibration.json");
#endif
  ::unsetenv("HOME");
  EXPECT_EQ(default_calibration_file(), "");
}

#if FIRSTCHAIR_JACK

// A "room" between our output and our input that delays by a known number of frames; the server carries
// samples unchanged, so the recording itself tells the truth: where the train's samples stand in it, bit for
// bit.
TEST(Calibrate, FindsTheExactRoundTripThroughARealServer) {
  const testing::JackServer server(1024);
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  const practice::PulseTrain train =
      practice::make_pulse_train({.rate = 48000, .pulses = 20, .longest_ms = 100});
  for (const int delay : {0, 137, 2500}) {
    feeder.room_delay = delay;
    auto audio = LiveAudio::open({.system = AudioSystem::jack,
                                  .server = server.name,
                                  .midi = false,
                                  .input_ports = {"feeder:room_out"},
                                  .output_ports = {"feeder:room_in"},
                                  .connect = false});
    ASSERT_TRUE(audio) << audio.error().line();
    const auto heard = record_loopback(*audio, train);
    ASSERT_TRUE(heard) << heard.error().line();
    const auto truth =
        std::search(heard->begin(), heard->end(), train.sound.begin() + train.starts[0], train.sound.end()) -
        heard->begin() - train.starts[0];
    ASSERT_LT(truth, 4800);
    EXPECT_GE(truth, delay);
    const auto loopback = practice::measure_loopback(train, *heard);
    ASSERT_TRUE(loopback) << loopback.error().line();
    EXPECT_NEAR(loopback->round_trip, static_cast<double>(truth), 0.001);
    EXPECT_LT(loopback->spread_ms, 0.001);
    EXPECT_EQ(loopback->found, 20);
    std::printf("room %d frames: round trip %.4f, truth %td\n", delay, loopback->round_trip, truth);
  }
}

TEST(Calibrate, SaysWhenTheServerGoesMeanwhile) {
  testing::JackServer server;
  const testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  auto audio =
      LiveAudio::open({.system = AudioSystem::jack, .server = server.name, .midi = false, .connect = false});
  ASSERT_TRUE(audio);
  std::thread end([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    server.end(SIGKILL);
  });
  const auto heard = record_loopback(*audio, practice::make_pulse_train({}));
  end.join();
  ASSERT_FALSE(heard);
  EXPECT_NE(heard.error().what.find("JACK server is gone"), std::string::npos) << heard.error().line();
}

#endif

}  // namespace
}  // namespace firstchair::io
