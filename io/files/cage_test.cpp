// What the cage says is not believed. The decoders here are shell scripts, so that they can be as bad as any.
#include "io/files/cage.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include "io/files/audio_file.h"
#include "io/files/sample_ring.h"

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

template <class T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
std::string message(Said said, const std::string& bytes) {
  return bytes_of(MessageHead{said, static_cast<std::uint32_t>(bytes.size())}) + bytes;
}
const std::string kReady = message(Said::ready, bytes_of(ReadyMessage{1}));

class ACage : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ("cage_test." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(path("take.wav")) << "RIFF";
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  // The words of a decoder that has written 0.5 and -0.25 into every block.
  static std::string samples(std::size_t count = 2) {
    return bytes_of(MessageHead{Said::samples, static_cast<std::uint32_t>(count * sizeof(float))});
  }
  // The script that does so.
  std::string writing() const {
    std::optional<SampleRing> ring = SampleRing::make();
    for (std::size_t i = 0; i < SampleRing::kBlocks; ++i) {
      const std::span<float> block = ring->wait_for_block();
      block[0] = 0.5f;
      block[1] = -0.25f;
      ring->end_block();
    }
    std::string bytes(static_cast<std::size_t>(::lseek(ring->descriptor(), 0, SEEK_END)), 0);
    EXPECT_EQ(::pread(ring->descriptor(), bytes.data(), bytes.size(), 0), std::ssize(bytes));
    std::ofstream(path("blocks"), std::ios::binary) << bytes;
    return "/bin/cat " + path("blocks") + " >&3\n";
  }
  // A decoder that says these bytes, whatever it is asked.
  Cage saying(const std::string& bytes, const std::string& then = "", const std::string& first = "") const {
    std::ofstream(path("words"), std::ios::binary) << bytes;
    return running(first + "/bin/cat " + path("words") + "\n" + then);
  }
  Cage running(const std::string& script) const {
    std::ofstream(path("decoder")) << "#!/bin/sh\n" << script << "\n";
    ::chmod(path("decoder").c_str(), 0700);
    return {.program = path("decoder")};
  }
  std::string said(const Cage& cage) const {
    Result<AudioFile> file = AudioFile::open(path("take.wav"), cage);
    if (!file) return file.error().line().substr(path("take.wav").size());
    std::vector<float> block(1000);
    std::size_t samples = 0;
    while (const std::size_t n = file->read(block)) samples += n;
    return (file->broke() ? file->broke()->what : "end") + " after " + std::to_string(samples);
  }
  static constexpr const char* kStopped = ": could not be decoded (the decoder stopped).";
  fs::path folder_;
};

TEST_F(ACage, HandsOnWhatItsDecoderSays) {
  const std::string sound = message(Said::sound, bytes_of(SoundMessage{44100, 2, 1, 0}));
  const std::string end = message(Said::end, bytes_of(EndMessage{1}));
  const Cage cage = saying(kReady + sound + samples() + samples() + end, "", writing());
  Result<AudioFile> file = AudioFile::open(path("take.wav"), cage);
  ASSERT_TRUE(file) << file.error().line();
  EXPECT_EQ(file->info().rate, 44100);
  EXPECT_EQ(file->info().frames, 2);
  std::vector<float> block(100);
  ASSERT_EQ(file->read(block), 4u);
  EXPECT_EQ(block[0], 0.5f);
  EXPECT_EQ(block[3], -0.25f);
  EXPECT_EQ(file->read(block), 0u);
  EXPECT_TRUE(file->truncated());
  EXPECT_FALSE(file->broke());
  EXPECT_EQ(file->warning(), "");
}

TEST_F(ACage, ADecoderThatStopsIsOneLine) {
  const std::string sound = message(Said::sound, bytes_of(SoundMessage{44100, 2, 1, 0}));
  EXPECT_EQ(said({.program = "/bin/false"}), kStopped);
  EXPECT_EQ(said({.program = "/no/such/program"}).rfind(": no decoder can be started", 0), 0u);
  EXPECT_EQ(said(saying(kReady)), kStopped);
  EXPECT_EQ(said(running("kill -9 $$")), kStopped);
  const std::string stopped = "could not be decoded (the decoder stopped) after ";
  EXPECT_EQ(said(saying(kReady + sound)), stopped + "0");
  EXPECT_EQ(said(saying(kReady + sound + samples())), stopped + "2");
  EXPECT_EQ(said(saying(kReady + sound + samples().substr(0, 7))), stopped + "0");
}

TEST_F(ACage, ADecoderThatLiesIsNotBelieved) {
  const auto head = [](std::uint32_t said, std::uint32_t length) {
    return bytes_of(said) + bytes_of(length);
  };
  EXPECT_EQ(said(saying("Hello, I am no decoder at all.")), kStopped);
  EXPECT_EQ(said(saying(kReady + head(99, 0))), kStopped);
  EXPECT_EQ(said(saying(kReady + head(static_cast<std::uint32_t>(Said::sound), 0xFFFFFFFF))), kStopped);
  const double infinite = std::numeric_limits<double>::infinity();
  for (const SoundMessage& sound :
       {SoundMessage{std::nan(""), 0, 1, 0}, SoundMessage{infinite, 0, 1, 0}, SoundMessage{44100, -1, 1, 0},
        SoundMessage{44100, 0, 0, 0}, SoundMessage{44100, 0, 1 << 30, 0}, SoundMessage{44100, 0, 1, 4}})
    EXPECT_EQ(said(saying(kReady + message(Said::sound, bytes_of(sound)))), kStopped);
  const auto failing = [&](std::uint32_t code, const std::string& words) {
    return said(saying(kReady + message(Said::failed, bytes_of(code) + words)));
  };
  EXPECT_EQ(failing(77, std::string("\0what\0\0", 7)), kStopped);
  EXPECT_EQ(failing(1, std::string("\0what", 5)), kStopped);
  EXPECT_EQ(failing(1, ""), kStopped);
  EXPECT_EQ(failing(2, std::string("\0no \x1b[31mred\0Do\0", 16)), ": no ?[31mred. Do.");
  const std::string sound = message(Said::sound, bytes_of(SoundMessage{44100, 0, 1, 0}));
  const std::string stopped = "could not be decoded (the decoder stopped) after ";
  EXPECT_EQ(said(saying(kReady + sound + message(Said::samples, "abc"))), stopped + "0");
  // More than a block has is not read; more blocks than there are, none of them written, are silence.
  EXPECT_EQ(said(saying(kReady + sound + samples(SampleRing::kFrames + 1))), stopped + "0");
  EXPECT_EQ(said(saying(kReady + sound + samples(1 << 24))), stopped + "0");
  EXPECT_EQ(said(saying(kReady + sound + samples(0))), stopped + "0");
  std::string many;
  for (int i = 0; i < 100; ++i) many += samples(SampleRing::kFrames);
  EXPECT_EQ(said(saying(kReady + sound + many)), stopped + std::to_string(100 * SampleRing::kFrames));
}

TEST_F(ACage, ADecoderThatWritesOverItsRingChangesOnlySamples) {
  const std::string sound = message(Said::sound, bytes_of(SoundMessage{44100, 2, 1, 0}));
  const std::string end = message(Said::end, bytes_of(EndMessage{0}));
  const std::string over = "/usr/bin/head -c 1000000 /dev/zero | /usr/bin/tr '\\0' '\\377' >&3; /bin/cat " +
                           path("blocks") + " " + path("blocks") + " >&3\n";
  writing();
  EXPECT_EQ(said(saying(kReady + sound + samples() + samples() + end, "", over)), "end after 4");
}

TEST_F(ACage, ADecoderThatNeverAnswersIsEndedWhenAsked) {
  Cage cage = running("echo $$ > " + path("id") + "; exec /bin/sleep 1000");
  int asked = 0;
  cage.go_on = [&] { return ++asked < 3; };
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(said(cage), kStopped);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20));
  std::ifstream file(path("id"));
  int process = 0;
  file >> process;
  ASSERT_GT(process, 0);
  EXPECT_NE(::kill(process, 0), 0) << "it still runs";
}

TEST_F(ACage, ADecoderInheritsItsFileItsPipeAndItsRingAndNoEnvironment) {
  const int left_open = ::open("/dev/null", O_RDONLY);  // not closed on exec
  ::setenv("FIRSTCHAIR_SECRET", "1", 1);
  said(running("ls -l /proc/$$/fd > " + path("open") + "; env > " + path("env")));
  ::unsetenv("FIRSTCHAIR_SECRET");
  ::close(left_open);
  std::ifstream open(path("open")), environment(path("env"));
  std::string all;
  int descriptors = 0, more = 0;  // 10 and 11 are the shell's own script and what it puts aside
  for (std::string line; std::getline(open, line); all += line + "\n") {
    const std::size_t arrow = line.find(" -> ");
    if (arrow == std::string::npos) continue;
    const int number = std::atoi(line.c_str() + line.rfind(' ', arrow - 1));
    (number <= 3 ? descriptors : more) += number < 10;
  }
  EXPECT_EQ(descriptors, 4) << all;
  EXPECT_EQ(more, 0) << all;
  bool secret = false;
  for (std::string line; std::getline(environment, line);) secret |= line.starts_with("FIRSTCHAIR_SECRET");
  EXPECT_FALSE(secret);
}

TEST_F(ACage, APatienceGrowsWithTheFile) {
  EXPECT_GE(most_seconds(0), 60);
  EXPECT_GT(most_seconds(std::int64_t{1} << 30), most_seconds(std::int64_t{1} << 20));
}

}  // namespace
}  // namespace firstchair::io
