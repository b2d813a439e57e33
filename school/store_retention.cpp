// The school's table of days: what has been kept for as long as it says, and taking that away.
#include <fmt/format.h>

#include "school/erasing.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::int64_t kDay = 24 * 3600;
constexpr std::int64_t kAddressDays = 30, kLinkDays = 30;
constexpr int kAtOnce = 200;

// The moments before which things are over. $2 of every statement below is one of them.
struct Cutoffs {
  std::int64_t sound = 0, takes = 0, log = 0, addresses = 0, links = 0, now = 0;
};

Cutoffs cutoffs_of(Working& work, std::int64_t now_s) {
  const sql::Rows rows = work.ask("SELECT sound_days, takes_days, audit_days FROM schools WHERE school = $1");
  if (rows.empty()) work.fail(no_such("school"));
  if (rows.empty()) return {};
  const auto before = [&](std::int64_t days) { return now_s - days * kDay; };
  return {.sound = before(rows.front().integer(0)),
          .takes = before(rows.front().integer(1)),
          .log = before(rows.front().integer(2)),
          .addresses = before(kAddressDays),
          .links = before(kLinkDays),
          .now = now_s};
}

// What was played is over some days after the end of the term in which it was played; after the day it was
// played where that lies in no term.
std::string over(const char* began) {
  return fmt::format(
      "{0} < $2 AND coalesce((SELECT max(m.to_s) FROM terms m WHERE m.school = $1 AND m.id <> 0 AND"
      " m.from_s <= {0} AND m.to_s >= {0}), {0}) < $2",
      began);
}

std::string old_takes() {
  return "SELECT t.id FROM takes t WHERE t.school = $1 AND " + over("t.began_s");
}
std::string old_submissions() {
  return "SELECT s.id FROM submissions s WHERE s.school = $1 AND " + over("s.began_s");
}
constexpr const char* kOldSounds = "school = $1 AND sound <> '' AND came_s < $2";

std::int64_t count(Working& work, const std::string& chosen, std::int64_t before) {
  const sql::Rows rows = work.ask("SELECT count(*) FROM (" + chosen + ") AS chosen", {before});
  return rows.empty() ? 0 : rows.front().integer(0);
}

// Lines from the beginning of the log whose time is over; at least one line stays.
std::int64_t last_old_line(Working& work, std::int64_t before) {
  const sql::Rows rows = work.ask(
      "SELECT coalesce((SELECT min(n) FROM audit WHERE school = $1 AND at_s >= $2), (SELECT max(n) FROM "
      "audit WHERE"
      " school = $1)) - 1",
      {before});
  return rows.empty() || rows.front().null(0) ? 0 : rows.front().integer(0);
}

Gone overdue_in(Working& work, const Cutoffs& at) {
  Gone gone;
  gone.takes = count(work, old_takes(), at.takes);
  gone.submissions = count(work, old_submissions(), at.takes);
  gone.comments =
      count(work, "SELECT id FROM comments WHERE school = $1 AND submission IN (" + old_submissions() + ")",
            at.takes);
  // Each recording counts once, and only where no younger submission has it.
  gone.sounds =
      count(work,
            fmt::format("SELECT DISTINCT sound FROM submissions o WHERE {} AND NOT EXISTS (SELECT 1 FROM"
                        " submissions y WHERE y.school = o.school AND y.sound = o.sound AND y.came_s >= $2)",
                        kOldSounds),
            at.sound);
  gone.log_lines = count(work,
                         fmt::format("SELECT n FROM audit WHERE school = $1 AND at_s < $2 AND n <= {}",
                                     last_old_line(work, at.log)),
                         at.log);
  gone.addresses =
      count(work, "SELECT prefix FROM refused_addresses WHERE school = $1 AND since_s < $2", at.addresses);
  gone.sessions = count(work, "SELECT hash FROM sessions WHERE school = $1 AND until_s < $2", at.now);
  gone.links = count(work, "SELECT id FROM invites WHERE school = $1 AND until_s < $2", at.links) +
               count(work, "SELECT person FROM resets WHERE school = $1 AND until_s < $2", at.links);
  return gone;
}

void drop_old_sounds(Working& work, const Cutoffs& at, Gone& gone) {
  const sql::Rows rows =
      work.ask(fmt::format("SELECT DISTINCT sound FROM submissions WHERE {} LIMIT {}", kOldSounds, kAtOnce),
               {at.sound});
  for (const sql::Row& row : rows) {
    work.ask(
        "UPDATE submissions SET sound = '', sound_type = '' WHERE school = $1 AND came_s < $2 AND sound = $3",
        {at.sound, row.text(0)});
    gone.sounds += drop_unused(work, row.text(0)) ? 1 : 0;
  }
}

// One transaction's worth of what is over.
Gone retain_some(Working& work, std::int64_t now_s) {
  Gone gone;
  const Cutoffs at = cutoffs_of(work, now_s);
  if (!work.ok()) return gone;
  work.hold("submission");
  note_shown(work);  // the log's line comes after the last of these transactions
  drop_old_sounds(work, at, gone);
  // A record of chairs stays; whose the letters in it were is told no longer than takes are kept.
  work.ask(
      "UPDATE chairs_players SET person = NULL, salt = '' WHERE school = $1 AND person IS NOT NULL AND chairs"
      " IN (SELECT id FROM chairs WHERE school = $1 AND coalesce(seated_s, closes_s, made_s) < $2)",
      {at.takes});
  const std::string some = fmt::format(" LIMIT {}", kAtOnce);
  const Gone sent = erase_submissions(work, old_submissions() + " ORDER BY s.id" + some, {at.takes});
  gone.submissions = sent.submissions;
  gone.comments = sent.comments;
  gone.sounds += sent.sounds;
  // A take goes after what was handed in of it.
  gone.takes = erase_takes(work,
                           old_takes() +
                               " AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.school = t.school AND"
                               " s.take = t.id) ORDER BY t.id" +
                               some,
                           {at.takes});
  const auto drop = [&](const char* sql, std::int64_t before) {
    return static_cast<std::int64_t>(work.ask(sql, {before}).size());
  };
  // What was told goes with the last of what it was told of.
  for (const char* table : {"results", "overrides"})
    work.ask(fmt::format(
                 "DELETE FROM {0} WHERE school = $1 AND at_s < $2 AND NOT EXISTS (SELECT 1 FROM submissions s"
                 " WHERE s.school = {0}.school AND s.assignment = {0}.assignment AND s.person = {0}.person)",
                 table),
             {at.takes});
  gone.addresses =
      drop("DELETE FROM refused_addresses WHERE school = $1 AND since_s < $2 RETURNING 1", at.addresses);
  gone.sessions = drop("DELETE FROM sessions WHERE school = $1 AND until_s < $2 RETURNING 1", at.now);
  gone.links = drop("DELETE FROM invites WHERE school = $1 AND until_s < $2 RETURNING 1", at.links) +
               drop("DELETE FROM resets WHERE school = $1 AND until_s < $2 RETURNING 1", at.links);
  return gone;
}

// Takes the oldest lines off the log; the hash of the last of them stays, so that the rest can be checked.
std::int64_t shorten_log(Working& work, std::int64_t now_s) {
  const Cutoffs at = cutoffs_of(work, now_s);
  work.hold("log");
  const std::int64_t last = last_old_line(work, at.log);
  const sql::Rows line = work.ask("SELECT hash FROM audit WHERE school = $1 AND n = $2", {last});
  if (line.empty()) return 0;
  const auto lines = static_cast<std::int64_t>(
      work.ask("DELETE FROM audit WHERE school = $1 AND n <= $2 RETURNING 1", {last}).size());
  work.ask("DELETE FROM audit_words WHERE school = $1 AND n <= $2", {last});
  work.ask("DELETE FROM audit_floors WHERE school = $1");
  work.ask("INSERT INTO audit_floors(school, n, hash, at_s) VALUES ($1, $2, $3, $4)",
           {last, line.front().text(0), now_s});
  return lines;
}

void add(Gone& all, const Gone& some) {
  for (const auto field : {&Gone::takes, &Gone::submissions, &Gone::comments, &Gone::sounds, &Gone::log_lines,
                           &Gone::addresses, &Gone::sessions, &Gone::links})
    all.*field += some.*field;
}

}  // namespace

Result<Gone> SchoolStore::overdue(std::int64_t school, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const Cutoffs at = cutoffs_of(work, now_s);
    return work.ok() ? overdue_in(work, at) : Gone{};
  });
}

Result<Gone> SchoolStore::retain(std::int64_t school, const Act& act) {
  Gone all;
  while (true) {
    const auto some = within(*connection_, school, Kind::writes,
                             [&](Working& work) { return retain_some(work, act.at_s); });
    if (!some) return some.error();
    add(all, *some);
    if (some->all() == 0) break;
  }
  const auto lines =
      within(*connection_, school, Kind::writes, [&](Working& work) { return shorten_log(work, act.at_s); });
  if (lines) all.log_lines = *lines;
  if (!lines && lines.error().what != sql::kNotOurs) return lines.error();
  if (all.all() == 0) return all;
  const auto noted = note(school, act, "school.retain", fmt::format("school {}", school), text_of(all));
  if (!noted) return noted.error();
  if (const auto forgotten = connection_->forget_deleted(); !forgotten) return forgotten.error();
  return all;
}

}  // namespace firstchair::school
