// This fixture makes two schools with people, sound and what was handed in.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "school/care/backup.h"
#include "school/postgres_test.h"
#include "school/store.h"

namespace firstchair::school {

inline constexpr std::int64_t kNow = 1'790'000'000;

inline Act act() {
  return {.at_s = kNow};
}

class Care : public ::testing::Test {
 protected:
  Care() : root_(std::filesystem::temp_directory_path() / ("firstchair-care-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  ~Care() override { std::filesystem::remove_all(root_); }
  std::string at(const std::string& name) const { return (root_ / name).string(); }

  // Makes two schools with people, classes, a chart, and what was handed in, with sound.
  void fill(SchoolStore& store, int people = 30) {
    for (const char* name : {"Lessing", "B\xC3\xBChne"}) {
      const std::int64_t school = *store.make_school({.name = name, .country = "DE", .retention = {}}, act());
      const std::int64_t klass = *store.add_class(school, {.title = "7b"}, act());
      const std::int64_t assignment = *store.add_assignment(
          school,
          {.klass = klass, .title = "Hats", .item = "rock-8ths", .bpm = 92, .demands = {{.bound = 1.0 / 3}}},
          act());
      for (int i = 0; i < people; ++i) {
        const std::int64_t person =
            *store.add_person(school, {.name = fmt::format("P{}", i), .given = ""}, act());
        EXPECT_TRUE(store.set_member(school, klass, person, Role::student, act()));
        const std::string file = at("recording");
        std::ofstream(file) << "sound of " << name << i / 2;
        const auto hash = sounds_.keep(school, file);
        EXPECT_TRUE(store.hand_in(school,
                                  {.assignment = assignment,
                                   .person = person,
                                   .sent_name = fmt::format("recorded-{}", i),
                                   .began_s = kNow,
                                   .came_s = kNow,
                                   .sound = *hash},
                                  act()));
      }
    }
  }
  Result<Backup> backup(const std::string& database, const std::string& name, bool with_sound = true) {
    return make_backup(
        {.database = database, .folder = at(name), .sounds = with_sound ? &sounds_ : nullptr, .at_s = kNow});
  }
  static void append(const std::string& file, const char* bytes) {
    std::ofstream(file, std::ios::app) << bytes;
  }

  std::filesystem::path root_;
  Sounds sounds_{at("sound")};
};

// Returns the role that sees all rows, of a database of the tests' cluster.
inline std::string as_super(const PostgresDatabases& databases) {
  std::string address = databases.database();
  address.replace(address.find("user=app"), 8, "user=owner");
  return address;
}

}  // namespace firstchair::school
