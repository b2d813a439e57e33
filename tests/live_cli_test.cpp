// The program at a real JACK server without a sound card, as a drummer meets it.
#include <nlohmann/json.hpp>
#include <regex>

#include "testing/live/jack_server.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

TEST(LiveProgram, DevicesListsAndTriesTheServer) {
  const testing::Workplace here;
  const testing::JackServer server;
  const testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  const testing::Ran ran = here.run({"devices", "--server", server.name});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find("2 in, 2 out, 48000 Hz, buffer 256, latency as reported 5.3 ms in"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("in blocks of 256, "), std::string::npos) << ran.out;
}

// The system that MIDI comes through outside JACK's own clock is JACK here, too.
TEST(LiveProgram, DevicesMeasuresTheJitterOfAMidiPort) {
  const testing::Workplace here;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  std::vector<testing::JackFeeder::Note> sensing;
  for (Frames frame = 0; frame < 10 * 48000; frame += 613) sensing.push_back({frame, 0xFE});
  feeder.play({}, sensing, 10 * 48000);
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  const testing::Ran ran = here.run({"devices"});
  ::unsetenv("JACK_DEFAULT_SERVER");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
  if (ran.out.find("this build has no RtMidi") != std::string::npos) GTEST_SKIP() << ran.out;
  std::smatch told;
  ASSERT_TRUE(std::regex_search(
      ran.out, told,
      std::regex("midi: Jack: feeder:midi\n  opens; jitter ([0-9.]+) ms .standard deviation, ([0-9]+) even "
                 "messages.; the system rounds times, 1.54 ms")))
      << ran.out;
  EXPECT_GT(std::stod(told[1]), 1) << "a period evenly spread is 1.54 ms";
}

TEST(LiveProgram, DevicesWithoutAServerSaysWhatToDo) {
  const testing::Workplace here;
  const testing::Ran ran = here.run({"devices", "--server", "firstchair-test-none"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("no JACK server runs under the name firstchair-test-none"), std::string::npos)
      << ran.out;
}

// Our output runs back to our input over a "room" of 1000 frames; the way round through the server adds a
// period of 1024 (long, so that a busy machine drops nothing): 42.17 ms.
TEST(LiveProgram, CalibrateFindsTheRoundTripAndKeepsItForThisSetup) {
  const testing::Workplace here;
  const testing::JackServer server(1024);
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  feeder.room_delay = 1000;
  const testing::Ran ran = here.run({"calibrate", "--server", server.name, "--in", "feeder:room_out", "--out",
                                     "feeder:room_in", "--file", "c/calibration.json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Round trip 42.17 ms (95 %: 42.17 to 42.17), spread 0.000 ms"), std::string::npos)
      << ran.out;
  // The program hears its own strokes as 0 ms.
  std::smatch lean;
  ASSERT_TRUE(std::regex_search(
      ran.out, lean, std::regex("Self-test: .* at ([-+0-9.]+) ms .95 %: [-+0-9.]+ to [-+0-9.]+., 10 of 10")))
      << ran.out;
  EXPECT_NEAR(std::stod(lean[1]), 0, 0.5) << ran.out;
  std::printf("%s", lean[0].str().c_str());
  const auto file = nlohmann::json::parse(here.read("c/calibration.json"));
  ASSERT_EQ(file["calibrations"].size(), 1u);
  const auto& row = file["calibrations"][0];
  EXPECT_NEAR(row["round_trip_frames"].get<double>(), 2024, 0.01);
  EXPECT_EQ(row["device"], "jack " + server.name);
  EXPECT_EQ(row["rate"], 48000);
  EXPECT_EQ(row["buffer"], 1024);
  EXPECT_EQ(row["date"].get<std::string>().size(), 20u);
}

TEST(LiveProgram, CalibrateRefusesASilentMicrophoneAndKeepsNothing) {
  const testing::Workplace here;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  const testing::Ran ran = here.run({"calibrate", "--server", server.name, "--file", "calibration.json"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.err, "firstchair: the input is silent. Choose the microphone's input and turn it up.\n");
  EXPECT_EQ(here.read("calibration.json"), "");
}

TEST(LiveProgram, CalibrateWithoutAnythingToPlayOnSaysSoInOneLine) {
  const testing::Workplace here;
  const testing::Ran ran =
      here.run({"calibrate", "--system", "jack", "--server", "firstchair-test-none", "--file", "c.json"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_EQ(here.run({"calibrate", "--level", "0"}).code, 2);
}

}  // namespace
}  // namespace firstchair::tests
