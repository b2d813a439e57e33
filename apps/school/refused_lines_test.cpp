// What is said at a limit, to the letter (docs/design/school_lines.md).
#include <gtest/gtest.h>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class RefusedLines : public ApiTest {
 protected:
  std::string refused(const std::string& who, const std::string& method, const std::string& path,
                      const Json& body, int status) {
    const Told told = as(world_, who, {.method = method, .path = path, .body = body.dump()});
    EXPECT_EQ(told.status, status) << told.body;
    return Json::parse(told.body).value("error", std::string());
  }
  const World world_ = make_world();
};

TEST_F(RefusedLines, WithoutADatabaseTakesStayInTheBrowser) {
  config_.store = {.database = (folder_ / "none.sqlite").string(), .create = false};
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  const Told told = as(world_, "student", {.method = "GET", .path = "/api/me"});
  EXPECT_EQ(told.status, 503);
  EXPECT_EQ(told.body,
            R"({"error":"the database does not answer; takes stay in your browser and are sent later"})");
  EXPECT_EQ(told.retry_after_s, 30);
}

TEST_F(RefusedLines, ACommentHasTwoThousandLetters) {
  const std::string path = fmt::format("/api/submissions/{}/comments", world_.submission);
  std::string umlauts;
  for (int i = 0; i < 2000; ++i) umlauts += "\xC3\xBC";  // letters, not bytes
  EXPECT_EQ(refused("teacher", "POST", path, {{"bar", 1}, {"beat", 1}, {"text", umlauts}}, 201), "");
  EXPECT_EQ(refused("teacher", "POST", path, {{"bar", 1}, {"beat", 1}, {"text", umlauts + "!"}}, 400),
            "a comment has 2,000 letters at most");
}

TEST_F(RefusedLines, AnOverrideGivesAThousandAttemptsAtMost) {
  const std::string path = fmt::format("/api/assignments/{}/overrides", world_.assignment);
  Json body{{"person", world_.people.at("student")}, {"attempts", 1001}, {"reason", "was ill"}};
  EXPECT_EQ(refused("teacher", "POST", path, body, 400),
            "a person, a reason, and what is changed are needed");
  body["attempts"] = 1000;
  EXPECT_EQ(refused("teacher", "POST", path, body, 201), "");
}

}  // namespace
}  // namespace firstchair::school_api
