// Logging in, invites and sessions, as a page meets them.
#include <gtest/gtest.h>
#include <sodium.h>

#include <array>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

class LoginTest : public ApiTest {
 protected:
  LoginTest() : world_(make_world()) {
    config_.school = world_.school;
    api_ = std::make_unique<Api>(config_, [this] { return now_; });
  }
  Told post(const std::string& path, const Json& body, const std::string& session = {},
            const std::string& csrf = {}) {
    return api_->answer({.method = "POST",
                         .path = path,
                         .body = body.dump(),
                         .address = "192.0.2.7",
                         .session = session,
                         .csrf = csrf});
  }
  Told log_in(const std::string& name, const std::string& password) {
    return post("/api/login", {{"name", name}, {"password", password}});
  }
  Told take(const std::string& login) {
    return post(fmt::format("/api/invite/{}-code", world_.school),
                {{"name", "Lovelace"}, {"given", "Ada"}, {"login", login}, {"password", "correct horse"}});
  }
  static std::string cookie_of(const Told& answer) {
    const std::string& line = answer.cookie;
    return session_in(line.substr(0, line.find(';')));
  }
  Told me(const std::string& session) {
    return api_->answer({.method = "GET", .path = "/api/me", .session = session});
  }

  World world_;
};

TEST_F(LoginTest, AnInviteMakesAnAccountThatLogsInAndOut) {
  const Told taken = take("ada");
  ASSERT_EQ(taken.status, 200) << taken.body;
  const Json self = Json::parse(taken.body);
  EXPECT_EQ(self["person"]["name"], "Lovelace");
  EXPECT_EQ(self["memberships"],
            Json::parse(fmt::format(R"([{{"class":{},"role":"student","title":"7b"}}])", world_.klass)));
  for (const char* part : {"__Host-firstchair=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"})
    EXPECT_NE(taken.cookie.find(part), std::string::npos) << part;
  EXPECT_EQ(taken.cookie.find("Domain"), std::string::npos);
  EXPECT_EQ(cookie_of(taken).size(), fmt::format("{}-", world_.school).size() + 64) << "256 bits";
  const Told again = log_in("ADA", "correct horse");
  ASSERT_EQ(again.status, 200) << again.body;
  const std::string session = cookie_of(again);
  EXPECT_NE(session, cookie_of(taken)) << "a session of its own";
  EXPECT_EQ(me(session).status, 200);
  EXPECT_EQ(post("/api/logout", {}, session).status, 403) << "without the token";
  const std::string csrf = Json::parse(again.body)["csrf"];
  const Told out = post("/api/logout", {}, session, csrf);
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.cookie.find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(me(session).status, 401);
  EXPECT_EQ(me(cookie_of(taken)).status, 200) << "the other one goes on";
  // Nothing that opens the account lies in the store.
  EXPECT_EQ(store_->login(world_.school, "ada")->secret.substr(0, 9), "$argon2id");
}

TEST_F(LoginTest, ACookieThatSomebodyPlantedBecomesNobodysSession) {
  ASSERT_EQ(take("ada").status, 200);
  const std::string planted = fmt::format("{}-{}", world_.school, school::hash_of("planted"));
  const Json right{{"name", "ada"}, {"password", "correct horse"}};
  const Told in = post("/api/login", right, planted);
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_NE(cookie_of(in), planted);
  EXPECT_EQ(me(planted).status, 401) << "whoever planted it is not let in by it";
  // Nor does somebody's session become another's who logs in over it.
  const auto [teachers, csrf] = world_.session("teacher");
  const Told over = post("/api/login", right, teachers);
  ASSERT_EQ(over.status, 200);
  EXPECT_NE(cookie_of(over), teachers);
  EXPECT_EQ(Json::parse(me(teachers).body)["person"]["name"], "teacher");
  EXPECT_NE(Json::parse(over.body)["csrf"], csrf);
}

TEST_F(LoginTest, WrongNamesAndWrongPasswordsAreToldAlikeAndLockInTheEnd) {
  ASSERT_EQ(take("ada").status, 200);
  const Told unknown = log_in("nobody at all", "correct horse"), wrong = log_in("ada", "correct horsf");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body, wrong.body);
  EXPECT_EQ(wrong.body, R"({"error":"name or password is wrong"})");
  for (int i = 0; i < 9; ++i) EXPECT_EQ(log_in("ada", "wrong again").status, 401) << i;
  const Told locked = log_in("ada", "correct horse");
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(locked.body, R"({"error":"too many tries; again in 15 minutes or ask your teacher"})");
  EXPECT_GT(locked.retry_after_s, 0);
  now_ += 15 * 60;
  EXPECT_EQ(log_in("ada", "correct horse").status, 200);
}

TEST_F(LoginTest, APasswordOfOlderParametersIsMadeAgainWhenItIsShown) {
  ASSERT_EQ(take("ada").status, 200);
  const std::string word = "correct horse";
  std::array<char, crypto_pwhash_STRBYTES> older{};
  ASSERT_EQ(crypto_pwhash_str_alg(older.data(), word.data(), word.size(), 1, std::size_t{8} << 20,
                                  crypto_pwhash_ALG_ARGON2ID13),
            0);
  ASSERT_TRUE(store_->renew_secret(world_.school, "ada", older.data()));
  EXPECT_EQ(log_in("ada", "correct horsf").status, 401);
  EXPECT_EQ(store_->login(world_.school, "ada")->secret, older.data());
  EXPECT_EQ(log_in("ada", word).status, 200);
  EXPECT_TRUE(store_->login(world_.school, "ada")->secret.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_EQ(log_in("ada", word).status, 200);
}

TEST_F(LoginTest, AnAddressThatFailedTwentyTimesIsLockedForEverybody) {
  ASSERT_EQ(take("ada").status, 200);
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(store_->count_failure(world_.school, fmt::format("n{}", i),
                                      {.prefix = "192.0.2.0/24", .at_s = now_}));
  EXPECT_EQ(log_in("ada", "correct horse").status, 429);
  EXPECT_EQ(take("bea").status, 429);
  now_ += 15 * 60;
  EXPECT_EQ(log_in("ada", "correct horse").status, 200);
}

TEST_F(LoginTest, ASessionEndsWhenItIsNotUsedAndAfterThirtyDays) {
  const std::string student = cookie_of(take("ada"));
  now_ += 11 * 3600;
  EXPECT_EQ(me(student).status, 200);
  now_ += 11 * 3600;
  EXPECT_EQ(me(student).status, 200) << "it was used";
  now_ += 12 * 3600;
  EXPECT_EQ(me(student).status, 401);
  const Told again = log_in("ada", "correct horse");
  const std::string session = cookie_of(again);
  for (int hours = 0; hours < 29 * 24; hours += 11) {
    now_ += 11 * 3600;
    ASSERT_EQ(me(session).status, 200) << hours;
  }
  for (int i = 0; i < 3; ++i) {
    now_ += 11 * 3600;
    me(session);
  }
  EXPECT_EQ(me(session).status, 401) << "31 days";
}

TEST_F(LoginTest, WhoReadsOthersTakesIsAskedSooner) {
  ASSERT_EQ(take("ada").status, 200);
  const std::int64_t ada = store_->login(world_.school, "ada")->person;
  ASSERT_TRUE(store_->set_member(world_.school, 0, ada, Role::teacher, act()));
  const std::string session = cookie_of(log_in("ada", "correct horse"));
  now_ += 2 * 3600;
  EXPECT_EQ(me(session).status, 401);
}

TEST_F(LoginTest, AnotherPasswordEndsEverySessionButThisOne) {
  const std::string first = cookie_of(take("ada"));
  const Told second = log_in("ada", "correct horse");
  const std::string session = cookie_of(second), csrf = Json::parse(second.body)["csrf"];
  const auto change = [&](const char* old, const char* fresh) {
    return post("/api/me/password", {{"old", old}, {"new", fresh}}, session, csrf);
  };
  EXPECT_EQ(change("wrong password", "battery staple").status, 403);
  EXPECT_EQ(change("correct horse", "short").status, 400);
  const Told changed = change("correct horse", "battery staple");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(me(first).status, 401);
  EXPECT_EQ(me(session).status, 401);
  EXPECT_EQ(me(cookie_of(changed)).status, 200);
  EXPECT_EQ(log_in("ada", "correct horse").status, 401);
  EXPECT_EQ(log_in("ada", "battery staple").status, 200);
}

TEST_F(LoginTest, AnInviteOfAnotherSchoolOrOfNoneIsNothing) {
  const Json body{{"name", "A"}, {"login", "a"}, {"password", "correct horse"}};
  for (const std::string code :
       {"0-code", "code", "99-code", "-", "", "1-code", "999999999999999999999-code"})
    EXPECT_EQ(post("/api/invite/" + code, body).status, 404) << code;
  const Json short_one{{"name", "A"}, {"login", "a"}, {"password", "short"}};
  EXPECT_EQ(post(fmt::format("/api/invite/{}-code", world_.school), short_one).status, 400);
}

TEST_F(LoginTest, WhoIsHereJoinsAClassByItsInvite) {
  const auto [session, csrf] = world_.session("other teacher");
  const std::string path = fmt::format("/api/invite/{}-code", world_.school);
  EXPECT_EQ(post(path, {}, session).status, 403) << "without the token";
  const Told joined = post(path, {}, session, csrf);
  ASSERT_EQ(joined.status, 200) << joined.body;
  EXPECT_EQ(Json::parse(joined.body)["memberships"].size(), 3u);
}

TEST_F(LoginTest, NoCookieGoesOverAnOpenLine) {
  const Asked open{
      .method = "POST", .path = "/api/login", .body = R"({"name":"a","password":"b"})", .secure = false};
  const Told answer = api_->answer(open);
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("it does not say https"), std::string::npos);
  EXPECT_EQ(answer.cookie, "");
}

TEST_F(LoginTest, BodiesThatAreNoneAreRefused) {
  for (const char* body :
       {"", "[]", "{", "{\"name\":1,\"password\":\"x\"}", "{\"name\":\"a\\n\",\"password\":\"x\"}",
        "{\"name\":\"a\"}", "{\"name\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}"}) {
    const Told answer = api_->answer({.method = "POST", .path = "/api/login", .body = body});
    EXPECT_EQ(answer.status, 400) << body;
  }
  EXPECT_EQ(api_->answer({.method = "GET", .path = "/api/school/nothing"}).status, 404);
  const Told method = api_->answer({.method = "PUT", .path = "/api/school/people"});
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.allow, "GET, POST");
}

TEST(SchoolCookie, IsFoundAmongOthers) {
  EXPECT_EQ(session_in("a=b; __Host-firstchair=7-abc; c=d"), "7-abc");
  EXPECT_EQ(session_in("__Host-firstchair=7-abc"), "7-abc");
  EXPECT_EQ(session_in("x__Host-firstchair=7-abc"), "");
  EXPECT_EQ(session_in(""), "");
}

TEST(SchoolAddress, IsKeptAsItsNeighbourhood) {
  EXPECT_EQ(prefix_of("192.0.2.7"), "192.0.2.0/24");
  EXPECT_EQ(prefix_of("::ffff:192.0.2.7"), "192.0.2.0/24");
  EXPECT_EQ(prefix_of("2001:db8:1:2::5"), "2001:db8:1::/48");
  EXPECT_EQ(prefix_of("somewhere"), "");
}

}  // namespace
}  // namespace firstchair::school_api
