// A SchoolLife is a school's life by chance: people come and go, are assigned things, hand in, are judged and
// erased. Two stores that are led through the same history answer alike, whatever keeps them.
//
//   SchoolLife here(sqlite, "Ours", 7), there(postgres, "Ours", 7);
//   for (int i = 0; i < 1000; ++i) EXPECT_EQ(here.step(), there.step());
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "school/store.h"

namespace firstchair::testing {

class SchoolLife {
 public:
  // Makes a school; `mark` stands in every name and text of it. The store outlives the history.
  SchoolLife(school::SchoolStore& store, std::string mark, std::uint64_t seed);

  // Does one thing, and returns what the store answered.
  std::string step();
  // Returns all that the store tells of the school.
  std::string everything();
  std::int64_t school() const { return school_; }
  // Counts the steps after which a gradebook was another one, and those of them that SchoolStore::changes()
  // did not tell.
  int shown_changed() const { return shown_changed_; }
  int not_told() const { return not_told_; }

 private:
  std::int64_t draw(std::int64_t most);  // 0 to most - 1
  // Numbers of what is there: whoever came long ago is left in peace.
  std::int64_t person() { return 1 + steps_ / 40 + draw(14); }
  std::int64_t klass() { return 1 + draw(2); }
  std::int64_t assignment() { return 1 + steps_ / 100 + draw(8); }
  std::int64_t submission() { return 1 + steps_ / 20 + draw(60); }
  std::string word() { return mark_ + " " + std::to_string(steps_); }
  school::Act act();
  std::vector<assign::Answered> answers();
  std::string book(std::int64_t klass);

  std::string people();
  std::string accounts();
  std::string classes();
  std::string invites();
  std::string assignments();
  std::string hand_in();
  std::string answer();
  std::string judge();
  std::string comments();
  std::string keeping();
  std::string look();

  school::SchoolStore& store_;
  std::string mark_;
  std::mt19937_64 chance_;
  std::int64_t now_s_ = 1'790'000'000, school_ = 0;
  int steps_ = 0, shown_changed_ = 0, not_told_ = 0;
};

}  // namespace firstchair::testing
