#include "apps/school/research.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "engine/core/voice.h"
#include "report/text/facts.h"
#include "report/text/words.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

constexpr int kAtOnce = 200;
constexpr std::size_t kDrawnDigits = 16;
constexpr std::int64_t kDayS = 24 * 3600;
constexpr const char* kColumns = "student,take,kind,bar,beat,line,written,heard,error_ms,strength,level_db\n";

class Research {
 public:
  Research(school::SchoolStore& store, const std::string& folder)
      : store_(store),
        takes_(folder + "/takes.jsonl", std::ios::binary),
        strokes_(folder + "/strokes.csv", std::ios::binary) {
    strokes_ << kColumns;
  }

  Result<Done> add_school(std::int64_t school) {
    const auto agreed = store_.in_research(school);
    if (!agreed) return agreed.error();
    if (agreed->empty()) return Done{};
    const auto secret = store_.secret(school, "research");
    if (!secret) return secret.error();
    secret_ = *secret;
    school_name_ = drawn("s", "school");
    bool any = false;
    for (const std::int64_t person : *agreed) {
      const std::int64_t before = told_.takes;
      if (const auto added = add_student(school, person); !added) return added;
      any = any || told_.takes > before;
    }
    told_.schools += any ? 1 : 0;
    return Done{};
  }

  Result<Researched> close(const std::string& folder, std::int64_t now_s) {
    const std::time_t when = now_s;
    std::tm utc{};
    ::gmtime_r(&when, &utc);
    std::ofstream about(folder + "/about.json", std::ios::binary);
    about << Json{{"format", "firstchair-research 1"},
                  {"made", fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday)},
                  {"schools", told_.schools},
                  {"students", told_.students},
                  {"takes", told_.takes},
                  {"strokes", told_.strokes}}
                 .dump(2)
          << '\n';
    for (std::ofstream* file : {&takes_, &strokes_, &about}) file->close();
    if (!takes_ || !strokes_ || !about)
      return Error{ErrorCode::unwritable, folder, "the export cannot be written",
                   "Make room, or name another place"};
    return told_;
  }

 private:
  // Returns a name that only who has the school's secret can make of `of`.
  std::string drawn(const char* kind, const std::string& of) const {
    return kind + school::sign(secret_, of).substr(0, kDrawnDigits);
  }

  Result<Done> add_student(std::int64_t school, std::int64_t person) {
    std::vector<school::OwnTake> all;
    for (std::int64_t after = 0;;) {
      const auto some = store_.takes_of(school, person, {.after = after, .limit = kAtOnce});
      if (!some) return some.error();
      if (some->empty()) break;
      all.insert(all.end(), some->begin(), some->end());
      after = some->back().id;
    }
    if (all.empty()) return Done{};
    std::sort(all.begin(), all.end(), [](const school::OwnTake& a, const school::OwnTake& b) {
      return std::pair(a.began_s, a.id) < std::pair(b.began_s, b.id);
    });
    const std::string student = drawn("p", fmt::format("person {}", person));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto played = store_.take(school, all[i].id);
      if (!played) return played.error();
      if (const Result<Done> added = add_take(*played, student, i + 1, all.front().began_s); !added)
        return added;
    }
    ++told_.students;
    return Done{};
  }

  Result<Done> add_take(const school::PlayedTake& played, const std::string& student, std::size_t number,
                        std::int64_t first_s) {
    const store::Circumstances& how = played.how;
    const Take& take = played.take;
    // A built-in chart has a name of ours; what somebody called a chart of their own is theirs.
    const bool ours = static_cast<bool>(charts::builtin_chart(how.item));
    const std::int64_t rows = add_strokes(take, student, number);
    takes_ << Json{{"school", school_name_},
                   {"student", student},
                   {"take", number},
                   {"day", (how.began_s - first_s) / kDayS},
                   {"item", ours               ? how.item
                            : how.item.empty() ? std::string()
                                               : drawn("c", "item " + how.item)},
                   {"bpm", rounded(how.bpm > 0 ? how.bpm : take.reading.bpm)},
                   {"click", how.click},
                   {"source", report::id_of(take.source.kind)},
                   {"whole", how.counted},
                   {"engine", how.engine},
                   {"rows", rows}}
                  .dump()
           << '\n';
    ++told_.takes;
    told_.strokes += rows;
    return takes_ ? Result<Done>(Done{})
                  : Result<Done>(
                        Error{ErrorCode::unwritable, "takes.jsonl", "there is no room for the export", {}});
  }

  std::int64_t add_strokes(const Take& take, const std::string& student, std::size_t number) {
    const std::vector<Bar> bars = bars_of(take.chart);
    std::string text;
    for (const Match& m : take.alignment.matches) {
      const Hit* hit = m.hit >= 0 ? &take.hits[static_cast<std::size_t>(m.hit)] : nullptr;
      const Note* note = m.note >= 0 ? &take.chart.notes[static_cast<std::size_t>(m.note)] : nullptr;
      const Bar& bar = bar_at(bars, m.tick);
      text += fmt::format("{},{},{},{},{},{},{},{},", student, number, report::id_of(m.kind), bar.number,
                          report::number(bar.beat_at(m.tick), 4), id_of(report::line_of(take, m)),
                          note ? id_of(note->voice) : "", hit ? id_of(hit->voice) : "");
      text += hit && std::isfinite(m.error_ms) ? report::number(m.error_ms, 2) + "," : ",";
      text += hit ? report::number(static_cast<double>(hit->strength), 0) + "," +
                        report::number(static_cast<double>(hit->level_db), 2) + "\n"
                  : ",\n";
    }
    strokes_ << text;
    return static_cast<std::int64_t>(take.alignment.matches.size());
  }

  static double rounded(double bpm) { return std::isfinite(bpm) ? std::round(bpm * 100) / 100 : 0; }

  school::SchoolStore& store_;
  std::ofstream takes_, strokes_;
  std::string secret_, school_name_;
  Researched told_;
};

}  // namespace

Result<Researched> export_research(school::SchoolStore& store, const std::vector<std::int64_t>& schools,
                                   std::int64_t now_s, const std::string& folder) {
  for (const std::int64_t school : schools)
    if (const auto facts = store.facts(school); !facts) return facts.error();
  if (::mkdir(folder.c_str(), 0700) != 0)
    return errno == EEXIST
               ? Error{ErrorCode::usage, folder, "there is something already", "Name another folder"}
               : Error{ErrorCode::unwritable, folder, "this folder cannot be made", "Name another place"};
  const auto done = [&]() -> Result<Researched> {
    Research research(store, folder);
    for (const std::int64_t school : schools)
      if (const auto added = research.add_school(school); !added) return added.error();
    return research.close(folder, now_s);
  }();
  std::error_code ignored;
  if (!done) std::filesystem::remove_all(folder, ignored);
  return done;
}

}  // namespace firstchair::school_api
