// Whoever makes an export may be killed in the middle of it: nothing of the student stays behind.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "apps/school/api_test.h"
#include "apps/school/errand_job.h"
#include "apps/school/export.h"
#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

namespace fs = std::filesystem;

class KilledExportTest : public ApiTest {
 protected:
  KilledExportTest() {
    config_.school = world_.school;
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  // Bytes of what lies on its way.
  std::string passing() const {
    std::string bytes;
    for (const auto& one : fs::directory_iterator(config_.sounds)) {
      if (!one.path().filename().string().starts_with(store::PassingPlace::kKind)) continue;
      bytes += "a folder\n";
      std::error_code gone;
      for (const auto& file : fs::recursive_directory_iterator(one.path(), gone)) {
        if (!file.is_regular_file(gone)) continue;
        std::ifstream in(file.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(in), {});
      }
    }
    return bytes;
  }
  // Another process exports the student, until it is killed.
  void export_and_kill() {
    const pid_t child = ::fork();
    if (child == 0) {
      auto store = school::SchoolStore::open(config_.store);
      const school::Sounds sounds(config_.sounds);
      while (store) {
        const auto folder = sounds.folder_for_one();
        if (!folder) ::_exit(1);
        (void)export_person(*store, sounds, world_.school, world_.people.at("student"), now_,
                            *folder + "/export.zip");
      }
      ::_exit(1);
    }
    for (int turn = 0; turn < 3000 && passing().find("book.jsonl") == std::string::npos; ++turn)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    ASSERT_EQ(::waitpid(child, nullptr, WNOHANG), 0) << "it works still";
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ASSERT_NE(passing().find("book.jsonl"), std::string::npos) << "the student's takes lie there";
  }
  World world_ = make_world();
};

TEST_F(KilledExportTest, LeavesNothingWhenTheNextOneStarts) {
  export_and_kill();
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  EXPECT_EQ(passing(), "");
}

TEST_F(KilledExportTest, LeavesNothingWhereAnotherOneWorksOnAndErases) {
  export_and_kill();
  ASSERT_TRUE(school::drop_sounds(*store_, school::Sounds(config_.sounds), world_.school));
  EXPECT_EQ(passing(), "");
}

TEST_F(KilledExportTest, LeavesNothingAfterTheNight) {
  export_and_kill();
  ASSERT_TRUE(school::retain(*store_, school::Sounds(config_.sounds), world_.school, act()));
  EXPECT_EQ(passing(), "");
}

}  // namespace
}  // namespace firstchair::school_api
