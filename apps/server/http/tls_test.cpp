// The server over HTTPS, asked by OpenSSL's client on a real socket.
#include <openssl/ssl.h>

#include <array>

#include "apps/server/http/certificate.h"
#include "apps/server/http/server_test.h"

namespace firstchair::server {
namespace {

class TlsClient {
 public:
  explicit TlsClient(int port)
      : raw_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_)) {
    SSL_set_fd(ssl_, raw_.socket());
    open_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool open() const { return open_; }
  X509* certificate() const { return SSL_get0_peer_certificate(ssl_); }
  // Returns the answer up to its end as Content-Length tells it, or its header alone.
  std::string ask(const std::string& bytes) {
    if (SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) != static_cast<int>(bytes.size()))
      return {};
    std::string text, some(65536, 0);
    std::size_t whole = std::string::npos;
    while (text.size() < whole) {
      const int got = SSL_read(ssl_, some.data(), static_cast<int>(some.size()));
      if (got <= 0) break;
      text.append(some, 0, static_cast<std::size_t>(got));
      const std::size_t end = text.find("\r\n\r\n"), length = text.find("Content-Length: ");
      if (end == std::string::npos) continue;
      whole = end + 4;
      if (length < end) whole += std::strtoul(text.c_str() + length + 16, nullptr, 10);
    }
    return text;
  }

 private:
  RawClient raw_;
  SSL_CTX* context_;
  SSL* ssl_;
  bool open_ = false;
};

class TlsTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    Result<Certificate> made = kept_certificate((folder_ / "serve.pem").string(), {});
    ASSERT_TRUE(made) << made.error().line();
    certificate_ = *made;
    ServerConfig config;
    config.certificate = made->pem;
    config.header_timeout = std::chrono::seconds(2);
    begin(config);
  }
  std::string get(const std::string& target, const std::string& more = {}) const {
    return "GET " + target + " HTTP/1.1\r\n" + host() + more + "\r\n";
  }
  Certificate certificate_;
};

TEST_F(TlsTest, GivesThePageAndTheBookByItsOwnCertificate) {
  EXPECT_TRUE(server_->address().starts_with("https://127.0.0.1:")) << server_->address();
  TlsClient client(port());
  ASSERT_TRUE(client.open());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  ASSERT_EQ(X509_digest(client.certificate(), EVP_sha256(), digest.data(), &length), 1);
  EXPECT_EQ(fmt::format("{:02X}:{:02X}", digest[0], digest[1]), certificate_.fingerprint.substr(0, 5));
  for (int again = 0; again < 3; ++again) {
    const std::string page = client.ask(get("/"));
    EXPECT_EQ(status_of(page), 200);
    EXPECT_TRUE(has(page, "the page"));
  }
  EXPECT_EQ(status_of(client.ask(get("/api/book/players", key()))), 200);
}

TEST_F(TlsTest, KnowsItsOwnOriginByItsScheme) {
  const std::string own = fmt::format("Origin: https://127.0.0.1:{}\r\n", port());
  const std::string clear = fmt::format("Origin: http://127.0.0.1:{}\r\n", port());
  EXPECT_EQ(status_of(TlsClient(port()).ask(get("/api/info", key() + own))), 200);
  EXPECT_EQ(status_of(TlsClient(port()).ask(get("/api/info", key() + clear))), 403);
  EXPECT_EQ(status_of(TlsClient(port()).ask(get("/api/info"))), 401);
}

TEST_F(TlsTest, TellsItsEventsOverTls) {
  TlsClient client(port());
  const std::string answer = client.ask(upgrade(host(), "/api/events", key()));
  EXPECT_EQ(status_of(answer), 101) << answer;
}

TEST_F(TlsTest, SendsWhoComesInTheClearToTheSameAddressOverHttps) {
  const std::string moved = RawClient(port()).ask(get("/?token=x"));
  EXPECT_EQ(status_of(moved), 308) << moved;
  EXPECT_TRUE(has(moved, fmt::format("Location: https://127.0.0.1:{}/?token=x\r\n", port()))) << moved;
  // Not to another's, and nothing is told in the clear.
  const std::string other = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n";
  EXPECT_EQ(status_of(RawClient(port()).ask(other)), 403);
  EXPECT_EQ(status_of(RawClient(port()).ask(get("/api/book/players", key()))), 308);
}

TEST_F(TlsTest, LetsGoOfWhoNeverEndsItsHello) {
  RawClient silent(port()), half(port()), wrong(port());
  half.send(std::string("\x16\x03\x01\x02\x00\x01\x00", 7));
  wrong.send(std::string("\x16\x03\x01\x00\x05\x02\x00\x00\x01\x00", 10));
  for (RawClient* client : {&silent, &half, &wrong}) {
    while (!client->some().empty()) {
    }
  }
  EXPECT_TRUE(TlsClient(port()).open());
}

TEST_F(TlsTest, TakesAnUploadAndALongBody) {
  const std::string tab = "Title: Long\nMeter: 4/4\n\n" + [] {
    std::string bars;
    for (int i = 0; i < 2000; ++i) bars += "SN|oooo|\n\n";
    return bars;
  }();
  TlsClient client(port());
  const std::string answer = client.ask(
      fmt::format("POST /api/charts/convert?to=tab&name=x.tab HTTP/1.1\r\n{}{}Content-Length: {}\r\n\r\n{}",
                  host(), key(), tab.size(), tab));
  EXPECT_EQ(status_of(answer), 200) << answer.substr(0, 300);
  EXPECT_GT(body_of(answer).size(), 10000u);
}

TEST_F(ServerTest, RefusesACertificateThatIsNone) {
  ServerConfig config;
  config.port = 0;
  config.uploads = (folder_ / "uploads").string();
  config.certificate = "no certificate";
  Result<PageFiles> page = PageFiles::read((folder_ / "page").string());
  const Result<std::unique_ptr<Server>> server = Server::start(config, *page, norms());
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace firstchair::server
