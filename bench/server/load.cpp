#include "bench/server/load.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

#include "bench/server/event_client.h"

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Four seconds of strokes of noise as a WAV file of 16 bits.
std::string recording() {
  constexpr std::uint32_t kRate = 44100, kFrames = 4 * kRate;
  std::string wav;
  const auto put = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) wav += static_cast<char>(value >> (8 * i));
  };
  wav += "RIFF";
  put(36 + 2 * kFrames, 4);
  wav += "WAVEfmt ";
  for (const auto& [value, bytes] : std::initializer_list<std::pair<std::uint32_t, int>>{
           {16, 4}, {1, 2}, {1, 2}, {kRate, 4}, {2 * kRate, 4}, {2, 2}, {16, 2}})
    put(value, bytes);
  wav += "data";
  put(2 * kFrames, 4);
  std::minstd_rand chance(1);
  for (std::uint32_t i = 0; i < kFrames; ++i) {
    const double since_s = (i % (kRate / 4)) / static_cast<double>(kRate);
    const double noise = static_cast<double>(chance()) / static_cast<double>(std::minstd_rand::max()) - 0.5;
    put(static_cast<std::uint32_t>(std::lround(30000 * noise * std::exp(-40 * since_s))) & 0xFFFF, 2);
  }
  return wav;
}

// Something that is due again and again.
class Every {
 public:
  explicit Every(double seconds)
      : period_(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))),
        next_(Clock::now() + period_) {}
  bool due() {
    if (Clock::now() < next_) return false;
    next_ += period_;
    return true;
  }

 private:
  Clock::duration period_;
  Clock::time_point next_;
};

class Crowd {
 public:
  Crowd(Served& served, const LoadConfig& config) : served_(served), config_(config), sound_(recording()) {}

  // The idle ones first.
  void join() {
    for (int i = 0; i < config_.idle + config_.active; ++i) clients_.push_back(enter());
    load_.clients = static_cast<int>(clients_.size() - static_cast<std::size_t>(load_.refused));
  }
  void fill() {
    for (int i = 0; i < config_.before; ++i) {
      upload(config_.sounds && i % 8 == 0);
      listen(0.05);
    }
    settle();
  }
  void run() {
    const auto start = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    Every text(0.5), sound(4), reload(1), visit(1), sample(config_.sample_every_s);
    for (auto& client : clients_)
      if (client) client->pongs_ms.clear();
    load_.handles_before = served_.handles();
    const double cpu = served_.cpu_s();
    while (seconds() < 60 * config_.minutes) {
      if (text.due()) upload(false);
      if (config_.sounds && sound.due()) upload(true);
      if (visit.due()) get("/"), get("/api/charts"), get("/api/book/takes"), get("/api/book/items");
      if (reload.due()) leave_and_enter();
      const auto pings = static_cast<std::size_t>(seconds() / config_.ping_every_s * config_.active);
      for (; pinged_ < pings; ++pinged_) {
        const auto& client = clients_[first_active() + pinged_ % static_cast<std::size_t>(config_.active)];
        if (client) client->ping();
      }
      if (sample.due()) load_.memory.push_back({seconds(), rss_kb(served_.process())});
      listen(0.02);
    }
    settle();
    load_.seconds = seconds();
    load_.cpu_s = served_.cpu_s() - cpu;
  }
  Load finish() {
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      if (!clients_[i]) continue;
      keep_pongs(*clients_[i]);
      if (i >= first_active()) continue;
      const auto over = static_cast<std::size_t>(clients_[i]->over);
      load_.events += over;
      load_.missed += static_cast<std::size_t>(load_.uploads) - over;
    }
    clients_.clear();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    load_.handles_after = served_.handles();
    std::sort(load_.pongs_ms.begin(), load_.pongs_ms.end());
    return std::move(load_);
  }

 private:
  std::size_t first_active() const { return static_cast<std::size_t>(config_.idle); }

  std::unique_ptr<EventClient> enter() {
    std::unique_ptr<EventClient> client = EventClient::open(served_.port(), served_.token());
    if (!client) ++load_.refused;
    return client;
  }
  void keep_pongs(const EventClient& client) {
    load_.pongs_ms.insert(load_.pongs_ms.end(), client.pongs_ms.begin(), client.pongs_ms.end());
  }
  void leave_and_enter() {
    if (config_.active == 0) return;
    const std::size_t who =
        first_active() + static_cast<std::size_t>(load_.reloads++) % static_cast<std::size_t>(config_.active);
    if (clients_[who]) keep_pongs(*clients_[who]);
    clients_[who].reset();
    clients_[who] = enter();
  }

  // The status of an answer.
  int ask(const std::string& method, const std::string& target, const std::string& body) {
    server::RawClient client(served_.port());
    return server::status_of(client.ask(fmt::format(
        "{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Firstchair-Token: {}\r\nContent-Length: {}\r\n\r\n{}",
        method, target, served_.port(), served_.token(), body.size(), body)));
  }
  void get(const std::string& target) {
    ++load_.requests;
    load_.refused += ask("GET", target, {}) != 200;
  }
  void upload(bool sound) {
    if (ask("POST", "/api/hear?name=a.wav", sound ? sound_ : "not sound") != 202) {
      ++load_.refused;
      return;
    }
    ++load_.uploads;
    load_.heard += sound;
  }

  void listen(double seconds) {
    std::vector<pollfd> waiting;
    for (const auto& client : clients_)
      waiting.push_back({.fd = client ? client->socket() : -1, .events = POLLIN, .revents = 0});
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < until) {
      if (::poll(waiting.data(), waiting.size(), static_cast<int>(1000 * seconds)) <= 0) continue;
      for (std::size_t i = 0; i < clients_.size(); ++i) {
        if (waiting[i].revents == 0 || clients_[i]->take()) continue;
        ++load_.closed;
        clients_[i].reset();
        waiting[i].fd = -1;
      }
    }
  }
  // Until whoever only listens knows the end of every upload, or ten seconds.
  void settle() {
    const auto until = Clock::now() + std::chrono::seconds(10);
    const auto knows = [&](const auto& client) { return !client || client->over >= load_.uploads; };
    const auto idle_end = clients_.begin() + static_cast<std::ptrdiff_t>(first_active());
    while (Clock::now() < until && !std::all_of(clients_.begin(), idle_end, knows)) listen(0.05);
  }

  Served& served_;
  LoadConfig config_;
  std::string sound_;
  std::vector<std::unique_ptr<EventClient>> clients_;
  Load load_;
  std::size_t pinged_ = 0;  // so often, all active clients together
};

}  // namespace

Load load(Served& served, const LoadConfig& config) {
  Crowd crowd(served, config);
  crowd.join();
  crowd.fill();
  crowd.run();
  return crowd.finish();
}

}  // namespace firstchair::bench
