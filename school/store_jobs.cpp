// The queue. A claim locks its school's turn first: of two workers one goes on to the next school. What is
// due is reckoned anew behind that lock, so that no job is overlooked that somebody makes meanwhile.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "school/job_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr int kSchoolsAtOnce = 16, kLooks = 20;
constexpr std::int64_t kNever = 9'000'000'000'000;

// Sets when the school's next job of a kind is due. The turn's row is locked.
void reckon_due(Working& work, const std::string& kind) {
  work.ask(
      fmt::format("UPDATE turns SET due_s = coalesce((SELECT min(j.due_s) FROM jobs j WHERE j.school = $1"
                  " AND j.kind = $2), {}) WHERE school = $1 AND kind = $2",
                  kNever),
      {kind});
}

enum class Claimed : unsigned char { one, none, busy };

Claimed claim_of(Working& work, const std::string& kind, const std::string& worker, int lease_s, Job& job) {
  const sql::Rows turn = work.ask(
      fmt::format("SELECT turn FROM turns WHERE school = $1 AND kind = $2{}", work.skip_locked()), {kind});
  if (turn.empty()) return Claimed::busy;
  const sql::Rows rows =
      work.ask(fmt::format("SELECT id, thing, tries FROM jobs WHERE school = $1 AND kind = $2 AND due_s <= {}"
                           " ORDER BY due_s, id LIMIT 1{}",
                           work.now_s(), work.skip_locked()),
               {kind});
  if (!rows.empty()) {
    const sql::Row& row = rows.front();
    job = {.school = work.school(),
           .id = row.integer(0),
           .kind = kind,
           .thing = row.integer(1),
           .tries = static_cast<int>(row.integer(2)) + 1,
           .worker = worker};
    work.ask(
        fmt::format("UPDATE jobs SET due_s = {} + $3, tries = $4, worker = $5 WHERE school = $1 AND id = $2",
                    work.now_s()),
        {job.id, lease_s, job.tries, worker});
    work.ask(
        "UPDATE turns SET turn = (SELECT max(t.turn) + 1 FROM turns t WHERE t.kind = $2)"
        " WHERE school = $1 AND kind = $2",
        {kind});
  }
  reckon_due(work, kind);
  return rows.empty() ? Claimed::none : Claimed::one;
}

constexpr std::string_view kColumns = "id, kind, thing, due_s, tries, worker, error, made_s";

QueuedJob queued(const sql::Row& row) {
  return {.id = row.integer(0),
          .kind = row.text(1),
          .thing = row.integer(2),
          .due_s = row.integer(3),
          .tries = static_cast<int>(row.integer(4)),
          .running = !row.text(5).empty(),
          .error = row.text(6),
          .made_s = row.integer(7)};
}

// Says of a job that it is still who claimed it's: the try counts claims.
constexpr std::string_view kStillOurs = "school = $1 AND id = $2 AND tries = $3 AND worker = $4";

}  // namespace

void enqueue(Working& work, const std::string& kind, std::int64_t thing, std::int64_t after_s) {
  const std::int64_t id = work.next("job");
  work.ask(
      fmt::format(
          "INSERT INTO jobs(school, id, kind, thing, due_s, tries, worker, error, made_s)"
          " VALUES ($1, $2, $3, $4, {0} + $5, 0, '', '', {0}) ON CONFLICT (school, kind, thing) DO NOTHING",
          work.now_s()),
      {id, kind, thing, after_s});
  // A school that had nothing to do is the first that is asked.
  work.ask(
      fmt::format("INSERT INTO turns(school, kind, due_s, turn) VALUES ($1, $2, {0} + $3, 0)"
                  " ON CONFLICT (school, kind) DO UPDATE SET due_s = CASE WHEN turns.due_s < excluded.due_s"
                  " THEN turns.due_s ELSE excluded.due_s END",
                  work.now_s()),
      {kind, after_s});
}

void drop_job(Working& work, const std::string& kind, std::int64_t thing) {
  work.ask("DELETE FROM jobs WHERE school = $1 AND kind = $2 AND thing = $3", {kind, thing});
}

Result<int> SchoolStore::adopt_waiting(std::int64_t school) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "SELECT s.id FROM submissions s WHERE s.school = $1 AND s.state = $2 AND NOT EXISTS (SELECT 1"
        " FROM jobs j WHERE j.school = s.school AND j.kind = $3 AND j.thing = s.id) ORDER BY s.id",
        {static_cast<int>(SubmissionState::waiting), kHearJob});
    for (const sql::Row& row : rows) enqueue(work, kHearJob, row.integer(0));
    return static_cast<int>(rows.size());
  });
}

Result<std::optional<Job>> SchoolStore::claim_job(const std::string& kind, const std::string& worker,
                                                  int lease_s) {
  for (int look = 0; look < kLooks; ++look) {
    const auto schools = within(*connection_, 0, Kind::reads, [&](Working& work) {
      std::vector<std::int64_t> due;
      for (const sql::Row& row :
           work.ask(fmt::format(
                        "SELECT school FROM turns WHERE $1 = 0 AND kind = $2 AND due_s <= {} ORDER BY turn,"
                        " school LIMIT $3",
                        work.now_s()),
                    {kind, kSchoolsAtOnce}))
        due.push_back(row.integer(0));
      return due;
    });
    if (!schools) return schools.error();
    bool busy = false;
    for (const std::int64_t school : *schools) {
      Job job;
      const auto claimed = within(*connection_, school, Kind::writes,
                                  [&](Working& work) { return claim_of(work, kind, worker, lease_s, job); });
      if (!claimed) return claimed.error();
      if (*claimed == Claimed::one) return std::optional(std::move(job));
      busy = busy || *claimed == Claimed::busy;
    }
    if (!busy) break;
    // Somebody else is at every school that has something: a moment later their turn is free.
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + look));
  }
  return std::optional<Job>();
}

Result<Done> SchoolStore::keep_job(const Job& job, int lease_s) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    const sql::Rows rows = work.ask(
        fmt::format("UPDATE jobs SET due_s = {} + $5 WHERE {} RETURNING id", work.now_s(), kStillOurs),
        {job.id, job.tries, job.worker, lease_s});
    if (rows.empty()) work.fail(no_such("job of this worker"));
    return Done{};
  });
}

Result<Done> SchoolStore::put_off(const Job& job, const std::string& why, int after_s) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    work.ask("UPDATE turns SET due_s = due_s WHERE school = $1 AND kind = $2", {job.kind});  // locks it
    work.ask(fmt::format("UPDATE jobs SET due_s = {} + $5, worker = '', error = $6 WHERE {}", work.now_s(),
                         kStillOurs),
             {job.id, job.tries, job.worker, after_s, why});
    reckon_due(work, job.kind);
    return Done{};
  });
}

Result<Done> SchoolStore::end_job(const Job& job) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    work.ask(fmt::format("DELETE FROM jobs WHERE {}", kStillOurs), {job.id, job.tries, job.worker});
    return Done{};
  });
}

Result<Done> SchoolStore::plan_job(std::int64_t school, const std::string& kind, std::int64_t thing,
                                   std::int64_t after_s) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    enqueue(work, kind, thing, after_s);
    return Done{};
  });
}

Result<Done> SchoolStore::renew_job(const Job& job, std::int64_t after_s) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    work.ask("UPDATE turns SET due_s = due_s WHERE school = $1 AND kind = $2", {job.kind});  // locks it
    work.ask(fmt::format("UPDATE jobs SET due_s = {0} + $5, made_s = {0}, tries = 0, worker = '', error = ''"
                         " WHERE {1}",
                         work.now_s(), kStillOurs),
             {job.id, job.tries, job.worker, after_s});
    reckon_due(work, job.kind);
    return Done{};
  });
}

Result<std::vector<QueuedJob>> SchoolStore::jobs(std::int64_t school, const Page& page) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<QueuedJob> all;
    for (const sql::Row& row : work.ask(
             fmt::format("SELECT {} FROM jobs WHERE school = $1 AND id > $2 ORDER BY id LIMIT $3", kColumns),
             {page.after, page.limit}))
      all.push_back(queued(row));
    return all;
  });
}

Result<std::optional<QueuedJob>> SchoolStore::job_of(std::int64_t school, const std::string& kind,
                                                     std::int64_t thing) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask(fmt::format("SELECT {} FROM jobs WHERE school = $1 AND kind = $2 AND thing = $3", kColumns),
                 {kind, thing});
    return rows.empty() ? std::nullopt : std::optional(queued(rows.front()));
  });
}

Result<std::vector<HearingWaits>> SchoolStore::hearings(
    std::int64_t school, const std::optional<std::vector<std::int64_t>>& classes, const Page& page) {
  std::string of_classes;
  for (const std::int64_t klass : classes.value_or(std::vector<std::int64_t>{}))
    of_classes += fmt::format("{}{}", of_classes.empty() ? "" : ", ", klass);
  if (classes && classes->empty()) return std::vector<HearingWaits>{};
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<HearingWaits> all;
    // The states stand here as the index has them: waiting, failed.
    for (const sql::Row& row : work.ask(
             fmt::format(
                 "SELECT s.id, s.assignment, a.class, s.person, s.came_s, s.state, s.why, j.due_s, j.tries,"
                 " j.worker, j.error, p.name, p.given FROM submissions s JOIN assignments a ON a.school ="
                 " s.school AND a.id = s.assignment JOIN people p ON p.school = s.school AND p.id = s.person"
                 " LEFT JOIN jobs j ON j.school = s.school AND j.kind = $4 AND j.thing = s.id"
                 " WHERE s.school = $1 AND s.state IN (0, 2) AND s.id > $2{} ORDER BY s.id LIMIT $3",
                 classes ? fmt::format(" AND a.class IN ({})", of_classes) : std::string()),
             {page.after, page.limit, kHearJob})) {
      const bool failed = row.integer(5) == static_cast<int>(SubmissionState::failed), queued = !row.null(7);
      all.push_back({.submission = row.integer(0),
                     .assignment = row.integer(1),
                     .klass = row.integer(2),
                     .person = row.integer(3),
                     .name = row.text(11),
                     .given = row.text(12),
                     .came_s = row.integer(4),
                     .failed = failed,
                     .why = failed || !queued ? row.text(6) : row.text(10),
                     .due_s = queued ? std::optional(row.integer(7)) : std::nullopt,
                     .tries = queued ? static_cast<int>(row.integer(8)) : 0,
                     .running = queued && !row.text(9).empty()});
    }
    return all;
  });
}

Result<Queue> SchoolStore::queue(const std::string& kind) {
  const auto schools = within(*connection_, 0, Kind::reads, [&](Working& work) {
    std::vector<std::int64_t> due;
    for (const sql::Row& row :
         work.ask(fmt::format("SELECT school FROM turns WHERE $1 = 0 AND kind = $2 AND due_s < {}", kNever),
                  {kind}))
      due.push_back(row.integer(0));
    return due;
  });
  if (!schools) return schools.error();
  Queue all;
  for (const std::int64_t school : *schools) {
    const auto one = within(*connection_, school, Kind::reads, [&](Working& work) {
      const sql::Rows rows = work.ask(
          fmt::format(
              "SELECT count(CASE WHEN worker = '' THEN 1 END), count(CASE WHEN worker <> '' THEN 1 END),"
              " coalesce({} - min(made_s), 0) FROM jobs WHERE school = $1 AND kind = $2",
              work.now_s()),
          {kind});
      return rows.empty() ? Queue{}
                          : Queue{rows.front().integer(0), rows.front().integer(1), rows.front().integer(2)};
    });
    if (!one) return one.error();
    all.waiting += one->waiting;
    all.running += one->running;
    all.oldest_s = std::max(all.oldest_s, one->oldest_s);
  }
  return all;
}

}  // namespace firstchair::school
