// This file makes a school for the tests of the Api, with somebody of every role, beside another school.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "apps/school/api.h"
#include "school/secrets.h"

namespace firstchair::school_api {

using school::Role;

// Only the other school has this number, of people, classes and invites.
inline constexpr int kForeign = 20;

// A World is one school: who is in it, and their sessions with the tokens for changes.
struct World {
  std::int64_t school = 0, klass = 0, invite = 0;
  std::map<std::string, std::int64_t> people = {};

  // Returns a cookie and a token; they follow from who it is.
  std::pair<std::string, std::string> session(const std::string& who) const {
    return {fmt::format("{}-{}", school, school::hash_of(who)), school::hash_of("csrf " + who)};
  }
  // Puts numbers into "{id}", "{person}" and "{class}".
  std::string filled(std::string text, bool foreign) const {
    const bool of_class = text.starts_with("/api/school/classes"),
               of_invite = text.starts_with("/api/school/invites");
    const std::int64_t own = of_class ? klass : of_invite ? invite : people.at("student");
    for (const auto& [hole, number] : {std::pair<std::string, std::int64_t>{"{id}", own},
                                       {"\"{class}\"", klass},
                                       {"\"{person}\"", people.at("classmate")},
                                       {"{person}", people.at("student")}}) {
      const std::size_t at = text.find(hole);
      if (at != std::string::npos) text.replace(at, hole.size(), std::to_string(foreign ? kForeign : number));
    }
    return text;
  }
};

class ApiTest : public ::testing::Test {
 protected:
  static constexpr std::int64_t kNow = 1'790'000'000;

  ApiTest() {
    // In memory where there is such a place: what the disk costs is tested by the store.
    const std::filesystem::path root =
        std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
    folder_ = root / fmt::format("firstchair-school-api-{}", ::getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    config_.store.database = (folder_ / "school.sqlite").string();
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
    store_ = std::make_unique<school::SchoolStore>(std::move(*school::SchoolStore::open(config_.store)));
    other_ = *store_->make_school({.name = "Stranger school", .country = "FR", .retention = {}}, act());
    for (int i = 0; i < kForeign; ++i) {
      const std::int64_t person = *store_->add_person(other_, {.name = "Stranger", .given = ""}, act());
      const std::int64_t klass = *store_->add_class(other_, {.title = "Stranger class"}, act());
      EXPECT_TRUE(store_->set_member(other_, klass, person, Role::student, act()));
      EXPECT_TRUE(store_->make_invite(other_, school::hash_of("other " + std::to_string(i)),
                                      {.klass = klass, .until_s = kNow + 100'000}, act()));
    }
    other_before_ = everything_of(other_);
    config_.school = 2;
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  ~ApiTest() override {
    api_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  school::Act act() const { return {.at_s = now_}; }

  std::string everything_of(std::int64_t school) {
    std::string text;
    const auto lines = store_->log(school, {.page = {.after = 0, .limit = 500}});
    for (const school::Noted& line : *lines) text += line.hash;
    const auto people = store_->people(school, {.after = 0, .limit = 500});
    for (const school::Person& person : *people) text += person.name + std::to_string(person.ended);
    return text;
  }

  // Makes one more school.
  World make_world() {
    World world;
    world.school = *store_->make_school({.name = "Lessing", .country = "DE", .retention = {}}, act());
    const auto add = [&](const std::string& who) {
      world.people[who] = *store_->add_person(world.school, {.name = who, .given = "G"}, act());
      return world.people[who];
    };
    add("nobody");
    world.klass = *store_->add_class(world.school, {.title = "7b"}, act());
    const std::int64_t other_class = *store_->add_class(world.school, {.title = "8a"}, act());
    const auto set = [&](std::int64_t klass, std::int64_t person, Role role) {
      EXPECT_TRUE(store_->set_member(world.school, klass, person, role, act()));
    };
    set(0, add("admin"), Role::admin);
    set(0, add("registrar"), Role::registrar);
    set(0, add("guardian"), Role::guardian);
    for (const char* teacher : {"teacher", "other teacher"}) {
      set(0, add(teacher), Role::teacher);
      set(std::string(teacher) == "teacher" ? world.klass : other_class, world.people[teacher],
          Role::teacher);
    }
    set(world.klass, add("assistant"), Role::assistant);
    set(world.klass, add("student"), Role::student);
    set(world.klass, add("classmate"), Role::student);
    EXPECT_TRUE(store_->set_guardian(world.school, world.people["guardian"], world.people["student"], act()));
    world.invite =
        *store_->make_invite(world.school, school::hash_of(fmt::format("{}-code", world.school)),
                             {.klass = world.klass, .uses_left = 5, .until_s = now_ + 100'000}, act());
    for (const auto& [who, person] : world.people) {
      const auto [cookie, csrf] = world.session(who);
      EXPECT_TRUE(store_->begin_session(world.school, school::hash_of(cookie),
                                        {person, now_, now_, now_ + 7200, csrf}, act()));
    }
    return world;
  }

  Told as_nobody(const Asked& asked) { return api_->answer(asked); }
  Told as(const World& world, const std::string& who, Asked asked) {
    std::tie(asked.session, asked.csrf) = world.session(who);
    return api_->answer(asked);
  }

  std::int64_t now_ = kNow;
  std::filesystem::path folder_;
  ApiConfig config_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<school::SchoolStore> store_;
  std::int64_t other_ = 0;
  std::string other_before_;
};

}  // namespace firstchair::school_api
