// What a kept gradebook promises: it is never older than the number of changes that was read before it, it
// ends with the day that it shows, and it is nobody else's.
#include "apps/school/gradebooks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kFrom = 1000;

class GradebooksTest : public ::testing::Test {
 protected:
  // Asks at a moment, after so many changes. A book that is made says how often one was.
  std::string ask(std::int64_t changes, std::int64_t now_s, std::int64_t until_s = kFrom + 1000,
                  std::int64_t klass = 1, std::int64_t school = 1) {
    const auto shown =
        books_.shown({.school = school, .klass = klass, .changes = changes, .now_s = now_s}, [&] {
          ++made_;
          return Gradebooks::Made{.text = std::to_string(made_), .until_s = until_s};
        });
    EXPECT_EQ(shown->tag, tag_of(shown->text));
    return shown->text;
  }
  Gradebooks books_;
  int made_ = 0;
};

TEST_F(GradebooksTest, IsToldAgainUntilSomethingChanges) {
  EXPECT_EQ(ask(7, kFrom), "1");
  EXPECT_EQ(ask(7, kFrom + 30), "1");
  EXPECT_EQ(ask(6, kFrom + 30), "1") << "whoever read the number before a change may be told of after it";
  EXPECT_EQ(ask(8, kFrom + 30), "2");
  EXPECT_EQ(ask(8, kFrom + 31), "2");
}

TEST_F(GradebooksTest, EndsWithTheDayThatItShowsAndAfterAMinute) {
  EXPECT_EQ(ask(7, kFrom, kFrom + 10), "1");
  EXPECT_EQ(ask(7, kFrom + 9), "1");
  EXPECT_EQ(ask(7, kFrom + 10), "2") << "a day is over";
  EXPECT_EQ(ask(7, kFrom + 10 + Gradebooks::kLongestS - 1), "2");
  EXPECT_EQ(ask(7, kFrom + 10 + Gradebooks::kLongestS), "3");
  EXPECT_EQ(ask(7, kFrom), "4") << "a clock that was set back";
}

TEST_F(GradebooksTest, IsOneClassesOfOneSchool) {
  EXPECT_EQ(ask(7, kFrom, kFrom + 99, 1, 1), "1");
  EXPECT_EQ(ask(7, kFrom, kFrom + 99, 2, 1), "2");
  EXPECT_EQ(ask(7, kFrom, kFrom + 99, 1, 2), "3");
  EXPECT_EQ(ask(7, kFrom, kFrom + 99, 1, 1), "1");
}

TEST_F(GradebooksTest, WhereNoneCouldBeMadeTheNextWhoAsksMakesIt) {
  EXPECT_FALSE(books_.shown({.school = 1, .klass = 1, .changes = 7, .now_s = kFrom},
                            []() -> std::optional<Gradebooks::Made> { return std::nullopt; }));
  EXPECT_EQ(ask(7, kFrom), "1");
}

TEST_F(GradebooksTest, OfManyWhoAskAtOnceOneMakesIt) {
  std::atomic<int> made = 0, told = 0;
  std::vector<std::thread> all;
  for (int i = 0; i < 8; ++i)
    all.emplace_back([&] {
      const auto shown = books_.shown({.school = 1, .klass = 1, .changes = 7, .now_s = kFrom}, [&] {
        ++made;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return Gradebooks::Made{.text = "one", .until_s = kFrom + 99};
      });
      if (shown && shown->text == "one") ++told;
    });
  for (std::thread& one : all) one.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(told, 8);
}

TEST_F(GradebooksTest, WhatWasAskedForLongestAgoMakesRoom) {
  int made = 0;
  const auto large = [&](std::int64_t klass, std::size_t bytes) {
    (void)books_.shown({.school = 1, .klass = klass, .changes = 7, .now_s = kFrom}, [&] {
      ++made;
      return Gradebooks::Made{.text = std::string(bytes, 'x'), .until_s = kFrom + 99};
    });
  };
  constexpr std::size_t kFifth = Gradebooks::kMostBytes / 5;
  for (std::int64_t klass = 1; klass <= 5; ++klass) large(klass, kFifth);
  large(1, kFifth);
  EXPECT_EQ(made, 5) << "all of them have room";
  large(6, kFifth);
  large(1, kFifth);
  EXPECT_EQ(made, 6) << "the first was asked for again meanwhile";
  large(2, kFifth);
  EXPECT_EQ(made, 7) << "the second was not";
  large(7, Gradebooks::kMostBytes / 4 + 1);
  large(7, Gradebooks::kMostBytes / 4 + 1);
  EXPECT_EQ(made, 9) << "one that would fill a quarter is not kept";
  large(1, kFifth);
  EXPECT_EQ(made, 9) << "and takes nobody's room";
}

class KeptBookTest : public ApiTest {
 protected:
  Told book(const std::string& who) {
    return as(world_, who, {.method = "GET", .path = fmt::format("/api/classes/{}/gradebook", world_.klass)});
  }
  const World world_ = make_world();
};

TEST_F(KeptBookTest, SaysWhatChangedSinceAndWhatTimeChanged) {
  school::Assignment dated = assignment_for(world_.klass, "Dated");
  dated.due_s = kNow + 20;
  ASSERT_TRUE(store_->add_assignment(world_.school, dated, act()));
  const Told first = book("teacher");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(book("teacher").tag, first.tag);
  EXPECT_EQ(book("assistant").body, first.body) << "who may read it is told the same";
  EXPECT_EQ(book("classmate").status, 403) << "and who may not is not, though it is kept";
  EXPECT_EQ(book("other teacher").status, 403);
  now_ = kNow + 21;
  const Told late = book("teacher");
  EXPECT_NE(late.body, first.body) << "overdue, and nobody wrote anything";
  school::Person person = *store_->person(world_.school, world_.people.at("student"));
  person.name = "Renamed";
  ASSERT_TRUE(store_->change_person(world_.school, person, act()));
  const Told renamed = book("teacher");
  EXPECT_NE(renamed.body.find("Renamed"), std::string::npos);
  EXPECT_NE(renamed.tag, late.tag);
  ASSERT_TRUE(store_->erase(world_.school, world_.people.at("student"), act()));
  EXPECT_EQ(book("teacher").body.find("Renamed"), std::string::npos) << "who is erased is in no kept answer";
}

}  // namespace
}  // namespace firstchair::school_api
