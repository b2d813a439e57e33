// What is done behind besides hearing: exports, erasures and the table of days; and who sees what waits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>

#include "apps/school/api_test.h"
#include "apps/school/errand_job.h"
#include "apps/school/research.h"
#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class ErrandsTest : public ApiTest {
 protected:
  ErrandsTest() {
    config_.school = world_.school;
    config_.listener.threads = 0;  // what is due is done when a test says so
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  Told ask(const std::string& who, const std::string& method, const std::string& path) {
    return as(world_, who, {.method = method, .path = path});
  }
  std::string of_student(const std::string& more) const {
    return fmt::format("/api/people/{}/{}", world_.people.at("student"), more);
  }
  // Does the next job of a kind, as a worker does.
  std::optional<ErrandEnd> work(const char* kind) {
    const auto job = *store_->claim_job(kind, "w", 60);
    if (!job) return std::nullopt;
    return errand_job(*store_, school::Sounds(config_.sounds), *job, now_);
  }
  static std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  World world_ = make_world();
};

TEST_F(ErrandsTest, AnExportIsMadeBehindAndItsLinkLivesADay) {
  ASSERT_TRUE(store_->end_export(world_.school, world_.exported));
  const Told asked = ask("guardian", "POST", of_student("exports"));
  ASSERT_EQ(asked.status, 202) << asked.body;
  const Json waits = Json::parse(asked.body);
  EXPECT_EQ(waits["state"], "waiting");
  EXPECT_TRUE(waits["link"].is_null());
  EXPECT_EQ(Json::parse(ask("student", "POST", of_student("exports")).body)["id"], waits["id"]);
  const std::string link = of_student(fmt::format("exports/{}", waits["id"].get<int>()));
  EXPECT_EQ(ask("student", "GET", link).status, 404) << "not yet";
  EXPECT_EQ(work(school::kExportJob), ErrandEnd::done);
  const Json ready = Json::parse(ask("student", "GET", of_student("exports")).body)["exports"][0];
  EXPECT_EQ(ready["state"], "ready");
  EXPECT_EQ(ready["link"], link);
  EXPECT_EQ(ready["until_s"], kNow + 24 * 3600);
  const Told zip = ask("student", "GET", link);
  ASSERT_EQ(zip.status, 200) << zip.body;
  EXPECT_FALSE(zip.passing) << "it stays for the day";
  EXPECT_EQ(bytes_of(zip.file).substr(0, 2), "PK");
  EXPECT_EQ(static_cast<std::int64_t>(bytes_of(zip.file).size()), ready["bytes"]);
  EXPECT_EQ(ask("classmate", "GET", link).status, 403);
  EXPECT_EQ(ask("teacher", "GET", link).status, 200);
  now_ = kNow + 24 * 3600;
  ASSERT_TRUE(
      store_->touch_session(world_.school, school::hash_of(world_.session("student").first), now_, now_ + 9));
  EXPECT_EQ(ask("student", "GET", link).status, 404) << "a day later, whatever its job does";
  EXPECT_TRUE(Json::parse(ask("student", "GET", of_student("exports")).body)["exports"].empty());
  // The job that takes it away comes by the database's clock, a day from now: here it is done by hand.
  const auto all = *store_->jobs(world_.school, {});
  const auto job =
      std::find_if(all.begin(), all.end(), [](const auto& one) { return one.kind == school::kExpireJob; });
  ASSERT_NE(job, all.end());
  EXPECT_EQ(job->due_s, job->made_s + 24 * 3600);
  EXPECT_EQ(
      errand_job(*store_, school::Sounds(config_.sounds),
                 {.school = world_.school, .id = job->id, .kind = job->kind, .thing = job->thing}, now_),
      ErrandEnd::done);
  EXPECT_FALSE(std::filesystem::exists(zip.file)) << "the file is gone";
  EXPECT_FALSE(store_->export_of_id(world_.school, job->thing));
}

TEST_F(ErrandsTest, AnExportThatCannotBeKeptIsTriedThreeTimesAndSaysSo) {
  ASSERT_TRUE(store_->end_export(world_.school, world_.exported));
  ASSERT_EQ(ask("student", "POST", of_student("exports")).status, 202);
  const std::string good = config_.sounds;
  config_.sounds = (folder_ / "file").string();
  std::ofstream(config_.sounds) << "not a folder";
  for (int i = 1; i <= kExportTries; ++i) {
    const auto all = *store_->jobs(world_.school, {});
    const auto queued =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.kind == school::kExportJob; });
    ASSERT_NE(queued, all.end()) << i;
    EXPECT_EQ(queued->tries, i - 1);
    EXPECT_EQ(queued->error.empty(), i == 1);
    // As if it had waited: a claim by its number.
    const school::Job job{.school = world_.school,
                          .id = queued->id,
                          .kind = queued->kind,
                          .thing = queued->thing,
                          .tries = queued->tries};
    ASSERT_TRUE(store_->put_off(job, queued->error, 0));
    EXPECT_EQ(work(school::kExportJob), ErrandEnd::put_off);
  }
  const Json failed = Json::parse(ask("student", "GET", of_student("exports")).body)["exports"][0];
  EXPECT_EQ(failed["state"], "failed");
  EXPECT_NE(failed["why"].get<std::string>().find("no folder for what passes"), std::string::npos) << failed;
  config_.sounds = good;
  EXPECT_EQ(ask("student", "POST", of_student("exports")).status, 202) << "it may be asked for again";
  EXPECT_EQ(work(school::kExportJob), ErrandEnd::done);
}

TEST_F(ErrandsTest, WhoeverWasErasedMeanwhileHasNoExport) {
  ASSERT_EQ(ask("student", "POST", of_student("exports")).status, 202);
  const auto job = *store_->claim_job(school::kExportJob, "w", 60);
  ASSERT_TRUE(job);
  ASSERT_TRUE(store_->erase(world_.school, world_.people["student"], act()));
  ASSERT_TRUE(school::drop_sounds(*store_, school::Sounds(config_.sounds), world_.school));
  EXPECT_EQ(errand_job(*store_, school::Sounds(config_.sounds), *job, now_), ErrandEnd::lost);
  const std::filesystem::path sounds = std::filesystem::path(config_.sounds) / std::to_string(world_.school);
  for (const auto& one : std::filesystem::recursive_directory_iterator(sounds))
    EXPECT_FALSE(one.is_regular_file()) << one.path();
}

TEST_F(ErrandsTest, AServersOwnThreadsDoThem) {
  config_.listener.threads = 1;
  ASSERT_TRUE(store_->end_export(world_.school, world_.exported));
  // Sound of 90 days ago: the table of days takes it away when the server begins.
  now_ = kNow + 91 * 24 * 3600;
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  EXPECT_TRUE(soon([&] { return store_->overdue(world_.school, now_)->sounds == 0; }));
  EXPECT_EQ(store_->submission(world_.school, world_.submission)->sound, "");
  EXPECT_TRUE(soon([&] {
    const auto job = *store_->job_of(world_.school, school::kRetainJob, 0);
    return job && !job->running && job->due_s >= job->made_s + kRetainEveryS;
  })) << "and it comes back tomorrow";
  const std::int64_t student = world_.people["student"];
  ASSERT_TRUE(store_->ask_export(world_.school, student, act()));
  EXPECT_TRUE(soon([&] {
    const auto all = *store_->exports_of(world_.school, student);
    return !all.empty() && all.front().state == school::ExportState::ready;
  }));
}

TEST_F(ErrandsTest, ATeacherSeesTheHearingsOfHerClassesAndAnAdminEveryJob) {
  const auto jobs = [&](const char* who) { return Json::parse(ask(who, "GET", "/api/school/jobs").body); };
  const Json seen = jobs("teacher");
  ASSERT_EQ(seen["hearings"].size(), 1u);
  const Json& one = seen["hearings"][0];
  EXPECT_EQ(one["submission"], world_.failed);
  EXPECT_EQ(one["state"], "failed");
  EXPECT_EQ(one["name"], "student");
  EXPECT_EQ(one["why"], "worker stopped");
  EXPECT_TRUE(one["again"]);
  EXPECT_TRUE(seen["others"].empty()) << "exports and erasures are not a teacher's";
  EXPECT_TRUE(jobs("other teacher")["hearings"].empty());
  const auto of_class = [&](const char* who, std::int64_t klass) {
    Asked asked{.method = "GET", .path = "/api/school/jobs"};
    asked.query["class"] = std::to_string(klass);
    return as(world_, who, asked);
  };
  EXPECT_EQ(Json::parse(of_class("teacher", world_.klass).body)["hearings"].size(), 1u);
  EXPECT_EQ(of_class("other teacher", world_.klass).status, 403);
  EXPECT_EQ(of_class("teacher", -1).status, 400);
  const Json admins = Json::parse(of_class("admin", world_.klass).body);
  EXPECT_EQ(admins["hearings"].size(), 1u);
  EXPECT_TRUE(admins["others"].empty()) << "no class's jobs";
  EXPECT_TRUE(Json::parse(of_class("admin", world_.klass + 1).body)["hearings"].empty());
  EXPECT_EQ(ask("teacher", "POST", fmt::format("/api/submissions/{}/again", world_.failed)).status, 200);
  EXPECT_EQ(jobs("teacher")["hearings"][0]["state"], "waiting");
  EXPECT_FALSE(jobs("teacher")["hearings"][0]["again"]);
  const Json all = jobs("admin");
  EXPECT_EQ(all["hearings"].size(), 1u);
  std::set<std::string> kinds;
  for (const Json& other : all["others"]) kinds.insert(other["kind"]);
  EXPECT_EQ(kinds, (std::set<std::string>{"expire", "retention"}));
}

TEST_F(ErrandsTest, AnExportForResearchHasStrokesAndNobodysName) {
  // Words with letters that no drawn name has, which are hexadecimal.
  school::Class klass = *store_->klass(world_.school, world_.klass);
  klass.title = "yxclass";
  ASSERT_TRUE(store_->change_class(world_.school, klass, act()));
  // Names, addresses and words that nothing else has, wherever a person can put some.
  const std::int64_t student = world_.people["student"], other = world_.people["classmate"];
  school::Person person = *store_->person(world_.school, student);
  person.name = "Zyxwvut";
  person.given = "Zyxmia";
  person.email = "zyx@example.org";
  ASSERT_TRUE(store_->change_person(world_.school, person, act()));
  Heard heard = *config_.hearing.page_take(fake_body("marked-zyx", 92, 1.2).dump());
  heard.take.chart.title = "Zyxwvut's own";
  heard.how.item = "Zyxwvut's own";
  heard.how.title = "Zyxwvut's own";
  heard.how.device = "Zyxwvut's kit";
  heard.how.began_s = kNow - 5 * 24 * 3600;
  heard.take.alignment.matches = {
      {.kind = MatchKind::matched, .hit = 0, .note = 0, .tick = 0, .target = 900, .error_ms = 3.25}};
  ASSERT_TRUE(
      store_->keep_take(world_.school, student, "zyx-1", store::pack_take(heard.take, heard.how), act()));
  const std::string folder = (folder_ / "research").string();
  ASSERT_TRUE(store_->set_research_consent(world_.school, student, true, "said Zyxwvut", act()));
  const auto none = export_research(*store_, {world_.school, other_}, now_, folder);
  ASSERT_TRUE(none) << none.error().line();
  EXPECT_EQ(none->takes, 0) << "the school has not agreed";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(store_->set_research(world_.school, true, "letter", act()));
  hand_in_for(world_.school, world_.assignment, other, "theirs-1");
  const auto done = export_research(*store_, {other_, world_.school}, now_, folder);
  ASSERT_TRUE(done) << done.error().line();
  EXPECT_EQ(done->schools, 1);
  EXPECT_EQ(done->students, 1) << "the classmate did not agree";
  EXPECT_EQ(done->takes, 2);
  EXPECT_FALSE(export_research(*store_, {world_.school}, now_, folder)) << "nothing is written over";
  EXPECT_FALSE(export_research(*store_, {9999}, now_, folder + "2"));
  EXPECT_EQ(std::filesystem::status(folder).permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);
  std::vector<Json> takes;
  std::istringstream lines(bytes_of(folder + "/takes.jsonl"));
  for (std::string line; std::getline(lines, line);) takes.push_back(Json::parse(line));
  ASSERT_EQ(takes.size(), 2u);
  EXPECT_EQ(takes[0]["student"], takes[1]["student"]);
  EXPECT_EQ(takes[0]["day"], 0);
  EXPECT_EQ(takes[1]["day"], 5) << "days since the first, and no date";
  EXPECT_TRUE(takes[0]["item"].get<std::string>().starts_with("c")) << "an own chart has a drawn name";
  EXPECT_EQ(takes[1]["item"], kFakeChart);
  std::istringstream strokes(bytes_of(folder + "/strokes.csv"));
  std::string row;
  std::getline(strokes, row);
  EXPECT_EQ(row, "student,take,kind,bar,beat,line,written,heard,error_ms,strength,level_db");
  std::int64_t rows = 0;
  while (std::getline(strokes, row)) {
    ++rows;
    EXPECT_EQ(std::count(row.begin(), row.end(), ','), 10) << row;
    EXPECT_TRUE(row.starts_with(takes[0]["student"].get<std::string>())) << row;
  }
  EXPECT_EQ(rows, done->strokes);
  EXPECT_GT(rows, 0);
  // Nothing of a person is in any of the files: names, addresses, words, moments, numbers of rows.
  for (const auto& one : std::filesystem::directory_iterator(folder)) {
    const std::string bytes = bytes_of(one.path());
    for (const std::string& word :
         {std::string("yxwvut"), std::string("yxmia"), std::string("example.org"), std::string("zyx-1"),
          std::string("played-1"), std::string("Lessing"), std::string("yxclass"), std::string("letter"),
          std::to_string(kNow), std::to_string(kNow - 5 * 24 * 3600), std::string("theirs")})
      EXPECT_EQ(bytes.find(word), std::string::npos) << one.path() << " has " << word;
  }
  // The same person has the same drawn name the next night, and none after an erasure.
  const auto again = export_research(*store_, {world_.school}, now_ + 1, folder + "-2");
  ASSERT_TRUE(again);
  EXPECT_EQ(bytes_of(folder + "-2/takes.jsonl"), bytes_of(folder + "/takes.jsonl"));
  ASSERT_TRUE(store_->erase(world_.school, student, act()));
  EXPECT_EQ(export_research(*store_, {world_.school}, now_, folder + "-3")->takes, 0);
}

TEST_F(ErrandsTest, SoundIsListenedToFromTheObjectStoreWhereThatIsWished) {
  ::setenv("AWS_ACCESS_KEY_ID", "access", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "hidden", 1);
  config_.sounds = "s3://kept?endpoint=https://s3.example&listen=direct";
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  EXPECT_EQ(api_->listens_at(), "https://s3.example");
  const std::string path = fmt::format("/api/submissions/{}/sound", world_.submission);
  const Told told = ask("teacher", "GET", path);
  EXPECT_EQ(told.status, 307) << told.body;
  EXPECT_TRUE(told.location.starts_with(fmt::format("https://s3.example/kept/{}/", world_.school)))
      << told.location;
  EXPECT_NE(told.location.find("X-Amz-Expires=300"), std::string::npos);
  EXPECT_EQ(told.location.find("hidden"), std::string::npos);
  EXPECT_EQ(ask("classmate", "GET", path).status, 403) << "no address for who may not listen";
  EXPECT_EQ(ask("admin", "GET", path).status, 400) << "an admin says a reason first";
  EXPECT_EQ(ask("teacher", "GET", fmt::format("/api/submissions/{}/sound", world_.failed)).status, 404);
  ::unsetenv("AWS_ACCESS_KEY_ID");
  ::unsetenv("AWS_SECRET_ACCESS_KEY");
}

}  // namespace
}  // namespace firstchair::school_api
