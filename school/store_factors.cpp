// Second factors with their recovery codes, and links that set a password once.
#include <fmt/format.h>

#include "school/secrets.h"
#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

std::string thing(std::int64_t person) {
  return fmt::format("person {}", person);
}

void drop_factor(Working& work, std::int64_t person) {
  work.ask("DELETE FROM recovery_codes WHERE school = $1 AND person = $2", {person});
  work.ask("DELETE FROM second_factors WHERE school = $1 AND person = $2", {person});
}

}  // namespace

Result<Done> SchoolStore::propose_factor(std::int64_t school, std::int64_t person, const std::string& secret,
                                         const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    const sql::Rows made = work.ask(
        "INSERT INTO second_factors(school, person, secret, confirmed, last_step, made_s) VALUES ($1, $2, "
        "$3, 0, 0, $4)"
        " ON CONFLICT (school, person) DO UPDATE SET secret = excluded.secret, made_s = excluded.made_s"
        " WHERE second_factors.confirmed = 0 RETURNING person",
        {person, secret, act.at_s});
    if (made.empty()) work.fail(not_so("there is a second factor already", "Take it away first"));
    return Done{};
  });
}

Result<SecondFactor> SchoolStore::factor(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask("SELECT secret, confirmed, last_step FROM second_factors WHERE school = $1 AND person = $2",
                 {person});
    if (rows.empty()) return SecondFactor{};
    const sql::Rows codes =
        work.ask("SELECT count(*) FROM recovery_codes WHERE school = $1 AND person = $2", {person});
    return SecondFactor{.secret = rows.front().text(0),
                        .confirmed = rows.front().integer(1) != 0,
                        .last_step = rows.front().integer(2),
                        .codes_left = codes.empty() ? 0 : static_cast<int>(codes.front().integer(0))};
  });
}

Result<bool> SchoolStore::use_step(std::int64_t school, std::int64_t person, std::int64_t step) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // In one statement, so that of two who show the same code at once one is refused.
    return !work.ask(
                    "UPDATE second_factors SET last_step = $3 WHERE school = $1 AND person = $2 AND "
                    "last_step < $3"
                    " RETURNING person",
                    {person, step})
                .empty();
  });
}

Result<Done> SchoolStore::confirm_factor(std::int64_t school, std::int64_t person,
                                         const std::vector<std::string>& hashes, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("second factor",
                "UPDATE second_factors SET confirmed = 1 WHERE school = $1 AND person = $2 RETURNING person",
                {person});
    work.ask("DELETE FROM recovery_codes WHERE school = $1 AND person = $2", {person});
    for (const std::string& hash : hashes)
      work.ask("INSERT INTO recovery_codes(school, person, hash) VALUES ($1, $2, $3)", {person, hash});
    work.note(act, "account.factor", thing(person));
    return Done{};
  });
}

Result<bool> SchoolStore::use_recovery_code(std::int64_t school, std::int64_t person, const std::string& hash,
                                            const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const bool used = !work.ask(
                               "DELETE FROM recovery_codes WHERE school = $1 AND person = $2 AND hash = $3 "
                               "RETURNING person",
                               {person, hash})
                           .empty();
    if (used) work.note(act, "account.recovery_code", thing(person));
    return used;
  });
}

Result<Done> SchoolStore::end_factor(std::int64_t school, std::int64_t person, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    drop_factor(work, person);
    work.note(act, "account.factor_end", thing(person));
    return Done{};
  });
}

Result<Done> SchoolStore::make_reset(std::int64_t school, std::int64_t person, const std::string& hash,
                                     std::int64_t until_s, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2 AND state = 'active'",
                {person});
    work.ask(
        "INSERT INTO resets(school, person, hash, until_s, made_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT"
        " (school, person) DO UPDATE SET hash = excluded.hash, until_s = excluded.until_s, made_by ="
        " excluded.made_by",
        {person, hash, until_s, act.person});
    work.note(act, "account.reset_link", thing(person));
    return Done{};
  });
}

Result<std::int64_t> SchoolStore::reset(std::int64_t school, const std::string& hash, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "SELECT r.person FROM resets r JOIN people p ON p.school = r.school AND p.id = r.person WHERE "
        "r.school ="
        " $1 AND r.hash = $2 AND r.until_s > $3 AND p.state = 'active'",
        {hash, now_s});
    if (rows.empty()) work.fail(no_such("link, or it was used"));
    return rows.empty() ? std::int64_t{0} : rows.front().integer(0);
  });
}

Result<std::int64_t> SchoolStore::use_reset(std::int64_t school, const std::string& hash,
                                            const std::string& subject, const std::string& secret,
                                            const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows rows =
        work.ask("DELETE FROM resets WHERE school = $1 AND hash = $2 AND until_s > $3 RETURNING person",
                 {hash, act.at_s});
    if (rows.empty()) work.fail(no_such("link, or it was used"));
    if (!work.ok()) return std::int64_t{0};
    const std::int64_t person = rows.front().integer(0);
    work.ask("DELETE FROM logins WHERE school = $1 AND kind = 'password' AND person = $2", {person});
    insert_login(work, person, subject, secret);
    work.ask("DELETE FROM sessions WHERE school = $1 AND person = $2", {person});
    Act own = act;
    own.person = person;
    work.note(own, "account.reset", thing(person));
    return person;
  });
}

}  // namespace firstchair::school
