// Auditions over real sockets: an attempt from its opening to its receipt, and what is refused.
#include "apps/server/api/chairs_api.h"

#include "apps/chairs/seating_record.h"
#include "apps/server/api/chairs_test.h"
#include "apps/server/http/player_key.h"
#include "store/record/minisign.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

TEST_F(ChairsTest, AnAuditionIsDeclaredPlayedSeatedAndVerified) {
  const json declared = post("/api/chairs", wish());
  EXPECT_EQ(declared["id"], 1);
  EXPECT_EQ(declared["source"], "midi");
  const std::string jane = enter("Jane Doe"), ben = enter("Ben");
  EXPECT_EQ(post(at(""), {}, 200, "GET")["players"][0]["excerpts"][0]["told"], "not played");
  play(jane, 5);
  play(ben, 20);
  const json seated = post(at("/seat"), {});
  EXPECT_TRUE(seated["seated"]);
  const json sheet = post(at("/seating"), {}, 200, "GET");
  EXPECT_EQ(sheet["seats"][0]["player"], jane);
  EXPECT_TRUE(sheet["hints"].empty() ||
              sheet["hints"][0].get<std::string>().find("came before") != std::string::npos);
  EXPECT_TRUE(has(ask("GET", at("/seating.html")), "<svg"));
  const std::string record = body_of(ask("GET", at("/seating.jsonl")));
  EXPECT_EQ(record.find("Jane"), std::string::npos);
  const Result<audition::Verified> verified = audition::verify_record(record);
  ASSERT_TRUE(verified) << verified.error().line();
  EXPECT_EQ(verified->attempts, 2);
  EXPECT_EQ(verified->takes, 2);
  const std::string signature = body_of(ask("GET", at("/seating.jsonl.minisig")));
  const Result<store::PublicKey> key = store::read_public_key(body_of(ask("GET", at("/seating.pub"))));
  ASSERT_TRUE(key);
  EXPECT_TRUE(store::check_signature(record, signature, *key));
  EXPECT_FALSE(store::check_signature(record + "x", signature, *key));
  post(at("/reveal"), {});
  EXPECT_NE(body_of(ask("GET", at("/seating.jsonl"))).find("Jane Doe"), std::string::npos);
}

TEST_F(ChairsTest, APanelChangesStrokesAndAnAuditionIsCancelled) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane"), ben = enter("Ben");
  play(jane, 5);
  play(ben, 20);
  const json strokes = post(at("/attempts/2/strokes"), {}, 200, "GET")["told"];
  ASSERT_GT(strokes.size(), 100U);
  EXPECT_EQ(strokes[6].get<std::string>().substr(0, 5), "    7");
  post(at("/appeals"), {{"player", ben}, {"excerpt", 1}, {"text", "the ear lost one"}});
  const std::string ruling = at("/appeals/1/ruling");
  const json added = json::array({{{"at", "9.5000"}, {"voice", "snare"}}});
  const auto body = [&](const json& struck) {
    return json{{"effect", "strokes"}, {"text", "heard"}, {"struck_out", struck}, {"added", added}};
  };
  post(ruling, {{"effect", "strokes"}, {"text", "heard"}}, 400);
  EXPECT_NE(post(ruling, body({99999}), 400)["error"].get<std::string>().find("struck_out"),
            std::string::npos);
  EXPECT_NE(post(ruling, body({9999}), 409)["error"].get<std::string>().find("there is no stroke 9999"),
            std::string::npos);
  post(ruling, body({7}));
  post(at("/seat"), {});
  EXPECT_NE(
      post(at("/seating"), {}, 200, "GET")["hints"].dump().find("1 stroke struck out and 1 added by hand"),
      std::string::npos);
  EXPECT_TRUE(audition::verify_record(body_of(ask("GET", at("/seating.jsonl")))));
  post(at("/cancel"), {{"text", ""}}, 409);
  EXPECT_EQ(post(at("/cancel"), {{"text", "the hall is closed"}})["cancelled"], "the hall is closed");
  EXPECT_NE(post(at("/seat"), {}, 409)["error"].get<std::string>().find("this audition was cancelled"),
            std::string::npos);
  EXPECT_TRUE(audition::verify_record(body_of(ask("GET", at("/seating.jsonl")))));
}

TEST_F(ChairsTest, OpensOneAttemptOnRecordAndNoSecond) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane");
  const json practice = post(at("/attempts"), {{"player", jane}, {"practice", true}});
  EXPECT_EQ(practice["attempt"], 0);
  const json opened = open(jane);
  EXPECT_EQ(opened["attempt"], 1);
  EXPECT_NEAR(opened["bpm"].get<double>(), 100, 2);
  // It is on record before anything is played.
  EXPECT_NE(body_of(ask("GET", at("/seating.jsonl"))).find(R"("type":"opened")"), std::string::npos);
  EXPECT_NE(post(at("/attempts"), {{"player", jane}, {"excerpt", 1}}, 409)["error"].get<std::string>().find(
                "is being played"),
            std::string::npos);
  const json left = post(at("/attempts/1/leave"), {{"bar", 9}});
  EXPECT_NE(told(left).find("Left at bar 9: that was the attempt."), std::string::npos);
  EXPECT_NE(told(left).find("Receipt:"), std::string::npos);
  const json again = post(at("/attempts"), {{"player", jane}, {"excerpt", 1}}, 409);
  EXPECT_NE(again["error"].get<std::string>().find("left at bar 9: that was the attempt"), std::string::npos);
  post(at("/attempts/1/leave"), {{"bar", 9}}, 409);
  // An appeal that is allowed gives a new one.
  post(at("/appeals"), {{"player", jane}, {"excerpt", 1}, {"text", "the cymbal fell"}});
  post(at("/appeals/1/ruling"), {{"effect", "again"}, {"text", "seen"}});
  EXPECT_EQ(open(jane)["attempt"], 2);
}

TEST_F(ChairsTest, HearsWhatWasCommittedAndNothingElse) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane");
  const json opened = open(jane);
  PlayedInput input = play_opened(opened, chart_, 8, 1);
  const std::string attempt = at("/attempts/1");
  std::string hash;
  for (std::size_t bar = 0; bar < input.bars.size(); ++bar) {
    hash = audition::next_commitment(hash, input.bars[bar]);
    post(attempt + "/bars", {{"bar", bar}, {"bytes", input.bars[bar].size()}, {"hash", hash}});
  }
  post(attempt + "/bars", {{"bar", 3}, {"bytes", 0}, {"hash", hash}}, 409);
  post(attempt + "/bars", {{"bar", 3}, {"bytes", 0}, {"hash", "no"}}, 400);
  PlayedInput changed = input;
  changed.bars[12][0] = changed.bars[12][0] == '9' ? '8' : '9';
  const std::string refused = ask("PUT", attempt + "/input", changed.all());
  EXPECT_EQ(status_of(refused), 422);
  EXPECT_TRUE(has(refused, "the recording is not what was committed while playing: bar 12 differs"));
  EXPECT_EQ(status_of(ask("PUT", attempt + "/input", input.all() + "999999999,38,80\n")), 422);
  const std::string taken = ask("PUT", attempt + "/input", input.all());
  EXPECT_EQ(status_of(taken), 200) << taken;
  EXPECT_TRUE(has(taken, "The take is on record."));
  EXPECT_EQ(status_of(ask("PUT", attempt + "/input", input.all())), 409);
  EXPECT_EQ(body_of(ask("GET", attempt + "/sound")), input.all());
  EXPECT_EQ(uploads_left(), 0U);
}

// What was played in a moment was not played to the tempo drawn.
TEST_F(ChairsTest, SaysOfBarsThatCameTooSoonOrNotAtAllThatTheyCountAsSent) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane"), ben = enter("Ben");
  const json first = open(jane);
  EXPECT_NE(told(finish(first, play_opened(first, chart_, 8, 1))).find("came before they could be played"),
            std::string::npos);
  const json second = open(ben);
  const std::string input = play_opened(second, chart_, 8, 2).all();
  const json taken = json::parse(body_of(ask("PUT", at("/attempts/2/input"), input)));
  EXPECT_NE(told(taken).find("no bar was committed while it was played; it counts as sent, not as live"),
            std::string::npos);
  post(at("/seat"), {});
  const json sheet = post(at("/seating"), {}, 200, "GET");
  EXPECT_EQ(sheet["hints"].size(), 2U);
  EXPECT_NE(sheet["remarks"].dump().find("All takes were sent as files"), std::string::npos);
  EXPECT_TRUE(audition::verify_record(body_of(ask("GET", at("/seating.jsonl")))));
}

TEST_F(ChairsTest, GivesAnAttemptBackThatTheMachineSpoilt) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane");
  open(jane);
  EXPECT_TRUE(has(ask("PUT", at("/attempts/1/input"), "90000000,38,80\n"),
                  "nothing was heard in the first two bars. The attempt is given back"));
  EXPECT_EQ(open(jane)["attempt"], 2);
  // The server is started again while it is played.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  begin({});
  const json third = open(jane);
  EXPECT_EQ(third["attempt"], 3);
  const std::string record = body_of(ask("GET", at("/seating.jsonl")));
  EXPECT_NE(record.find("the server was started again while it was played"), std::string::npos);
}

TEST_F(ChairsTest, APlayersOwnKeyOpensThatPlayersAttemptsAlone) {
  post("/api/chairs", wish());
  const std::string jane = enter("Jane"), ben = enter("Ben");
  const auto as = [&](const std::string& name, const std::string& verb, const std::string& target,
                      const json& body) {
    RawClient client(port());
    const std::string text = verb == "GET" ? std::string() : body.dump();
    return client.ask(fmt::format("{} {} HTTP/1.1\r\n{}X-Firstchair-Token: {}\r\n{}\r\n{}", verb, target,
                                  host(), player_key(server_->token(), name),
                                  text.empty() ? "" : fmt::format("Content-Length: {}\r\n", text.size()),
                                  text));
  };
  EXPECT_EQ(status_of(as("Jane", "POST", at("/attempts"), {{"player", ben}, {"excerpt", 1}})), 403);
  EXPECT_EQ(status_of(as("Jane", "POST", at("/attempts"), {{"player", jane}, {"excerpt", 1}})), 200);
  EXPECT_EQ(status_of(as("Ben", "POST", at("/attempts/1/leave"), {{"bar", 1}})), 403);
  for (const char* what : {"/seat", "/reveal", "/cancel", "/entrants", "/appeals/1/ruling"})
    EXPECT_EQ(status_of(as("Jane", "POST", at(what), {{"name", "x"}})), 403) << what;
  EXPECT_EQ(status_of(as("Jane", "POST", "/api/chairs", wish())), 403);
  EXPECT_EQ(status_of(as("Jane", "GET", at("/attempts/1/sound"), {})), 403);
  const std::string seen = as("Jane", "GET", at(""), {});
  EXPECT_TRUE(has(seen, R"("name":"Jane")"));
  EXPECT_FALSE(has(seen, R"("name":"Ben")"));
}

TEST_F(ChairsTest, RefusesWhatIsNoAudition) {
  json no_chart = wish();
  no_chart["excerpts"][0]["chart"] = "no base64";
  post("/api/chairs", no_chart, 400);
  json short_one = wish();
  short_one["excerpts"][0]["bars"] = 4;
  EXPECT_NE(post("/api/chairs", short_one, 422)["error"].get<std::string>().find("excerpt"),
            std::string::npos);
  json no_source = wish();
  no_source["source"] = "air";
  post("/api/chairs", no_source, 400);
  post("/api/chairs", json::array(), 400);
  post(at("", 7), {}, 404, "GET");
  post(at("/nothing"), {}, 404);
  post(at("/attempts/x/bars"), {}, 404);
  EXPECT_EQ(status_of(ask("DELETE", "/api/chairs")), 405);
  post("/api/chairs", wish());
  EXPECT_EQ(status_of(ask("DELETE", at("/seat"))), 405);
  post(at("/entrants"), {{"name", ""}}, 400);
  post(at("/entrants"), {{"name", "a\nb"}}, 400);
  post(at("/attempts"), {{"player", "XX"}, {"excerpt", 1}}, 409);
  post(at("/attempts"), {{"player", "XX"}, {"excerpt", 0}}, 400);
  post(at("/attempts/1/bars"), {{"bar", 0}}, 404);
  post(at("/seating"), {}, 409, "GET");
  post(at("/seat"), {}, 409);
  post(at("/challenges"), {{"holder", "A"}, {"challenger", "B"}}, 409);
  const std::string jane = enter("Jane");
  post(at("/attempts"), {{"player", jane}, {"excerpt", 1}, {"kit", "a\nb"}}, 400);
  EXPECT_EQ(open(jane)["attempt"], 1);
}

}  // namespace
}  // namespace firstchair::server
