// Second factors, links to a new password, cards, rosters, guardians and erasure, as a page meets them.
#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>

#include "apps/school/api_test.h"
#include "school/keeping.h"
#include "school/totp.h"
#include "store/exchange.h"
#include "store/record/bytes.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

const std::string kSecret = "12345678901234567890";

class PeopleTest : public ApiTest {
 protected:
  PeopleTest() : world_(make_world()) {
    config_.school = world_.school;
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  Told post(const std::string& path, const Json& body) {
    return api_->answer({.method = "POST", .path = path, .body = body.dump(), .address = "192.0.2.7"});
  }
  Told ask(const std::string& who, const std::string& method, const std::string& path,
           const Json& body = Json::object()) {
    return as(world_, who, {.method = method, .path = path, .body = method == "GET" ? "" : body.dump()});
  }
  std::string path_of(const std::string& who, const std::string& rest) const {
    return fmt::format("/api/school/people/{}/{}", world_.people.at(who), rest);
  }
  // Gives somebody a login by a link, as a person does.
  std::string let_in(const std::string& who, const std::string& by) {
    const Told made = ask(by, "POST", path_of(who, "reset"));
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string code = Json::parse(made.body)["code"];
    const Told set = post("/api/reset/" + code, {{"login", who}, {"password", "correct horse"}});
    EXPECT_EQ(set.status, 200) << set.body;
    return code;
  }
  std::string code(std::int64_t later_s = 0) const {
    return school::totp_code(kSecret, (now_ + later_s) / 30);
  }
  Told log_in(const std::string& name, const std::string& shown = {}) {
    Json body{{"name", name}, {"password", "correct horse"}};
    if (!shown.empty()) body["code"] = shown;
    return post("/api/login", body);
  }

  World world_;
};

TEST_F(PeopleTest, ALinkOfATeacherLetsAStudentInOnce) {
  const std::string link = let_in("student", "teacher");
  EXPECT_EQ(log_in("student").status, 200);
  const Told again = post("/api/reset/" + link, {{"password", "battery staple"}});
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(again.body, R"({"error":"this link was used, or it is too old; ask for another"})");
  const std::string next = Json::parse(ask("teacher", "POST", path_of("student", "reset")).body)["code"];
  const Told look = api_->answer({.method = "GET", .path = "/api/reset/" + next});
  EXPECT_EQ(look.body, R"({"given":"G","login":"student"})");
  EXPECT_EQ(post("/api/reset/" + next, {{"password", "short"}}).status, 400);
  EXPECT_EQ(post("/api/reset/" + next, {{"password", "Sunshine2024"}}).status, 400);
  const Told set = post("/api/reset/" + next, {{"login", "somebody else"}, {"password", "battery staple"}});
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(set.body, R"({"logged_in":true,"login":"student"})") << "a name that one has stays";
  EXPECT_NE(set.cookie, "");
  EXPECT_EQ(log_in("student").status, 401);
  now_ += 3 * 24 * 3600;
  for (const char* none : {"1-x", "-", "x", "99-0"})
    EXPECT_EQ(api_->answer({.method = "GET", .path = std::string("/api/reset/") + none}).status, 404);
}

TEST_F(PeopleTest, ALinkIsNoWayPastALockOfAnAddressOrTheEndOfAnAccount) {
  const std::string link = Json::parse(ask("teacher", "POST", path_of("student", "reset")).body)["code"];
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(store_->count_failure(world_.school, fmt::format("n{}", i),
                                      {.prefix = "192.0.2.0/24", .at_s = now_}));
  EXPECT_EQ(post("/api/reset/" + link, {{"login", "a"}, {"password", "correct horse"}}).status, 429);
  EXPECT_EQ(ask("registrar", "DELETE", fmt::format("/api/school/people/{}", world_.people["student"])).status,
            204);
  EXPECT_EQ(api_->answer({.method = "GET", .path = "/api/reset/" + link}).status, 404);
  EXPECT_EQ(ask("registrar", "POST", path_of("student", "reset")).status, 409);
}

TEST_F(PeopleTest, ATeacherResetsNobodyWhoSeesMoreThanAStudent) {
  for (const char* who : {"assistant", "teacher", "other teacher", "admin", "registrar"})
    EXPECT_EQ(ask("teacher", "POST", path_of(who, "reset")).status, 403) << who;
  EXPECT_EQ(ask("registrar", "POST", path_of("admin", "reset")).status, 403);
  EXPECT_EQ(ask("registrar", "POST", path_of("teacher", "reset")).status, 201);
  // A student who teaches another class is a teacher.
  ASSERT_TRUE(store_->set_member(world_.school, 0, world_.people["student"], Role::teacher, act()));
  EXPECT_EQ(ask("teacher", "POST", path_of("student", "reset")).status, 403);
}

TEST_F(PeopleTest, ASecondFactorIsSetUpAskedForAndLostAgain) {
  let_in("teacher", "admin");
  EXPECT_EQ(ask("teacher", "GET", "/api/me/second").status, 401) << "a new password ends every session";
  Told in = log_in("teacher");
  Asked mine{.method = "POST",
             .path = "/api/me/second",
             .body = "{}",
             .session = session_in(in.cookie.substr(0, in.cookie.find(';'))),
             .csrf = Json::parse(in.body)["csrf"]};
  const Told proposed = api_->answer(mine);
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  const Json told = Json::parse(proposed.body);
  EXPECT_EQ(told["address"], "otpauth://totp/Lessing:teacher?secret=" + told["secret"].get<std::string>() +
                                 "&issuer=Lessing&algorithm=SHA1&digits=6&period=30");
  EXPECT_EQ(told["qr"][0], told["address"]);
  EXPECT_EQ(log_in("teacher").status, 200) << "it counts once it is confirmed";
  // The same with a secret that the test knows.
  ASSERT_TRUE(store_->propose_factor(world_.school, world_.people["teacher"], kFactor, act()));
  mine.path = "/api/me/second/confirm";
  mine.body = Json{{"code", "000000"}}.dump();
  EXPECT_EQ(api_->answer(mine).status, 400);
  mine.body = Json{{"code", code()}}.dump();
  const Told confirmed = api_->answer(mine);
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  const Json codes = Json::parse(confirmed.body)["codes"];
  ASSERT_EQ(codes.size(), 10u);
  EXPECT_EQ(api_->answer(mine).status, 409);

  const Told without = log_in("teacher");
  EXPECT_EQ(without.status, 401);
  EXPECT_TRUE(Json::parse(without.body)["code_needed"]);
  EXPECT_EQ(without.cookie, "");
  EXPECT_EQ(log_in("teacher", code()).status, 401) << "it was used to confirm";
  EXPECT_EQ(log_in("teacher", code(30)).status, 200);
  EXPECT_EQ(log_in("teacher", code(30)).status, 401) << "a code is used once";
  EXPECT_EQ(log_in("teacher", codes[0]).status, 200);
  EXPECT_EQ(log_in("teacher", codes[0]).status, 401);
  EXPECT_EQ(store_->factor(world_.school, world_.people["teacher"])->codes_left, 9);

  // A wrong password tells nothing of the factor.
  const Told wrong =
      post("/api/login", {{"name", "teacher"}, {"password", "correct horsf"}, {"code", code(30)}});
  EXPECT_EQ(wrong.body, R"({"error":"name or password is wrong"})");

  now_ += 60;
  in = log_in("teacher", code());
  mine.session = session_in(in.cookie.substr(0, in.cookie.find(';')));
  mine.csrf = Json::parse(in.body)["csrf"];
  mine.method = "DELETE";
  mine.path = "/api/me/second";
  mine.body = Json{{"password", "correct horse"}, {"code", "000000"}}.dump();
  EXPECT_EQ(api_->answer(mine).status, 403);
  mine.body = Json{{"password", "correct horse"}, {"code", codes[1]}}.dump();
  EXPECT_EQ(api_->answer(mine).status, 204);
  EXPECT_EQ(log_in("teacher").status, 200);
}

TEST_F(PeopleTest, WrongCodesLockALoginAsWrongPasswordsDo) {
  let_in("teacher", "admin");
  ASSERT_TRUE(store_->propose_factor(world_.school, world_.people["teacher"], kFactor, act()));
  ASSERT_TRUE(store_->confirm_factor(world_.school, world_.people["teacher"], {}, act()));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(log_in("teacher", fmt::format("{:06}", i)).status, 401) << i;
  EXPECT_EQ(log_in("teacher", code()).status, 429);
  // A link sets the password and lifts the lock; the factor is asked for still.
  const std::string link = Json::parse(ask("admin", "POST", path_of("teacher", "reset")).body)["code"];
  const Told set = post("/api/reset/" + link, {{"password", "correct horse"}});
  EXPECT_EQ(set.body, R"({"logged_in":false,"login":"teacher"})");
  EXPECT_EQ(set.cookie, "");
  EXPECT_EQ(log_in("teacher", code()).status, 200);
  EXPECT_EQ(ask("registrar", "DELETE", path_of("teacher", "second")).status, 403);
  EXPECT_EQ(ask("admin", "DELETE", path_of("teacher", "second")).status, 204);
  EXPECT_EQ(log_in("teacher").status, 200);
}

TEST_F(PeopleTest, AnAdminWithoutASecondFactorOnlySetsOneUp) {
  ASSERT_TRUE(store_->end_factor(world_.school, world_.people["admin"], act()));
  const Told people = ask("admin", "GET", "/api/school/people");
  EXPECT_EQ(people.status, 403);
  EXPECT_EQ(people.body, R"({"error":"an admin has a second factor; set it up under your name first"})");
  EXPECT_TRUE(Json::parse(ask("admin", "GET", "/api/me").body)["second_needed"]);
  EXPECT_EQ(ask("admin", "POST", "/api/me/second").status, 201);
  ASSERT_TRUE(store_->propose_factor(world_.school, world_.people["admin"], kFactor, act()));
  EXPECT_EQ(ask("admin", "POST", "/api/me/second/confirm", {{"code", code()}}).status, 200);
  EXPECT_EQ(ask("admin", "GET", "/api/school/people").status, 200);
  EXPECT_FALSE(Json::parse(ask("teacher", "GET", "/api/me").body)["second_needed"]);
}

TEST_F(PeopleTest, CardsLetInWhoCameByARosterAndNobodyElse) {
  const std::string table = "class;family name;given name\n7b;Neu;Nele\n7b;;X\n";
  Json body{{"name", "7b.csv"},
            {"data", store::to_base64({reinterpret_cast<const std::uint8_t*>(table.data()), table.size()})},
            {"dry_run", true}};
  const Told look = ask("registrar", "POST", "/api/school/roster", body);
  ASSERT_EQ(look.status, 200) << look.body;
  EXPECT_EQ(Json::parse(look.body)["added"], 1);
  EXPECT_EQ(Json::parse(look.body)["refused"][0], "7b.csv line 3: no family name; the person is left out");
  body["dry_run"] = false;
  EXPECT_EQ(ask("registrar", "POST", "/api/school/roster", body).body, look.body);
  EXPECT_EQ(Json::parse(ask("registrar", "POST", "/api/school/roster", body).body)["same"], 1);
  let_in("student", "teacher");
  const Told cards = as(world_, "teacher",
                        {.method = "POST",
                         .path = fmt::format("/api/school/classes/{}/cards", world_.klass),
                         .query = {{"origin", "https://school.example"}}});
  ASSERT_EQ(cards.status, 201) << cards.body;
  const Json list = Json::parse(cards.body)["cards"];
  ASSERT_EQ(list.size(), 2u) << "the classmate and Nele; the student can log in";
  EXPECT_EQ(list[1]["name"], "Neu");
  const std::string code = list[1]["code"];
  EXPECT_EQ(list[1]["qr"][0], "https://school.example/#reset/" + code);
  EXPECT_EQ(post("/api/reset/" + code, {{"login", "nele"}, {"password", "correct horse"}}).status, 200);
  EXPECT_EQ(log_in("nele").status, 200);
  EXPECT_EQ(ask("registrar", "POST", "/api/school/roster", {{"name", "x"}, {"data", "!"}}).status, 400);
}

TEST_F(PeopleTest, AGuardianSeesTheChildAndConsents) {
  const Json self = Json::parse(ask("guardian", "GET", "/api/me").body);
  ASSERT_EQ(self["children"].size(), 1u);
  EXPECT_EQ(self["children"][0]["name"], "student");
  EXPECT_TRUE(self["children"][0]["consent"].is_null()) << "this school asks for none";
  const Told due = as(
      world_, "guardian",
      {.method = "GET", .path = "/api/due", .query = {{"person", std::to_string(world_.people["student"])}}});
  EXPECT_EQ(Json::parse(due.body)["due"].size(), 1u);
  EXPECT_EQ(ask("guardian", "GET", fmt::format("/api/submissions/{}", world_.submission)).status, 200);
  EXPECT_EQ(ask("guardian", "GET", fmt::format("/api/submissions/{}/sound", world_.submission)).status, 403);
  // One more guardian, by a link for this child.
  const Json invite{{"role", "guardian"}, {"child", world_.people["student"]}};
  const Told made = ask("registrar", "POST", "/api/school/invites", invite);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string link = Json::parse(made.body)["code"];
  const Told in = post("/api/invite/" + link,
                       {{"name", "Kern"}, {"given", "Uwe"}, {"login", "uwe"}, {"password", "correct horse"}});
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(Json::parse(in.body)["children"][0]["id"], world_.people["student"]);
  EXPECT_EQ(ask("registrar", "POST", "/api/school/invites",
                {{"role", "student"}, {"class", world_.klass}, {"child", 1}})
                .status,
            400);
  EXPECT_EQ(
      ask("registrar", "POST", "/api/school/invites", {{"role", "guardian"}, {"child", kForeign}}).status,
      404);
}

TEST_F(PeopleTest, TwoPeopleEraseAndOneDoesNot) {
  const std::string erasure = fmt::format("/api/people/{}/erasure", world_.people["classmate"]);
  EXPECT_EQ(ask("admin", "POST", erasure + "/confirm").status, 409) << "nobody has started it";
  EXPECT_EQ(ask("classmate", "POST", erasure).status, 202);
  EXPECT_EQ(ask("admin", "POST", erasure + "/confirm").status, 409) << "asking is not starting";
  EXPECT_EQ(ask("registrar", "POST", erasure).status, 202);
  EXPECT_EQ(ask("registrar", "POST", erasure + "/confirm").status, 403);
  const Json list = Json::parse(ask("admin", "GET", "/api/school/erasures").body)["erasures"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[1]["asked_by"], world_.people["classmate"]);
  const Told done = ask("admin", "POST", erasure + "/confirm");
  ASSERT_EQ(done.status, 202) << done.body;
  EXPECT_EQ(ask("classmate", "GET", "/api/me").status, 401) << "at once";
  EXPECT_EQ(ask("admin", "POST", erasure + "/confirm").status, 202) << "it goes on";
  const auto listed = school::ErasedList(config_.erased).read();
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front(), (school::Erased{world_.school, world_.people["classmate"], kNow, kNow}));
  config_.listener = {.threads = 1, .poll = std::chrono::milliseconds(2)};
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  EXPECT_TRUE(soon([&] { return ask("admin", "POST", erasure + "/confirm").status == 404; })) << "by the job";
  // Of an admin who started it as a registrar before, another one confirms.
  ASSERT_TRUE(store_->set_member(world_.school, 0, world_.people["registrar"], Role::admin, act()));
  EXPECT_EQ(ask("registrar", "GET", "/api/me").status, 200);
  ASSERT_TRUE(store_->propose_factor(world_.school, world_.people["registrar"], kFactor, act()));
  ASSERT_TRUE(store_->confirm_factor(world_.school, world_.people["registrar"], {}, act()));
  EXPECT_EQ(ask("registrar", "POST", fmt::format("/api/people/{}/erasure/confirm", world_.people["student"]))
                .status,
            409);
}

TEST_F(PeopleTest, WithoutAListNobodyIsErased) {
  std::ofstream(folder_ / "no folder") << "a file";
  config_.erased = (folder_ / "no folder" / "erased").string();
  api_ = std::make_unique<Api>(config_, [this] { return now_; });
  const std::string confirm = fmt::format("/api/people/{}/erasure/confirm", world_.people["student"]);
  EXPECT_EQ(ask("admin", "POST", confirm).status, 503);
  EXPECT_EQ(ask("student", "GET", "/api/me").status, 200);
  EXPECT_TRUE(store_->person(world_.school, world_.people["student"]));
}

std::map<std::string, std::string> unpacked(const std::string& file) {
  std::map<std::string, std::string> parts;
  zip_t* zip = zip_open(file.c_str(), ZIP_RDONLY, nullptr);
  EXPECT_NE(zip, nullptr);
  for (zip_int64_t i = 0; zip != nullptr && i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t stat{};
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string bytes(stat.size, 0);
    zip_file_t* part = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    zip_fread(part, bytes.data(), bytes.size());
    zip_fclose(part);
    parts[stat.name] = bytes;
  }
  if (zip != nullptr) zip_discard(zip);
  return parts;
}

TEST_F(PeopleTest, AnExportHasEverythingOfOnePersonAsABookReadsIt) {
  const std::int64_t student = world_.people["student"];
  hand_in_for(world_.school, world_.assignment, world_.people["classmate"], "theirs-1");
  const Told told = ask("student", "GET", fmt::format("/api/people/{}/export.zip", student));
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_TRUE(told.passing);
  const auto parts = unpacked(told.file);
  std::filesystem::remove_all(std::filesystem::path(told.file).parent_path());
  std::vector<std::string> names;
  for (const auto& [name, bytes] : parts) names.push_back(name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"book.jsonl", "chairs.csv", "comments.csv", "log.csv", "person.json",
                                      fmt::format("sound/{}.wav", world_.submission), "submissions.csv"}));
  EXPECT_EQ(parts.at(fmt::format("sound/{}.wav", world_.submission)), "sound of played-1");
  EXPECT_NE(parts.at("comments.csv").find("12,3"), std::string::npos);
  EXPECT_NE(parts.at("comments.csv").find("elbow"), std::string::npos);
  EXPECT_NE(parts.at("submissions.csv").find("spread_norm,met,1.2,1.1,1.4"), std::string::npos)
      << parts.at("submissions.csv");
  const Json self = Json::parse(parts.at("person.json"));
  EXPECT_EQ(self["name"], "student");
  EXPECT_EQ(self["classes"][0]["class"], "7b");
  // Every line of the book is one, and the last says so of all.
  std::istringstream lines(parts.at("book.jsonl"));
  std::vector<store::exchange::Record::Kind> kinds;
  for (std::string line; std::getline(lines, line);) {
    const auto record = store::exchange::read_line(line);
    ASSERT_TRUE(record) << record.error().line();
    EXPECT_TRUE(record->checked);
    kinds.push_back(record->kind);
  }
  using Kind = store::exchange::Record::Kind;
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::header, Kind::player, Kind::take, Kind::end}));
  for (const auto& [name, bytes] : parts) EXPECT_EQ(bytes.find("theirs-1"), std::string::npos) << name;
}

}  // namespace
}  // namespace firstchair::school_api
