// This file helps the tests: it starts a server with a folder of its own, and asks it as a client.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>

#include "apps/server/http/server.h"
#include "testing/server/raw_client.h"

namespace firstchair::server {

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline const judge::Norms& norms() {
  return judge::default_norms();
}

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("firstchair-server-test-{}", ::getpid());
    std::filesystem::create_directories(folder_ / "page" / "inner");
    std::filesystem::create_directories(folder_ / "uploads");
    std::ofstream(folder_ / "page" / "index.html") << "<!doctype html><title>the page</title>";
    std::ofstream(folder_ / "page" / "main.js") << "// script";
    std::ofstream(folder_ / "page" / "main.js.br") << "packed";
    std::ofstream(folder_ / "page" / "inner" / "x.js") << "// not served";
    std::ofstream(folder_ / "secret.txt") << "secret";
    begin({});
  }
  void begin(ServerConfig config) {
    end();
    config.port = 0;
    config.uploads = (folder_ / "uploads").string();
    config.book = book_file();
    config.kits = (folder_ / "kits").string();
    config.seating_key = (folder_ / "seating.key").string();
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
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string book_file() const { return (folder_ / "book.sqlite").string(); }
  int port() const { return server_->port(); }
  std::string host() const { return fmt::format("Host: 127.0.0.1:{}\r\n", port()); }
  std::string key() const { return fmt::format("X-Firstchair-Token: {}\r\n", server_->token()); }
  // Asks with our host and, for the API, the token.
  std::string ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    RawClient client(port());
    return client.ask(fmt::format("{} {} HTTP/1.1\r\n{}{}{}\r\n{}", method, target, host(), key(),
                                  body.empty() ? "" : fmt::format("Content-Length: {}\r\n", body.size()),
                                  body));
  }
  std::size_t uploads_left() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "uploads"))
      files += entry.is_regular_file();
    return files;
  }
  // Files that a worker has done with go a moment after it has told so.
  bool soon_left(std::size_t files) const {
    for (int turn = 0; turn < 200 && uploads_left() != files; ++turn)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return uploads_left() == files;
  }
  nlohmann::json wait_for(const std::string& id) {
    for (int turn = 0; turn < 600; ++turn) {
      const nlohmann::json job = nlohmann::json::parse(body_of(ask("GET", "/api/hear/" + id)));
      if (job["state"] == "done" || job["state"] == "failed") return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {};
  }

  std::filesystem::path folder_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

// Returns a request to become a WebSocket.
inline std::string upgrade(const std::string& host, const std::string& target, const std::string& more = {}) {
  return "GET " + target + " HTTP/1.1\r\n" + host + more +
         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

}  // namespace firstchair::server
