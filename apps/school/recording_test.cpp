// Recordings that are heard here: sent in parts, heard behind, with what went wrong told.
#include <gtest/gtest.h>

#include "apps/school/api_test.h"
#include "apps/school/hear_job.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class RecordingTest : public ApiTest {
 protected:
  const World world_ = make_world();
  const std::string path_ = fmt::format("/api/assignments/{}/submissions", world_.assignment);

  Told send(const std::vector<std::pair<std::string, std::string>>& parts, std::int64_t assignment = 0) {
    const std::string file = (folder_ / "upload").string();
    std::ofstream out(file, std::ios::binary);
    for (const auto& [name, bytes] : parts)
      out << "--b\r\nContent-Disposition: form-data; name=\"" << name << "\"\r\n"
          << (name == "sound" ? "Content-Type: audio/wav\r\n" : "") << "\r\n"
          << bytes << "\r\n";
    out << "--b--\r\n";
    out.close();
    return as(world_, "classmate",
              {.method = "POST",
               .path = assignment == 0 ? path_ : fmt::format("/api/assignments/{}/submissions", assignment),
               .type = "multipart/form-data; boundary=b",
               .upload = file});
  }
  // Everything that waits is heard when this returns: another server begins with it and ends.
  void hear_all() {
    ApiConfig config = config_;
    config.school = world_.school;
    config.listener = {.threads = 1, .retry_s = 0, .poll = std::chrono::milliseconds(2)};
    api_ = std::make_unique<Api>(config, [this] { return now_; });
    while (!store_->waiting(world_.school, 1)->empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  Json one(std::int64_t id) {
    return Json::parse(
        as(world_, "classmate", {.method = "GET", .path = fmt::format("/api/submissions/{}", id)}).body);
  }
};

TEST_F(RecordingTest, IsHeardBehindAndCounts) {
  const Told answer = send({{"sound", "waves"}, {"id", "recorded-1"}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  const Json handed = Json::parse(answer.body)["submission"];
  hear_all();
  const Json heard = one(handed["id"]);
  EXPECT_EQ(heard["state"], "heard");
  EXPECT_EQ(heard["answers"][0]["standing"], "met");
  EXPECT_FALSE(heard["take"].is_null());
  EXPECT_TRUE(heard["sound"]) << "this assignment keeps it";
}

TEST_F(RecordingTest, WhatCannotBeHeardUsesNoAttemptAndIsHeardAgain) {
  const Json handed = Json::parse(send({{"sound", "waves"}, {"id", "broken-01"}}).body)["submission"];
  hear_all();
  const Json failed = one(handed["id"]);
  EXPECT_EQ(failed["state"], "failed");
  EXPECT_EQ(failed["why"], "this could not be heard (the decoder stopped 3 times); it uses no attempt");
  const std::string path = fmt::format("/api/submissions/{}/again", handed["id"].get<int>());
  EXPECT_EQ(Json::parse(as(world_, "teacher", {.method = "POST", .path = path}).body)["state"], "waiting");
}

TEST_F(RecordingTest, WhatIsTriedAgainSaysWhen) {
  config_.listener.threads = 0;
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  const Json handed = Json::parse(send({{"sound", "waves"}, {"id", "broken-02"}}).body)["submission"];
  const auto job = *store_->claim_job(school::kHearJob, "w", 60);
  ASSERT_TRUE(job);
  EXPECT_EQ(hear_job(*store_, school::Sounds(config_.sounds), config_.hearing, *job, 60, now_),
            HearEnd::put_off);
  const std::string again =
      again_text(store_->job_of(world_.school, school::kHearJob, job->thing)->value().due_s, false);
  const std::string line = "this could not be heard (the decoder stopped); it uses no attempt, " + again;
  EXPECT_EQ(again.size(), std::string("we try again at 14:20").size()) << again;
  EXPECT_EQ(one(handed["id"])["why"], line) << "its student reads it";
  const Json jobs =
      Json::parse(as(world_, "teacher", {.method = "GET", .path = "/api/school/jobs"}).body)["hearings"];
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[1]["why"], line) << "and the teacher";
  EXPECT_EQ(jobs[1]["tries"], 1);
}

TEST_F(RecordingTest, AWorkersClockThatIsOffChangesNothing) {
  Json in_time;
  for (const int off_s : {0, -300, 300}) {
    const Json handed = Json::parse(
        send({{"sound", "waves"}, {"id", fmt::format("clock-at-{}", off_s + 1000)}}).body)["submission"];
    const auto job = *store_->claim_job(school::kHearJob, "w", 60);
    ASSERT_TRUE(job);
    ASSERT_EQ(hear_job(*store_, school::Sounds(config_.sounds), config_.hearing, *job, 60, now_ + off_s),
              HearEnd::heard);
    Json heard = one(handed["id"]);
    for (const char* own : {"id", "take", "sent_name"}) heard.erase(own);
    EXPECT_EQ(heard["began_s"], now_);
    if (in_time.is_null()) in_time = heard;
    EXPECT_EQ(heard, in_time) << off_s;
  }
}

TEST_F(RecordingTest, WhereNoSoundIsKeptItGoesWhenItIsHeard) {
  school::Assignment silent = assignment_for(world_.klass, "Without sound");
  silent.sound = school::KeepSound::none;
  const std::int64_t assignment = *store_->add_assignment(world_.school, silent, act());
  const auto kept = [&] {
    int files = 0;
    for (const auto& one : std::filesystem::recursive_directory_iterator(config_.sounds))
      files += one.is_regular_file() ? 1 : 0;
    return files;
  };
  const int before = kept();
  const Json handed =
      Json::parse(send({{"sound", "other waves"}, {"id", "no-sound-1"}}, assignment).body)["submission"];
  EXPECT_EQ(kept(), before + 1);
  const auto job = *store_->claim_job(school::kHearJob, "w", 60);
  ASSERT_TRUE(job);
  const school::Sounds sounds(config_.sounds);
  ASSERT_EQ(hear_job(*store_, sounds, config_.hearing, *job, 60, now_), HearEnd::heard);
  EXPECT_FALSE(one(handed["id"])["sound"]);
  EXPECT_EQ(kept(), before);
  EXPECT_TRUE(store_->sounds_to_drop(world_.school)->empty());
}

TEST_F(RecordingTest, ASoundBesideATakeIsKeptAsTheAssignmentSays) {
  const Json kept = Json::parse(
      send({{"take", fake_body("with-sound", 92, 1).dump()}, {"sound", "waves"}}).body)["submission"];
  EXPECT_TRUE(kept["sound"]);
  const std::string path = fmt::format("/api/submissions/{}/sound", kept["id"].get<int>());
  const Told sound = as(world_, "teacher", {.method = "GET", .path = path});
  EXPECT_EQ(sound.type, "audio/wav");
  std::ifstream file(sound.file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "waves");
  // An admin breaks the glass with a reason, which the student finds in the log.
  EXPECT_EQ(as(world_, "admin", {.method = "GET", .path = path}).status, 400);
  EXPECT_EQ(as(world_, "admin", {.method = "GET", .path = path, .query = {{"reason", "a complaint"}}}).status,
            200);
  const auto log = store_->log(world_.school, {.verbs = "sound."});
  ASSERT_EQ(log->size(), 1u);
  EXPECT_EQ(log->front().thing, fmt::format("person {}", world_.people.at("classmate")));
  for (const auto& parts : {std::vector<std::pair<std::string, std::string>>{{"id", "nothing-1"}},
                            {{"sound", "x"}},
                            {{"take", "{}"}, {"sound", "x"}}})
    EXPECT_EQ(send(parts).status, 400);
}

}  // namespace
}  // namespace firstchair::school_api
