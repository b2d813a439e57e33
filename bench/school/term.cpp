#include "bench/school/term.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
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

constexpr double kGoodMs = 4, kWideMs = 26, kBoundMs = 12;

std::string name_of(int student) {
  return fmt::format("marked{:03}", student);
}

// Every second student is within the bound, the others far off it.
double spread_of(int student) {
  return student % 2 == 0 ? kGoodMs : kWideMs;
}

Json parsed(const Answered& answer) {
  return Json::parse(answer.body, nullptr, false);
}

class Killer {
 public:
  Killer(Stand& stand, int kills, std::uint64_t seed) : stand_(stand), left_(kills), dice_(seed) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  int stop() {
    thread_.request_stop();
    thread_.join();
    return killed_;
  }
  const std::string& fault() const { return fault_; }

 private:
  void work(const std::stop_token& stop) {
    std::uniform_int_distribution<int> pause_ms(50, 900), down_ms(0, 700);
    for (int turn = 0; left_ > 0 && !stop.stop_requested(); ++turn) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms(dice_)));
      const auto which = static_cast<std::size_t>(dice_() % 1000);
      const std::size_t kinds = stand_.has_cluster() ? 3 : 2;
      const std::size_t kind = static_cast<std::size_t>(turn) % kinds;
      const std::size_t server = which % stand_.servers();
      if (kind == 1 && stand_.workers() == 0) continue;
      const std::size_t worker = stand_.workers() > 0 ? which % stand_.workers() : 0;
      if (kind == 0) stand_.kill_server(server);
      if (kind == 1) stand_.kill_worker(worker);
      if (kind == 2) stand_.kill_database();
      ++killed_;
      --left_;
      std::this_thread::sleep_for(std::chrono::milliseconds(down_ms(dice_)));
      bool again = true;
      if (kind == 0) again = stand_.start_server(server);
      if (kind == 1) again = stand_.start_worker(worker);
      if (kind == 2) again = stand_.start_database();
      if (!again) fault_ = fmt::format("what was killed (kind {}) did not come again", kind);
      if (!again) return;
    }
  }
  Stand& stand_;
  int left_, killed_ = 0;
  Dice dice_;
  std::string fault_;
  std::jthread thread_;
};

// One student's term. Returns the names that were answered.
struct Lived {
  std::vector<std::string> answered;
  std::vector<double> save_ms;
  std::uint64_t stumbles = 0;
  std::string fault;
};

Lived live(const Stand& stand, const std::string& code, int student, std::int64_t assignment,
           const TermWish& wish) {
  Lived lived;
  Dice dice(wish.seed * 1000 + static_cast<std::uint64_t>(student));
  Client page(stand.ports(), static_cast<std::size_t>(student));
  if (!page.join(code, name_of(student))) {
    lived.fault =
        fmt::format("{} could not join: the last answer was {}", name_of(student), page.last_status());
    return lived;
  }
  const std::string path = fmt::format("/api/assignments/{}", assignment);
  for (int i = 0; i < wish.takes; ++i) {
    const std::string id = fmt::format("take-{:03}-{:03}", student, i);
    const double spread = spread_of(student);
    Answered answer;
    if (i % 3 == 2) {
      answer = page.ask_until("POST", path + "/submissions",
                              form_of(id, midi_take(spread, dice), "audio/midi"), kFormType);
    } else {
      const Json opened = parsed(page.ask_until("POST", path + "/openings", "{}"));
      const std::string opening = opened.is_object() ? opened.value("opening", "") : "";
      const int before = page.stumbles();
      answer = page.ask_until("POST", path + "/submissions", page_take(id, spread, dice, opening));
      if (page.stumbles() == before) lived.save_ms.push_back(answer.ms);
    }
    if (answer.status == 201 || answer.status == 202) {
      lived.answered.push_back(id);
    } else if (lived.fault.empty()) {
      lived.fault = fmt::format("{} was answered {} {}", id, answer.status, answer.body.substr(0, 200));
    }
  }
  lived.stumbles = static_cast<std::uint64_t>(page.stumbles());
  return lived;
}

}  // namespace

TermResult live_through(Stand& stand, const TermWish& wish) {
  TermResult result;
  const auto begin = Clock::now();
  Client admin(stand.ports()), teacher(stand.ports());
  const auto fault = [&](std::string what) {
    if (result.fault.empty()) result.fault = std::move(what);
    return result;
  };
  if (!admin.join(stand.admin_code(), "adminada")) return fault("the admin's invite was refused");
  const Json for_teacher = parsed(admin.ask_until("POST", "/api/school/invites", R"({"role":"teacher"})"));
  result.teacher_login = "teacherkern";
  if (!for_teacher.is_object() || !teacher.join(for_teacher.value("code", ""), result.teacher_login))
    return fault("the teacher's invite was refused: " + for_teacher.dump());
  const Json klass = parsed(teacher.ask_until("POST", "/api/school/classes", R"({"title":"7b"})"));
  result.klass = klass.is_object() ? klass.value("id", 0) : 0;
  const Json link =
      parsed(teacher.ask_until("POST", "/api/school/invites",
                               Json{{"class", result.klass}, {"role", "student"}, {"uses", 500}}.dump()));
  std::int64_t assignment = 0;
  for (int i = 0; i < wish.assignments; ++i) {
    const Json asked{{"title", fmt::format("Eighths {}", i)},
                     {"item", kPlayedChart},
                     {"bpm", kPlayedBpm},
                     {"click", false},
                     {"demands", {{{"kind", "spread_ms"}, {"line", "hat"}, {"bound", kBoundMs}}}}};
    const Answered made =
        teacher.ask_until("POST", fmt::format("/api/classes/{}/assignments", result.klass), asked.dump());
    const Json json = parsed(made);
    if (made.status != 201) return fault("the assignment was refused: " + made.body);
    if (i == 0) assignment = json.value("id", 0);
  }
  const std::string code = link.is_object() ? link.value("code", "") : "";

  Killer killer(stand, wish.kills, wish.seed);
  std::vector<Lived> all(static_cast<std::size_t>(wish.students));
  {
    std::vector<std::jthread> students;
    std::atomic<int> next{0};
    for (int t = 0; t < std::min(wish.students, 10); ++t)
      students.emplace_back([&] {
        for (int s = next++; s < wish.students; s = next++)
          all[static_cast<std::size_t>(s)] = live(stand, code, s, assignment, wish);
      });
  }
  result.kills = killer.stop();
  if (!killer.fault().empty()) fault(killer.fault());

  // Everything that waits is heard in the end.
  const std::string list = fmt::format("/api/assignments/{}/submissions", assignment);
  Json submissions;
  for (int turn = 0; turn < 1200; ++turn) {
    const Json told = parsed(teacher.ask_until("GET", list));
    submissions = told.is_object() ? told.value("submissions", Json::array()) : Json::array();
    const bool waits = std::any_of(submissions.begin(), submissions.end(),
                                   [](const Json& one) { return one["state"] == "waiting"; });
    if (!waits) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();

  std::map<std::int64_t, std::string> logins;                              // by person
  std::map<std::int64_t, std::vector<std::pair<std::int64_t, bool>>> met;  // by person: when, and whether
  std::map<std::string, int> at;
  for (const Json& one : submissions) {
    const std::string state = one["state"];
    result.heard += state == "heard" ? 1 : 0;
    result.failed += state == "failed" || state == "taken_out" ? 1 : 0;
    result.waiting += state == "waiting" ? 1 : 0;
    if (state == "failed" && result.fault.empty()) result.fault = one.value("why", "");
    ++result.kept;
  }
  std::uint64_t stumbles = 0;
  for (Lived& one : all) {
    result.sent += static_cast<int>(one.answered.size());
    stumbles += one.stumbles;
    if (!one.fault.empty()) fault(one.fault);
    result.save_ms.insert(result.save_ms.end(), one.save_ms.begin(), one.save_ms.end());
  }
  result.stumbles = stumbles + static_cast<std::uint64_t>(teacher.stumbles() + admin.stumbles());
  std::sort(result.save_ms.begin(), result.save_ms.end());
  result.lost = std::max(0, result.sent - result.kept);
  result.doubled = std::max(0, result.kept - result.sent);

  // The gradebook says what the takes say (two running are asked), and what was played.
  const Json members =
      parsed(teacher.ask_until("GET", fmt::format("/api/school/classes/{}/members", result.klass)));
  const Json book = parsed(teacher.ask_until("GET", fmt::format("/api/classes/{}/gradebook", result.klass)));
  std::map<std::int64_t, std::vector<Json>> by_person;
  for (const Json& one : submissions) by_person[one["person"].get<std::int64_t>()].push_back(one);
  int graded = 0;
  for (const Json& grade : book.is_object() ? book.value("grades", Json::array()) : Json::array()) {
    if (grade["assignment"] != assignment) continue;
    std::vector<Json>& takes = by_person[grade["person"].get<std::int64_t>()];
    std::stable_sort(takes.begin(), takes.end(),
                     [](const Json& a, const Json& b) { return a["began_s"] < b["began_s"]; });
    int running = 0, met_takes = 0, told_takes = 0;
    bool passed = false;
    for (const Json& take : takes) {
      if (take["answers"].empty()) continue;  // given up: it is told with those that failed
      const std::string standing = take["answers"][0]["standing"];
      const bool is_met = standing == "met" || standing == "shown";
      met_takes += is_met ? 1 : 0;
      told_takes += standing == "not_told" ? 0 : 1;
      running = is_met ? running + 1 : 0;
      passed = passed || running >= 2;
    }
    ++graded;
    const bool said = grade["standing"] == "passed" || grade["standing"] == "passed_late";
    result.wrong_grades += said == passed ? 0 : 1;
    // Whoever was made to play well has met it each time it was told, the others never. It is not told of a
    // recording in which a stroke of the line stands apart: the demand wants all 64.
    const bool well_made = met_takes == told_takes;
    result.not_as_played +=
        (well_made || met_takes == 0) && takes.size() == static_cast<std::size_t>(wish.takes) ? 0 : 1;
  }
  if (graded != wish.students)
    fault(fmt::format("the gradebook has {} of {} students", graded, wish.students));
  std::string said;
  result.log_whole = stand.run(fmt::format("school check --database '{}'", stand.database()), said) == 0;
  if (!result.log_whole) fault(said);
  return result;
}

int names_in_logs(const Stand& stand) {
  int found = 0;
  for (std::size_t i = 0; i < stand.servers(); ++i) {
    const std::string log = stand.log(fmt::format("requests-{}.log", i));
    for (const char* word : {"marked", "teacherkern", "adminada", "correct horse", "join/", "Eighths"})
      for (std::size_t at = log.find(word); at != std::string::npos; at = log.find(word, at + 1)) ++found;
    if (log.empty()) ++found;  // nothing was looked at
  }
  return found;
}

}  // namespace firstchair::bench
