// The writer of a ring may be anybody. What it does to the shared memory may change samples, and nothing
// else.
#include "io/files/sample_ring.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

namespace firstchair::io {
namespace {

// Another process with a ring's descriptor; what it returns is its exit code.
class Peer {
 public:
  explicit Peer(const std::function<int()>& work) : process_(::fork()) {
    if (process_ == 0) {
      ::alarm(60);
      ::_exit(work());
    }
  }
  ~Peer() { end(); }
  int result() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void end() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    result();
  }

 private:
  pid_t process_;
};

// A pipe through which the writer says that a block is written, as the cage's does.
struct Words {
  Words() { EXPECT_EQ(::pipe(ends), 0); }
  ~Words() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void say() const {
    if (::write(ends[1], "", 1) != 1) ::_exit(9);
  }
  void wait() const {
    char word;
    ASSERT_EQ(::read(ends[0], &word, 1), 1);
  }
  int ends[2];
};

TEST(SampleRing, EveryBlockArrivesInItsOrderHowFastEitherSideIs) {
  constexpr int kCount = 1000;
  for (const int slow : {-1, 0, 1}) {  // the writer, neither, the reader
    std::optional<SampleRing> ring = SampleRing::make();
    ASSERT_TRUE(ring);
    const Words words;
    Peer writer([&] {
      std::optional<SampleRing> mine = SampleRing::join(ring->descriptor());
      if (!mine) return 1;
      for (int i = 0; i < kCount; ++i) {
        const std::span<float> block = mine->wait_for_block();
        for (float& sample : block) sample = static_cast<float>(i);
        mine->end_block();
        if (slow < 0 && i % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        words.say();
      }
      return 0;
    });
    std::vector<float> block(SampleRing::kFrames);
    for (int i = 0; i < kCount; ++i) {
      words.wait();
      if (slow > 0 && i % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      ring->copy(0, block);
      ring->free_block();
      ASSERT_EQ(block, std::vector<float>(SampleRing::kFrames, static_cast<float>(i)));
    }
    EXPECT_EQ(writer.result(), 0);
  }
}

TEST(SampleRing, APartOfABlockIsCopied) {
  std::optional<SampleRing> ring = SampleRing::make();
  std::optional<SampleRing> writer = SampleRing::join(ring->descriptor());
  ASSERT_TRUE(writer);
  const std::span<float> block = writer->wait_for_block();
  for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<float>(i);
  std::vector<float> part(3);
  ring->copy(5, part);
  EXPECT_EQ(part, (std::vector<float>{5, 6, 7}));
  ring->copy(SampleRing::kFrames - 3, part);
  EXPECT_EQ(part.back(), static_cast<float>(SampleRing::kFrames - 1));
}

TEST(SampleRing, AWriterWaitsForAFreeBlockAndNotForEver) {
  std::optional<SampleRing> ring = SampleRing::make();
  const Words words;
  Peer writer([&] {
    std::optional<SampleRing> mine = SampleRing::join(ring->descriptor());
    for (std::size_t i = 0; mine && i <= SampleRing::kBlocks; ++i) {
      mine->wait_for_block();
      mine->end_block();
      words.say();
    }
    return 0;
  });
  for (std::size_t i = 0; i < SampleRing::kBlocks; ++i) words.wait();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ASSERT_EQ(::fcntl(words.ends[0], F_SETFL, O_NONBLOCK), 0);
  char word;
  EXPECT_EQ(::read(words.ends[0], &word, 1), -1) << "it wrote a block that was not free";
  for (std::size_t i = 0; i < SampleRing::kBlocks; ++i) ring->free_block();
  EXPECT_EQ(writer.result(), 0);
}

TEST(SampleRing, WhateverAWriterDoesTheReaderReadsOnAndInBounds) {
  std::optional<SampleRing> ring = SampleRing::make();
  struct stat status{};
  ASSERT_EQ(::fstat(ring->descriptor(), &status), 0);
  const Words words;
  Peer hostile([&] {
    const int fd = ring->descriptor();
    // Its size, its seals and its writing are settled.
    if (::ftruncate(fd, 0) == 0 || ::ftruncate(fd, 4096) == 0 || ::ftruncate(fd, 1 << 30) == 0) return 1;
    if (::fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE) == 0) return 2;
    if (::pwrite(fd, "x", 1, status.st_size) == 1) return 3;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) return 4;
    words.say();
    // All of it, the count of free blocks too, over and over with NaN, zeros and a hole.
    for (int i = 0;; ++i) {
      std::memset(memory, i % 2 == 0 ? 0xFF : 0, size);
      if (i % 16 == 0) ::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, status.st_size);
    }
    return 0;
  });
  words.wait();
  constexpr float kGuard = 123;
  std::vector<float> block(SampleRing::kFrames + 2, kGuard);
  for (int i = 0; i < 500; ++i) {
    ring->copy(0, std::span(block).subspan(1, SampleRing::kFrames));
    ring->free_block();
    ASSERT_EQ(block.front(), kGuard);
    ASSERT_EQ(block.back(), kGuard);
  }
  hostile.end();
}

TEST(SampleRing, WhatIsNoRingIsNotJoined) {
  EXPECT_FALSE(SampleRing::join(-1));
  const int null = ::open("/dev/null", O_RDWR);
  EXPECT_FALSE(SampleRing::join(null));
  ::close(null);
  const int small = ::memfd_create("small", MFD_CLOEXEC);
  EXPECT_FALSE(SampleRing::join(small));
  ::close(small);
}

}  // namespace
}  // namespace firstchair::io
