// What a school's server says of itself: health, metrics as Prometheus reads them, and a line a request.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "apps/school/api_test.h"
#include "testing/server/silent_host.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class WatchTest : public ApiTest {
 protected:
  WatchTest() {
    config_.school = world_.school;
    config_.version = "1.\"2\\";
    config_.listener.threads = 0;
    config_.request_log = [this](const std::string& line) { log_ += line; };
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  World world_ = make_world();
  std::string log_;
};

TEST_F(WatchTest, MetricsAreAsPrometheusReadsThem) {
  EXPECT_EQ(as(world_, "teacher", {.method = "GET", .path = "/api/me"}).status, 200);
  EXPECT_EQ(as_nobody({.method = "GET", .path = "/api/me"}).status, 401);
  EXPECT_EQ(as_nobody({.method = "WHATEVER\n", .path = "/api/people/\"Mia\""}).status, 404);
  const Watch::Answer answer = api_->watch("/metrics");
  ASSERT_EQ(answer.status, 200);
  for (const char* line :
       {"firstchair_http_requests_total{method=\"GET\",route=\"/api/me\",status=\"2xx\"} 1\n",
        "firstchair_http_requests_total{method=\"GET\",route=\"/api/me\",status=\"4xx\"} 1\n",
        "firstchair_http_requests_total{method=\"none\",route=\"none\",status=\"4xx\"} 1\n",
        "firstchair_http_request_seconds_count{method=\"GET\",route=\"/api/me\"} 2\n", "le=\"+Inf\"} 2\n",
        "firstchair_database_up 1\n", "firstchair_jobs{kind=\"hear\",state=\"waiting\"} 0\n",
        "firstchair_build_info{version=\"1.\\\"2\\\\\"} 1\n"})
    EXPECT_NE(answer.body.find(line), std::string::npos) << line << "\n" << answer.body;
  EXPECT_EQ(answer.body.find("Mia"), std::string::npos);
  // Prometheus' own tool has nothing against it (Debian: prometheus).
  FILE* promtool = ::popen("promtool check metrics", "w");
  ASSERT_NE(promtool, nullptr);
  std::fwrite(answer.body.data(), 1, answer.body.size(), promtool);
  EXPECT_EQ(::pclose(promtool), 0) << answer.body;
  ASSERT_TRUE(store_->note(world_.school, act(), std::string(school::kBackupVerb), "school", ""));
  EXPECT_NE(api_->watch("/metrics").body.find("firstchair_backup_timestamp_seconds "), std::string::npos);
}

TEST_F(WatchTest, WhatTheTableOfDaysForgotIsCounted) {
  const auto overdue = [&] {
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
    const std::string text = api_->watch("/metrics").body, name = "\nfirstchair_retention_overdue ";
    const std::size_t at = text.find(name);
    EXPECT_NE(at, std::string::npos) << text;
    return std::stoi(text.substr(at + name.size()));
  };
  EXPECT_EQ(overdue(), 0);
  // Sound is over after 90 days, and forgotten a day and two hours later. Sessions and a link are over by
  // then.
  now_ = kNow + 90 * 24 * 3600 + 25 * 3600;
  const int others = overdue();
  now_ += 2 * 3600;
  EXPECT_EQ(overdue(), others + 1);
  ASSERT_TRUE(store_->retain(world_.school, act()));
  EXPECT_EQ(overdue(), 0);
}

TEST_F(WatchTest, ReadyIsWhoeverCanKeepAndHear) {
  EXPECT_EQ(api_->watch("/healthz").status, 200);
  EXPECT_EQ(api_->watch("/readyz").body, "ready\n");
  EXPECT_EQ(api_->watch("/nothing").status, 404);
  // A place for sound that cannot be written.
  config_.sounds = (folder_ / "file").string();
  std::ofstream(config_.sounds) << "not a folder";
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  const Watch::Answer answer = api_->watch("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("cannot be kept here"), std::string::npos) << answer.body;
  EXPECT_EQ(api_->watch("/healthz").status, 200) << "the process is well all the same";
  config_.store.database = (folder_ / "none.sqlite").string();
  config_.store.create = false;
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  EXPECT_EQ(api_->watch("/readyz").status, 503);
  EXPECT_NE(api_->watch("/metrics").body.find("firstchair_database_up 0\n"), std::string::npos);
}

TEST_F(WatchTest, ABucketThatHangsHoldsNobodyUpWhoAsksHowItIs) {
  ::setenv("AWS_ACCESS_KEY_ID", "access", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "hidden", 1);
  firstchair::testing::SilentHost host;
  config_.sounds = host.bucket();
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  const auto begin = std::chrono::steady_clock::now();
  const Watch::Answer waits = api_->watch("/readyz");
  EXPECT_EQ(waits.status, 503);
  EXPECT_TRUE(waits.body.starts_with("the place for sound has not answered for ")) << waits.body;
  EXPECT_EQ(api_->watch("/healthz").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(12))
      << "it hangs for 15 s and more";
  host.leave();
  EXPECT_TRUE(
      soon([&] { return api_->watch("/readyz").body.find("it does not answer") != std::string::npos; }));
  ::unsetenv("AWS_ACCESS_KEY_ID");
  ::unsetenv("AWS_SECRET_ACCESS_KEY");
}

TEST_F(WatchTest, ARequestLeavesALineWithoutNames) {
  as(world_, "student", {.method = "GET", .path = fmt::format("/api/submissions/{}", world_.submission)});
  as_nobody({.method = "POST",
             .path = "/api/login",
             .body = R"({"login":"MarkedName","password":"correct horse"})"});
  as_nobody({.method = "GET", .path = "/api/invite/7-secretcode"});
  as(world_, "admin",
     {.method = "POST", .path = "/api/school/people", .body = R"({"name":"MarkedName","given":"Given"})"});
  std::istringstream lines(log_);
  std::vector<Json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(Json::parse(line));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0]["route"], "/api/submissions/{id}");
  EXPECT_EQ(all[0]["person"], world_.people.at("student"));
  EXPECT_EQ(all[0]["school"], world_.school);
  EXPECT_EQ(all[0]["status"], 200);
  EXPECT_GT(all[0]["bytes"].get<int>(), 0);
  EXPECT_FALSE(all[1].contains("person"));
  EXPECT_NE(all[0]["id"], all[1]["id"]);
  EXPECT_EQ(all[0]["time"].get<std::string>().size(), 24u);
  for (const char* word : {"MarkedName", "Given", "horse", "secretcode", "login\":"})
    EXPECT_EQ(log_.find(word), std::string::npos) << word << "\n" << log_;
}

}  // namespace
}  // namespace firstchair::school_api
