#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr int kMostUses = 500;  // a class has no more members

Invite invite_row(const sql::Row& row) {
  return Invite{.id = row.integer(0),
                .klass = row.integer(1),
                .role = role_of(row.text(2)).value_or(Role::student),
                .uses_left = static_cast<int>(row.integer(3)),
                .until_s = row.integer(4),
                .made_by = row.integer(5),
                .child = row.integer(6)};
}

Invite the_one(Working& work, const sql::Rows& rows) {
  if (rows.empty()) work.fail(no_such("invite, or it is used up"));
  return rows.empty() ? Invite{} : invite_row(rows.front());
}

// Takes one use off an invite that still has one.
Invite used(Working& work, const std::string& hash, const Act& act) {
  return the_one(work, work.ask("UPDATE invites SET uses_left = uses_left - 1 WHERE school = $1 AND hash = $2"
                                " AND uses_left > 0 AND until_s > $3"
                                " RETURNING id, class, role, uses_left, until_s, made_by, child",
                                {hash, act.at_s}));
}

}  // namespace

Result<std::int64_t> SchoolStore::make_invite(std::int64_t school, const std::string& hash,
                                              const Invite& invite, const Act& act) {
  if (invite.uses_left < 1 || invite.uses_left > kMostUses)
    return not_so(fmt::format("an invite is good for 1 to {} people", kMostUses));
  if (invite.until_s <= act.at_s) return not_so("an invite ends after it begins");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("class", "SELECT id FROM classes WHERE school = $1 AND id = $2", {invite.klass});
    if (invite.child != 0)
      work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {invite.child});
    const std::int64_t id = work.next("invite");
    work.ask(
        "INSERT INTO invites(school, id, hash, class, role, uses_left, until_s, made_by, made_s, child)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {id, hash, invite.klass, std::string(id_of(invite.role)), invite.uses_left, invite.until_s,
         act.person, act.at_s, invite.child});
    work.note(act, "account.invite", fmt::format("class {}", invite.klass),
              fmt::format("invite {}: {} as {}", id, invite.uses_left, id_of(invite.role)));
    return id;
  });
}

Result<Invite> SchoolStore::invite(std::int64_t school, const std::string& hash, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    return the_one(
        work,
        work.ask("SELECT id, class, role, uses_left, until_s, made_by, child FROM invites WHERE school = $1"
                 " AND hash = $2 AND uses_left > 0 AND until_s > $3",
                 {hash, now_s}));
  });
}

Result<Invite> SchoolStore::invite_of_id(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    return the_one(work, work.ask("SELECT id, class, role, uses_left, until_s, made_by, child FROM invites "
                                  "WHERE school = $1 AND id = $2",
                                  {id}));
  });
}

Result<std::vector<Invite>> SchoolStore::invites(std::int64_t school, std::int64_t klass,
                                                 std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Invite> all;
    for (const sql::Row& row :
         work.ask("SELECT id, class, role, uses_left, until_s, made_by, child FROM invites "
                  "WHERE school = $1 AND class = $2"
                  " AND uses_left > 0 AND until_s > $3 ORDER BY id",
                  {klass, now_s}))
      all.push_back(invite_row(row));
    return all;
  });
}

Result<Done> SchoolStore::end_invite(std::int64_t school, std::int64_t id, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("invite", "UPDATE invites SET uses_left = 0 WHERE school = $1 AND id = $2 RETURNING id",
                {id});
    work.note(act, "account.invite_end", fmt::format("invite {}", id));
    return Done{};
  });
}

Result<std::int64_t> SchoolStore::accept_invite(std::int64_t school, const std::string& hash,
                                                const Newcomer& newcomer, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const Invite invite = used(work, hash, act);
    if (!work.ok()) return std::int64_t{0};
    Act own = act;
    own.role = invite.role;
    const std::int64_t id = insert_person(work, {.name = newcomer.name, .given = newcomer.given}, own);
    insert_login(work, id, newcomer.subject, newcomer.secret);
    own.person = id;
    insert_member(work, invite.klass, id, invite.role, own);
    if (invite.child != 0) insert_guardian(work, id, invite.child, own);
    return id;
  });
}

Result<Done> SchoolStore::join_by_invite(std::int64_t school, const std::string& hash, std::int64_t person,
                                         const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const Invite invite = used(work, hash, act);
    if (!work.ok()) return Done{};
    if (invite.child == person) work.fail(not_so("nobody is their own guardian"));
    if (invite.child != 0) {
      insert_guardian(work, person, invite.child, act);
      // Who has another role in the school keeps it.
      const bool in_school = !work.ask(
                                      "SELECT person FROM memberships WHERE school = $1 AND class = 0 AND"
                                      " person = $2 AND to_s IS NULL",
                                      {person})
                                  .empty();
      if (!in_school) insert_member(work, 0, person, Role::guardian, act);
      return Done{};
    }
    const bool there =
        !work.ask(
                 "SELECT person FROM memberships WHERE school = $1 AND class = $2 AND person = $3"
                 " AND to_s IS NULL",
                 {invite.klass, person})
             .empty();
    // Who is there already has used nothing up.
    if (there)
      work.ask("UPDATE invites SET uses_left = uses_left + 1 WHERE school = $1 AND hash = $2", {hash});
    else
      insert_member(work, invite.klass, person, invite.role, act);
    return Done{};
  });
}

}  // namespace firstchair::school
