// PortAudio where no sound card is: its JACK side, through a server of the test's own.
#if FIRSTCHAIR_JACK && FIRSTCHAIR_PORTAUDIO

#include <cstdlib>

#include "io/live/live_audio.h"
#include "testing/audio_scope.h"
#include "testing/live/jack_server.h"

namespace firstchair::io {
namespace {

TEST(PortAudio, NamesTheDeviceThatIsNotThere) {
  const auto audio =
      LiveAudio::open({.system = AudioSystem::portaudio, .input = "no such thing", .outputs = 0});
  ASSERT_FALSE(audio);
  EXPECT_EQ(audio.error().code, ErrorCode::not_found);
  EXPECT_NE(audio.error().line().find("no such thing"), std::string::npos);
}

TEST(PortAudio, PlaysAndHearsThroughADeviceAndTellsWhenItIsGone) {
  testing::JackServer server(1024);  // long blocks, so that a busy machine drops none
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  {
    testing::JackFeeder feeder(server);
    ASSERT_NE(feeder.client, nullptr);
    const auto devices = devices_of(AudioSystem::portaudio);
    ASSERT_TRUE(devices);
    const auto system = std::find_if(devices->begin(), devices->end(), [](const LiveDevice& device) {
      return device.name == "system" && device.through.find("JACK") != std::string::npos;
    });
    ASSERT_NE(system, devices->end()) << devices->size() << " devices";
    EXPECT_EQ(system->inputs, 2);
    EXPECT_EQ(system->rate, 48000);

    Frames next = 0;
    std::atomic<int> jumps{0}, peaks{0};
    auto audio = LiveAudio::open(
        {.system = AudioSystem::portaudio, .input = "system", .output = "system", .inputs = 1, .outputs = 2});
    ASSERT_TRUE(audio) << audio.error().line();
    EXPECT_EQ(audio->info().rate, 48000);
    EXPECT_EQ(audio->info().device, "system");
    ASSERT_TRUE(audio->start([&](const LiveBlock& block) {
      testing::mark_audio_thread();
      jumps += block.frame != next;
      next = block.frame + static_cast<Frames>(block.in[0].size());
      peaks += static_cast<int>(std::count(block.in[0].begin(), block.in[0].end(), 0.75F));
      std::fill(block.out[1].begin(), block.out[1].end(), 0.25F);
    }));
    EXPECT_TRUE(testing::soon([&] { return audio->status().frames > 24000; }));
    EXPECT_EQ(jumps, 0);
    EXPECT_FALSE(audio->status().lost);

    // Something to hear, and something heard of it.
    feeder.connect("feeder:out", "PortAudio:in_0");
    feeder.connect("PortAudio:out_1", "feeder:in");
    feeder.play(std::vector<float>(4800, 0.75F), {}, 24000);
    ASSERT_TRUE(testing::soon([&] { return feeder.done(); }));
    EXPECT_TRUE(testing::soon([&] { return peaks == 4800; })) << peaks;
    EXPECT_GT(std::count(feeder.recorded.begin(), feeder.recorded.end(), 0.25F), 20000);

    server.end(SIGKILL);
    EXPECT_TRUE(testing::soon([&] { return audio->status().lost; }));
    EXPECT_NE(audio->status().why, "");
    std::printf("%s\n", audio->status().why.c_str());
    audio->close();
  }
  ::unsetenv("JACK_DEFAULT_SERVER");
}

}  // namespace
}  // namespace firstchair::io

#endif
