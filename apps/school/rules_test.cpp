// Rules of a school that no other test has: what an invite may give, of how many a median is told.
#include <gtest/gtest.h>

#include <sstream>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class RulesTest : public ApiTest {
 protected:
  Told post(const std::string& who, const std::string& path, const Json& body) {
    return as(world_, who, {.method = "POST", .path = path, .body = body.dump()});
  }
  const World world_ = make_world();
};

TEST_F(RulesTest, AnInviteGivesNoMoreThanItsMakerMayAndForNoLongerThanAYear) {
  const auto invite = [&](const std::string& who, const Json& more) {
    Json body{{"class", world_.klass}, {"role", "student"}};
    body.update(more);
    return post(who, "/api/school/invites", body);
  };
  for (const char* role : {"teacher", "assistant"})
    EXPECT_EQ(invite("teacher", {{"role", role}}).status, 403) << role;
  for (const char* role : {"teacher", "registrar", "admin", "student"})
    EXPECT_EQ(invite("teacher", {{"class", 0}, {"role", role}}).status, 403) << role;
  EXPECT_EQ(invite("registrar", {{"class", 0}, {"role", "admin"}}).status, 403);
  EXPECT_EQ(invite("admin", {{"class", 0}, {"role", "owner"}}).status / 100, 4);
  for (const Json& more : {Json{{"uses", 0}}, Json{{"uses", 501}}, Json{{"days", 0}}, Json{{"days", 366}}})
    EXPECT_EQ(invite("teacher", more).status, 400) << more;
  const Told made = invite("teacher", {{"uses", 30}, {"days", 14}});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string code = Json::parse(made.body)["code"];
  const std::string secret = code.substr(code.find('-') + 1);
  EXPECT_EQ(secret.size(), 32u) << "128 bits";
  // Whoever reads the database has no invite to take.
  for (const auto& one : std::filesystem::directory_iterator(folder_)) {
    if (!one.is_regular_file()) continue;
    std::ifstream file(one.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    EXPECT_EQ(bytes.str().find(secret), std::string::npos) << one.path();
  }
}

TEST_F(RulesTest, AMedianIsToldOfTenStudentsAndOfNoFewer) {
  const auto medians = [&] {
    const Told book = as(world_, "teacher",
                         {.method = "GET", .path = fmt::format("/api/classes/{}/gradebook", world_.klass)});
    return Json::parse(book.body)["medians"];
  };
  // The student has handed in already.
  for (int i = 2; i <= 10; ++i) {
    EXPECT_TRUE(medians().empty()) << i - 1 << " students";
    const std::int64_t person =
        *store_->add_person(world_.school, {.name = fmt::format("S{}", i), .given = ""}, act());
    ASSERT_TRUE(store_->set_member(world_.school, world_.klass, person, Role::student, act()));
    hand_in_for(world_.school, world_.assignment, person, fmt::format("median-{}", i));
  }
  const Json told = medians();
  ASSERT_EQ(told.size(), 1u) << told;
  EXPECT_EQ(told[0]["n"], 10);
  EXPECT_NEAR(told[0]["median"].get<double>(), 1.2, 1e-9);
  // What is called otherwise is the same; what is asked otherwise begins anew.
  const std::string path = fmt::format("/api/assignments/{}", world_.assignment);
  const auto change = [&](const char* body) {
    return as(world_, "teacher", {.method = "PATCH", .path = path, .body = body, .if_match = "1"}).status;
  };
  ASSERT_EQ(change(R"({"title":"Hats","due_s":1900000000,"results":"now"})"), 200);
  EXPECT_EQ(medians(), told);
  ASSERT_EQ(change(R"({"demands":[{"kind":"spread_norm","line":"hat","bound":1.6}]})"), 200);
  EXPECT_TRUE(medians().empty());
  // Nobody but who reads takes sees even that.
  EXPECT_EQ(as(world_, "classmate",
               {.method = "GET", .path = fmt::format("/api/classes/{}/gradebook", world_.klass)})
                .status,
            403);
}

}  // namespace
}  // namespace firstchair::school_api
