#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::string_view kColumns = "person, subject, secret, failed, locked_until_s";

Login login_row(const sql::Row& row) {
  return Login{.person = row.integer(0),
               .subject = row.text(1),
               .secret = row.text(2),
               .failed = static_cast<int>(row.integer(3)),
               .locked_until_s = row.integer(4)};
}

Login the_one(Working& work, const sql::Rows& rows) {
  if (rows.empty()) work.fail(no_such("login"));
  return rows.empty() ? Login{} : login_row(rows.front());
}

LoginSession session_in(Working& work, const std::string& hash, std::int64_t now_s) {
  const sql::Rows rows = work.ask(
      "SELECT s.person, s.made_s, s.seen_s, s.until_s, s.csrf FROM sessions s JOIN people p"
      " ON p.school = s.school AND p.id = s.person"
      " WHERE s.school = $1 AND s.hash = $2 AND s.until_s > $3 AND p.state = 'active'",
      {hash, now_s});
  if (rows.empty()) {
    work.fail(no_such("session"));
    return LoginSession{};
  }
  const sql::Row& row = rows.front();
  return LoginSession{.person = row.integer(0),
                      .made_s = row.integer(1),
                      .seen_s = row.integer(2),
                      .until_s = row.integer(3),
                      .csrf = row.text(4)};
}

}  // namespace

void insert_login(Working& work, std::int64_t person, const std::string& subject, const std::string& secret) {
  if (subject.empty() || subject.size() > 200)
    return work.fail(not_so("a name to log in by has 1 to 200 letters"));
  const sql::Rows made = work.ask(
      "INSERT INTO logins(school, kind, subject, person, secret) VALUES ($1, 'password', $2, $3, $4)"
      " ON CONFLICT (school, kind, subject) DO NOTHING RETURNING subject",
      {folded(subject), person, secret});
  if (made.empty() && work.ok()) work.fail(not_so("that name to log in by is taken", "Take another"));
}

Result<Done> SchoolStore::set_login(std::int64_t school, std::int64_t person, const std::string& subject,
                                    const std::string& secret, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    work.ask("DELETE FROM logins WHERE school = $1 AND kind = 'password' AND person = $2", {person});
    insert_login(work, person, subject, secret);
    work.ask("DELETE FROM sessions WHERE school = $1 AND person = $2", {person});
    work.note(act, "account.password", fmt::format("person {}", person));
    return Done{};
  });
}

Result<Done> SchoolStore::renew_secret(std::int64_t school, const std::string& subject,
                                       const std::string& secret) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("UPDATE logins SET secret = $3 WHERE school = $1 AND kind = 'password' AND subject = $2",
             {folded(subject), secret});
    return Done{};
  });
}

Result<Login> SchoolStore::login(std::int64_t school, const std::string& subject) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    return the_one(work,
                   work.ask(fmt::format("SELECT {} FROM logins WHERE school = $1 AND kind = 'password' AND "
                                        "subject = $2",
                                        kColumns),
                            {folded(subject)}));
  });
}

Result<Login> SchoolStore::login_of_person(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    return the_one(work,
                   work.ask(fmt::format("SELECT {} FROM logins WHERE school = $1 AND kind = 'password' AND "
                                        "person = $2",
                                        kColumns),
                            {person}));
  });
}

Result<Done> SchoolStore::count_failure(std::int64_t school, const std::string& subject, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // Counted in one statement each, so that two that fail at once are two.
    const sql::Rows login = work.ask(
        "UPDATE logins SET failed = failed + 1,"
        " locked_until_s = CASE WHEN (failed + 1) % $3 = 0 THEN CAST($4 AS bigint) ELSE locked_until_s END"
        " WHERE school = $1 AND kind = 'password' AND subject = $2 RETURNING person, locked_until_s",
        {folded(subject), kLoginFailures, act.at_s + kLockedS});
    if (!login.empty() && login.front().integer(1) == act.at_s + kLockedS)
      work.note(act, "account.locked", fmt::format("person {}", login.front().integer(0)));
    if (act.prefix.empty()) return Done{};
    const sql::Rows address = work.ask(
        "INSERT INTO refused_addresses(school, prefix, failed, since_s, locked_until_s)"
        " VALUES ($1, $2, 1, $3, 0) ON CONFLICT (school, prefix) DO UPDATE SET"
        " failed = CASE WHEN refused_addresses.since_s + CAST($4 AS bigint) < excluded.since_s THEN 1"
        "  ELSE refused_addresses.failed + 1 END,"
        " since_s = CASE WHEN refused_addresses.since_s + CAST($4 AS bigint) < excluded.since_s"
        "  THEN excluded.since_s ELSE refused_addresses.since_s END RETURNING failed",
        {act.prefix, act.at_s, kLockedS});
    if (!address.empty() && address.front().integer(0) % kAddressFailures == 0) {
      work.ask("UPDATE refused_addresses SET locked_until_s = $3 WHERE school = $1 AND prefix = $2",
               {act.prefix, act.at_s + kLockedS});
      work.note(act, "address.locked", "address " + act.prefix);
    }
    return Done{};
  });
}

Result<std::int64_t> SchoolStore::address_locked_until(std::int64_t school, const std::string& prefix,
                                                       std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "SELECT locked_until_s FROM refused_addresses WHERE school = $1 AND prefix = $2 AND locked_until_s > "
        "$3",
        {prefix, now_s});
    return rows.empty() ? std::int64_t{0} : rows.front().integer(0);
  });
}

Result<Done> SchoolStore::begin_session(std::int64_t school, const std::string& hash,
                                        const LoginSession& session, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2 AND state = 'active'",
                {session.person});
    work.ask(
        "INSERT INTO sessions(school, hash, person, made_s, seen_s, until_s, csrf)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {hash, session.person, session.made_s, session.seen_s, session.until_s, session.csrf});
    work.ask("UPDATE logins SET failed = 0, locked_until_s = 0 WHERE school = $1 AND person = $2",
             {session.person});
    work.ask("DELETE FROM sessions WHERE school = $1 AND until_s <= $2", {session.made_s});
    work.note(act, "account.login", fmt::format("person {}", session.person));
    return Done{};
  });
}

Result<LoginSession> SchoolStore::session(std::int64_t school, const std::string& hash, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return session_in(work, hash, now_s); });
}

Result<Recognised> SchoolStore::recognised(std::int64_t school, const std::string& hash, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    Recognised who{.session = session_in(work, hash, now_s)};
    who.memberships = memberships_in(work, who.session.person, now_s);
    who.children = children_in(work, who.session.person);
    return who;
  });
}

Result<Done> SchoolStore::touch_session(std::int64_t school, const std::string& hash, std::int64_t now_s,
                                        std::int64_t until_s) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("UPDATE sessions SET seen_s = $3, until_s = $4 WHERE school = $1 AND hash = $2",
             {hash, now_s, until_s});
    return Done{};
  });
}

Result<Done> SchoolStore::end_session(std::int64_t school, const std::string& hash) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("DELETE FROM sessions WHERE school = $1 AND hash = $2", {hash});
    return Done{};
  });
}

Result<Done> SchoolStore::end_sessions(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask("DELETE FROM sessions WHERE school = $1 AND person = $2", {person});
    return Done{};
  });
}

}  // namespace firstchair::school
