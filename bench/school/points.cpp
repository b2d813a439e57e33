#include "bench/school/points.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/school/client.h"
#include "bench/school/kill_point.h"
#include "bench/school/played.h"
#include "bench/school/stand.h"

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr int kStudents = 8;
constexpr double kSpreadMs = 4, kBoundMs = 12;  // every take meets it

enum class Watched { server, worker };
enum class Killed { itself, database };
struct Way {
  const char* what;
  bool page;  // a take of the page; otherwise an e-kit's recording
  Watched watched;
  Killed killed;
};
constexpr Way kWays[]{
    {"a take of the page: the server", true, Watched::server, Killed::itself},
    {"a take of the page: PostgreSQL, at a point of the server", true, Watched::server, Killed::database},
    {"a recording that comes in: the server", false, Watched::server, Killed::itself},
    {"a recording that comes in: PostgreSQL, at a point of the server", false, Watched::server,
     Killed::database},
    {"a recording that is heard: the worker", false, Watched::worker, Killed::itself},
    {"a recording that is heard: PostgreSQL, at a point of the worker", false, Watched::worker,
     Killed::database}};

Json parsed(const Answered& answer) {
  return Json::parse(answer.body, nullptr, false);
}

class Points {
 public:
  Points(Stand& stand, PointsTold& told) : stand_(stand), told_(told), teacher_(stand.ports()) {}

  bool begin() {
    Client admin(stand_.ports());
    if (!admin.join(stand_.admin_code(), "adminada")) return fault("the admin's invite was refused");
    const Json invite = parsed(admin.ask_until("POST", "/api/school/invites", R"({"role":"teacher"})"));
    if (!invite.is_object() || !teacher_.join(invite.value("code", ""), "teacherkern"))
      return fault("the teacher's invite was refused");
    const Json klass = parsed(teacher_.ask_until("POST", "/api/school/classes", R"({"title":"7b"})"));
    klass_ = klass.is_object() ? klass.value("id", 0) : 0;
    const Json link =
        parsed(teacher_.ask_until("POST", "/api/school/invites",
                                  Json{{"class", klass_}, {"role", "student"}, {"uses", kStudents}}.dump()));
    const Json asked{{"title", "Eighths"},
                     {"item", kPlayedChart},
                     {"bpm", kPlayedBpm},
                     {"click", false},
                     {"demands", {{{"kind", "spread_ms"}, {"line", "hat"}, {"bound", kBoundMs}}}}};
    const Json made =
        parsed(teacher_.ask_until("POST", fmt::format("/api/classes/{}/assignments", klass_), asked.dump()));
    assignment_ = made.is_object() ? made.value("id", 0) : 0;
    if (assignment_ == 0) return fault("the assignment was refused");
    list_ = fmt::format("/api/assignments/{}/submissions", assignment_);
    for (int i = 0; i < kStudents; ++i) {
      students_.push_back(std::make_unique<Client>(stand_.ports()));
      if (!link.is_object() || !students_.back()->join(link.value("code", ""), fmt::format("marked{:03}", i)))
        return fault("a student could not join");
    }
    told_.students = kStudents;
    return true;
  }

  // Counts a path, and then kills at points that lie evenly on it.
  bool walk(const Way& way, int kills) {
    PointsRow row{.what = way.what};
    // The first of its kind learns what a server asks once.
    if (!one(way, 0, row) || !one(way, 0, row)) return false;
    for (int i = 0; i < kills; ++i) {
      const int point = 1 + static_cast<int>((i + .5) * row.path / kills);
      if (!one(way, point, row)) return false;
    }
    told_.rows.push_back(row);
    return true;
  }

  void end() {
    const Json all = submissions();
    std::map<std::string, int> by_state;
    std::map<std::int64_t, int> by_person;
    for (const Json& one : all) {
      ++by_state[one["state"]];
      ++by_person[one["person"].get<std::int64_t>()];
      const bool met = !one["answers"].empty() &&
                       (one["answers"][0]["standing"] == "met" || one["answers"][0]["standing"] == "shown" ||
                        one["answers"][0]["standing"] == "not_told");
      told_.not_as_played += one["state"] == "heard" && !met ? 1 : 0;
    }
    const int kept = static_cast<int>(all.size());
    told_.lost = std::max(0, told_.sent - kept);
    told_.doubled = std::max(0, kept - told_.sent);
    told_.waiting = by_state["waiting"];
    told_.failed = kept - by_state["heard"] - by_state["waiting"];
    std::vector<int> had, wanted;
    for (const auto& [person, count] : by_person) had.push_back(count);
    for (const auto& [student, count] : of_student_) wanted.push_back(count);
    std::sort(had.begin(), had.end());
    std::sort(wanted.begin(), wanted.end());
    told_.other_students = had == wanted ? 0 : static_cast<int>(std::max(had.size(), wanted.size()));
    std::string said;
    const std::string where = fmt::format("--database '{}'", stand_.database());
    told_.log_whole = stand_.run("school check " + where, said) == 0;
    (void)stand_.run(fmt::format("school doctor {} --sound {}", where, stand_.sound()), said);
    told_.left_over = said.find("that nothing names") == std::string::npos ? 0 : 1;
    if (said.find("that the database names are there") == std::string::npos) fault("doctor: " + said);
  }

 private:
  bool fault(std::string what) {
    if (told_.fault.empty()) told_.fault = std::move(what);
    return false;
  }
  Json submissions() {
    const Json told = parsed(teacher_.ask_until("GET", list_));
    return told.is_object() ? told.value("submissions", Json::array()) : Json::array();
  }

  // One take from the opening to heard; `point` 0: it is counted, and nobody is killed.
  bool one(const Way& way, int point, PointsRow& row) {
    const int number = told_.sent;
    const int student = number % kStudents;
    Client& page = *students_[static_cast<std::size_t>(student)];
    const std::string id = fmt::format("point-{:04}", number);
    const std::string path = fmt::format("/api/assignments/{}", assignment_);
    const std::string recording =
        way.page ? std::string() : form_of(id, midi_take(kSpreadMs, dice_), "audio/midi");
    const bool server = way.watched == Watched::server;
    const auto act = [&] {
      if (way.killed == Killed::database)
        stand_.kill_database();
      else
        ::kill(server ? stand_.server_process(0) : stand_.worker_process(0), SIGKILL);
    };
    auto at =
        std::make_unique<KillPoint>(server ? stand_.server_process(0) : stand_.worker_process(0), point, act);
    if (!at->holds()) return fault("this kernel lets no process be followed (ptrace)");
    std::atomic<bool> answered{false};
    Answered answer;
    if (server) at->count();
    std::jthread handing_in([&] {
      if (way.page) {
        const Json opened = parsed(page.ask_until("POST", path + "/openings", "{}"));
        const std::string opening = opened.is_object() ? opened.value("opening", "") : "";
        answer = page.ask_until("POST", path + "/submissions", page_take(id, kSpreadMs, dice_, opening));
      } else {
        answer = page.ask_until("POST", path + "/submissions", recording, kFormType);
      }
      if (!server) at->count();
      answered = true;
    });
    while (!answered && !at->acted()) std::this_thread::sleep_for(1ms);
    if (!server) {
      handing_in.join();
      // The teacher's list is asked of the server, which nobody holds here.
      for (int turn = 0; turn < 600 && !at->acted() && waits(answer); ++turn)
        std::this_thread::sleep_for(50ms);
    }
    const bool acted = at->acted();
    if (point == 0) row.path = at->counted();
    at.reset();
    if (acted && !again(way)) return false;
    if (handing_in.joinable()) handing_in.join();
    if (answer.status != 201 && answer.status != 202)
      return fault(fmt::format("{} ({}, point {}) was answered {} {}", id, way.what, point, answer.status,
                               answer.body.substr(0, 200)));
    ++told_.sent;
    ++of_student_[student];
    told_.kills += acted ? 1 : 0;
    row.points += acted ? 1 : 0;
    row.missed += point > 0 && !acted ? 1 : 0;
    for (int turn = 0; turn < 1200 && waits(answer); ++turn) std::this_thread::sleep_for(50ms);
    return true;
  }

  bool again(const Way& way) {
    bool come = true;
    if (way.killed == Killed::database) {
      come = stand_.start_database();
    } else if (way.watched == Watched::server) {
      stand_.kill_server(0);  // takes note of it
      come = stand_.start_server(0);
    } else {
      stand_.kill_worker(0);
      come = stand_.start_worker(0);
    }
    return come || fault(fmt::format("what was killed ({}) did not come again", way.what));
  }

  bool waits(const Answered& answer) {
    const Json json = parsed(answer);
    if (!json.is_object() || !json.contains("submission")) return false;
    const auto number = json["submission"]["id"].get<std::int64_t>();
    // Asked once: the database may be away, and whoever starts it again waits for this.
    const Json told = parsed(teacher_.ask("GET", list_));
    if (!told.is_object() || !told.contains("submissions")) return true;
    for (const Json& one : told["submissions"])
      if (one["id"] == number) return one["state"] == "waiting";
    return true;
  }

  Stand& stand_;
  PointsTold& told_;
  Client teacher_;
  std::vector<std::unique_ptr<Client>> students_;
  std::map<int, int> of_student_;
  std::int64_t klass_ = 0, assignment_ = 0;
  std::string list_;  // of the assignment's takes
  Dice dice_{5};
};

}  // namespace

PointsTold kill_at_points(const std::string& program, int kills) {
  PointsTold told;
  const auto begin = Clock::now();
  auto stand = Stand::make({.program = program, .servers = 1, .workers = 1, .lease_s = 2});
  if (!stand) {
    told.fault = stand.error().line();
    return told;
  }
  Points points(**stand, told);
  bool well = points.begin();
  const int ways = static_cast<int>(std::size(kWays));
  for (int i = 0; well && i < ways; ++i) well = points.walk(kWays[i], (kills + ways - 1 - i) / ways);
  if (well) points.end();
  told.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return told;
}

}  // namespace firstchair::bench
