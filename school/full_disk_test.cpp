// A school on a disk that runs full.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "school/store.h"

namespace firstchair::school {
namespace {

enum End : int { kWell, kNotMade, kNeverFull, kOtherWords, kLost, kNoRoomAfter, kBroken, kNoFileSystem = 77 };

// In a file system of 1 MiB that nobody else sees: people are added until there is no room, then there is.
int live_on(const std::string& disk) {
  const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
  if (::unshare(spaces) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0)
    return kNoFileSystem;
  auto store = SchoolStore::open({.database = disk + "/school.sqlite"});
  const Act act{.at_s = 1'790'000'000};
  const auto school = store ? store->make_school({.name = "A", .country = "DE", .retention = {}}, act)
                            : Result<std::int64_t>(Error{});
  if (!school) return kNotMade;
  const std::string name(80, 'x');
  std::size_t added = 0;
  Result<std::int64_t> last = 0;
  while (added < 2000 && (last = store->add_person(*school, {.name = name, .given = ""}, act))) ++added;
  if (last) return kNeverFull;
  if (last.error().code != ErrorCode::unwritable ||
      last.error().what != "the disk is full; the school is as it was before")
    return kOtherWords;
  const auto there = [&] {
    std::size_t people = 0;
    for (std::int64_t after = 0;;) {
      const auto page = store->people(*school, {.after = after, .limit = 500});
      if (!page || page->empty()) return people;
      people += page->size();
      after = page->back().id;
    }
  };
  if (there() != added) return kLost;
  if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=8m") != 0) return kNoFileSystem;
  if (!store->add_person(*school, {.name = name, .given = ""}, act) || there() != added + 1)
    return kNoRoomAfter;
  const auto broken = store->first_broken(*school);
  return broken && *broken == 0 ? kWell : kBroken;
}

TEST(FullDisk, LeavesTheSchoolAsItWasAndItGoesOnWhereThereIsRoom) {
  const std::filesystem::path disk =
      std::filesystem::temp_directory_path() / ("firstchair-disk-" + std::to_string(::getpid()));
  std::filesystem::create_directories(disk);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(live_on(disk.string()));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  std::filesystem::remove(disk);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNoFileSystem) GTEST_SKIP() << "no file system can be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), kWell);
}

}  // namespace
}  // namespace firstchair::school
