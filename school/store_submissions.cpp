// What students hand in.
#include <fmt/format.h>

#include "school/assignment_rows.h"
#include "school/job_rows.h"
#include "school/store.h"
#include "school/take_rows.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

}  // namespace

Result<std::int64_t> SchoolStore::hand_in(std::int64_t school, const Submission& submission, const Act& act,
                                          const store::PackedTake* take) {
  if (submission.sent_name.empty() || submission.sent_name.size() > 200)
    return not_so("what is handed in has a name of 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // Of two that come at once one waits, so that neither a name nor an attempt is used twice.
    work.hold("submission");
    const sql::Rows sent =
        work.ask("SELECT id, assignment, person FROM submissions WHERE school = $1 AND sent_name = $2",
                 {submission.sent_name});
    if (!sent.empty()) {
      const sql::Row& row = sent.front();
      if (row.integer(1) != submission.assignment || row.integer(2) != submission.person)
        work.fail(not_so("that name was sent for something else"));
      return row.integer(0);
    }
    const Assignment asked = the_assignment(work, submission.assignment);
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {submission.person});
    work.demand(
        "version",
        "SELECT version FROM assignment_versions WHERE school = $1 AND assignment = $2 AND version = $3",
        {submission.assignment, submission.version});
    if (!work.ok()) return std::int64_t{0};
    const std::vector<Override> all = overrides_of(work, submission.assignment);
    const Override* own = of_person(all, submission.person);
    const auto allowed = assign::attempts_allowed(asked.attempts, own ? own->attempts : std::nullopt);
    // What waits may yet count; what failed through us does not.
    int used = 0;
    for (const Submission& before : handed_in(work, submission.assignment, submission.person))
      used += before.state == SubmissionState::waiting || before.state == SubmissionState::heard ? 1 : 0;
    if (allowed && used >= *allowed)
      work.fail(
          not_so(fmt::format("{} of {} attempts are used; your teacher can give more", used, *allowed)));
    if (asked.closes_s && submission.began_s > *asked.closes_s)
      work.fail(not_so("this is closed; the take is kept in your book and not handed in"));
    if (!work.ok()) return std::int64_t{0};
    const std::int64_t id = work.next("submission");
    std::optional<std::int64_t> played = submission.take;
    if (take != nullptr) played = insert_take(work, submission.person, submission.sent_name, *take);
    work.ask(
        "INSERT INTO submissions(school, id, assignment, person, version, sent_name, state, began_s, came_s, "
        "take, answers, why, sound, sound_type)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        {id, submission.assignment, submission.person, submission.version, submission.sent_name,
         static_cast<int>(submission.state), submission.began_s, submission.came_s, optional_value(played),
         answers_text(submission.answers), submission.why, submission.sound, submission.sound_type});
    if (submission.state == SubmissionState::waiting) enqueue(work, kHearJob, id);
    if (submission.state == SubmissionState::heard) tell_result(work, asked, submission.person, act, false);
    work.note(act, "take.hand_in", fmt::format("person {}", submission.person),
              fmt::format("assignment {} submission {}", submission.assignment, id));
    return id;
  });
}

Result<Done> SchoolStore::answer_submission(std::int64_t school, std::int64_t id, const Answer& answer,
                                            const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // What was heard stays as it was told: only a teacher takes it out.
    const bool out = answer.state == SubmissionState::taken_out;
    const sql::Rows rows = work.ask(
        "UPDATE submissions SET state = $3, answers = CASE WHEN CAST($4 AS bigint) = 1 THEN"
        " answers ELSE $5 END, why = $7 WHERE school = $1 AND id = $2 AND (state = $6 OR CAST($4 AS"
        " bigint) = 1) RETURNING person, assignment, sent_name",
        {id, static_cast<int>(answer.state), out ? 1 : 0, answers_text(answer.answers),
         static_cast<int>(SubmissionState::waiting), answer.why});
    if (rows.empty()) {
      work.demand("submission", "SELECT id FROM submissions WHERE school = $1 AND id = $2", {id});
      return Done{};  // it was answered before: the second answer is dropped
    }
    drop_job(work, kHearJob, id);
    note_shown(work);
    const std::int64_t person = rows.front().integer(0);
    if (answer.take != nullptr)
      work.ask("UPDATE submissions SET take = $3 WHERE school = $1 AND id = $2",
               {id, insert_take(work, person, rows.front().text(2), *answer.take)});
    if (out)
      work.note(act, "take.take_out", fmt::format("person {}", person), fmt::format("submission {}", id),
                answer.why);
    const Assignment asked = the_assignment(work, rows.front().integer(1));
    if (work.ok()) tell_result(work, asked, person, act, out);
    return Done{};
  });
}

Result<Done> SchoolStore::wait_again(std::int64_t school, std::int64_t id, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "UPDATE submissions SET state = $3, why = '' WHERE school = $1 AND id = $2 AND state = $4 RETURNING "
        "person",
        {id, static_cast<int>(SubmissionState::waiting), static_cast<int>(SubmissionState::failed)});
    if (rows.empty()) work.fail(not_so("only what could not be heard is heard again"));
    if (!rows.empty()) {
      enqueue(work, kHearJob, id);
      work.note(act, "take.again", fmt::format("person {}", rows.front().integer(0)),
                fmt::format("submission {}", id));
    }
    return Done{};
  });
}

Result<std::vector<Submission>> SchoolStore::waiting(std::int64_t school, int limit) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Submission> all;
    for (const sql::Row& row : work.ask(
             fmt::format("SELECT {} FROM submissions WHERE school = $1 AND state = $2 ORDER BY came_s, id"
                         " LIMIT $3",
                         kSubmissionColumns),
             {static_cast<int>(SubmissionState::waiting), limit}))
      all.push_back(submission_of(work, row));
    return all;
  });
}

Result<std::optional<Submission>> SchoolStore::sent(std::int64_t school, const Submission& named) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND sent_name = $2"
                             " AND assignment = $3 AND person = $4",
                             kSubmissionColumns),
                 {named.sent_name, named.assignment, named.person});
    return rows.empty() ? std::nullopt : std::optional(submission_of(work, rows.front()));
  });
}

Result<std::string> SchoolStore::forget_sound(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("submission");
    const sql::Rows rows = work.ask("SELECT sound FROM submissions WHERE school = $1 AND id = $2", {id});
    if (rows.empty() || rows.front().text(0).empty()) return std::string();
    const std::string hash = rows.front().text(0);
    work.ask("UPDATE submissions SET sound = '', sound_type = '' WHERE school = $1 AND id = $2", {id});
    const sql::Rows others =
        work.ask("SELECT count(*) FROM submissions WHERE school = $1 AND sound = $2", {hash});
    if (others.empty() || others.front().integer(0) > 0) return std::string();
    work.ask("INSERT INTO sounds_to_drop(school, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", {hash});
    return hash;
  });
}

Result<bool> SchoolStore::sound_used(std::int64_t school, const std::string& hash) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    return !work.ask("SELECT id FROM submissions WHERE school = $1 AND sound = $2 LIMIT 1", {hash}).empty();
  });
}

Result<int> SchoolStore::handed_in_since(std::int64_t school, std::int64_t person, std::int64_t since_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask("SELECT count(*) FROM submissions WHERE school = $1 AND person = $2 AND came_s > $3",
                 {person, since_s});
    return rows.empty() ? 0 : static_cast<int>(rows.front().integer(0));
  });
}

Result<Submission> SchoolStore::submission(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask(
        fmt::format("SELECT {} FROM submissions WHERE school = $1 AND id = $2", kSubmissionColumns), {id});
    if (rows.empty()) work.fail(no_such("submission"));
    return rows.empty() ? Submission{} : submission_of(work, rows.front());
  });
}

Result<std::vector<Submission>> SchoolStore::submissions_of(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Submission> all;
    for (const sql::Row& row :
         work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND person = $2 ORDER BY id",
                              kSubmissionColumns),
                  {person}))
      all.push_back(submission_of(work, row));
    return all;
  });
}

Result<std::vector<Submission>> SchoolStore::submissions(std::int64_t school, std::int64_t assignment,
                                                         std::int64_t person) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return handed_in(work, assignment, person); });
}

}  // namespace firstchair::school
