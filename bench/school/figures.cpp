#include "bench/school/figures.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
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

std::string student_name(int student) {
  return fmt::format("marked{:03}", student);
}

// Of everything that was started and waited for.
double children_cpu_s() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// What `firstchair hear` takes for such sounds, each.
double bare_hearing_s(const Stand& stand, const std::vector<std::string>& sounds) {
  const std::size_t count = std::min<std::size_t>(sounds.size(), 6);
  const std::string file = stand.folder() + "/bare.wav";
  double all = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::ofstream(file, std::ios::binary) << sounds[i];
    const double before = children_cpu_s();
    std::string said;
    if (stand.run(fmt::format("hear {} --chart {} --bpm {} --json", file, kPlayedChart, kPlayedBpm), said) !=
        0)
      return 0;
    all += children_cpu_s() - before;
  }
  return count > 0 ? all / static_cast<double>(count) : 0;
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
  return as_fast_as_told(clients, each, [&](int client, int) {
    return teachers[static_cast<std::size_t>(client)]->ask("GET", path);
  });
}

AskedBooks gradebooks_at(const Stand& stand, const TermResult& term, double a_second, double seconds,
                         double takes_a_second) {
  constexpr int kTeachers = 16;
  std::vector<std::unique_ptr<Client>> teachers;
  for (int i = 0; i < kTeachers; ++i) {
    teachers.push_back(std::make_unique<Client>(stand.ports(), static_cast<std::size_t>(i), true));
    teachers.back()->login(term.teacher_login);
  }
  const auto students = logged_in(stand, 8);
  const std::vector<double> hand_ins = evenly(takes_a_second, seconds);
  std::vector<std::string> takes;
  Dice dice(13);
  for (std::size_t i = 0; i < hand_ins.size(); ++i)
    takes.push_back(page_take(fmt::format("meanwhile-{:04}", i), 4, dice, {}));
  AskedBooks asked;
  std::jthread beside([&] {
    asked.changes = by_the_clock(hand_ins, 2, [&](int, int turn) {
                      return students[static_cast<std::size_t>(turn) % students.size()]->ask(
                          "POST", "/api/assignments/1/submissions", takes[static_cast<std::size_t>(turn)]);
                    }).done;
  });
  const std::string path = fmt::format("/api/classes/{}/gradebook", term.klass);
  asked.books = by_the_clock(evenly(a_second, seconds), kTeachers, [&](int client, int) {
    return teachers[static_cast<std::size_t>(client)]->ask("GET", path);
  });
  beside.join();
  return asked;
}

Rate logins_within(const Stand& stand, int count, double seconds, int students) {
  return by_the_clock(by_chance(count, seconds, 17), 32, [&](int client, int turn) {
    Client page(stand.ports(), static_cast<std::size_t>(client));
    const Json body{{"name", student_name(turn % students)}, {"password", Client::kPassword}};
    return page.ask("POST", "/api/login", body.dump());
  });
}

Rate logins(const Stand& stand, int count, int clients, int students) {
  std::atomic<int> next{0};
  return as_fast_as_told(clients, (count + clients - 1) / clients, [&](int client, int) {
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
  return as_fast_as_told(clients, each, [&](int client, int turn) {
    return students[static_cast<std::size_t>(client)]->ask(
        "POST", "/api/assignments/1/submissions",
        takes[static_cast<std::size_t>(client)][static_cast<std::size_t>(turn)]);
  });
}

LoginTimes login_times(const Stand& stand, int students) {
  std::vector<double> known, unknown;
  for (int i = 0; i < 3 * students; ++i)
    for (const bool there : {true, false}) {
      Client page(stand.ports(), 0);
      page.come_from(fmt::format("10.{}.{}.1", there ? 1 : 2, i % 250));
      const std::string name = there ? student_name(i % students) : fmt::format("nobody{:03}", i);
      const Json body{{"name", name}, {"password", "correct horse battere"}};
      const Answered answer = page.ask("POST", "/api/login", body.dump());
      if (answer.status == 401) (there ? known : unknown).push_back(answer.ms);
    }
  LoginTimes times{.n = static_cast<int>(std::min(known.size(), unknown.size()))};
  if (times.n == 0) return times;
  for (auto* all : {&known, &unknown}) std::sort(all->begin(), all->end());
  times.known_ms = known[known.size() / 2];
  times.unknown_ms = unknown[unknown.size() / 2];
  return times;
}

OpenPages open_pages(const Stand& stand, int pages, double every_s, double seconds, int students) {
  const auto people = logged_in(stand, students);
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 0; i < pages; ++i) {
    all.push_back(std::make_unique<Client>(stand.ports(), static_cast<std::size_t>(i), true));
    all.back()->be(*people[static_cast<std::size_t>(i % students)]);
  }
  const auto ask = [&](int, int turn) {
    return all[static_cast<std::size_t>(turn % pages)]->ask("GET", "/api/due");
  };
  OpenPages open;
  by_the_clock(evenly(pages / every_s, every_s), 16, ask);  // every page has come
  std::jthread watching([&](const std::stop_token& stop) {
    for (const auto begin = Clock::now(); !stop.stop_requested();) {
      open.memory.push_back({since(begin), 1e6 / 1024 * stand.servers_mb()});
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  });
  const double cpu = stand.servers_cpu_s();
  open.asked = by_the_clock(evenly(pages / every_s, seconds), 16, ask);
  open.cpu = (stand.servers_cpu_s() - cpu) / open.asked.seconds;
  watching.request_stop();
  watching.join();
  return open;
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
  constexpr int kIdleS = 10;
  const double idle = stand.workers_cpu_s() + stand.cluster().cpu_s();
  std::this_thread::sleep_for(std::chrono::seconds(kIdleS));
  heard.idle = (stand.workers_cpu_s() + stand.cluster().cpu_s() - idle) / kIdleS;
  const double cpu = stand.workers_cpu_s(), servers = stand.servers_cpu_s(),
               database = stand.cluster().cpu_s();
  const auto begin = Clock::now();
  for (int i = 0; i < takes; ++i) {
    const Answered answer = students[static_cast<std::size_t>(i)]->ask_until(
        "POST", "/api/assignments/1/submissions",
        form_of(fmt::format("sound-{:03}", i), sounds[static_cast<std::size_t>(i)], "audio/wav"), kFormType);
    const Json json = Json::parse(answer.body, nullptr, false);
    if (answer.status == 202) sent[json["submission"]["id"].get<std::int64_t>()] = Clock::now();
  }
  heard.servers_s = stand.servers_cpu_s() - servers;
  for (int turn = 0; turn < 600 && !sent.empty(); ++turn) {
    const Json told =
        Json::parse(teacher.ask_until("GET", "/api/assignments/1/submissions").body, nullptr, false);
    if (told.is_object())
      for (const Json& one : told["submissions"]) {
        const auto found = sent.find(one["id"].get<std::int64_t>());
        if (found == sent.end() || one["state"] == "waiting") continue;
        heard.waited_s.push_back(since(found->second));
        sent.erase(found);
      }
    std::this_thread::sleep_for(std::chrono::seconds(1));  // to ask costs the database something, too
  }
  heard.wall_s = since(begin);
  heard.cpu_s = stand.workers_cpu_s() - cpu;
  heard.database_s = stand.cluster().cpu_s() - database;
  heard.bare_s = bare_hearing_s(stand, sounds);
  std::sort(heard.waited_s.begin(), heard.waited_s.end());
  return heard;
}

}  // namespace firstchair::bench
