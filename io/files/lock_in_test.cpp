#include "io/files/lock_in.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <new>
#include <thread>

#include "io/files/cage.h"

namespace firstchair::io {
namespace {

constexpr int kDone = 0, kRefused = 1, kKilled = 2;

// What becomes of a process that locks itself in with a file of three bytes as its input and then tries this.
int tried(const std::function<bool()>& act) {
  const std::string name = ::testing::TempDir() + "lock_in_test." + std::to_string(::getpid());
  std::ofstream(name) << "abc";
  const int file = ::open(name.c_str(), O_RDONLY);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(file, STDIN_FILENO);
    ::alarm(20);
    lock_in(look_at(STDIN_FILENO, name));
    ::_exit(act() ? kDone : kRefused);
  }
  ::close(file);
  int status = 0;
  ::waitpid(child, &status, 0);
  std::filesystem::remove(name);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kKilled;
}

class LockedIn : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!cage_filters()) GTEST_SKIP() << "this kernel filters no system calls";
  }
};

TEST_F(LockedIn, ItsInputIsReadAndItsOutputWritten) {
  EXPECT_EQ(tried([] {
              char bytes[3] = {};
              return ::read(STDIN_FILENO, bytes, 3) == 3 && ::lseek(STDIN_FILENO, 0, SEEK_SET) == 0 &&
                     ::write(STDOUT_FILENO, "", 0) == 0;
            }),
            kDone);
}

TEST_F(LockedIn, MemoryCanBeHadAndIsBounded) {
  EXPECT_EQ(tried([] { return std::malloc(100 << 20) != nullptr; }), kDone);
#ifndef FIRSTCHAIR_SANITIZED
  EXPECT_EQ(tried([] { return std::malloc(std::size_t{4} << 30) != nullptr; }), kRefused);
#endif
}

TEST_F(LockedIn, NoFileIsOpenedLookedAtMadeOrRemoved) {
  EXPECT_NE(tried([] { return ::open("/etc/passwd", O_RDONLY) >= 0; }), kDone);
  EXPECT_NE(tried([] { return ::open("/tmp/lock_in_test.made", O_WRONLY | O_CREAT, 0600) >= 0; }), kDone);
  EXPECT_FALSE(std::filesystem::exists("/tmp/lock_in_test.made"));
  EXPECT_NE(tried([] {
              struct stat status{};
              return ::stat("/etc/passwd", &status) == 0;
            }),
            kDone);
  EXPECT_NE(tried([] { return ::unlink("/tmp/lock_in_test.none") == 0; }), kDone);
}

TEST_F(LockedIn, NoSocketNoProcessAndNoThreadIsMade) {
  EXPECT_EQ(tried([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }), kKilled);
  EXPECT_EQ(tried([] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }), kKilled);
  EXPECT_EQ(tried([] { return ::fork() >= 0; }), kKilled);
  EXPECT_EQ(tried([] { return ::execl("/bin/true", "true", nullptr) == 0; }), kKilled);
  EXPECT_EQ(tried([] { return ::kill(::getppid(), 0) == 0; }), kKilled);
}

TEST_F(LockedIn, NoMemoryBecomesCode) {
  EXPECT_EQ(tried([] {
              return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                            -1, 0) != MAP_FAILED;
            }),
            kKilled);
}

}  // namespace
}  // namespace firstchair::io
