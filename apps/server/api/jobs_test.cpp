// Uploads without a server: whose turn it is, and what is kept of what was heard.
#include "apps/server/api/jobs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

#include "charts/charts.h"
#include "engine/judge/norms.h"
#include "store/book.h"
#include "store/chart_text.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

class JobsTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    wake_.notify_all();
    jobs_.reset();
    EXPECT_TRUE(fs::is_empty(folder_)) << "something was left behind";
    fs::remove_all(folder_);
  }
  void begin(JobLimits limits, bool held = false) {
    limits.folder = folder_.string();
    open_ = !held;
    jobs_ = std::make_unique<Jobs>(limits, [this](const JobView& job) { told(job); }, io::Cage{});
  }
  // Nothing is heard until let_go(), when it was held.
  void told(const JobView& job) {
    std::unique_lock lock(mutex_);
    if (job.state == JobState::hearing && job.heard_s == 0) {
      heard_.push_back(job.name);
      wake_.notify_all();
      wake_.wait(lock, [&] { return open_; });
    }
    over_ += job.state == JobState::done || job.state == JobState::failed;
    wake_.notify_all();
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    wake_.notify_all();
  }
  template <class Condition>
  void wait(Condition condition) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(wake_.wait_for(lock, std::chrono::seconds(60), condition));
  }
  std::optional<JobView> add(const std::string& name, const std::string& bytes, const std::string& client) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    SessionConfig config;
    config.norms = judge::default_norms();
    config.source.name = name;
    std::optional<JobView> job = jobs_->add(path, name, std::move(config), client);
    if (!job) fs::remove(path);
    return job;
  }
  static std::string midi() {
    const auto bytes = charts::write_chart(charts::ChartFormat::midi, *charts::builtin_chart("rock-8ths"));
    return {bytes.begin(), bytes.end()};
  }

  const fs::path folder_ = fs::temp_directory_path() /
                           fmt::format("firstchair-jobs-{}-{}", ::getpid(),
                                       ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::mutex mutex_;
  std::condition_variable wake_;
  bool open_ = true;
  std::size_t over_ = 0;
  std::vector<std::string> heard_;
  std::unique_ptr<Jobs> jobs_;
};

TEST_F(JobsTest, ClientsTakeTurns) {
  begin({}, true);
  for (const char* name : {"a1", "a2", "a3", "a4"}) ASSERT_TRUE(add(name, "not sound", "10.0.0.1"));
  wait([&] { return heard_.size() == 1; });
  ASSERT_TRUE(add("b1", "not sound", "10.0.0.2"));
  ASSERT_TRUE(add("b2", "not sound", "10.0.0.2"));
  ASSERT_TRUE(add("c1", "not sound", "10.0.0.3"));
  let_go();
  wait([&] { return over_ == 7; });
  EXPECT_EQ(heard_, (std::vector<std::string>{"a1", "b1", "c1", "a2", "b2", "a3", "a4"}));
}

TEST_F(JobsTest, OneWhoSendsOneAfterTheOtherTakesNobodysTurn) {
  begin({}, true);
  ASSERT_TRUE(add("b1", "not sound", "b"));
  wait([&] { return heard_.size() == 1; });
  for (const char* name : {"a1", "a2"}) ASSERT_TRUE(add(name, "not sound", "a"));
  ASSERT_TRUE(add("b2", "not sound", "b"));
  let_go();
  wait([&] { return over_ == 4; });
  EXPECT_EQ(heard_, (std::vector<std::string>{"b1", "a1", "b2", "a2"}));
}

TEST_F(JobsTest, OneClientMayWaitWithHalfOfWhatMayWait) {
  JobLimits limits;
  limits.most_waiting = 6;
  limits.waiting_bytes = 1000;
  begin(limits, true);
  ASSERT_TRUE(add("first", "x", "a"));
  wait([&] { return heard_.size() == 1; });
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(add(fmt::format("a{}", i), "x", "a")) << i;
  EXPECT_FALSE(add("a3", "x", "a")) << "half of the six are its own";
  EXPECT_TRUE(add("b0", std::string(400, 'x'), "b"));
  EXPECT_FALSE(add("b1", std::string(400, 'x'), "b")) << "half of the bytes are its own";
  EXPECT_TRUE(add("c0", std::string(400, 'x'), "c"));
  EXPECT_FALSE(add("d0", std::string(400, 'x'), "d")) << "over the bytes of all";
  EXPECT_TRUE(add("d1", "x", "d"));
  EXPECT_FALSE(add("e0", "x", "e")) << "six are waiting";
  let_go();
  wait([&] { return over_ == 7; });
}

TEST_F(JobsTest, TakesLieOnTheDiskAndGoWithTheirJob) {
  begin({});
  const std::optional<JobView> job = add("kit.mid", midi(), "a");
  ASSERT_TRUE(job);
  wait([&] { return over_ == 1; });
  ASSERT_EQ(jobs_->view(job->id)->state, JobState::done) << jobs_->view(job->id)->error;
  const std::optional<JobResult> result = jobs_->result(job->id);
  ASSERT_TRUE(result);
  EXPECT_GT(fs::file_size(result->json), 100U);
  EXPECT_GT(fs::file_size(result->html), 100U);
  EXPECT_TRUE(jobs_->remove(job->id));
  for (int turn = 0; turn < 100 && fs::exists(result->html); ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(fs::exists(result->json));
  EXPECT_FALSE(fs::exists(result->html));
}

// Eight bars of a groove that the player has in the book, laid beside rock eighths.
TEST_F(JobsTest, WhereAnotherGrooveWasPlayedTheNearestOfThePlayersChartsIsNamed) {
  const auto tab = [](int bars) {
    std::string text = "Title: My own\nTempo: 120\n\n";
    for (const auto& [label, bar] : {std::pair{"CC|", "----x---x-----x-|"},
                                     {"SD|", "--o----o---o--o-|"},
                                     {"BD|", "o---o--o-o-----o|"}}) {
      text += label;
      for (int i = 0; i < bars; ++i) text += bar;
      text += "\n";
    }
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return *charts::read_chart(charts::ChartFormat::tab, bytes);
  };
  const std::string book =
      (fs::temp_directory_path() / fmt::format("firstchair-own-{}.db", ::getpid())).string();
  {
    store::Book made = std::move(*store::Book::open({.file = book}));
    Take take;
    take.source.rate = 48000;
    take.hits.resize(2);
    take.chart = tab(1);
    take.reading.chart_given = true;
    store::Circumstances how;
    how.began_s = 1'790'000'000;
    how.item = store::item_of(take.chart);
    how.title = "My own";
    ASSERT_TRUE(made.save(take, how));
  }
  const auto bytes = charts::write_chart(charts::ChartFormat::midi, tab(8));
  for (const bool has_book : {true, false}) {
    JobLimits limits;
    if (has_book) limits.book = book;
    begin(limits);
    const std::string path = (folder_ / "own.mid").string();
    std::ofstream(path, std::ios::binary) << std::string(bytes.begin(), bytes.end());
    SessionConfig config;
    config.norms = judge::default_norms();
    config.chart = *charts::builtin_chart("rock-8ths");
    config.ask_chart_played = true;
    const std::optional<JobView> job = jobs_->add(path, "own.mid", std::move(config), "a");
    ASSERT_TRUE(job);
    wait([&] { return over_ > 0; });
    over_ = 0;
    ASSERT_EQ(jobs_->view(job->id)->state, JobState::done) << jobs_->view(job->id)->error;
    std::ifstream json(jobs_->result(job->id)->json);
    const std::string told{std::istreambuf_iterator<char>(json), {}};
    EXPECT_EQ(told.find("\"nearest_chart\": \"My own\"") != std::string::npos, has_book);
    jobs_.reset();
  }
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(book + part);
}

TEST_F(JobsTest, TheOldestTakesGoWhenTheirBytesAreTooMany) {
  JobLimits limits;
  limits.kept_bytes = 1;
  begin(limits);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < 3; ++i) {
    ids.push_back(add(fmt::format("kit{}.mid", i), midi(), "a")->id);
    wait([&] { return over_ == i + 1; });
  }
  EXPECT_FALSE(jobs_->view(ids[0]));
  EXPECT_FALSE(jobs_->view(ids[1]));
  ASSERT_TRUE(jobs_->result(ids[2])) << "the newest stays";
  std::size_t files = 0;
  for (int turn = 0; turn < 100; ++turn) {
    files = static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
    if (files == 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(files, 2U);
}

TEST_F(JobsTest, ARecordingThatIsTooLongIsRefused) {
  JobLimits limits;
  limits.most_hours = 0.0001;  // 0.36 s; the chart is longer
  begin(limits);
  const std::optional<JobView> job = add("kit.mid", midi(), "a");
  ASSERT_TRUE(job);
  wait([&] { return over_ == 1; });
  const JobView view = *jobs_->view(job->id);
  EXPECT_EQ(view.state, JobState::failed);
  EXPECT_EQ(view.error,
            "kit.mid: over 0.0001 hours long. Cut it into parts, or allow more with --max-hours.");
}

}  // namespace
}  // namespace firstchair::server
