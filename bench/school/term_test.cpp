// A short term of a small school, with a kill of everything there is; the long one is `firstchair bench
// school`.
#include "bench/school/term.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "bench/school/process.h"
#include "testing/school/watchdog.h"

namespace firstchair::bench {
namespace {

TEST(SchoolTerm, NothingIsLostWhenServerWorkerAndDatabaseAreKilled) {
  auto stand = Stand::make({.program = FIRSTCHAIR, .servers = 2, .workers = 2, .lease_s = 2});
  ASSERT_TRUE(stand) << stand.error().line();
  const TermResult term = live_through(**stand, {.students = 4, .takes = 6, .kills = 3});
  EXPECT_TRUE(term.well()) << term.fault << "\nsent " << term.sent << " kept " << term.kept << " heard "
                           << term.heard << " failed " << term.failed << " waiting " << term.waiting
                           << " wrong grades " << term.wrong_grades << " not as played "
                           << term.not_as_played;
  EXPECT_EQ(term.sent, 24);
  EXPECT_EQ(term.heard, 24);
  EXPECT_GT(term.kills, 0);
  EXPECT_EQ(names_in_logs(**stand), 0);
}

TEST(SchoolTerm, OneServerWithoutWorkersHearsInItself) {
  auto stand = Stand::make({.program = FIRSTCHAIR, .servers = 1, .workers = 0, .postgres = false});
  ASSERT_TRUE(stand) << stand.error().line();
  const TermResult term = live_through(**stand, {.students = 2, .takes = 3, .kills = 1});
  EXPECT_TRUE(term.well()) << term.fault;
  EXPECT_EQ(term.heard, 6);
}

// What a bench that is killed leaves: its folder, and a program that it has started.
TEST(SchoolTerm, WhatABenchHasMadeEndsWithItAlsoWhereItIsKilled) {
  std::string folder = (std::filesystem::temp_directory_path() / "firstchair-stand-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const pid_t bench = ::fork();
  if (bench == 0) {
    const testing_school::Watchdog watchdog("rm -rf " + folder);
    Process started({"sh", "-c", "echo runs $$; sleep 600"}, folder + "/log", "runs", {}, watchdog.group());
    if (!started.start()) ::_exit(1);
    std::filesystem::create_symlink(std::to_string(started.id()), folder + "/id");
    while (true) ::pause();
  }
  const auto waited = [](auto is) {
    for (int turn = 0; turn < 1000 && !is(); ++turn)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return is();
  };
  ASSERT_TRUE(waited([&] { return std::filesystem::is_symlink(folder + "/id"); }));
  const pid_t started = std::stoi(std::filesystem::read_symlink(folder + "/id").string());
  // One that ended and was not waited for yet has no program any more.
  const auto runs = [&] {
    std::error_code none;
    return !std::filesystem::read_symlink(fmt::format("/proc/{}/exe", started), none).empty();
  };
  EXPECT_TRUE(runs());
  ::kill(bench, SIGKILL);
  ::waitpid(bench, nullptr, 0);
  EXPECT_TRUE(waited([&] { return !runs(); }));
  EXPECT_TRUE(waited([&] { return !std::filesystem::exists(folder); }));
}

}  // namespace
}  // namespace firstchair::bench
