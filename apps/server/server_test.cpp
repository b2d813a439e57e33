// The server over real sockets: what it gives, and each thing it refuses.
#include "apps/server/server.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "apps/server/raw_client.h"
#include "engine/fixed_takes.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Norms norms() {
  return *parse_norms(text_of(FIRSTCHAIR_SOURCE_DIR "/data/norms.csv"));
}

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("firstchair-server-test-{}", ::getpid());
    fs::create_directories(folder_ / "page" / "inner");
    fs::create_directories(folder_ / "uploads");
    std::ofstream(folder_ / "page" / "index.html") << "<!doctype html><title>the page</title>";
    std::ofstream(folder_ / "page" / "main.js") << "// script";
    std::ofstream(folder_ / "page" / "inner" / "x.js") << "// not served";
    std::ofstream(folder_ / "secret.txt") << "secret";
    begin({});
  }
  void begin(ServerConfig config) {
    end();
    config.port = 0;
    config.uploads = (folder_ / "uploads").string();
    Result<PageFiles> page = PageFiles::read((folder_ / "page").string());
    ASSERT_TRUE(page);
    Result<std::unique_ptr<Server>> server = Server::start(config, *page, norms());
    ASSERT_TRUE(server) << server.error().line();
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(false); });
  }
  void end() {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
  }
  void TearDown() override {
    end();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  int port() const { return server_->port(); }
  std::string host() const { return fmt::format("Host: 127.0.0.1:{}\r\n", port()); }
  std::string key() const { return fmt::format("X-Firstchair-Token: {}\r\n", server_->token()); }
  // With our host and, for the API, the token.
  std::string ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    RawClient client(port());
    return client.ask(fmt::format("{} {} HTTP/1.1\r\n{}{}{}\r\n{}", method, target, host(), key(),
                                  body.empty() ? "" : fmt::format("Content-Length: {}\r\n", body.size()),
                                  body));
  }
  std::size_t uploads_left() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_ / "uploads"), {}));
  }
  json wait_for(const std::string& id) {
    for (int turn = 0; turn < 600; ++turn) {
      const json job = json::parse(body_of(ask("GET", "/api/hear/" + id)));
      if (job["state"] == "done" || job["state"] == "failed") return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {};
  }

  fs::path folder_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

TEST_F(ServerTest, GivesThePageWithEveryHeaderThatKeepsItToItself) {
  const std::string answer = ask("GET", "/");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_TRUE(has(answer, "the page"));
  for (const char* line :
       {"Content-Security-Policy: default-src 'none'", "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Embedder-Policy: require-corp", "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer", "Content-Type: text/html"}) {
    EXPECT_TRUE(has(answer, line)) << line << "\n" << answer;
  }
  EXPECT_FALSE(has(answer, "unsafe-inline"));
}

TEST_F(ServerTest, SaysThatAFileHasNotChanged) {
  const std::string first = ask("GET", "/main.js");
  const std::size_t at = first.find("ETag: ");
  ASSERT_NE(at, std::string::npos);
  const std::string tag = first.substr(at + 6, first.find('\r', at) - at - 6);
  RawClient client(port());
  const std::string again =
      client.ask("GET /main.js HTTP/1.1\r\n" + host() + "If-None-Match: " + tag + "\r\n\r\n");
  EXPECT_EQ(status_of(again), 304);
  EXPECT_EQ(body_of(again), "");
}

TEST_F(ServerTest, AnswersManyRequestsOnOneConnectionAndHeadWithoutABody) {
  RawClient client(port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(client.ask("GET / HTTP/1.1\r\n" + host() + "\r\n")), 200);
  client.send("HEAD / HTTP/1.1\r\n" + host() + "\r\n");
  const std::string head = client.answer(true);
  EXPECT_EQ(status_of(head), 200);
  EXPECT_TRUE(has(head, "Content-Length: 38")) << head;
  EXPECT_EQ(body_of(head), "");
}

TEST_F(ServerTest, NeverLeavesThePagesFolder) {
  for (const char* target :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//secret.txt", "/inner/x.js", "/inner",
        "/./index.html", "/index.html/..", "/%2fetc%2fpasswd", "/page/../secret.txt"}) {
    const std::string answer = ask("GET", target);
    EXPECT_TRUE(status_of(answer) == 400 || status_of(answer) == 404) << target << "\n" << answer;
    EXPECT_FALSE(has(answer, "secret")) << target;
  }
}

TEST_F(ServerTest, RefusesAnotherHost) {
  for (const std::string wrong : {"Host: evil.example\r\n", "Host: evil.example:1\r\n", ""}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask("GET / HTTP/1.1\r\n" + wrong + "\r\n")), 403) << wrong;
  }
}

TEST_F(ServerTest, RefusesAnotherOriginEvenWithTheToken) {
  RawClient client(port());
  EXPECT_EQ(status_of(client.ask("GET /api/charts HTTP/1.1\r\n" + host() + key() +
                                 "Origin: http://evil.example\r\n\r\n")),
            403);
  RawClient own(port());
  EXPECT_EQ(
      status_of(own.ask(fmt::format("GET /api/charts HTTP/1.1\r\n{}{}Origin: http://127.0.0.1:{}\r\n\r\n",
                                    host(), key(), port()))),
      200);
}

TEST_F(ServerTest, AsksForTheToken) {
  for (const std::string& wrong : {std::string(), std::string("X-Firstchair-Token: 0123\r\n"),
                                   "X-Firstchair-Token: " + std::string(32, '0') + "\r\n"}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask("GET /api/charts HTTP/1.1\r\n" + host() + wrong + "\r\n")), 401) << wrong;
  }
  EXPECT_EQ(server_->token().size(), 32U);
}

TEST_F(ServerTest, RefusesWhatIsNoRequest) {
  for (const std::string nonsense :
       {"hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask(nonsense)), 400) << nonsense;
  }
}

TEST_F(ServerTest, RefusesMethodsThatAnAddressDoesNotTake) {
  EXPECT_EQ(status_of(ask("POST", "/", "x")), 405);
  EXPECT_EQ(status_of(ask("DELETE", "/api/charts")), 405);
  EXPECT_EQ(status_of(ask("GET", "/api/charts/convert")), 405);
  EXPECT_EQ(status_of(ask("GET", "/api/hear")), 405);
  EXPECT_EQ(status_of(ask("GET", "/api/nothing")), 404);
}

TEST_F(ServerTest, RefusesHeadersAndBodiesThatAreTooLong) {
  ServerConfig config;
  config.most_upload = 1 << 16;
  config.most_body = 1 << 12;
  begin(config);
  RawClient long_header(port());
  EXPECT_EQ(status_of(long_header.ask("GET / HTTP/1.1\r\n" + host() + "X: " + std::string(20000, 'x') +
                                      "\r\n\r\n")),
            431);
  EXPECT_EQ(status_of(ask("POST", "/api/charts/convert?to=tab", std::string(5000, 'x'))), 413);
  RawClient told(port());
  EXPECT_EQ(status_of(told.ask("POST /api/hear HTTP/1.1\r\n" + host() + key() +
                               "Content-Length: 99999999999\r\n\r\n")),
            413);
  // Without saying how much will come.
  RawClient chunked(port());
  chunked.send("POST /api/hear?name=x.wav HTTP/1.1\r\n" + host() + key() +
               "Transfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (int i = 0; i < 6; ++i) chunked.send(chunk);
  EXPECT_EQ(status_of(chunked.answer()), 413);
  EXPECT_EQ(uploads_left(), 0U);
}

TEST_F(ServerTest, LetsGoOfClientsThatSayNothing) {
  ServerConfig config;
  config.header_timeout = config.body_timeout = std::chrono::seconds(1);
  begin(config);
  RawClient silent(port()), slow(port()), half(port());
  slow.send("GET / HT");
  half.send("POST /api/hear?name=x.wav HTTP/1.1\r\n" + host() + key() + "Content-Length: 1000\r\n\r\nxx");
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(silent.some(), "");
  EXPECT_EQ(slow.some(), "");
  EXPECT_EQ(half.some(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  for (int turn = 0; turn < 100 && uploads_left() > 0; ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(uploads_left(), 0U);
}

TEST_F(ServerTest, TurnsConnectionsAwayBeyondItsLimit) {
  ServerConfig config;
  config.most_connections = 3;
  begin(config);
  RawClient a(port()), b(port()), c(port());
  for (RawClient* client : {&a, &b, &c})
    EXPECT_EQ(status_of(client->ask("GET / HTTP/1.1\r\n" + host() + "\r\n")), 200);
  RawClient d(port());
  d.send("GET / HTTP/1.1\r\n" + host() + "\r\n");
  EXPECT_EQ(d.answer(), "");
}

TEST_F(ServerTest, ListsAndConvertsCharts) {
  const json charts = json::parse(body_of(ask("GET", "/api/charts")));
  EXPECT_EQ(charts.size(), 52U);
  const std::string tab = body_of(ask("GET", "/api/charts/rock-8ths"));
  EXPECT_TRUE(has(tab, "Title:")) << tab;
  const std::string xml = body_of(ask("POST", "/api/charts/convert?to=musicxml&name=x.tab", tab));
  EXPECT_TRUE(has(xml, "<score-partwise"));
  EXPECT_EQ(body_of(ask("POST", "/api/charts/convert?to=tab&name=x.musicxml", xml)), tab);
  const std::string wrong = ask("POST", "/api/charts/convert?to=tab&name=x.musicxml", "<score-partwise>");
  EXPECT_EQ(status_of(wrong), 422);
  EXPECT_TRUE(json::parse(body_of(wrong)).contains("error"));
  EXPECT_EQ(status_of(ask("GET", "/api/charts/no-such-thing")), 404);
}

TEST_F(ServerTest, HearsAnUploadAsTheSessionDoesAndKeepsNothingOfIt) {
  const FixedTake fixed = std::move(fixed_takes(norms()).front());
  const std::string path = (folder_ / "take.wav").string();
  SF_INFO info{};
  info.samplerate = static_cast<int>(fixed.config.source.rate);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  ASSERT_NE(file, nullptr);
  sf_writef_float(file, fixed.sound.data(), static_cast<sf_count_t>(fixed.sound.size()));
  sf_close(file);
  const std::string accepted = ask("POST", "/api/hear?name=take.wav", text_of(path));
  EXPECT_EQ(status_of(accepted), 202) << accepted;
  const std::string id = json::parse(body_of(accepted))["id"];
  const json job = wait_for(id);
  ASSERT_EQ(job["state"], "done") << job;
  const json take = json::parse(body_of(ask("GET", "/api/hear/" + id + "/take.json")));
  EXPECT_EQ(take["source"]["name"], "take.wav");
  SessionConfig config = fixed.config;
  config.chart.reset();
  config.bpm = 0;
  Result<Session> session = Session::make(config);
  ASSERT_TRUE(session);
  session->push(fixed.sound);
  EXPECT_EQ(take["hits"].size(), session->finish().hits.size());
  EXPECT_TRUE(has(ask("GET", "/api/hear/" + id + "/take.html"), "<!doctype html>"));
  EXPECT_EQ(uploads_left(), 0U);
  EXPECT_EQ(status_of(ask("DELETE", "/api/hear/" + id)), 204);
  EXPECT_EQ(status_of(ask("GET", "/api/hear/" + id)), 404);
}

TEST_F(ServerTest, SaysWhyAnUploadCannotBeHeard) {
  const std::string accepted = ask("POST", "/api/hear?name=notes.wav", "this is not sound");
  EXPECT_EQ(status_of(accepted), 202);
  const json job = wait_for(json::parse(body_of(accepted))["id"]);
  EXPECT_EQ(job["state"], "failed");
  EXPECT_TRUE(std::string(job["error"]).starts_with("notes.wav: ")) << job;  // its own name, not ours
  EXPECT_EQ(status_of(ask("POST", "/api/hear?name=x.wav&chart=none", "x")), 404);
  EXPECT_EQ(status_of(ask("POST", "/api/hear?name=x.wav&bpm=9", "x")), 400);
  EXPECT_EQ(uploads_left(), 0U);
}

// --- events

std::string upgrade(const std::string& host, const std::string& target, const std::string& more = {}) {
  return "GET " + target + " HTTP/1.1\r\n" + host + more +
         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

TEST_F(ServerTest, RefusesWebSocketsWithoutTheTokenOrFromAnotherPage) {
  RawClient none(port()), wrong(port()), other(port()), plain(port());
  EXPECT_EQ(status_of(none.ask(upgrade(host(), "/api/events"))), 401);
  EXPECT_EQ(status_of(wrong.ask(upgrade(host(), "/api/events?token=123"))), 401);
  EXPECT_EQ(status_of(other.ask(
                upgrade(host(), "/api/events?token=" + server_->token(), "Origin: http://evil.example\r\n"))),
            403);
  EXPECT_EQ(status_of(plain.ask("GET /api/events HTTP/1.1\r\n" + host() + key() + "\r\n")), 426);
}

TEST_F(ServerTest, TellsTwoHundredIdleAndFiftyActiveClientsOfAnUpload) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 250; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    ASSERT_EQ(status_of(clients.back()->ask(upgrade(host(), "/api/events?token=" + server_->token()))), 101)
        << i;
  }
  // Fifty of them speak, masked as clients must: a ping of 4 bytes.
  const std::string ping(
      "\x89\x84\x01\x02\x03\x04"
      "abcd",
      10);
  for (int turn = 0; turn < 20; ++turn) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(clients[static_cast<std::size_t>(i)]->send(ping));
  }
  const json job = wait_for(json::parse(body_of(ask("POST", "/api/hear?name=a.wav", "not sound")))["id"]);
  EXPECT_EQ(job["state"], "failed");
  for (std::size_t i = 0; i < clients.size(); ++i) {
    std::string heard;
    while (heard.find("\"failed\"") == std::string::npos) {
      const std::string more = clients[i]->some();
      ASSERT_FALSE(more.empty()) << i;
      heard += more;
    }
    EXPECT_NE(heard.find("\"hearing\""), std::string::npos);
    if (i < 50) {
      EXPECT_NE(heard.find("\x8a\x04"), std::string::npos);  // its pongs, unmasked
    }
  }
}

TEST_F(ServerTest, EndsWebSocketsThatSendTooMuch) {
  RawClient client(port());
  ASSERT_EQ(status_of(client.ask(upgrade(host(), "/api/events?token=" + server_->token()))), 101);
  std::string frame("\x82\xff\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00",
                    14);  // 1 MiB, masked with zeros
  client.send(frame);
  client.send(std::string(1 << 16, 'x'));
  while (!client.some().empty()) {
  }
  RawClient next(port());
  EXPECT_EQ(status_of(next.ask("GET / HTTP/1.1\r\n" + host() + "\r\n")), 200);
}

// --- docs/openapi.json

// The few words of JSON Schema that the file uses.
void expect_fits(const json& value, const json& schema, const json& document, const std::string& where) {
  if (schema.contains("$ref")) {
    const std::string ref = schema["$ref"];
    expect_fits(value, document.at(json::json_pointer(ref.substr(1))), document, where);
    return;
  }
  if (value.is_null() && schema.value("nullable", false)) return;
  const std::string type = schema["type"];
  if (type == "object") {
    ASSERT_TRUE(value.is_object()) << where;
    for (const json& name : schema.value("required", json::array()))
      EXPECT_TRUE(value.contains(name.get<std::string>())) << where << " lacks " << name;
    for (const auto& [name, part] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(name)) {
        expect_fits(part, schema["properties"][name], document, where + "." + name);
      } else {
        EXPECT_TRUE(schema.value("additionalProperties", true)) << where << " has " << name;
      }
    }
  } else if (type == "array") {
    ASSERT_TRUE(value.is_array()) << where;
    for (const json& part : value) expect_fits(part, schema["items"], document, where + "[]");
  } else if (type == "string") {
    EXPECT_TRUE(value.is_string()) << where;
    if (schema.contains("enum")) {
      const json& known = schema["enum"];
      EXPECT_NE(std::find(known.begin(), known.end(), value), known.end()) << where;
    }
  } else {
    EXPECT_TRUE(value.is_number()) << where;
  }
}

TEST_F(ServerTest, AnswersEveryCallAsItsDescriptionSays) {
  const json api = json::parse(text_of(FIRSTCHAIR_SOURCE_DIR "/docs/openapi.json"));
  const std::string tab = body_of(ask("GET", "/api/charts/rock-8ths"));
  const std::string sound = ask("POST", "/api/hear?name=kit.mid", [&] {
    const std::string midi = body_of(ask("GET", "/api/charts/rock-8ths?as=midi"));
    return midi;
  }());
  const std::string id = json::parse(body_of(sound))["id"];
  ASSERT_EQ(wait_for(id)["state"], "done");
  int calls = 0;
  for (const auto& [path, methods] : api["paths"].items()) {
    for (const auto& [method, call] : methods.items()) {
      std::string target = path, verb = method, body;
      std::transform(verb.begin(), verb.end(), verb.begin(), [](unsigned char c) { return std::toupper(c); });
      for (const auto& [hole, filling] :
           {std::pair<std::string, std::string>{"{name}", "rock-8ths"}, {"{id}", id}}) {
        if (const std::size_t at = target.find(hole); at != std::string::npos)
          target.replace(at, hole.size(), filling);
      }
      if (path == "/api/charts/convert") target += "?to=tab&name=x.tab", body = tab;
      if (path == "/api/hear") target += "?name=x.wav", body = "not sound";
      if (verb == "DELETE") continue;  // last, below
      RawClient client(port());
      const std::string answer = path == "/api/events"
                                     ? client.ask(upgrade(host(), target + "?token=" + server_->token()))
                                     : ask(verb, target, body);
      const std::string status = std::to_string(status_of(answer));
      ASSERT_TRUE(call["responses"].contains(status)) << verb << " " << target << " answered " << status;
      EXPECT_LT(status_of(answer), 300) << verb << " " << target;
      const json& response = call["responses"][status];
      if (response.contains("content")) {
        const auto content = response["content"].begin();
        const std::string& type = content.key();
        EXPECT_TRUE(has(answer, "Content-Type: " + type)) << verb << " " << target << "\n"
                                                          << answer.substr(0, 600);
        if (type == "application/json")
          expect_fits(json::parse(body_of(answer)), content.value()["schema"], api, path);
      }
      // And without the token, as it says.
      if (path != "/api/events") {
        RawClient stranger(port());
        const std::string refused = stranger.ask(verb + " " + target + " HTTP/1.1\r\n" + host() + "\r\n");
        EXPECT_EQ(status_of(refused), 401);
        expect_fits(json::parse(body_of(refused)), api["components"]["schemas"]["Error"], api, path);
      }
      ++calls;
    }
  }
  EXPECT_EQ(calls, 9);
  EXPECT_EQ(status_of(ask("DELETE", "/api/hear/" + id)), 204);
}

TEST_F(ServerTest, RefusesAnAddressThatIsNone) {
  Result<PageFiles> page = PageFiles::read((folder_ / "page").string());
  ASSERT_TRUE(page);
  ServerConfig name, taken;
  name.listen = "example.com";
  taken.port = port();
  EXPECT_FALSE(Server::start(name, *page, norms()));
  EXPECT_FALSE(Server::start(taken, *page, norms()));
  EXPECT_FALSE(PageFiles::read((folder_ / "uploads").string()));
}

}  // namespace
}  // namespace firstchair::server
