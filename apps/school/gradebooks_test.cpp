// What is kept of a gradebook is what would be made anew, whatever changes and whatever day is over.
#include "apps/school/gradebooks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

TEST(Gradebooks, OneIsMadeForManyWhoAskAtOnceAndAnewOnceAnythingChanged) {
  Gradebooks books;
  std::atomic<int> made{0};
  const auto ask = [&](std::int64_t changes, std::int64_t now_s) {
    return books.shown({.school = 1, .klass = 2, .changes = changes, .now_s = now_s}, [&] {
      const int count = ++made;
      return std::optional(Gradebooks::Made{.text = std::to_string(count), .until_s = 1010});
    });
  };
  {
    std::vector<std::jthread> many;
    for (int i = 0; i < 8; ++i) many.emplace_back([&] { EXPECT_EQ(ask(7, 1000)->text, "1"); });
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(ask(7, 1009)->text, "1");
  EXPECT_EQ(ask(6, 1009)->text, "1") << "who read the number earlier may see what is newer";
  EXPECT_EQ(ask(7, 1010)->text, "2") << "a day is over";
  EXPECT_EQ(ask(8, 1000)->text, "3");
  EXPECT_EQ(ask(8, 999)->text, "4") << "a clock that goes back sees nothing of later";
  EXPECT_EQ(ask(8, 999)->tag, tag_of("4"));
}

TEST(Gradebooks, OneIsKeptForAMinuteAndAllOfThemInSoMuchMemory) {
  Gradebooks books;
  int made = 0;
  const auto ask = [&](std::int64_t klass, std::int64_t now_s, std::size_t bytes) {
    return books.shown({.school = 1, .klass = klass, .changes = 1, .now_s = now_s}, [&] {
      ++made;
      return std::optional(Gradebooks::Made{.text = std::string(bytes, 'x'), .until_s = 1 << 30});
    });
  };
  ask(1, 1000, 10);
  ask(1, 1000 + Gradebooks::kLongestS, 10);
  EXPECT_EQ(made, 2);
  // Four fill it; the fifth takes the place of the one that was used longest ago.
  constexpr std::size_t kQuarter = Gradebooks::kMostBytes / 4;
  for (std::int64_t klass = 1; klass <= 4; ++klass) ask(klass, 2000, kQuarter);
  ask(1, 2000, kQuarter);
  EXPECT_EQ(made, 6);
  ask(5, 2000, kQuarter);
  ask(1, 2000, kQuarter);
  EXPECT_EQ(made, 7);
  ask(2, 2000, kQuarter);
  EXPECT_EQ(made, 8) << "it had to go";
  ask(9, 2000, kQuarter + 1);
  ask(9, 2000, kQuarter + 1);
  EXPECT_EQ(made, 10) << "this one is too large to be kept";
  const auto none = books.shown({.school = 1, .klass = 7, .changes = 1, .now_s = 1},
                                [] { return std::optional<Gradebooks::Made>(); });
  EXPECT_FALSE(none) << "what could not be made is not kept";
}

class GradebookTest : public ApiTest {
 protected:
  GradebookTest() : world_(make_world()) {}
  // The book as it is kept; it has to be what a server says that has just begun.
  Json book() {
    Asked asked{.method = "GET", .path = fmt::format("/api/classes/{}/gradebook", world_.klass)};
    const Told kept = as(world_, "teacher", asked);
    std::tie(asked.session, asked.csrf) = world_.session("teacher");
    const Told made = Api(config_, [this] { return now_; }).answer(asked);
    EXPECT_EQ(kept.body, made.body);
    EXPECT_EQ(kept.tag, made.tag);
    return Json::parse(kept.body);
  }
  Json grade() {
    const Json all = book();
    for (const Json& one : all["grades"])
      if (one["person"] == world_.people.at("classmate")) return one;
    return {};
  }
  Told ask(const std::string& who, const std::string& method, const std::string& path, const Json& body) {
    Asked asked{.method = method, .path = path, .body = body.dump()};
    asked.if_match = "1";
    return as(world_, who, asked);
  }

  World world_;
};

TEST_F(GradebookTest, WhatIsKeptIsWhatWouldBeMadeAnew) {
  const std::string at = fmt::format("/api/assignments/{}", world_.assignment);
  EXPECT_EQ(grade()["used"], 0);
  ASSERT_EQ(ask("classmate", "POST", at + "/submissions", fake_body("kept-1", 92, 1.2)).status, 201);
  EXPECT_EQ(grade()["used"], 1);
  // One that waits, and is then heard by a worker of another process.
  const auto waits = store_->hand_in(world_.school,
                                     {.assignment = world_.assignment,
                                      .person = world_.people.at("classmate"),
                                      .sent_name = "waits",
                                      .began_s = now_,
                                      .came_s = now_},
                                     act());
  EXPECT_EQ(grade()["waiting"], 1);
  ASSERT_TRUE(store_->answer_submission(world_.school, *waits, {.answers = {{}, {}}}, act()));
  EXPECT_EQ(grade()["waiting"], 0);
  EXPECT_EQ(grade()["used"], 2);
  // The teacher changes the assignment: it is due in an hour.
  ASSERT_EQ(ask("teacher", "PATCH", at, {{"due_s", now_ + 3600}}).status, 200);
  EXPECT_FALSE(grade()["overdue"].get<bool>());
  now_ += 3600;
  EXPECT_FALSE(grade()["overdue"].get<bool>()) << "it is due now";
  now_ += 1;
  EXPECT_TRUE(grade()["overdue"].get<bool>());
  // Another name, somebody less.
  school::Person person = *store_->person(world_.school, world_.people.at("classmate"));
  person.name = "Renamed";
  ASSERT_TRUE(store_->change_person(world_.school, person, act()));
  EXPECT_NE(book().dump().find("Renamed"), std::string::npos);
  ASSERT_TRUE(store_->end_member(world_.school, world_.klass, person.id, act()));
  EXPECT_TRUE(grade().is_null());
}

}  // namespace
}  // namespace firstchair::school_api
