#include "bench/school/client.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "testing/server/raw_client.h"

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Client::Client(const std::vector<int>& ports, std::size_t first, bool keeps)
    : ports_(ports), at_(first), keeps_(keeps) {}
Client::~Client() = default;

std::string Client::asked(const std::string& text, int port) {
  if (!keeps_) {
    server::RawClient line(port, 60);
    return line.open() ? line.ask(text) : std::string();
  }
  // What was kept may have been let go of meanwhile; a new line is tried once.
  for (const bool fresh : {false, true}) {
    if (fresh || !line_) line_ = std::make_unique<server::RawClient>(port, 60);
    std::string told = line_->open() ? line_->ask(text) : std::string();
    if (!told.empty()) return told;
  }
  line_.reset();
  return {};
}

Answered Client::ask(const std::string& method, const std::string& path, const std::string& body,
                     const std::string& type) {
  const auto begin = Clock::now();
  const int port = ports_[at_ % ports_.size()];
  const std::string told =
      asked(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}{}Cookie: {}\r\n"
                        "X-Firstchair-Csrf: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
                        method, path, port, keeps_ ? "" : "Connection: close\r\n",
                        address_.empty() ? "" : fmt::format("X-Forwarded-For: {}\r\n", address_), cookie_,
                        csrf_, type, body.size(), body),
            port);
  Answered answer{.status = server::status_of(told), .body = server::body_of(told)};
  // An answer that was cut is none.
  const std::size_t length = told.find("Content-Length: ");
  if (length != std::string::npos &&
      std::strtoul(told.c_str() + length + 16, nullptr, 10) != answer.body.size())
    answer.status = 0;
  const std::size_t cookie = told.find("Set-Cookie: ");
  set_cookie_ =
      cookie == std::string::npos ? "" : told.substr(cookie + 12, told.find(';', cookie) - cookie - 12);
  answer.ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  if (answer.status == 0) ++at_;  // the other server, next time
  status_ = answer.status;
  return answer;
}

Answered Client::ask_until(const std::string& method, const std::string& path, const std::string& body,
                           const std::string& type, double patience_s) {
  const auto end = Clock::now() + std::chrono::duration<double>(patience_s);
  while (true) {
    Answered answer = ask(method, path, body, type);
    if ((answer.status != 0 && answer.status != 503 && answer.status != 429) || Clock::now() > end)
      return answer;
    ++stumbles_;
    std::this_thread::sleep_for(std::chrono::milliseconds(answer.status == 429 ? 1000 : 100));
  }
}

bool Client::welcomed(const Answered& answer) {
  if (answer.status != 200 || set_cookie_.empty()) return false;
  cookie_ = set_cookie_;
  const auto json = nlohmann::json::parse(answer.body, nullptr, false);
  csrf_ = json.is_object() ? json.value("csrf", "") : "";
  return true;
}

bool Client::join(const std::string& code, const std::string& login) {
  const nlohmann::json body{{"name", login}, {"given", "G"}, {"login", login}, {"password", kPassword}};
  // An answer that was lost may have been kept: then the name is taken, and its owner logs in.
  return welcomed(ask_until("POST", "/api/invite/" + code, body.dump())) || this->login(login);
}

bool Client::login(const std::string& login) {
  const nlohmann::json body{{"name", login}, {"password", kPassword}};
  return welcomed(ask_until("POST", "/api/login", body.dump()));
}

void Client::be(const Client& other) {
  cookie_ = other.cookie_;
  csrf_ = other.csrf_;
}

std::string form_of(const std::string& id, const std::string& sound, const std::string& sound_type) {
  return fmt::format(
      "--firstchair-bench\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{}\r\n"
      "--firstchair-bench\r\nContent-Disposition: form-data; name=\"sound\"; filename=\"take\"\r\n"
      "Content-Type: {}\r\n\r\n{}\r\n--firstchair-bench--\r\n",
      id, sound_type, sound);
}

}  // namespace firstchair::bench
