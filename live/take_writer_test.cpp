// Takes as they are played: whole when all goes well, and what is left of them when it does not.
#include "live/take_writer.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sndfile.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "live/take_files.h"
#include "live/take_recovery.h"

namespace {

// How long the disk takes to sync a file, beyond what it takes anyway.
std::atomic<int> sync_takes_ms{0};

}  // namespace

// Stands before the C library's in this program.
extern "C" int fdatasync(int fd) {
  const int ms = sync_takes_ms.load();
  if (ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
  return static_cast<int>(::syscall(SYS_fdatasync, fd));
}

namespace firstchair::live {
namespace {

namespace fs = std::filesystem;
constexpr int kRate = 48000;
constexpr Frames kBlock = 256;

// Every sample says where it belongs.
float sample_at(Frames frame) {
  return static_cast<float>(static_cast<double>(frame * 7919 % 65536 - 32768) / 65536.0 * 0.5);
}
Hit hit_at(Frames frame) {
  Hit hit;
  hit.frame = frame;
  hit.voice = static_cast<Voice>(frame / 4800 % kVoiceCount);
  hit.level_db = -static_cast<float>(frame % 97) / 3;
  hit.strength = static_cast<float>(frame % 127);
  hit.sigma_ms = 0.1F;
  return hit;
}
// One block with its hits (one every 100 ms), as an audio callback would push it.
void push_block(TakeWriter& writer, Frames frame) {
  std::array<float, kBlock> block;
  for (Frames i = 0; i < kBlock; ++i) block[static_cast<std::size_t>(i)] = sample_at(frame + i);
  const std::span<const float> one(block);
  writer.push(frame, {&one, 1});
  for (Frames i = frame; i < frame + kBlock; ++i) {
    if (i % 4800 != 0) continue;
    const Hit hit = hit_at(i);
    writer.push({&hit, 1});
  }
}

std::vector<float> sound_in(const std::string& folder, int* channels = nullptr) {
  SF_INFO info{};
  SNDFILE* file = sf_open(take_file(folder, kTakeSound).c_str(), SFM_READ, &info);
  if (file == nullptr) return {};
  std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
  const auto got = sf_read_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
  samples.resize(static_cast<std::size_t>(got));
  sf_close(file);
  if (channels != nullptr) *channels = info.channels;
  return samples;
}
std::size_t wrong_samples(const std::vector<float>& sound) {
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < sound.size(); ++i)
    wrong += std::abs(sound[i] - sample_at(static_cast<Frames>(i))) > 1e-6F;
  return wrong;
}
std::vector<Hit> hits_in(const std::string& folder) {
  std::ifstream file(take_file(folder, kTakeHits));
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line + "\n", kHitsHeader);
  std::vector<Hit> hits;
  while (std::getline(file, line)) {
    const auto hit = hit_from_line(line);
    EXPECT_TRUE(hit) << line;
    hits.push_back(hit.value_or(Hit{}));
  }
  return hits;
}
std::size_t parts_in(const fs::path& folder) {
  std::size_t parts = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    parts += entry.path().string().find(".part") != std::string::npos;
  return parts;
}

class TakeWriting : public ::testing::Test {
 protected:
  TakeWriting()
      : folder(
            (fs::path(::testing::TempDir()) / ("take_writer_test." + std::to_string(::getpid()))).string()) {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  ~TakeWriting() override { fs::remove_all(folder); }
  const std::string folder;
};

TEST_F(TakeWriting, WritesEverySampleAndEveryHit) {
  auto writer = TakeWriter::start({.folder = folder + "/take", .rate = kRate, .channels = 1});
  ASSERT_TRUE(writer) << writer.error().line();
  EXPECT_EQ(parts_in(folder), 2u);
  for (Frames frame = 0; frame < 5 * kRate; frame += kBlock) push_block(*writer, frame);
  const WrittenTake take = writer->finish();
  EXPECT_FALSE(take.failure);
  EXPECT_EQ(take.lost, 0);
  const std::vector<float> sound = sound_in(folder + "/take");
  EXPECT_GE(take.frames, 5 * kRate);
  EXPECT_EQ(sound.size(), static_cast<std::size_t>(take.frames));
  EXPECT_EQ(wrong_samples(sound), 0u);
  const std::vector<Hit> hits = hits_in(folder + "/take");
  ASSERT_EQ(hits.size(), 51u);
  for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(hits[i], hit_at(static_cast<Frames>(i) * 4800));
  EXPECT_EQ(parts_in(folder), 0u);
}

TEST_F(TakeWriting, FillsAnXrunWithSilenceSoThatFrameNumbersStayTrue) {
  auto writer = TakeWriter::start({.folder = folder + "/take", .rate = kRate, .channels = 1});
  ASSERT_TRUE(writer);
  for (const Frames frame : {Frames{512}, Frames{768}, Frames{10000}, Frames{9900}})
    push_block(*writer, frame);
  EXPECT_EQ(writer->finish().frames, 10256);
  const std::vector<float> sound = sound_in(folder + "/take");
  ASSERT_EQ(sound.size(), 10256u);
  for (Frames i = 0; i < 10256; ++i) {
    const bool played = (i >= 512 && i < 1024) || i >= 10000;
    ASSERT_NEAR(sound[static_cast<std::size_t>(i)], played ? sample_at(i) : 0, 1e-6) << i;
  }
}

TEST_F(TakeWriting, KeepsTwoChannelsApartAndTheLoudAndTheNotANumberInBounds) {
  auto writer = TakeWriter::start({.folder = folder + "/take", .rate = 44100, .channels = 2});
  ASSERT_TRUE(writer);
  const std::vector<float> left{0.5F, 3, NAN, 0.25F}, right{-0.5F, -3, -INFINITY, 0.125F};
  const std::array<std::span<const float>, 2> block{left, right};
  writer->push(0, block);
  EXPECT_EQ(writer->finish().frames, 4);
  int channels = 0;
  const std::vector<float> sound = sound_in(folder + "/take", &channels);
  EXPECT_EQ(channels, 2);
  const std::vector<float> expected{0.5F, -0.5F, 1, -1, 0, 0, 0.25F, 0.125F};
  ASSERT_EQ(sound.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(sound[i], expected[i], 1e-6) << i;
}

TEST_F(TakeWriting, WritesAnEKitsHitsWithoutSound) {
  auto writer = TakeWriter::start({.folder = folder + "/take", .rate = kRate, .channels = 0});
  ASSERT_TRUE(writer);
  const std::array<Hit, 2> hits{hit_at(100), hit_at(5000)};
  writer->push(hits);
  EXPECT_EQ(writer->finish().hits, 2u);
  EXPECT_EQ(hits_in(folder + "/take").size(), 2u);
  EXPECT_FALSE(fs::exists(take_file(folder + "/take", kTakeSound)));
}

TEST_F(TakeWriting, LeavesAFolderWithATakeAlone) {
  {
    auto writer = TakeWriter::start({.folder = folder + "/take"});
    push_block(*writer, 0);
    (void)writer->finish();
  }
  const auto second = TakeWriter::start({.folder = folder + "/take"});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unwritable);
  EXPECT_EQ(hits_in(folder + "/take").size(), 1u);
}

TEST_F(TakeWriting, SaysOnceAndClearlyWhenTheFolderCannotBeWritten) {
  std::ofstream(folder + "/file") << "x";
  const auto writer = TakeWriter::start({.folder = folder + "/file/take"});
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().line(),
            folder + "/file/take: cannot be written (Not a directory). Choose another place.");
  const auto system = TakeWriter::start({.folder = "/proc/take"});
  ASSERT_FALSE(system);
  EXPECT_EQ(system.error().code, ErrorCode::unwritable);
}

TEST_F(TakeWriting, RecoveryLeavesATakeThatIsStillBeingWrittenAlone) {
  auto writer = TakeWriter::start({.folder = folder + "/take"});
  ASSERT_TRUE(writer);
  push_block(*writer, 0);
  EXPECT_TRUE(recover_takes(folder).empty());
  EXPECT_FALSE(writer->finish().failure);
  EXPECT_TRUE(recover_takes(folder).empty());
  EXPECT_TRUE(recover_takes(folder + "/none").empty());
}

// ---- kill -9
// ------------------------------------------------------------------------------------------------

struct Played {  // shared with the child that plays
  std::atomic<Frames> frames{0};
};

// A process that records in real time until it is killed.
pid_t play(const std::string& take, Played& played) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  auto writer = TakeWriter::start({.folder = take, .rate = kRate, .channels = 1});
  if (!writer) ::_exit(1);
  const auto start = std::chrono::steady_clock::now();
  for (Frames frame = 0;; frame += kBlock) {
    std::this_thread::sleep_until(start + std::chrono::microseconds((frame + kBlock) * 1000000 / kRate));
    push_block(*writer, frame);
    played.frames.store(frame + kBlock, std::memory_order_release);
  }
}

// Twenty players at a time, each killed at a moment of its own after 0.6 to 1.1 s of playing: what was played
// up to half a second before must all be there, sample for sample and stroke for stroke. In every second
// round the disk takes a second over each sync: a kill loses no more then.
TEST_F(TakeWriting, TwoHundredKillsLoseNothingOlderThanHalfASecond) {
  constexpr int kRounds = 10, kPlayers = 20;
  void* memory =
      ::mmap(nullptr, sizeof(Played) * kPlayers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  std::mt19937 random(1);
  double worst = 0, sum = 0;
  int kills = 0;
  for (int round = 0; round < kRounds; ++round) {
    sync_takes_ms = round % 2 == 0 ? 0 : 1000;
    auto* played = new (memory) Played[kPlayers];
    std::vector<std::pair<Frames, int>> moments;  // to be played, player
    std::vector<pid_t> children;
    std::vector<Frames> at_kill(kPlayers);
    for (int p = 0; p < kPlayers; ++p) {
      moments.push_back({kRate * 6 / 10 + static_cast<Frames>(random() % (kRate / 2)), p});
      children.push_back(play(folder + "/" + std::to_string(round) + "-" + std::to_string(p), played[p]));
    }
    std::sort(moments.begin(), moments.end());
    for (const auto& [moment, p] : moments) {
      for (int wait = 0; wait < 10000 && played[p].frames.load() < moment; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      at_kill[p] = played[p].frames.load(std::memory_order_acquire);
      ASSERT_EQ(::kill(children[p], SIGKILL), 0);
      int status = 0;
      ::waitpid(children[p], &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status)) << "a player ended by itself";
      ++kills;
    }
    const std::vector<RecoveredTake> takes = recover_takes(folder);
    ASSERT_EQ(takes.size(), static_cast<std::size_t>(kPlayers));
    for (int p = 0; p < kPlayers; ++p) {
      const std::string take = folder + "/" + std::to_string(round) + "-" + std::to_string(p);
      ASSERT_GT(at_kill[p], kRate * 55 / 100) << "played too little to prove anything";
      const std::vector<float> sound = sound_in(take);
      const double lost = static_cast<double>(at_kill[p] - static_cast<Frames>(sound.size())) / kRate;
      worst = std::max(worst, lost);
      sum += std::max(lost, 0.0);
      EXPECT_LE(lost, 0.5) << take;
      EXPECT_EQ(wrong_samples(sound), 0u) << take;
      const std::vector<Hit> hits = hits_in(take);
      EXPECT_GE(static_cast<Frames>(hits.size()), (at_kill[p] - kRate / 2 + 4799) / 4800) << take;
      for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(hits[i], hit_at(static_cast<Frames>(i) * 4800));
    }
    EXPECT_EQ(parts_in(folder), 0u);
    for (const auto& take : takes) fs::remove_all(take.folder);
  }
  sync_takes_ms = 0;
  EXPECT_EQ(kills, kRounds * kPlayers);
  std::printf("%d kills: lost %.0f ms at worst, %.0f ms in the mean\n", kills, 1000 * worst,
              1000 * sum / kills);
  ::munmap(memory, sizeof(Played) * kPlayers);
}

// The kill falls into the moment in which the files are closed and get their names: at most what the encoder
// held is lost.
TEST_F(TakeWriting, AKillWhileATakeIsFinishedLosesAtMostOneBlock) {
  void* memory = ::mmap(nullptr, sizeof(Played), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  // How long finish() takes is the machine's affair: until enough kills have fallen into it.
  int inside = 0;
  for (int turn = 0; turn < 100 && (turn < 25 || inside <= 5); ++turn) {
    auto* played = new (memory) Played;
    const std::string take = folder + "/" + std::to_string(turn);
    const pid_t child = ::fork();
    if (child == 0) {
      auto writer = TakeWriter::start({.folder = take, .rate = kRate, .channels = 1});
      if (!writer) ::_exit(1);
      for (Frames frame = 0; frame < kRate; frame += kBlock) push_block(*writer, frame);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));  // for the queue to empty
      played->frames = kRate;
      (void)writer->finish();
      played->frames = -1;
      for (;;) ::pause();
    }
    while (played->frames.load() == 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
    std::this_thread::sleep_for(std::chrono::microseconds((turn % 2 == 0 ? 200 : 800) * (turn % 25)));
    inside += played->frames.load() > 0;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    (void)recover_takes(folder);
    const std::vector<float> sound = sound_in(take);
    EXPECT_GE(sound.size(), static_cast<std::size_t>(kRate - TakeWriter::kBlockFrames)) << turn;
    EXPECT_EQ(wrong_samples(sound), 0u);
    EXPECT_EQ(hits_in(take).size(), 11u);
    EXPECT_EQ(parts_in(folder), 0u);
  }
  EXPECT_GT(inside, 5) << "no kill fell into finish()";
  ::munmap(memory, sizeof(Played));
}

TEST_F(TakeWriting, RecoverySaysWhatItRecovered) {
  {
    auto writer = TakeWriter::start({.folder = folder + "/take", .rate = kRate});
    for (Frames frame = 0; frame < 2 * kRate; frame += kBlock) push_block(*writer, frame);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }  // gone without finish()
  std::ofstream(part_file(folder + "/take", kTakeHits), std::ios::app) << "96123,sna";  // a torn line
  const auto takes = recover_takes(folder);
  ASSERT_EQ(takes.size(), 1u);
  EXPECT_EQ(line_of(takes[0]), folder + "/take: recovered 2.0 s of sound and 20 strokes.");
  EXPECT_EQ(hits_in(folder + "/take").size(), 20u);
}

TEST_F(TakeWriting, RecoveryThrowsNoSoundAwayThatItCannotRead) {
  std::ofstream(part_file(folder, kTakeHits)) << kHitsHeader;
  std::ofstream(part_file(folder, kTakeSound)) << "fLaC" << std::string(100000, 'x');
  const auto takes = recover_takes(folder);
  ASSERT_EQ(takes.size(), 1u);
  EXPECT_NE(line_of(takes[0]).find("left as it is"), std::string::npos) << line_of(takes[0]);
  EXPECT_EQ(fs::file_size(part_file(folder, kTakeSound)), 100004u);
}

// ---- a full disk
// --------------------------------------------------------------------------------------------

// What a full disk must leave: one failure that says so, and a take that is whole up to there.
std::string expect_full(const std::string& take) {
  auto writer = TakeWriter::start({.folder = take, .rate = kRate, .channels = 1});
  if (!writer) return "not started: " + writer.error().line();
  Frames frame = 0;
  for (; frame < 60 * kRate && !writer->failure(); frame += kBlock) {
    push_block(*writer, frame);
    if (frame % (64 * kBlock) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const WrittenTake written = writer->finish();
  if (!written.failure) return "no failure told";
  if (written.failure->line().find("the disk is full; the take is kept up to") == std::string::npos)
    return written.failure->line();
  const std::vector<float> sound = sound_in(take);
  if (sound.size() < kRate / 2 || sound.size() != static_cast<std::size_t>(written.frames))
    return "kept only " + std::to_string(sound.size());
  if (wrong_samples(sound) != 0) return "wrong samples";
  if (hits_in(take).size() != written.hits || written.hits < 5) return "hits";
  if (!recover_takes(take).empty() || parts_in(take) != 0) return "parts left";
  return "";
}

TEST_F(TakeWriting, AFullDiskIsToldAndTheTakeKeptUpToThere) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{400000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string wrong = expect_full(folder + "/take");
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, signal_before);
  EXPECT_EQ(wrong, "");
}

// The same on a real file system of half a megabyte, in a namespace of a child's own.
TEST_F(TakeWriting, AFullFileSystemIsToldAndTheTakeKeptUpToThere) {
  fs::create_directories(folder + "/disk");
  const pid_t child = ::fork();
  if (child == 0) {
    const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    if (::unshare(spaces) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", (folder + "/disk").c_str(), "tmpfs", 0, "size=512k") != 0)
      ::_exit(77);
    const std::string wrong = expect_full(folder + "/disk/take");
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
    ::_exit(wrong.empty() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no file system can be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace firstchair::live
