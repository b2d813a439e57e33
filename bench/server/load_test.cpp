// The bench's own client and a short load.
#include "bench/server/load.h"

#include <gtest/gtest.h>

#include "bench/server/event_client.h"

namespace firstchair::bench {
namespace {

TEST(FrameReader, ReadsTheSameFramesInWhateverPiecesTheyCome) {
  const std::string bytes = std::string("\x81\x02hi\x89\x00\x81\x7e\x01\x00", 10) + std::string(256, 'x');
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, bytes.size()}) {
    FrameReader reader;
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
      for (Frame& frame : reader.read(std::string_view(bytes).substr(at, piece)))
        frames.push_back(std::move(frame));
    ASSERT_EQ(frames.size(), 3U) << piece;
    EXPECT_EQ(frames[0].payload, "hi");
    EXPECT_EQ(frames[1].opcode, 9);
    EXPECT_EQ(frames[2].payload, std::string(256, 'x'));
  }
}

TEST(Served, IsNotThereWithoutItsProgram) {
  EXPECT_FALSE(Served::start("/no/such/program"));
}

TEST(Load, TellsEveryListenerOfEveryUploadAndLeavesNoSocketBehind) {
  Result<std::unique_ptr<Served>> served = Served::start(FIRSTCHAIR);
  ASSERT_TRUE(served) << served.error().line();
  const Load measured =
      load(**served, {.minutes = 0.03, .idle = 10, .active = 5, .before = 3, .sample_every_s = 0.5});
  EXPECT_EQ(measured.clients, 15);
  EXPECT_EQ(measured.refused, 0);
  EXPECT_EQ(measured.closed, 0);
  EXPECT_GE(measured.uploads, 5);
  EXPECT_EQ(measured.missed, 0U);
  EXPECT_EQ(measured.events, static_cast<std::size_t>(10 * measured.uploads));
  EXPECT_GT(measured.pongs_ms.size(), 4U);
  EXPECT_GE(measured.memory.size(), 2U);
  EXPECT_GT(measured.memory.front().rss_kb, 1000);
  EXPECT_EQ(measured.handles_before - measured.handles_after, 15);
}

}  // namespace
}  // namespace firstchair::bench
