// A take whose server of sound ends while it is written.
#if FIRSTCHAIR_JACK

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>

#include "io/live/live_audio.h"
#include "live/take_writer.h"
#include "testing/live/jack_server.h"

namespace firstchair::live {
namespace {

// However the server ends: it is told, in time, with a reason; closing does not hang; the take so far is
// there.
class JackAudioLoss : public ::testing::TestWithParam<int> {};

TEST_P(JackAudioLoss, IsToldAndTheTakeSoFarIsKept) {
  const std::string folder = ::testing::TempDir() + "/jack_audio_test." + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  testing::JackServer server;
  {
    const testing::JackFeeder feeder(server);
    ASSERT_NE(feeder.client, nullptr);
    auto audio =
        io::LiveAudio::open({.system = io::AudioSystem::jack, .server = server.name, .connect = false});
    ASSERT_TRUE(audio);
    auto writer = TakeWriter::start({.folder = folder, .rate = audio->info().rate});
    ASSERT_TRUE(writer);
    ASSERT_TRUE(audio->start([&](const io::LiveBlock& block) { writer->push(block.frame, block.in); }));
    ASSERT_TRUE(testing::soon([&] { return audio->status().frames > 48000; }));
    EXPECT_FALSE(audio->status().lost);

    const auto start = std::chrono::steady_clock::now();
    server.end(GetParam());
    EXPECT_TRUE(testing::soon([&] { return audio->status().lost; }));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const io::LiveAudioStatus status = audio->status();
    EXPECT_NE(status.why, "");
    audio->close();
    EXPECT_TRUE(audio->status().lost);
    const WrittenTake take = writer->finish();
    EXPECT_FALSE(take.failure);
    EXPECT_EQ(take.frames, status.frames + status.left_out);
    EXPECT_GT(take.frames, 48000);
    std::printf("told after %.2f s: %s\n", seconds, status.why.c_str());
  }
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(, JackAudioLoss, ::testing::Values(SIGKILL, SIGTERM),
                         [](const auto& test) { return test.param == SIGKILL ? "Killed" : "Ended"; });

}  // namespace
}  // namespace firstchair::live

#endif
