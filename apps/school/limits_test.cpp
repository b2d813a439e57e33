// A breaking tempo that a student found, and an assignment that asks for one.
#include "apps/school/limits.h"

#include <gtest/gtest.h>

#include <cmath>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class LimitsTest : public ApiTest {
 protected:
  LimitsTest() : world_(make_world()) {
    config_.school = world_.school;
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  Told post(const std::string& who, const std::string& path, const Json& body) {
    return as(world_, who, {.method = "POST", .path = path, .body = body.dump()});
  }
  Json trial(const std::string& name, double bpm) const {
    Json body = fake_body(name, bpm, 1.2);
    body["mode"] = "limit";
    return body;
  }
  std::int64_t kept(const std::string& who, const std::string& name, double bpm) {
    const Told told = post(who, "/api/me/takes", trial(name, bpm));
    EXPECT_EQ(told.status, 201) << told.body;
    return Json::parse(told.body)["id"];
  }
  static Json limit(const Json& takes, double bpm) {
    return {{"takes", takes}, {"log2_bpm", std::log2(bpm)}, {"sd_oct", .05}, {"sigma_oct", .1}};
  }

  World world_;
};

TEST_F(LimitsTest, ALimitOfOnesOwnSearchIsToldWhereOneIsAsked) {
  school::Assignment asked = assignment_for(world_.klass, "Fast");
  asked.demands = {{.kind = assign::DemandKind::limit_bpm, .bound = 110}};
  const std::int64_t id = *store_->add_assignment(world_.school, asked, act());
  const std::string hand_in = fmt::format("/api/assignments/{}/submissions", id);
  const auto answer = [&](const std::string& name) {
    const Told told = post("student", hand_in, fake_body(name, 92, 1.2));
    EXPECT_EQ(told.status, 201) << told.body;
    return Json::parse(told.body)["submission"]["answers"][0];
  };
  EXPECT_EQ(answer("before-1")["standing"], "not_told");
  const std::int64_t one = kept("student", "search-1", 120), two = kept("student", "search-2", 128);
  EXPECT_EQ(kept("student", "search-1", 90), one) << "the same name is the same take";
  const Told told = post("student", "/api/me/limits", limit({one, two}, 124));
  ASSERT_EQ(told.status, 201) << told.body;
  EXPECT_NEAR(Json::parse(told.body)["low"].get<double>(), 124 * std::exp2(-1.96 * .05), .01);
  const Json after = answer("after-01");
  EXPECT_EQ(after["standing"], "shown");
  EXPECT_NEAR(after["value"].get<double>(), 124, 1e-9);
  EXPECT_NE(after["text"].get<std::string>().find(
                "limit 124 bpm (115.86 to 132.72), asked at least 110 bpm: shown"),
            std::string::npos)
      << after["text"];
  const Told again = as(world_, "teacher",
                        {.method = "POST",
                         .path = fmt::format("/api/assignments/{}/judge_again", id),
                         .body = R"({"version":1,"dry_run":true})"});
  EXPECT_EQ(again.status, 200) << again.body;
}

TEST_F(LimitsTest, OnlyALimitOfOnesOwnSearchIsKept) {
  const std::int64_t own = kept("student", "search-1", 120), theirs = kept("classmate", "search-1", 120);
  for (const Json& takes :
       {Json::array(), Json({theirs}), Json({own, theirs}), Json({9999}), Json({"search-1"}),
        Json({*store_->keep_take(
            world_.school, world_.people["student"], "practice-1",
            store::pack_take(config_.hearing.page_take(fake_body("x", 120, 1).dump())->take,
                             {.began_s = kNow, .item = kFakeChart, .bpm = 120, .engine = "1"}),
            act())})})
    EXPECT_EQ(post("student", "/api/me/limits", limit(takes, 124)).status, 400) << takes;
  EXPECT_EQ(post("student", "/api/me/limits", limit({own}, 250)).status, 400) << "far from every take";
  Json wrong = limit({own}, 124);
  wrong["sd_oct"] = 0;
  EXPECT_EQ(post("student", "/api/me/limits", wrong).status, 400);
  EXPECT_EQ(post("student", "/api/me/takes", fake_body("practice-2", 92, 1)).status, 400) << "of no search";
  EXPECT_TRUE(store_->limits_of(world_.school, world_.people["student"])->empty());
}

}  // namespace
}  // namespace firstchair::school_api
