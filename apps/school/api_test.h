// This file makes a school for the tests of the Api, with somebody of every role, beside another school.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>

#include "apps/school/api.h"
#include "apps/school/fake_hearing_test.h"
#include "apps/school/rocked_take_test.h"
#include "school/secrets.h"

namespace firstchair::school_api {

using school::Role;

// Only the other school has this number, of people, classes, invites, assignments and what is handed in.
inline constexpr int kForeign = 20;
// This is the secret of an authenticator, as hexadecimal digits: that of RFC 6238's examples.
inline const std::string kFactor = "3132333435363738393031323334353637383930";

// A World is one school: who is in it, and their sessions with the tokens for changes.
struct World {
  std::int64_t school = 0, klass = 0, invite = 0;
  // The student's: one that was heard, with sound and a teacher's comment, and one that could not be heard.
  std::int64_t assignment = 0, submission = 0, failed = 0, comment = 0;
  std::int64_t piece = 0, chairs = 0;  // what add_chairs() makes
  std::int64_t exported = 0;           // everything of the student, which can be loaded
  std::map<std::string, std::int64_t> people = {};

  // Returns a cookie and a token; they follow from who it is.
  std::pair<std::string, std::string> session(const std::string& who) const {
    return {fmt::format("{}-{}", school, school::hash_of(who)), school::hash_of("csrf " + who)};
  }
  // What "{id}" means in a path.
  std::int64_t number_of(const std::string& path) const {
    if (path.starts_with("/api/school/classes") || path.starts_with("/api/classes")) return klass;
    if (path.starts_with("/api/school/invites")) return invite;
    if (path.starts_with("/api/assignments")) return assignment;
    if (path.starts_with("/api/submissions")) return path.ends_with("/again") ? failed : submission;
    if (path.starts_with("/api/comments")) return comment;
    if (path.starts_with("/api/chairs")) return chairs;
    return people.at("student");
  }
  // Puts numbers into "{id}", "{person}" and "{class}".
  std::string filled(std::string text, bool foreign) const {
    const std::int64_t own = number_of(text);
    for (const auto& [hole, number] : {std::pair<std::string, std::int64_t>{"{id}", own},
                                       {"{export}", exported},
                                       {"{n}", 1},
                                       {"\"{class}\"", klass},
                                       {"\"{assignment}\"", piece},
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
    config_.sounds = (folder_ / "sounds").string();
    config_.hearing = fake_hearing();
    config_.listener.threads = 0;  // nothing is heard behind the back of a test
    config_.erased = (folder_ / "erased").string();
    config_.qr = [](const std::string& text) { return std::vector<std::string>{text}; };
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
    store_ = std::make_unique<school::SchoolStore>(std::move(*school::SchoolStore::open(config_.store)));
    other_ = *store_->make_school({.name = "Stranger school", .country = "FR", .retention = {}}, act());
    for (int i = 0; i < kForeign; ++i) {
      const std::int64_t person = *store_->add_person(other_, {.name = "Stranger", .given = ""}, act());
      const std::int64_t klass = *store_->add_class(other_, {.title = "Stranger class"}, act());
      EXPECT_TRUE(store_->set_member(other_, klass, person, Role::student, act()));
      EXPECT_TRUE(store_->make_invite(other_, school::hash_of("other " + std::to_string(i)),
                                      {.klass = klass, .until_s = kNow + 100'000}, act()));
      const std::int64_t assignment =
          *store_->add_assignment(other_, assignment_for(klass, "Stranger assignment"), act());
      const std::int64_t submission =
          hand_in_for(other_, assignment, person, "stranger-" + std::to_string(i));
      EXPECT_TRUE(store_->add_comment(other_, {.submission = submission, .text = "Stranger words"}, act()));
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

  static school::Assignment assignment_for(std::int64_t klass, const std::string& title) {
    return {.klass = klass,
            .title = title,
            .item = kFakeChart,
            .bpm = 92,
            .demands = {{.kind = assign::DemandKind::spread_norm, .line = Line::hat, .bound = 1.33},
                        {.kind = assign::DemandKind::slips, .bound = 2}},
            .attempts = 5,
            .opens_s = kNow - 1000,
            .sound = school::KeepSound::keep};
  }
  // Hands a take in that is heard already, and its sound.
  std::int64_t hand_in_for(std::int64_t school, std::int64_t assignment, std::int64_t person,
                           const std::string& name) {
    const std::string file = (folder_ / "recording").string();
    std::ofstream(file) << "sound of " << name;
    const Heard heard = *config_.hearing.page_take(fake_body(name, 92, 1.2).dump());
    const store::PackedTake packed = store::pack_take(heard.take, heard.how);
    const school::Submission one{.assignment = assignment,
                                 .person = person,
                                 .sent_name = name,
                                 .state = school::SubmissionState::heard,
                                 .began_s = now_,
                                 .came_s = now_,
                                 .answers = {{.standing = assign::DemandStanding::met,
                                              .value = 1.2,
                                              .low = 1.1,
                                              .high = 1.4,
                                              .n = 100,
                                              .needed = 50},
                                             {}},
                                 .sound = *school::Sounds(config_.sounds).keep(school, file),
                                 .sound_type = "audio/wav"};
    const auto id = store_->hand_in(school, one, act(), &packed);
    EXPECT_TRUE(id) << id.error().line();
    return *id;
  }

  std::string everything_of(std::int64_t school) {
    std::string text;
    const auto lines = store_->log(school, {.page = {.after = 0, .limit = 500}});
    for (const school::Noted& line : *lines) text += line.hash;
    const auto people = store_->people(school, {.after = 0, .limit = 500});
    for (const school::Person& person : *people) text += person.name + std::to_string(person.ended);
    for (int klass = 1; klass <= kForeign; ++klass) {
      const auto grades = store_->gradebook(school, klass, kNow);
      for (const school::Grade& grade : *grades)
        text += fmt::format("{} {} ", grade.person, grade.result.used);
    }
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
    world.assignment = *store_->add_assignment(world.school, assignment_for(world.klass, "Hats"), act());
    const std::int64_t student = world.people["student"];
    world.submission = hand_in_for(world.school, world.assignment, student, "played-1");
    world.failed = *store_->hand_in(world.school,
                                    {.assignment = world.assignment,
                                     .person = student,
                                     .sent_name = "played-2",
                                     .began_s = now_ - 100,
                                     .came_s = now_ - 100},
                                    act());
    EXPECT_TRUE(store_->answer_submission(world.school, world.failed,
                                          {.state = school::SubmissionState::failed, .why = "worker stopped"},
                                          act()));
    school::Act by_teacher = act();
    by_teacher.person = world.people["teacher"];
    world.comment = *store_->add_comment(
        world.school, {.submission = world.submission, .bar = 12, .beat = 3, .text = "elbow"}, by_teacher);
    EXPECT_TRUE(store_->propose_factor(world.school, world.people["admin"], kFactor, act()));
    EXPECT_TRUE(store_->confirm_factor(world.school, world.people["admin"], {}, act()));
    school::Act by_registrar = act();
    by_registrar.person = world.people["registrar"];
    EXPECT_TRUE(store_->ask_erasure(world.school, student, true, by_registrar));
    world.exported = store_->ask_export(world.school, student, act())->id;
    const std::string zip = (folder_ / "zip").string();
    std::ofstream(zip) << "everything of student";
    const school::Sounds sounds(config_.sounds);
    const std::string hash = *sounds.keep(world.school, zip);
    // A listener may have made it before.
    if (!store_->export_made({.school = world.school, .kind = school::kExportJob, .thing = world.exported},
                             hash, 21, act()))
      sounds.drop(world.school, hash);
    for (const auto& [who, person] : world.people) {
      const auto [cookie, csrf] = world.session(who);
      EXPECT_TRUE(store_->begin_session(world.school, school::hash_of(cookie),
                                        {person, now_, now_, now_ + 7200, csrf}, act()));
    }
    return world;
  }

  // Keeps a take of that spread as handed in, heard already.
  void play_piece(const World& world, const std::string& who, double sd_ms) {
    static int played = 0;
    const store::PackedTake packed = store::pack_take(
        rocked_take(sd_ms, static_cast<std::uint64_t>(++played)), {.began_s = now_, .bpm = 92});
    const auto id = store_->hand_in(world.school,
                                    {.assignment = world.piece,
                                     .person = world.people.at(who),
                                     .sent_name = fmt::format("piece-{}", played),
                                     .state = school::SubmissionState::heard,
                                     .began_s = now_,
                                     .came_s = now_,
                                     .answers = {{}, {}}},
                                    act(), &packed);
    EXPECT_TRUE(id) << id.error().line();
  }
  void add_piece(World& world, int bars = kRockedBars) {
    school::Assignment piece = assignment_for(world.klass, "Piece");
    piece.bars = bars;
    world.piece = *store_->add_assignment(world.school, piece, act());
  }
  // Declares chairs of one seat by an assignment that both students have played; the student appeals.
  void add_chairs(World& world) {
    add_piece(world);
    const nlohmann::json asked{
        {"title", "Spring"}, {"seats", 1}, {"assignments", {world.piece}}, {"source", "midi"}};
    const Told told = as(
        world, "teacher",
        {.method = "POST", .path = fmt::format("/api/classes/{}/chairs", world.klass), .body = asked.dump()});
    EXPECT_EQ(told.status, 201) << told.body;
    world.chairs = nlohmann::json::parse(told.body).value("id", 0);
    play_piece(world, "student", 5);
    play_piece(world, "classmate", 20);
    const nlohmann::json appeal{{"assignment", world.piece}, {"why", "machine"}};
    EXPECT_EQ(as(world, "student",
                 {.method = "POST",
                  .path = fmt::format("/api/chairs/{}/appeals", world.chairs),
                  .body = appeal.dump()})
                  .status,
              201);
  }

  Told as_nobody(const Asked& asked) { return api_->answer(asked); }
  Told as(const World& world, const std::string& who, Asked asked) {
    std::tie(asked.session, asked.csrf) = world.session(who);
    return api_->answer(asked);
  }

  // Waits up to ten seconds for something that is done behind.
  template <class Done>
  static bool soon(Done done) {
    for (int turn = 0; turn < 1000; ++turn) {
      if (done()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
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
