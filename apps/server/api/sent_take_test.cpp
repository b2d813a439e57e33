// Takes that a page sends: judged as the page judged them, and in the book once.
#include "apps/server/api/sent_take.h"

#include <sys/wait.h>

#include <csignal>
#include <functional>
#include <set>

#include "apps/server/api/sent_take_test.h"
#include "apps/server/http/server_test.h"
#include "engine/fixed_takes.h"
#include "engine/session.h"
#include "hearing/hear_file.h"
#include "report/text/book_text.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class SentTakeTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    chart_ = *charts::builtin_chart("rock-8ths");
    take_ = played_in_the_page(chart_, kSettings, norms());
    body_ = body_of_take("page-take-1", take_, chart_, kSettings);
  }
  std::string post(const json& body, const std::string& query = {}) {
    return ask("POST", "/api/book/takes" + query, body.dump());
  }
  std::int64_t kept(const json& body, const std::string& query = {}) {
    const std::string answer = post(body, query);
    EXPECT_EQ(status_of(answer), 200) << answer;
    return status_of(answer) == 200 ? json::parse(body_of(answer))["id"].get<std::int64_t>() : 0;
  }
  store::Book book() { return std::move(*store::Book::open({.file = book_file()})); }

  Chart chart_;
  Take take_;
  json body_;
};

TEST_F(SentTakeTest, IsJudgedAsThePageJudgedIt) {
  const std::int64_t id = kept(body_);
  const store::BookTake there = *book().load(id);
  EXPECT_EQ(decision_hash(there.take), decision_hash(take_));
  EXPECT_TRUE(report::changes_between(take_, there.take).empty());
  EXPECT_EQ(there.take.source.length, take_.source.length);
  const store::Circumstances& how = there.circumstances;
  EXPECT_EQ(how.item, book::item_of_bars(chart_, {}));
  EXPECT_EQ(how.title, chart_.title);
  EXPECT_EQ(how.mode, Mode::drill);
  EXPECT_EQ(how.bpm, 92);
  EXPECT_TRUE(how.click);
  EXPECT_EQ(how.device, "Test kit");
  EXPECT_EQ(how.weights, "");
  EXPECT_EQ(how.pain, -1);
  EXPECT_EQ(how.began_s, 1'790'000'000);
}

TEST_F(SentTakeTest, HowAnEKitWasReadIsKept) {
  body_["kit_read"] = {
      {"profile", "roland-td"},  {"choice", "guessed"}, {"why", "\"TD-17\""}, {"channel", 1},
      {"channel_guessed", true}, {"below_floor", 3},    {"retriggered", 2},   {"outside", 1}};
  body_["kit"] = json::array(
      {{{"of", "hat_pedal"}, {"told", "hat_closed"}, {"count", 32}, {"after_ms", 12.3}, {"velocity", 18}}});
  const KitRead kit = book().load(kept(body_))->take.source.kit;
  EXPECT_EQ(kit, (KitRead{.profile = "roland-td",
                          .choice = KitChoice::guessed,
                          .why = "\"TD-17\"",
                          .channel = 1,
                          .channel_guessed = true,
                          .below_floor = 3,
                          .retriggered = 2,
                          .outside = 1,
                          .hint = {},
                          .made = {{Voice::hat_pedal, Voice::hat_closed, 32, 12.3, 18}}}));
  body_["id"] = "page-take-2";
  body_["kit"][0]["count"] = -1;
  EXPECT_EQ(status_of(post(body_)), 400);
  body_["kit"] = nullptr;
  body_["kit_read"]["choice"] = "wished";
  EXPECT_EQ(status_of(post(body_)), 400);
}

TEST_F(SentTakeTest, SoundIsJudgedWithWhatTheEarCanTell) {
  const FixedTake fixed = std::move(fixed_takes(norms()).front());
  const Take heard = *play(fixed);
  json body = body_of_take(
      "a-recording", heard, *fixed.config.chart,
      fmt::format("rate {}\nname kit.wav\nbpm {}\n", fixed.config.source.rate, fixed.config.bpm));
  body["mode"] = "hear";
  const store::BookTake there = *book().load(kept(body));
  EXPECT_EQ(decision_hash(there.take), decision_hash(heard));
  EXPECT_EQ(there.take.source.bias_sd_ms, heard.source.bias_sd_ms);
  EXPECT_EQ(there.take.source.detail, heard.source.detail);
  EXPECT_EQ(there.take.source.name, "kit.wav");
  EXPECT_EQ(there.kept.kit, SourceKind::audio);
  EXPECT_FALSE(there.circumstances.weights.empty());
  EXPECT_FALSE(there.take.source.kit_sound);
  body["id"] = "with-a-kits-sound";
  body["began_s"] = 1'790'000'002;
  body["kit_sound"] = {{"name", "mine"}, {"used", false}};
  EXPECT_EQ(book().load(kept(body))->take.source.kit_sound, (KitSoundUsed{.name = "mine", .used = false}));
  body["id"] = "with-no-kits-sound";
  body["kit_sound"]["name"] = "My kit";
  EXPECT_EQ(status_of(post(body)), 400);
  body.erase("kit_sound");
  body["id"] = "without-a-chart";
  body["chart"] = "";
  body["began_s"] = 1'790'000'001;
  EXPECT_TRUE(book().load(kept(body))->kept.item.empty());
}

// A time with the band on the page: the strokes lie 14 ms before the beats of a clock that wandered.
TEST_F(SentTakeTest, ATimeWithABandIsJudgedAgainstItsClockAsFreePlaying) {
  SessionConfig config;
  config.source.name = "Blues";
  config.source.kind = SourceKind::midi;
  config.source.rate = 48000;
  config.source.detail = VoiceDetail::voice;
  config.source.kit.choice = KitChoice::usual;
  config.bpm = 120;
  config.norms = norms();
  PlayedWith band{.follow = 0, .home_bpm = 120, .delay_sd_ms = 2};
  std::vector<Hit> hits;
  for (int beat = 0; beat < 96; ++beat) {
    const double frame = 48000 + 24000. * beat;
    band.beats.push_back({.quarter = beat, .frame = frame});
    for (const Voice voice : {beat % 2 == 0 ? Voice::kick : Voice::snare, Voice::hat_closed})
      hits.push_back({.frame = static_cast<Frames>(frame) - 672 + beat * 131 % 97,
                      .voice = voice,
                      .strength = 90,
                      .sigma_ms = 1});
  }
  config.source.length = hits.back().frame + 1;
  config.source.band = band;
  const Take take = judge_strokes(config, hits);
  json body = body_of_take("with-a-band", take, chart_, "rate 48000\nname Blues\nbpm 120\n");
  body["mode"] = "band";
  body["chart"] = "";
  body["round_trip_ms"] = -3.5;
  body["band"] = json::parse(report::take_json(take))["source"]["band"];
  const store::BookTake there = *book().load(kept(body));
  EXPECT_EQ(decision_hash(there.take), decision_hash(take));
  ASSERT_TRUE(there.take.source.band);
  EXPECT_EQ(there.take.source.band->beats.size(), band.beats.size());
  EXPECT_NEAR(there.take.source.band->beats[95].frame, band.beats[95].frame, .05);
  const store::Circumstances& how = there.circumstances;
  EXPECT_EQ(how.mode, Mode::free);
  EXPECT_EQ(how.title, "band at 0: Blues");
  EXPECT_EQ(how.round_trip_ms, -3.5);
  EXPECT_EQ(how.round_trip_sd_ms, 2);
  EXPECT_TRUE(how.click);
  // What is no band is refused by its name.
  const auto refused = [&](const char* id, const std::function<void(json&)>& change) {
    json other = body;
    other["id"] = id;
    change(other["band"]);
    const std::string answer = post(other);
    EXPECT_EQ(status_of(answer), 400) << answer;
    return body_of(answer);
  };
  EXPECT_NE(refused("none-there-is", [](json& b) { b = nullptr; }).find("no band"), std::string::npos);
  EXPECT_NE(refused("dial-too-far", [](json& b) { b["follow"] = 101; }).find("follow"), std::string::npos);
  EXPECT_NE(refused("back-in-time", [](json& b) { b["beats"][4]["time_ms"] = 0; }).find("beat 5: time_ms"),
            std::string::npos);
}

// A page hears a drill again when it is over: the strokes are another ear's, and the book says whose.
TEST_F(SentTakeTest, IsOfTheEarThatThePageNames) {
  const FixedTake fixed = std::move(fixed_takes(norms()).front());
  SessionConfig config = fixed.config;
  hearing::hear_with(ear::WhichEar::file, config);
  Result<Session> session = Session::make(config);
  session->push(fixed.sound);
  const Take heard = session->finish();
  json body = body_of_take(
      "heard-again", heard, *fixed.config.chart,
      fmt::format("rate {}\nname kit.wav\nbpm {}\n", fixed.config.source.rate, fixed.config.bpm));
  body["mode"] = "hear";
  body["ear"] = hearing::weights_name(ear::WhichEar::file);
  const store::BookTake there = *book().load(kept(body));
  EXPECT_EQ(there.circumstances.weights, hearing::weights_name(ear::WhichEar::file));
  EXPECT_EQ(there.take.source.bias_sd_ms, heard.source.bias_sd_ms);
  EXPECT_NE(there.take.source.bias_sd_ms, play(fixed)->source.bias_sd_ms);
  EXPECT_EQ(decision_hash(there.take), decision_hash(heard));
  // Another program's ear is named as it was told; what is no ear's name is refused.
  body["id"] = "of-another-ear";
  body["began_s"] = 1'790'000'002;
  body["ear"] = "ear-0123456789abcdef.weights";
  EXPECT_EQ(book().load(kept(body))->circumstances.weights, "ear-0123456789abcdef.weights");
  body["id"] = "of-no-ear-1";
  for (const char* wrong : {"ear-.weights", "mouth-12.weights", "file-ear-12", "ear-../12.weights"}) {
    body["ear"] = wrong;
    EXPECT_EQ(status_of(post(body)), 400) << wrong;
  }
}

// What was handed in with a chart that was not played is not kept; what was drilled is.
TEST_F(SentTakeTest, ARecordingOfAnotherGrooveThanItsChartIsNotKept) {
  const std::string settings = "rate 48000\nbpm 92\ntimes 24\nround_trip 0\nstart 0.1\nname drill\n";
  const Take samba = played_in_the_page(*charts::builtin_chart("samba"), "midi 1\n" + settings, norms());
  json body = body_of_take("another-groove", samba, chart_, "rate 48000\nname kit.wav\n");
  body["mode"] = "hear";
  body["midi"] = false;
  const std::string answer = post(body);
  EXPECT_EQ(status_of(answer), 422) << answer;
  EXPECT_NE(body_of(answer).find("something else than the chart was played"), std::string::npos) << answer;
  EXPECT_EQ(*book().sent("another-groove"), 0);
  body["mode"] = "drill";
  body["settings"] = "midi 1\n" + settings;
  body["midi"] = true;
  EXPECT_NE(kept(body), 0);
}

TEST_F(SentTakeTest, TellsApartWhatWasPractised) {
  const auto mode_of = [&](const std::string& name, const std::string& settings, const std::string& mode) {
    json body = body_of_take(name, played_in_the_page(chart_, settings, norms()), chart_, settings);
    body["mode"] = mode;
    body["pain"] = 2;
    const store::BookTake there = *book().load(kept(body));
    EXPECT_EQ(there.circumstances.pain, 2);
    return there.kept.mode;
  };
  EXPECT_EQ(mode_of("whole-once", "rate 48000\nbpm 92\nmidi 1\n", "drill"), Mode::full);
  EXPECT_EQ(mode_of("with-gaps", "rate 48000\nbpm 93\nmidi 1\ntimes 4\ngap_on 1\ngap_off 1\n", "drill"),
            Mode::own);
  EXPECT_EQ(mode_of("of-a-limit", "rate 48000\nbpm 94\nmidi 1\ntimes 4\n", "limit"), Mode::limit);
}

TEST_F(SentTakeTest, SentAgainItIsTheSameTake) {
  const std::int64_t id = kept(body_);
  EXPECT_EQ(kept(body_), id);
  ASSERT_TRUE(book().add_player("Anna"));
  EXPECT_EQ(kept(body_, "?player=Anna"), id);
  json other = body_;
  other["hits"].erase(0);
  EXPECT_EQ(kept(other), id) << "the first stands";
  end();
  begin({});
  EXPECT_EQ(kept(body_), id);
  EXPECT_EQ(book().takes({})->size(), 1U);
  other["id"] = "page-take-2";
  EXPECT_NE(kept(other, "?player=Anna"), id);
  EXPECT_EQ(book().takes({})->size(), 1U) << "the other is Anna's";
}

TEST_F(SentTakeTest, SentByManyAtOnceItIsThereOnce) {
  const std::string request = fmt::format("POST /api/book/takes HTTP/1.1\r\n{}{}Content-Length: {}\r\n\r\n{}",
                                          host(), key(), body_.dump().size(), body_.dump());
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(std::make_unique<RawClient>(port()));
  for (const auto& client : clients) ASSERT_TRUE(client->send(request));
  std::set<std::string> answers;
  for (const auto& client : clients) answers.insert(body_of(client->answer()));
  EXPECT_EQ(answers, std::set<std::string>{R"({"id":1,"counted":true})"});
  EXPECT_EQ(book().takes({})->size(), 1U);
}

// The server is killed while it takes them in; what was answered is there, what was not comes again.
TEST_F(SentTakeTest, AServerKilledMeanwhileLosesAndDoublesNothing) {
  end();
  std::vector<std::string> bodies;
  for (int i = 0; i < 6; ++i) {
    json body = body_;
    body["id"] = fmt::format("page-take-{}", i);
    body["began_s"] = 1'790'000'000 + i;
    bodies.push_back(body.dump());
  }
  std::map<std::size_t, std::string> told;
  for (int kill = 0; kill < 4; ++kill) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ServerConfig config;
      config.port = 0;
      config.token = "token";
      config.uploads = (folder_ / "uploads").string();
      config.book = book_file();
      Result<std::unique_ptr<Server>> server =
          Server::start(config, *PageFiles::read((folder_ / "page").string()), norms());
      const int number = server ? (*server)->port() : 0;
      if (::write(ready[1], &number, sizeof number) != sizeof number || !server) ::_exit(1);
      (*server)->run(false);
      ::_exit(0);
    }
    int number = 0;
    ASSERT_EQ(::read(ready[0], &number, sizeof number), static_cast<ssize_t>(sizeof number));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (const std::string& body : bodies) {
      clients.push_back(std::make_unique<RawClient>(number));
      clients.back()->send(
          fmt::format("POST /api/book/takes HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Firstchair-Token: "
                      "token\r\nContent-Length: {}\r\n\r\n{}",
                      number, body.size(), body));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(kill * 13 % 40));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const std::string answer = clients[i]->answer();
      if (status_of(answer) != 200 || body_of(answer).empty()) continue;
      const auto [at, first] = told.emplace(i, body_of(answer));
      EXPECT_EQ(at->second, body_of(answer));
    }
  }
  begin({});
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const std::string answer = ask("POST", "/api/book/takes", bodies[i]);
    EXPECT_EQ(status_of(answer), 200);
    const auto [at, first] = told.emplace(i, body_of(answer));
    EXPECT_EQ(at->second, body_of(answer));
  }
  EXPECT_EQ(book().takes({})->size(), bodies.size());
  EXPECT_TRUE(book().check()->empty());
}

// Where there is a decoder, it alone reads the chart; this one says nothing.
TEST_F(SentTakeTest, ItsChartIsReadInTheCage) {
  ServerConfig config;
  config.cage.program = "/bin/false";
  begin(config);
  const std::string answer = post(body_);
  EXPECT_EQ(status_of(answer), 503) << "4xx would be final, and the page would throw the take away\n"
                                    << answer;
  EXPECT_TRUE(has(answer, "the decoder stopped")) << answer;
  EXPECT_TRUE(book().takes({})->empty());
}

TEST_F(SentTakeTest, RefusesWhatItCannotBelieve) {
  const auto refused = [&](int status, const json& body) {
    const std::string answer = post(body);
    EXPECT_EQ(status_of(answer), status) << body.dump().substr(0, 200) << "\n" << answer;
    EXPECT_FALSE(json::parse(body_of(answer))["error"].get<std::string>().empty());
  };
  const auto with = [&](const char* key, const json& value) {
    json body = body_;
    body[key] = value;
    return body;
  };
  const auto with_hit = [&](const char* key, const json& value) {
    json body = body_;
    body["hits"][3][key] = value;
    return body;
  };
  for (const json& body : {json("text"), json::array(), json::object(), json(3)}) refused(400, body);
  EXPECT_EQ(status_of(ask("POST", "/api/book/takes", "{\"id\": ")), 400);
  EXPECT_EQ(status_of(ask("POST", "/api/book/takes")), 400);
  EXPECT_EQ(status_of(ask("POST", "/api/book/takes", std::string(100'000, '['))), 400);
  json deep = body_;
  for (int i = 0; i < 20; ++i) deep["more"] = json::array({deep["more"]});
  refused(400, deep);
  json wide = body_;
  wide["more"] = json::array();
  for (int i = 0; i < 1'100'000; ++i) wide["more"].push_back(0);
  refused(400, wide);
  for (const char* id : {"", "short", "../../etc/passwd", "eight eight", "'; DROP TABLE takes"})
    refused(400, with("id", id));
  refused(400, with("id", std::string(65, 'x')));
  refused(400, with("id", 12345678));
  for (const char* key :
       {"began_s", "mode", "chart", "settings", "midi", "length", "engine", "device", "hits"}) {
    json body = body_;
    body.erase(key);
    refused(400, body);
    refused(400, with(key, json::object()));
  }
  refused(400, with("began_s", -1));
  refused(400, with("began_s", 1e300));
  refused(400, with("mode", "own"));
  refused(400, with("pain", 11));
  refused(400, with("chart", ""));
  refused(400, with("chart", "?"));
  refused(422, with("chart", "AAAA"));
  refused(400, with("settings", "bpm 9000\n"));
  refused(400, with("settings", "wish 1\n"));
  refused(400, with("settings", "from 77\n"));
  refused(413, with("length", std::int64_t{1} << 60));
  refused(400, with("device", std::string(300, 'x')));
  refused(400, with("hits", json::array()));
  refused(400, with("hits", json::array({1, 2})));
  refused(400, with_hit("frame", -1));
  refused(400, with_hit("frame", 1.5));
  refused(400, with_hit("frame", std::int64_t{1} << 60));
  refused(400, with_hit("voice", "cowbell"));
  refused(400, with_hit("voice_probability", 2));
  refused(400, with_hit("level_db", nullptr));
  refused(400, with_hit("strength", 1e9));
  refused(400, with_hit("sigma_ms", -1));
  refused(400, with_hit("timed", 1));
  EXPECT_EQ(status_of(post(body_, "?player=nobody")), 404);
  RawClient stranger(port());
  EXPECT_EQ(status_of(stranger.ask("POST /api/book/takes HTTP/1.1\r\n" + host() + "\r\n")), 401);
  RawClient large(port());
  EXPECT_EQ(status_of(large.ask("POST /api/book/takes HTTP/1.1\r\n" + host() + key() +
                                "Content-Length: 9000000\r\n\r\n")),
            413);
  EXPECT_TRUE(book().takes({})->empty());
}

}  // namespace
}  // namespace firstchair::server
