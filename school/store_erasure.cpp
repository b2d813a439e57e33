// Erasure: who asked, started and confirmed it, and everything of a person that goes.
#include <fmt/format.h>

#include <set>

#include "school/assignment_rows.h"
#include "school/erasing.h"
#include "school/job_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::string_view kColumns =
    "person, made_s, asked_by, asked_s, started_by, started_s, confirmed_by, confirmed_s";

Erasure erasure_of(const sql::Row& row) {
  return {.person = row.integer(0),
          .made_s = row.integer(1),
          .asked_by = maybe(row, 2),
          .asked_s = maybe(row, 3),
          .started_by = maybe(row, 4),
          .started_s = maybe(row, 5),
          .confirmed_by = maybe(row, 6),
          .confirmed_s = maybe(row, 7)};
}

Erasure the_erasure(Working& work, std::int64_t person) {
  const sql::Rows rows =
      work.ask(fmt::format("SELECT {} FROM erasures WHERE school = $1 AND person = $2", kColumns), {person});
  if (rows.empty()) work.fail(no_such("erasure"));
  return rows.empty() ? Erasure{} : erasure_of(rows.front());
}

std::int64_t deleted(Working& work, const std::string& sql, const sql::Values& values) {
  return static_cast<std::int64_t>(work.ask(sql + " RETURNING 1", values).size());
}

// What a class's median is made of stays, without whose it was.
void keep_values(Working& work, std::int64_t person, std::int64_t now_s) {
  for (const sql::Row& row : work.ask(
           "SELECT DISTINCT s.assignment FROM submissions s JOIN assignments a ON a.school = s.school AND"
           " a.id = s.assignment JOIN memberships m ON m.school = a.school AND m.class = a.class AND"
           " m.person = s.person WHERE s.school = $1 AND s.person = $2 AND m.role = 'student' AND"
           " (m.to_s IS NULL OR m.to_s > $3)",
           {person, now_s})) {
    const Assignment asked = the_assignment(work, row.integer(0));
    const Book book = book_of(work, asked.id, person);
    if (!work.ok()) return;
    const Grade grade = grade_in(book, asked, person);
    if (!grade.shown) continue;
    for (std::size_t demand = 0; demand < grade.shown->answers.size(); ++demand) {
      const assign::Answered& answer = grade.shown->answers[demand];
      if (answer.standing == assign::DemandStanding::not_told) continue;
      work.ask(
          "INSERT INTO remains(school, n, assignment, version, demand, value) VALUES ($1, $2, $3, $4, $5, "
          "$6)",
          {work.next("remains"), asked.id, grade.version, static_cast<std::int64_t>(demand), answer.value});
    }
  }
}

}  // namespace

std::vector<Remaining> remains_in(Working& work, std::int64_t klass) {
  std::vector<Remaining> all;
  for (const sql::Row& row :
       work.ask("SELECT r.assignment, r.version, r.demand, r.value FROM remains r JOIN assignments a ON "
                "a.school ="
                " r.school AND a.id = r.assignment WHERE r.school = $1 AND a.class = $2 ORDER BY r.n",
                {klass}))
    all.push_back({row.integer(0), static_cast<int>(row.integer(1)), static_cast<std::size_t>(row.integer(2)),
                   row.real(3)});
  return all;
}

bool drop_unused(Working& work, const std::string& hash) {
  if (!work.ask("SELECT id FROM submissions WHERE school = $1 AND sound = $2 LIMIT 1", {hash}).empty())
    return false;
  work.ask("INSERT INTO sounds_to_drop(school, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", {hash});
  return work.ok();
}

Gone erase_submissions(Working& work, const std::string& chosen, const sql::Values& values) {
  const std::string in = " WHERE school = $1 AND submission IN (" + chosen + ")";
  Gone gone;
  gone.comments = deleted(work, "DELETE FROM comments" + in, values);
  work.ask("DELETE FROM rejudged" + in, values);
  // The same recording may have been handed in by somebody else.
  const sql::Rows sounds = work.ask(
      "SELECT DISTINCT sound FROM submissions WHERE school = $1 AND sound <> '' AND id IN (" + chosen + ")",
      values);
  gone.submissions =
      deleted(work, "DELETE FROM submissions WHERE school = $1 AND id IN (" + chosen + ")", values);
  for (const sql::Row& sound : sounds) gone.sounds += drop_unused(work, sound.text(0)) ? 1 : 0;
  return gone;
}

std::int64_t erase_takes(Working& work, const std::string& chosen, const sql::Values& values) {
  const std::string in = " WHERE school = $1 AND take IN (" + chosen + ")";
  const sql::Rows charts = work.ask("SELECT DISTINCT chart FROM judgements" + in, values);
  for (const char* table : {"lines", "judgements", "strokes"})
    work.ask(fmt::format("DELETE FROM {}", table) + in, values);
  const std::int64_t takes =
      deleted(work, "DELETE FROM takes WHERE school = $1 AND id IN (" + chosen + ")", values);
  for (const sql::Row& chart : charts)
    work.ask(
        "DELETE FROM charts WHERE school = $1 AND hash = $2 AND owner = 0 AND NOT EXISTS (SELECT 1 FROM"
        " judgements j WHERE j.school = charts.school AND j.chart = charts.hash)",
        {chart.text(0)});
  return takes;
}

Result<Erasure> SchoolStore::ask_erasure(std::int64_t school, std::int64_t person, bool start,
                                         const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows made = work.ask("SELECT made_s FROM people WHERE school = $1 AND id = $2", {person});
    if (made.empty()) work.fail(no_such("person"));
    if (!work.ok()) return Erasure{};
    work.ask(
        "INSERT INTO erasures(school, person, made_s) VALUES ($1, $2, $3) ON CONFLICT (school, person) DO "
        "NOTHING",
        {person, made.front().integer(0)});
    const Erasure before = the_erasure(work, person);
    // Who asked first and who started first stay.
    if (start && !before.started_by) {
      work.ask("UPDATE erasures SET started_by = $3, started_s = $4 WHERE school = $1 AND person = $2",
               {person, act.person, act.at_s});
      work.note(act, "account.erasure_start", fmt::format("person {}", person));
    } else if (!start && !before.asked_by) {
      work.ask("UPDATE erasures SET asked_by = $3, asked_s = $4 WHERE school = $1 AND person = $2",
               {person, act.person, act.at_s});
      work.note(act, "account.erasure_ask", fmt::format("person {}", person));
    }
    return the_erasure(work, person);
  });
}

Result<Done> SchoolStore::drop_erasure(std::int64_t school, std::int64_t person, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand(
        "erasure",
        "DELETE FROM erasures WHERE school = $1 AND person = $2 AND confirmed_by IS NULL RETURNING person",
        {person});
    work.note(act, "account.erasure_drop", fmt::format("person {}", person));
    return Done{};
  });
}

Result<Done> SchoolStore::confirm_erasure(std::int64_t school, std::int64_t person, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand(
        "erasure",
        "UPDATE erasures SET confirmed_by = $3, confirmed_s = $4 WHERE school = $1 AND person = $2 AND"
        " started_by IS NOT NULL RETURNING person",
        {person, act.person, act.at_s});
    work.demand("person", "UPDATE people SET state = 'ended' WHERE school = $1 AND id = $2 RETURNING id",
                {person});
    work.ask("DELETE FROM sessions WHERE school = $1 AND person = $2", {person});
    enqueue(work, kEraseJob, person);
    work.note(act, "account.erasure_confirm", fmt::format("person {}", person));
    return Done{};
  });
}

Result<Erasure> SchoolStore::erasure(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) { return the_erasure(work, person); });
}

Result<std::vector<Erasure>> SchoolStore::erasures(std::int64_t school, bool open) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Erasure> all;
    for (const sql::Row& row : work.ask(fmt::format(
             "SELECT {} FROM erasures WHERE school = $1 AND confirmed_by IS {} NULL ORDER BY person",
             kColumns, open ? "" : "NOT")))
      all.push_back(erasure_of(row));
    return all;
  });
}

Result<bool> SchoolStore::is_there(const Erased& named) {
  return within(*connection_, named.school, Kind::reads, [&](Working& work) {
    return !work.ask("SELECT id FROM people WHERE school = $1 AND id = $2 AND made_s = $3",
                     {named.person, named.made_s})
                .empty();
  });
}

Result<Gone> SchoolStore::held_of(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    const auto count = [&](const char* sql) {
      const sql::Rows rows = work.ask(sql, {person});
      return rows.empty() ? std::int64_t{0} : rows.front().integer(0);
    };
    return Gone{
        .takes = count("SELECT count(*) FROM takes WHERE school = $1 AND person = $2"),
        .submissions = count("SELECT count(*) FROM submissions WHERE school = $1 AND person = $2"),
        .comments =
            count("SELECT count(*) FROM comments c JOIN submissions s ON s.school = c.school AND s.id ="
                  " c.submission WHERE c.school = $1 AND (s.person = $2 OR c.by_person = $2)"),
        .sounds = count("SELECT count(DISTINCT sound) FROM submissions WHERE school = $1 AND person = $2 AND"
                        " sound <> ''"),
        .sessions = count("SELECT count(*) FROM sessions WHERE school = $1 AND person = $2")};
  });
}

Result<Gone> SchoolStore::erase(std::int64_t school, std::int64_t person, const Act& act) {
  auto done = within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("submission");
    const sql::Rows made = work.ask("SELECT made_s FROM people WHERE school = $1 AND id = $2", {person});
    if (made.empty()) work.fail(no_such("person"));
    if (!work.ok()) return Gone{};
    keep_values(work, person, act.at_s);
    Gone gone =
        erase_submissions(work, "SELECT id FROM submissions WHERE school = $1 AND person = $2", {person});
    gone.comments += deleted(work, "DELETE FROM comments WHERE school = $1 AND by_person = $2", {person});
    gone.takes = erase_takes(work, "SELECT id FROM takes WHERE school = $1 AND person = $2", {person});
    gone.sessions = deleted(work, "DELETE FROM sessions WHERE school = $1 AND person = $2", {person});
    end_exports(work, "person = $2", {person});
    for (const char* table : {"results", "overrides", "phrases", "consents", "research_consents", "limits",
                              "recovery_codes", "second_factors", "resets", "logins", "memberships"})
      work.ask(fmt::format("DELETE FROM {} WHERE school = $1 AND person = $2", table), {person});
    // A record of chairs stays with the letters; nothing says any more whose they were.
    work.ask("UPDATE chairs_players SET person = NULL, salt = '' WHERE school = $1 AND person = $2",
             {person});
    work.ask("DELETE FROM guardians WHERE school = $1 AND (guardian = $2 OR child = $2)", {person});
    work.ask("DELETE FROM invites WHERE school = $1 AND child = $2", {person});
    // How a guardian who is erased gave consent may be in their own words.
    for (const char* table : {"consents", "research_consents"})
      work.ask(fmt::format("UPDATE {} SET how = 'erased' WHERE school = $1 AND by_person = $2", table),
               {person});
    work.ask(
        "DELETE FROM audit_words WHERE school = $1 AND n IN (SELECT n FROM audit WHERE school = $1 AND"
        " (thing = $2 OR (actor = $3 AND verb IN ('consent.give', 'consent.withdraw'))))",
        {fmt::format("person {}", person), person});
    work.ask("DELETE FROM people WHERE school = $1 AND id = $2", {person});
    work.ask(
        "INSERT INTO erasures(school, person, made_s, confirmed_by, confirmed_s) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (school, person) DO UPDATE SET confirmed_by = excluded.confirmed_by, confirmed_s ="
        " excluded.confirmed_s",
        {person, made.front().integer(0), act.person, act.at_s});
    work.note(act, "account.erase", fmt::format("person {}", person), text_of(gone));
    return gone;
  });
  if (done)
    if (const auto forgotten = connection_->forget_deleted(); !forgotten) return forgotten.error();
  return done;
}

Result<std::vector<std::string>> SchoolStore::sounds_to_drop(std::int64_t school) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("submission");
    // What was handed in again meanwhile stays.
    work.ask(
        "DELETE FROM sounds_to_drop WHERE school = $1 AND hash IN (SELECT sound FROM submissions WHERE"
        " school = $1)");
    std::vector<std::string> all;
    for (const sql::Row& row : work.ask("SELECT hash FROM sounds_to_drop WHERE school = $1 ORDER BY hash"))
      all.push_back(row.text(0));
    return all;
  });
}

Result<Done> SchoolStore::sound_dropped(std::int64_t school, const std::string& hash) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("DELETE FROM sounds_to_drop WHERE school = $1 AND hash = $2", {hash});
    return Done{};
  });
}

Result<std::int64_t> SchoolStore::drop_unnamed(std::int64_t school, const std::vector<std::string>& hashes) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("submission");
    std::set<std::string> named;
    for (const sql::Row& row :
         work.ask("SELECT sound FROM submissions WHERE school = $1 AND sound <> '' UNION"
                  " SELECT hash FROM exports WHERE school = $1 UNION"
                  " SELECT hash FROM sounds_to_drop WHERE school = $1"))
      named.insert(row.text(0));
    std::int64_t dropped = 0;
    for (const std::string& hash : hashes) {
      if (named.contains(hash)) continue;
      work.ask("INSERT INTO sounds_to_drop(school, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", {hash});
      ++dropped;
    }
    return dropped;
  });
}

Result<std::vector<Remaining>> SchoolStore::remains(std::int64_t school, std::int64_t klass) {
  return within(*connection_, school, Kind::reads, [&](Working& work) { return remains_in(work, klass); });
}

}  // namespace firstchair::school
