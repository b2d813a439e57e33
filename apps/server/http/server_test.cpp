// The server over real sockets: what it gives, and each thing it refuses.
#include "apps/server/http/server_test.h"

#include <sndfile.h>
#include <sys/resource.h>

#include <csignal>

#include "engine/fixed_takes.h"
#include "hearing/hear_file.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

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

TEST_F(ServerTest, SendsAFilePackedToWhoTakesItSo) {
  const auto get = [&](const std::string& more) {
    RawClient client(port());
    return client.ask("GET /main.js HTTP/1.1\r\n" + host() + more + "\r\n");
  };
  for (const char* takes : {"br", "gzip, deflate, br", "gzip, br;q=0.5"}) {
    const std::string packed = get(fmt::format("Accept-Encoding: {}\r\n", takes));
    EXPECT_TRUE(has(packed, "Content-Encoding: br")) << takes << packed;
    EXPECT_TRUE(has(packed, "Content-Type: text/javascript")) << packed;
    EXPECT_EQ(body_of(packed), "packed");
  }
  const std::string plain = get("");
  for (const char* takes : {"gzip", "br;q=0", "brotli"})
    EXPECT_EQ(body_of(get(fmt::format("Accept-Encoding: {}\r\n", takes))), body_of(plain)) << takes;
  EXPECT_FALSE(has(plain, "Content-Encoding"));
  EXPECT_TRUE(has(plain, "Vary: Accept-Encoding"));
  const std::string packed = get("Accept-Encoding: br\r\n");
  const std::size_t at = packed.find("ETag: ");
  const std::string tag = packed.substr(at + 6, packed.find('\r', at) - at - 6);
  EXPECT_FALSE(has(plain, tag.c_str())) << "one tag for one body";
  EXPECT_EQ(status_of(get("Accept-Encoding: br\r\nIf-None-Match: " + tag + "\r\n")), 304);
  EXPECT_EQ(status_of(ask("GET", "/main.js.br")), 404);
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

TEST_F(ServerTest, RefusesWhatTwoReadersWouldReadDifferently) {
  const std::string origin = fmt::format("Origin: http://127.0.0.1:{}\r\n", port());
  for (const std::string& lines :
       {host() + host(), host() + origin + origin, host() + "Transfer-Encoding: gzip\r\n",
        host() + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        host() + "Transfer-Encoding: chunked, identity\r\n"}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask("POST /api/charts/convert?to=tab HTTP/1.1\r\n" + key() + lines + "\r\n")),
              400)
        << lines;
  }
  for (const std::string other : {"10.0.0.1", "192.168.1.5", "[fe80::1]"}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask(fmt::format("GET / HTTP/1.1\r\nHost: {}:{}\r\n\r\n", other, port()))), 403)
        << other;
  }
}

TEST_F(ServerTest, AnswersABrokenChunk) {
  for (const char* target : {"/api/hear?name=x.wav", "/api/charts/convert?to=tab"}) {
    RawClient client(port());
    EXPECT_EQ(status_of(client.ask(fmt::format("POST {} HTTP/1.1\r\n{}{}Transfer-Encoding: chunked\r\n\r\n"
                                               "zz\r\nhello\r\n",
                                               target, host(), key()))),
              400)
        << target;
  }
  EXPECT_EQ(uploads_left(), 0U);
}

TEST_F(ServerTest, SaysThatTheDiskIsFullInTheMiddleOfAnUpload) {
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{1 << 16, old.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const std::string answer = ask("POST", "/api/hear?name=take.wav", std::string(200'000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, before);
  EXPECT_EQ(status_of(answer), 507) << answer;
  EXPECT_TRUE(has(answer, "no room for the recording on this disk")) << answer;
  EXPECT_EQ(uploads_left(), 0U);
}

TEST_F(ServerTest, KeepsUploadsInAFolderOfItsOwnAndClearsThatOfAServerThatWasKilled) {
  const auto folders = [&] {
    std::vector<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "uploads"))
      all.push_back(entry.path());
    return all;
  };
  ASSERT_EQ(folders().size(), 1U);
  EXPECT_EQ(std::filesystem::status(folders()[0]).permissions(), std::filesystem::perms::owner_all);
  const std::string first = folders()[0].string();
  std::filesystem::create_directories(folder_ / "uploads" / "firstchair-uploads-killed");
  std::ofstream(folder_ / "uploads" / "firstchair-uploads-killed" / "1") << "sound";
  std::filesystem::create_directories(folder_ / "uploads" / "somebody-else");
  ServerConfig second;
  second.port = 0;
  second.uploads = (folder_ / "uploads").string();
  {
    Result<PageFiles> page = PageFiles::read((folder_ / "page").string());
    ASSERT_TRUE(page);
    const Result<std::unique_ptr<Server>> beside = Server::start(second, *page, norms());
    ASSERT_TRUE(beside);
    EXPECT_EQ(folders().size(), 3U) << "of both servers, and somebody else's";
    EXPECT_TRUE(std::filesystem::exists(first)) << "that server still runs";
  }
  end();
  EXPECT_EQ(folders().size(), 1U);
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

TEST_F(ServerTest, TakesOnlySoManyUploadsAtATime) {
  ServerConfig config;
  config.most_uploads = 2;  // of one client one
  begin(config);
  const std::string start =
      "POST /api/hear?name=x.wav HTTP/1.1\r\n" + host() + key() + "Content-Length: 4\r\n\r\n";
  auto first = std::make_unique<RawClient>(port());
  first->send(start + "xx");
  for (int turn = 0; turn < 100 && uploads_left() == 0; ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  RawClient second(port());
  EXPECT_EQ(status_of(second.ask(start + "xxxx")), 503);
  EXPECT_EQ(status_of(ask("GET", "/api/info")), 200);
  first.reset();
  int status = 503;
  for (int turn = 0; turn < 100 && status == 503; ++turn) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    status = status_of(ask("POST", "/api/hear?name=x.wav", "xxxx"));
  }
  EXPECT_EQ(status, 202) << "whoever is gone holds no place";
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
    EXPECT_EQ(status_of(client->ask("GET /api/info HTTP/1.1\r\n" + host() + key() + "\r\n")), 200);
  RawClient d(port());
  d.send("GET / HTTP/1.1\r\n" + host() + "\r\n");
  EXPECT_EQ(d.answer(), "");
}

TEST_F(ServerTest, LetsItsOwnerInPastAHouseFullOfStrangers) {
  std::vector<std::unique_ptr<RawClient>> silent;
  RawClient known(port());
  EXPECT_EQ(status_of(known.ask("GET /api/info HTTP/1.1\r\n" + host() + key() + "\r\n")), 200);
  for (int i = 0; i < 450; ++i) silent.push_back(std::make_unique<RawClient>(port()));
  RawClient owner(port(), 5);
  EXPECT_EQ(status_of(owner.ask("GET /api/info HTTP/1.1\r\n" + host() + key() + "\r\n")), 200);
  EXPECT_EQ(status_of(known.ask("GET /api/info HTTP/1.1\r\n" + host() + key() + "\r\n")), 200)
      << "whoever was in stays in";
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

bool write_wav(const std::string& path, const FixedTake& take) {
  SF_INFO info{};
  info.samplerate = static_cast<int>(take.config.source.rate);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return false;
  sf_writef_float(file, take.sound.data(), static_cast<sf_count_t>(take.sound.size()));
  return sf_close(file) == 0;
}

TEST_F(ServerTest, HearsAnUploadAsTheSessionDoesAndKeepsNothingOfIt) {
  const FixedTake fixed = std::move(fixed_takes(norms()).front());
  const std::string path = (folder_ / "take.wav").string();
  ASSERT_TRUE(write_wav(path, fixed));
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
  hearing::hear_with(hearing::kUsualEar, config);
  Result<Session> session = Session::make(config);
  ASSERT_TRUE(session);
  session->push(fixed.sound);
  EXPECT_EQ(take["hits"].size(), session->finish().hits.size());
  EXPECT_TRUE(has(ask("GET", "/api/hear/" + id + "/take.html"), "<!doctype html>"));
  EXPECT_TRUE(soon_left(2)) << "the take, twice; of the sound nothing";
  EXPECT_EQ(status_of(ask("DELETE", "/api/hear/" + id)), 204);
  EXPECT_TRUE(soon_left(0));
  EXPECT_EQ(status_of(ask("GET", "/api/hear/" + id)), 404);
}

TEST_F(ServerTest, AnUploadIsHeardByTheEarThatIsAskedFor) {
  const FixedTake fixed = std::move(fixed_takes(norms()).front());
  const std::string path = (folder_ / "take.wav").string();
  ASSERT_TRUE(write_wav(path, fixed));
  for (const ear::WhichEar which : {ear::WhichEar::live, ear::WhichEar::file}) {
    const std::string target = which == ear::WhichEar::file ? "/api/hear?ear=file" : "/api/hear?ear=live";
    const std::string id = json::parse(body_of(ask("POST", target, text_of(path))))["id"];
    ASSERT_EQ(wait_for(id)["state"], "done");
    const json take = json::parse(body_of(ask("GET", "/api/hear/" + id + "/take.json")));
    SessionConfig config;
    config.source = fixed.config.source;
    config.norms = norms();
    hearing::hear_with(which, config);
    Result<Session> session = Session::make(config);
    ASSERT_TRUE(session);
    session->push(fixed.sound);
    const Take heard = session->finish();
    ASSERT_EQ(take["hits"].size(), heard.hits.size());
    EXPECT_NEAR(take["hits"][0]["sigma_ms"].get<float>(), heard.hits[0].sigma_ms, 1e-3) << "its own tables";
  }
}

TEST_F(ServerTest, SaysWhyAnUploadCannotBeHeard) {
  const std::string accepted = ask("POST", "/api/hear?name=notes.wav", "this is not sound");
  EXPECT_EQ(status_of(accepted), 202);
  const json job = wait_for(json::parse(body_of(accepted))["id"]);
  EXPECT_EQ(job["state"], "failed");
  EXPECT_TRUE(std::string(job["error"]).starts_with("notes.wav: ")) << job;  // its own name, not ours
  EXPECT_EQ(status_of(ask("POST", "/api/hear?name=x.wav&chart=none", "x")), 404);
  EXPECT_EQ(status_of(ask("POST", "/api/hear?name=x.wav&bpm=9", "x")), 400);
  EXPECT_EQ(status_of(ask("POST", "/api/hear?name=x.wav&ear=third", "x")), 400);
  EXPECT_EQ(uploads_left(), 0U);
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
