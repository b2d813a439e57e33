#include "bench/school/figures.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/school/client.h"
#include "bench/school/played.h"

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Every client does `each` of `ask`, all at once.
Rate rate_of(int clients, int each, const std::function<Answered(int client, int turn)>& ask) {
  Rate rate;
  std::mutex mutex;
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> all;
    for (int c = 0; c < clients; ++c)
      all.emplace_back([&, c] {
        for (int i = 0; i < each; ++i) {
          const Answered answer = ask(c, i);
          const std::lock_guard lock(mutex);
          if (answer.status >= 200 && answer.status < 300) {
            ++rate.done;
            rate.ms.push_back(answer.ms);
          } else {
            ++rate.refused;
          }
        }
      });
  }
  rate.seconds = since(begin);
  std::sort(rate.ms.begin(), rate.ms.end());
  return rate;
}

std::string student_name(int student) {
  return fmt::format("marked{:03}", student);
}

std::vector<std::unique_ptr<Client>> logged_in(const Stand& stand, int count) {
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(std::make_unique<Client>(stand.ports(), static_cast<std::size_t>(i)));
    all.back()->login(student_name(i));
  }
  return all;
}

}  // namespace

double Rate::at(double share) const {
  return ms.empty() ? 0 : ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
}

double load_now() {
  std::array<double, 1> load{};
  return ::getloadavg(load.data(), 1) == 1 ? load[0] : 0;
}

Rate gradebooks(const Stand& stand, const TermResult& term, int clients, int each) {
  std::vector<std::unique_ptr<Client>> teachers;
  for (int i = 0; i < clients; ++i) {
    teachers.push_back(std::make_unique<Client>(stand.ports(), static_cast<std::size_t>(i)));
    teachers.back()->login(term.teacher_login);
  }
  const std::string path = fmt::format("/api/classes/{}/gradebook", term.klass);
  return rate_of(clients, each, [&](int client, int) {
    return teachers[static_cast<std::size_t>(client)]->ask("GET", path);
  });
}

Rate logins(const Stand& stand, int count, int clients, int students) {
  std::atomic<int> next{0};
  return rate_of(clients, (count + clients - 1) / clients, [&](int client, int) {
    Client page(stand.ports(), static_cast<std::size_t>(client));
    const Json body{{"name", student_name(next++ % students)}, {"password", Client::kPassword}};
    return page.ask("POST", "/api/login", body.dump());
  });
}

Rate saves(const Stand& stand, const TermResult& term, int clients, int each) {
  // A student may hand in thirty a minute: each client has one of its own.
  const auto students = logged_in(stand, clients);
  // Made before, so that what is timed is the school's work.
  std::vector<std::vector<std::string>> takes(static_cast<std::size_t>(clients));
  Dice dice(7);
  for (int c = 0; c < clients; ++c)
    for (int i = 0; i < each; ++i)
      takes[static_cast<std::size_t>(c)].push_back(
          page_take(fmt::format("save-{:03}-{:03}", c, i), 4, dice, {}));
  (void)term;
  return rate_of(clients, each, [&](int client, int turn) {
    return students[static_cast<std::size_t>(client)]->ask(
        "POST", "/api/assignments/1/submissions",
        takes[static_cast<std::size_t>(client)][static_cast<std::size_t>(turn)]);
  });
}

HeardSounds hear_sound(const Stand& stand, const TermResult& term, int takes, double seconds_each) {
  HeardSounds heard{.takes = takes, .seconds_each = seconds_each, .waited_s = {}};
  Dice dice(11);
  std::vector<std::string> sounds;
  for (int i = 0; i < takes; ++i) sounds.push_back(sound_take(4, seconds_each, dice));
  const auto students = logged_in(stand, takes);
  Client teacher(stand.ports());
  teacher.login(term.teacher_login);
  std::map<std::int64_t, Clock::time_point> sent;
  const double cpu = stand.workers_cpu_s();
  const auto begin = Clock::now();
  for (int i = 0; i < takes; ++i) {
    const Answered answer = students[static_cast<std::size_t>(i)]->ask_until(
        "POST", "/api/assignments/1/submissions",
        form_of(fmt::format("sound-{:03}", i), sounds[static_cast<std::size_t>(i)], "audio/wav"), kFormType);
    const Json json = Json::parse(answer.body, nullptr, false);
    if (answer.status == 202) sent[json["submission"]["id"].get<std::int64_t>()] = Clock::now();
  }
  for (int turn = 0; turn < 3000 && !sent.empty(); ++turn) {
    const Json told =
        Json::parse(teacher.ask_until("GET", "/api/assignments/1/submissions").body, nullptr, false);
    if (told.is_object())
      for (const Json& one : told["submissions"]) {
        const auto found = sent.find(one["id"].get<std::int64_t>());
        if (found == sent.end() || one["state"] == "waiting") continue;
        heard.waited_s.push_back(since(found->second));
        sent.erase(found);
      }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  heard.wall_s = since(begin);
  heard.cpu_s = stand.workers_cpu_s() - cpu;
  std::sort(heard.waited_s.begin(), heard.waited_s.end());
  return heard;
}

}  // namespace firstchair::bench
