#include "bench/school/forgotten.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "bench/school/client.h"
#include "bench/school/played.h"

namespace firstchair::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const std::string kName = "marked001";

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

int times_in(const std::string& text) {
  int times = 0;
  for (std::size_t at = text.find(kName); at != std::string::npos; at = text.find(kName, at + 1)) ++times;
  return times;
}

int times_below(const fs::path& place) {
  int times = 0;
  if (!fs::exists(place)) return 0;
  for (const auto& one : fs::recursive_directory_iterator(place)) {
    times += times_in(one.path().filename().string());
    if (one.is_regular_file()) times += times_in(bytes_of(one.path()));
  }
  return times;
}

int files_below(const fs::path& place) {
  int files = 0;
  if (fs::exists(place))
    for (const auto& one : fs::recursive_directory_iterator(place)) files += one.is_regular_file() ? 1 : 0;
  return files;
}

// The database with whatever lies beside it under its name.
int times_in_file(const fs::path& database) {
  int times = 0;
  for (const auto& one : fs::directory_iterator(database.parent_path()))
    if (one.is_regular_file() && one.path().filename().string().starts_with(database.filename().string()))
      times += times_in(bytes_of(one.path()));
  return times;
}

int times_in_database(const Stand& stand) {
  return stand.has_cluster() ? times_in(stand.cluster().dump()) : times_in_file(stand.database());
}

int times_in_logs(const Stand& stand) {
  int times = stand.has_cluster() ? times_in(stand.cluster().log()) : 0;
  for (const auto& one : fs::directory_iterator(stand.folder()))
    if (one.path().extension() == ".log") times += times_in(bytes_of(one.path()));
  return times;
}

// A Forgetting does one thing after the other; the first that is refused ends it.
class Forgetting {
 public:
  Forgetting(const Stand& stand, const TermResult& term) : stand_(stand), term_(term) {}

  Forgotten all() {
    if (come() && name_everywhere() && export_and_keep() && erase()) look();
    return result_;
  }

 private:
  bool fault(const std::string& what) {
    if (result_.fault.empty()) result_.fault = what;
    return false;
  }
  // Asks, and takes `status` alone for an answer.
  Json ask(Client& who, const std::string& method, const std::string& path, const Json& body, int status) {
    const Answered answer = who.ask_until(method, path, body.is_null() ? "" : body.dump());
    if (answer.status != status) fault(fmt::format("{} {}: {} {}", method, path, answer.status, answer.body));
    return Json::parse(answer.body, nullptr, false);
  }
  bool ok() const { return result_.fault.empty(); }

  bool come() {
    if (!admin_.login("adminada") || !teacher_.login(term_.teacher_login) || !student_.login(kName))
      return fault("somebody cannot log in");
    const Json invite = ask(admin_, "POST", "/api/school/invites", {{"role", "registrar"}}, 201);
    if (!ok() || !registrar_.join(invite.value("code", ""), "registrarroy"))
      return fault("the registrar cannot come");
    const Json self = ask(student_, "GET", "/api/me", nullptr, 200);
    if (ok()) person_ = self["person"]["id"].get<std::int64_t>();
    return ok();
  }

  bool name_everywhere() {
    const Json asked{{"title", "With sound"},
                     {"item", kPlayedChart},
                     {"bpm", kPlayedBpm},
                     {"sound", "keep"},
                     {"demands", {{{"kind", "spread_ms"}, {"line", "hat"}, {"bound", 20}}}}};
    const Json made =
        ask(teacher_, "POST", fmt::format("/api/classes/{}/assignments", term_.klass), asked, 201);
    if (!ok()) return false;
    const auto assignment = made["id"].get<std::int64_t>();
    const std::string path = fmt::format("/api/assignments/{}", assignment);
    Dice dice(23);
    const Answered sent =
        student_.ask_until("POST", path + "/submissions",
                           form_of(kName + "-sound", sound_take(4, 20, dice), "audio/wav"), kFormType);
    if (sent.status != 202) return fault("the recording was refused: " + sent.body);
    const Json handed = Json::parse(sent.body, nullptr, false);
    const auto submission = handed["submission"]["id"].get<std::int64_t>();
    for (int turn = 0; turn < 600; ++turn) {
      const Json now = ask(teacher_, "GET", fmt::format("/api/submissions/{}", submission), nullptr, 200);
      if (!ok() || now.dump().find("\"waiting\"") == std::string::npos) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    ask(teacher_, "POST", fmt::format("/api/submissions/{}/comments", submission),
        {{"bar", 2}, {"beat", 3}, {"text", kName + ", your elbow"}}, 201);
    ask(teacher_, "POST", path + "/overrides",
        {{"person", person_}, {"attempts", 9}, {"reason", kName + " was ill"}}, 201);
    return ok();
  }

  bool export_and_keep() {
    const Answered zip = student_.ask("GET", fmt::format("/api/people/{}/export.zip", person_));
    if (zip.status != 200 || !zip.body.starts_with("PK"))
      return fault("the export: " + zip.body.substr(0, 200));
    result_.export_bytes = zip.body.size();
    if (!stand_.has_cluster() && run(fmt::format("school backup '{}' --database '{}' --sound '{}'", backup(),
                                                 stand_.database(), stand_.sound())))
      result_.in_backup = 0;
    result_.before = times_in_database(stand_) + times_below(stand_.sound());
    result_.sounds_before = files_below(stand_.sound());
    return ok();
  }

  bool erase() {
    const std::string path = fmt::format("/api/people/{}/erasure", person_);
    ask(student_, "POST", path, Json::object(), 202);
    ask(registrar_, "POST", path, Json::object(), 202);
    if (ok()) ask(admin_, "POST", path + "/confirm", Json::object(), 202);
    // Erasing is a job; a school that still has it after a minute is at fault.
    for (int turn = 0; ok() && turn < 600; ++turn) {
      const Json jobs = ask(admin_, "GET", "/api/school/jobs", nullptr, 200);
      if (!ok() || jobs["others"].dump().find("\"erase\"") == std::string::npos) return ok();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return ok() && fault("the erasure waited for a minute");
  }

  void look() {
    result_.in_database = times_in_database(stand_);
    result_.in_sound = times_below(stand_.sound());
    result_.sounds_after = files_below(stand_.sound());
    result_.in_logs = times_in_logs(stand_);
    if (result_.in_backup < 0) return;
    const std::string folder = stand_.folder() + "/restored";
    fs::create_directory(folder);
    const std::string database = folder + "/new.sqlite", sound = folder + "/new.sound";
    if (!run(fmt::format("school restore '{}' --database '{}' --sound '{}'", backup(), database, sound)))
      return;
    if (times_in_file(database) == 0) fault("the backup never had the name");
    if (run(fmt::format("school erase --replay --database '{}' --sound '{}' --list '{}.erased'", database,
                        sound, stand_.database())))
      result_.in_backup = times_below(folder);
  }

  std::string backup() const { return stand_.folder() + "/backup"; }
  bool run(const std::string& words) {
    std::string said;
    return stand_.run(words, said) == 0 || fault(words + ": " + said);
  }

  const Stand& stand_;
  const TermResult& term_;
  Forgotten result_;
  std::int64_t person_ = 0;
  Client admin_{stand_.ports()}, teacher_{stand_.ports()}, student_{stand_.ports()},
      registrar_{stand_.ports()};
};

}  // namespace

Forgotten forget_one(const Stand& stand, const TermResult& term) {
  return Forgetting(stand, term).all();
}

}  // namespace firstchair::bench
